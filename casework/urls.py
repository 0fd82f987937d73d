"""Addresses of the client file. Every page of a client stands under his number."""

from django.urls import path

from casework.views import (
    agenda,
    appointments,
    clients,
    document_requests,
    documents,
    drafts,
    legal,
    notes,
    pages,
    plans,
)

app_name = "casework"

CLIENT = "clienten/<slug:number>/"

urlpatterns = [
    path("concepten/", drafts.draft_list, name="draft_list"),
    path("concepten/bewaren/", drafts.draft_save, name="draft_save"),
    path("concepten/sleutel/", drafts.draft_key, name="draft_key"),
    path("concepten/<int:pk>/weggooien/", drafts.draft_discard, name="draft_discard"),
    path("clienten/", clients.client_list, name="client_list"),
    path("clienten/nieuw/", clients.client_create, name="client_create"),
    path("clienten/zoeken/", clients.client_switch, name="client_switch"),
    path(CLIENT, pages.client_page, name="client"),
    path(CLIENT + "begeleider/", clients.counsellor_set, name="counsellor_set"),
    path(CLIENT + "stip/", clients.horizon, name="horizon"),
    path(CLIENT + "tijdlijn/", pages.client_timeline, name="timeline"),
    path(CLIENT + "inzage/", pages.access_log, name="access_log"),
    path(CLIENT + "contact/<int:pk>/", notes.note, name="note"),
    path(CLIENT + "contact/<int:pk>/aanvulling/", notes.note_addendum, name="note_addendum"),
    path(CLIENT + "plan/", plans.plan, name="plan"),
    path(CLIENT + "titels/nieuw/", legal.title_create, name="title_create"),
    path(CLIENT + "titels/<int:pk>/einde/", legal.title_end, name="title_end"),
    path(CLIENT + "voorwaarden/nieuw/", legal.condition_create, name="condition_create"),
    path(CLIENT + "doelen/nieuw/", plans.goal_create, name="goal_create"),
    path(CLIENT + "doelen/<int:pk>/afsluiten/", plans.goal_close, name="goal_close"),
    path(CLIENT + "begeleidingsplan/nieuw/", plans.support_plan_create, name="support_plan_create"),
    path(CLIENT + "afspraken/nieuw/", plans.commitment_create, name="commitment_create"),
    path(CLIENT + "afspraken/<int:pk>/gedaan/", plans.commitment_done, name="commitment_done"),
    path(CLIENT + "verblijf/nieuw/", plans.stay_create, name="stay_create"),
    path(CLIENT + "verblijf/<int:pk>/beeindigen/", plans.stay_end, name="stay_end"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/nog-vastleggen/", agenda.agenda_open, name="agenda_open"),
    path("agenda/telefoon/", agenda.agenda_feed, name="agenda_feed"),
    path("agenda/adres/<str:key>/samenspoor.ics", agenda.agenda_feed_file, name="agenda_feed_file"),
    path(CLIENT + "agenda/", appointments.client_calendar, name="client_agenda"),
    path(CLIENT + "agenda/nieuw/", appointments.appointment_create, name="appointment_create"),
    path(CLIENT + "agenda/<int:pk>/", appointments.appointment, name="appointment"),
    path(CLIENT + "agenda/<int:pk>/uitkomst/", appointments.appointment_outcome, name="appointment_outcome"),
    path(CLIENT + "agenda/<int:pk>/verzetten/", appointments.appointment_move, name="appointment_move"),
    path(CLIENT + "agenda/<int:pk>/afzeggen/", appointments.appointment_cancel, name="appointment_cancel"),
    path(CLIENT + "agenda/<int:pk>/afspraak.ics", appointments.appointment_file, name="appointment_file"),
    path(CLIENT + "documenten/", documents.documents, name="documents"),
    path(CLIENT + "documenten/uitgeven/<slug:kind>/", documents.document_issue, name="document_issue"),
    path(CLIENT + "documenten/toevoegen/", documents.document_upload, name="document_upload"),
    path(CLIENT + "documenten/gevraagd/<int:pk>/", document_requests.document_request, name="document_request"),
    path(CLIENT + "documenten/<int:pk>/", documents.document, name="document"),
]
