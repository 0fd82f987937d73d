"""Somebody is missing: recording it, the steps, and the return with its talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_resident
from casework.forms.presence import AbsenceForm, ReturnForm, StepForm
from casework.frame_context import house_frame
from casework.models import Absence, AbsenceStep, AbsenceStepDone
from casework.selectors.houses import on_call_for
from casework.selectors.people import counsellor_of
from casework.services.absences import record_return, start_absence, take_step
from casework.views.form_page import FormPage
from casework.views.house_page import fill_in_house

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from accounts.models import Location
    from casework.models import Client

AT_ONCE = 15  # minutes in which a step that is due at once is not called late yet


@dataclass(frozen=True)
class StepLine:
    """A step of the organisation for one absence: when it is due, and whether it was taken."""

    step: AbsenceStep
    due_at: datetime
    done: AbsenceStepDone | None
    late: bool
    token: UUID
    now: bool = False  # to be done at once, and only just late: no reproach


def step_lines(absence: Absence) -> list[StepLine]:
    """Return the steps for an absence in the order in which they are due. Two queries.

    A step that went out of use shows only where it was taken.
    """
    now = timezone.now()
    grace = timedelta(minutes=AT_ONCE)
    done = {one.step_id: one for one in absence.steps_done.select_related("recorded_by", "step")}
    steps = [step for step in AbsenceStep.objects.order_by("minutes", "order") if step.in_use or step.pk in done]
    return [
        StepLine(
            step=step,
            due_at=absence.missed_at + timedelta(minutes=step.minutes),
            done=done.get(step.pk),
            late=step.pk not in done and absence.is_open and absence.missed_at + timedelta(minutes=step.minutes) < now,
            token=uuid4(),
            now=step.minutes == 0 and now - absence.recorded_at < grace,
        )
        for step in steps
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def absence_create(request: HttpRequest, house: int, number: str) -> HttpResponse:
    """Record that a resident is missing; the clock starts."""
    place, client = open_resident(request, house, number, what="casework.absence")
    user = current_user(request)
    made: list[Absence] = []
    page = FormPage(
        heading=_("%(name)s is er niet") % {"name": client.called},
        lead=_("Ongeoorloofd afwezig: de klok begint te lopen bij het moment dat u invult."),
        submit=_("Afwezigheid vastleggen"),
        done=_("De afwezigheid is vastgelegd. Hieronder staan de stappen."),
        back=reverse("casework:house", args=[place.pk]),
        tab="presence",
    )
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    response = fill_in_house(
        request,
        place,
        form,
        page,
        act=lambda values: made.append(start_absence(client=client, location=place, acting_user=user, **values)),
    )
    return redirect("casework:absence", place.pk, client.number, made[0].pk) if made else response


def _absence(request: HttpRequest, house: int, number: str, pk: int) -> tuple[Location, Client, Absence]:
    place, client = open_resident(request, house, number, what="casework.absence")
    absence = Absence.objects.filter(client=client, location=place, pk=pk).select_related("recorded_by").first()
    if absence is None:
        raise Http404
    absence.client, absence.location = client, place
    return place, client, absence


@require_safe
def absence(request: HttpRequest, house: int, number: str, pk: int) -> HttpResponse:
    """Show an absence: since when, what is known, the steps with their clock, whom to call."""
    place, client, missing = _absence(request, house, number, pk)
    return render(
        request,
        "casework/absence.html",
        {
            "house": place,
            "client": client,
            "frame": house_frame(place, current_user(request), "presence"),
            "absence": missing,
            "steps": step_lines(missing),
            "counsellor": counsellor_of(client),
            "on_call": on_call_for(place, timezone.now()),
        },
    )


@require_POST
def absence_step(request: HttpRequest, house: int, number: str, pk: int, step: int) -> HttpResponse:
    """Record that a step was taken."""
    place, client, missing = _absence(request, house, number, pk)
    chosen = get_object_or_404(AbsenceStep, pk=step)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            take_step(absence=missing, step=chosen, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Gezet: %(step)s.") % {"step": chosen})
    else:
        messages.error(request, _("Dit is niet vastgelegd. Schrijf hoogstens 200 tekens op, en probeer het nog eens."))
    return redirect("casework:absence", place.pk, client.number, missing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_return(request: HttpRequest, house: int, number: str, pk: int) -> HttpResponse:
    """Record that he is back, with the talk."""
    place, client, missing = _absence(request, house, number, pk)
    user = current_user(request)
    page = FormPage(
        heading=_("%(name)s is terug") % {"name": client.called},
        lead=_("Gemist vanaf %(since)s.") % {"since": timezone.localtime(missing.missed_at).strftime("%d-%m-%Y %H:%M")},
        submit=_("Terugkeer vastleggen"),
        done=_("De terugkeer van %(name)s is vastgelegd.") % {"name": client.called},
        back=missing.get_absolute_url(),
        tab="presence",
    )
    form = ReturnForm(request.POST if request.method == "POST" else None)
    return fill_in_house(
        request, place, form, page, act=lambda values: record_return(absence=missing, acting_user=user, **values)
    )
