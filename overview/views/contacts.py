"""Logging a contact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.enums import AppointmentPurpose, NoteKind
from casework.frame_context import client_frame
from casework.models import Appointment, Client
from casework.selectors import open_conditions
from casework.selectors.celebrations import to_celebrate
from casework.views.drafts import take_up
from overview.forms import ContactForm
from overview.services.contacts import log_contact
from riskplans.enums import LEVELS_TO_ACT_ON
from riskplans.selectors import current_phase, tickable_signs

LONGEST_ID = 18  # digits of an id that a database can hold


@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contact form with the client's own signs and conditions, or log the contact."""
    client = open_client(request, number, write=True, what="casework.contactnote")
    user = current_user(request)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        client=client,
        author=user,
        sign_groups=tickable_signs(client),
        conditions=list(open_conditions(client)),
    )
    appointment = _appointment(client, request.GET.get("afspraak", ""))
    if appointment is not None:
        _begin_with(form, appointment)
    draft = take_up(request, form, client=client, key="contact")
    if form.agreed_rows.button in request.POST:  # another row, with all that was typed
        form.resume(dict(request.POST.lists()))
    if form.is_valid():
        before = current_phase(client)
        try:
            log_contact(client=client, appointment=appointment, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _logged(before.level if before else "", client))
            return _onwards(before.pk if before else None, client, appointment)
    return render(
        request,
        "overview/contact_create.html",
        {
            "client": client,
            "form": form,
            "draft": draft,
            "frame": client_frame(client, user, "overview"),
            "to_celebrate": to_celebrate(client),
        },
    )


def _onwards(before: int | None, client: Client, appointment: Appointment | None) -> HttpResponse:
    """Go to what the plan says to do when the contact brought orange or red, else to what it reports on or the client."""
    now = current_phase(client)
    if now is not None and now.pk != before and now.level in LEVELS_TO_ACT_ON:
        return redirect("riskplans:checklist", number=client.number)
    return redirect(appointment or client)


NOTE_KINDS = {
    AppointmentPurpose.HOUSE_VISIT: NoteKind.HOUSE_VISIT,
    AppointmentPurpose.THREE_PARTY: NoteKind.WITH_OFFICER,
    AppointmentPurpose.WORK: NoteKind.ACTIVITY,
}


def _appointment(client: Client, pk: str) -> Appointment | None:
    """Return the appointment of this client that the address names; None for any other text."""
    if not pk.isdecimal() or len(pk) > LONGEST_ID:
        return None
    return client.appointments.standing().filter(pk=int(pk)).first()


def _begin_with(form: ContactForm, appointment: Appointment) -> None:
    """Fill in what the appointment says already, so that nothing is typed twice."""
    last = appointment.outcomes.last()
    starts = timezone.localtime(appointment.starts_at)
    missed = last is not None and last.missed
    known = {
        "kind": NoteKind.NO_SHOW if missed else NOTE_KINDS.get(AppointmentPurpose(appointment.purpose), NoteKind.TALK),
        "day": starts.date(),
        "time": starts,
        "duration_minutes": 0 if missed else appointment.minutes,
        "text": last.reason if last is not None else "",
        "place": appointment.place,
    }
    for name, value in known.items():
        if name in form.fields and value not in {None, ""}:
            form.fields[name].initial = value


def _logged(before: str, client: Client) -> str:
    now = current_phase(client)
    if now is not None and now.level != before:
        return _("Het contact is vastgelegd. Het stoplicht staat nu op {phase}.").format(phase=now.get_level_display())
    return _("Het contact is vastgelegd.")
