"""Addresses of the top floor."""

from django.urls import path

from overview.views import (
    contacts,
    days,
    figures,
    file_arrivals,
    file_exports,
    group_contacts,
    shifts,
    team_moves,
    transfers,
    walks,
)

app_name = "overview"

urlpatterns = [
    path("", days.home, name="home"),
    path("mijn-dag/", days.my_day, name="my_day"),
    path("caseload/", days.caseload_review, name="caseload"),
    path("cijfers/", figures.figures, name="figures"),
    path("cijfers/cijfers.csv", figures.figures_file, name="figures_file"),
    path("herinneringen/", days.reminders, name="reminders"),
    path("overdragen/", transfers.transfers, name="transfers"),
    path("overdragen/van/<int:leaver>/", transfers.transfer_create, name="transfer_create"),
    path("overdragen/<int:pk>/", transfers.transfer, name="transfer"),
    path("overdragen/<int:pk>/beeindigen/", transfers.transfer_end, name="transfer_end"),
    path("clienten/<str:number>/contact/nieuw/", contacts.contact_create, name="contact_create"),
    path("contacten/groep/", group_contacts.group_contact, name="group_contact"),
    path("clienten/<str:number>/ander-team/", team_moves.team_move, name="team_move"),
    path(
        "clienten/<str:number>/ander-team/<int:pk>/intrekken/", team_moves.team_move_withdraw, name="team_move_withdraw"
    ),
    path("dossier-inlezen/", file_arrivals.file_arrivals, name="file_arrivals"),
    path("dossier-inlezen/<int:pk>/", file_arrivals.file_arrival, name="file_arrival"),
    path("dossier-inlezen/<int:pk>/inlezen/", file_arrivals.file_arrival_accept, name="file_arrival_accept"),
    path("dossier-inlezen/<int:pk>/weggooien/", file_arrivals.file_arrival_drop, name="file_arrival_drop"),
    path("clienten/<str:number>/exporteren/", file_exports.file_exports, name="file_exports"),
    path("clienten/<str:number>/exporteren/<int:pk>/", file_exports.file_export, name="file_export"),
    path(
        "clienten/<str:number>/exporteren/<int:pk>/bestand/", file_exports.file_export_fetch, name="file_export_fetch"
    ),
    path(
        "clienten/<str:number>/exporteren/<int:pk>/weggooien/", file_exports.file_export_drop, name="file_export_drop"
    ),
    path("huizen/<int:house>/dienst/", shifts.shift, name="shift"),
    path("huizen/<int:house>/dienst/gelezen/", shifts.shift_read, name="shift_read"),
    path("huizen/<int:house>/bewoners/<slug:number>/noodkaart/", shifts.emergency_card, name="emergency_card"),
    path("mijn-mensen/", walks.my_people, name="my_people"),
    path("mijn-mensen/<slug:number>/", walks.person, name="person"),
]
