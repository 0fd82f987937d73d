"""The appointments of a client: his agenda, planning, moving, calling off, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import get_appointment, open_client
from casework.forms.appointments import AppointmentForm, CancelForm, ColleaguesForm, MoveForm, OutcomeForm
from casework.frame_context import client_frame
from casework.registry import in_order, registry
from casework.selectors.agenda import client_agenda
from casework.selectors.calendars import entry_of
from casework.services.appointments import (
    cancel_appointment,
    move_appointment,
    plan_appointment,
    set_colleagues,
    tell_outcome,
)
from casework.views.agenda import ics_response
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Appointment, Client

TAB = "agenda"


@require_safe
def client_calendar(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is to come for one client, and what was."""
    client = open_client(request, number, what="casework.appointment")
    coming, past = client_agenda(client)
    return render(
        request,
        "casework/client_agenda.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "coming": coming,
            "past": past,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_create(request: HttpRequest, number: str) -> HttpResponse:
    """Plan an appointment, or enter one that was."""
    client = open_client(request, number, write=True, what="casework.appointment")
    user = current_user(request)
    form = AppointmentForm(request.POST if request.method == "POST" else None, client=client, acting_user=user)
    day = request.GET.get("dag", "")
    if day:
        form.fields["day"].initial = day
    page = FormPage(
        heading=_("Afspraak plannen"),
        lead=_("Een afspraak die al is geweest, kunt u hier ook vastleggen."),
        submit=_("Afspraak vastleggen"),
        done=_("De afspraak staat in de agenda."),
        back=reverse("casework:client_agenda", args=[number]),
        tab=TAB,
        template="casework/appointment_form.html",
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: plan_appointment(client=client, acting_user=user, **values),
    )


@require_safe
def appointment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one appointment, what was changed of it, and how it ended."""
    client, found = get_appointment(current_user(request), number, pk)
    return _appointment_page(request, client, found, OutcomeForm())


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_outcome(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record how an appointment ended, and go back to where the tap was."""
    client, found = get_appointment(current_user(request), number, pk, write=True)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            outcome = tell_outcome(appointment=found, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Vastgelegd: %(result)s.") % {"result": outcome.get_result_display()})
            return HttpResponseRedirect(page_of_ours(request, found.get_absolute_url()))
    return _appointment_page(request, client, found, form)


def page_of_ours(request: HttpRequest, otherwise: str) -> str:
    """Return the page of this site that the form names as the way back (``terug``), or ``otherwise``."""
    back = request.POST.get("terug", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None, require_https=request.is_secure())
    return back if back.startswith("/") and safe else otherwise


def _appointment_page(request: HttpRequest, client: Client, found: Appointment, form: OutcomeForm) -> HttpResponse:
    outcomes = list(found.outcomes.select_related("recorded_by"))
    return render(
        request,
        "casework/appointment.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "appointment": found,
            "entry": entry_of(found, result=outcomes[-1].result if outcomes else None),
            "changes": found.changes.select_related("recorded_by"),
            "outcomes": outcomes,
            "notes": found.notes.readable_by(current_user(request)).select_related("author"),
            "form": form,
            "actions": [
                (action, f"{reverse(action.url_name, args=[client.number])}?afspraak={found.pk}")
                for action in in_order(registry.appointment_actions)
            ],
            "over": found.starts_at <= timezone.now(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_move(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put an appointment on another moment, with the reason."""
    client, found = get_appointment(current_user(request), number, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Afspraak verzetten"),
        submit=_("Afspraak verzetten"),
        done=_("De afspraak is verzet."),
        back=found.get_absolute_url(),
        tab=TAB,
        template="casework/appointment_form.html",
    )
    form = MoveForm(request.POST if request.method == "POST" else None, appointment=found)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: move_appointment(appointment=found, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_colleagues(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say which colleagues come along to an appointment."""
    client, found = get_appointment(current_user(request), number, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Wie van ons erbij zijn"),
        lead=_("De afspraak is van %(name)s.") % {"name": found.user},
        submit=_("Collega’s vastleggen"),
        done=_("De agenda’s zijn bijgewerkt."),
        back=found.get_absolute_url(),
        tab=TAB,
    )
    form = ColleaguesForm(request.POST if request.method == "POST" else None, appointment=found)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: set_colleagues(appointment=found, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appointment_cancel(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Call an appointment off, with the reason; those after it in the series too, if so ticked."""
    client, found = get_appointment(current_user(request), number, pk, write=True)
    form = CancelForm(request.POST if request.method == "POST" else None, appointment=found)
    if form.is_bound and form.is_valid():
        try:
            number_off = cancel_appointment(appointment=found, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                ngettext("De afspraak is afgezegd.", "%(number)d afspraken zijn afgezegd.", max(number_off, 1))
                % {"number": number_off},
            )
            return redirect("casework:client_agenda", number)
    page = FormPage(
        heading=_("Afspraak afzeggen"),
        lead=_("Kwam de cliënt niet? Leg dan de uitkomst vast; afzeggen is voor een afspraak die niet doorgaat."),
        submit=_("Afspraak afzeggen"),
        done="",
        back=found.get_absolute_url(),
    )
    frame = client_frame(client, current_user(request), TAB)
    return render(request, page.template, {"client": client, "frame": frame, "form": form, "page": page})


@require_safe
def appointment_file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give one appointment as a file for a calendar; nothing of the client is in it."""
    _client, found = get_appointment(current_user(request), number, pk)
    return ics_response([entry_of(found)], "afspraak.ics")
