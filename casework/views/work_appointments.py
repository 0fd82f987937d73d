"""Appointments among ourselves: planned, shown, moved, called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require_role
from accounts.enums import Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from casework.forms.appointments import WorkForm, WorkMoveForm
from casework.models import WorkAppointment
from casework.selectors.calendars import work_entry
from casework.services.work_appointments import cancel_work, move_work, plan_work
from casework.views.agenda import ics_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.forms.appointments import MomentForm

KEEPERS = (Role.COUNSELLOR, Role.TEAM_LEAD)


def _open(request: HttpRequest, pk: int, *, change: bool = False) -> tuple[User, WorkAppointment]:
    """Return an appointment among ourselves for whoever is at it, or for a colleague who sees that calendar.

    That is somebody of the teams of those who are at it. Raises ``Http404`` to others, and ``PermissionDenied`` to who
    wants to ``change`` somebody else's.
    """
    user = require_role(request, *KEEPERS)
    teams = standing_of(user).team_ids
    mine = Q(user=user) | Q(colleagues=user) | Q(user__memberships__team_id__in=teams)
    found = WorkAppointment.objects.filter(mine, pk=pk).select_related("user").distinct().first()
    if found is None:
        raise Http404
    if change and found.user_id != user.pk:
        raise PermissionDenied(
            _("Alleen wie de afspraak maakte, verandert haar. Overleg met %(name)s.") % {"name": found.user}
        )
    return user, found


@require_http_methods(["GET", "HEAD", "POST"])
def work_create(request: HttpRequest) -> HttpResponse:
    """Plan an appointment among ourselves, or a series."""
    user = require_role(request, *KEEPERS)
    form = WorkForm(
        request.POST if request.method == "POST" else None, acting_user=user, team_ids=standing_of(user).team_ids
    )
    if request.GET.get("dag"):
        form.fields["day"].initial = request.GET["dag"]
    if form.is_bound and form.is_valid():
        try:
            made = plan_work(acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De afspraak staat in de agenda."))
            return redirect(made)
    return _form(
        request, form, heading=_("Afspraak zonder cliënt"), submit=_("Afspraak vastleggen"), back="casework:agenda"
    )


def _form(request: HttpRequest, form: MomentForm, *, heading: str, submit: str, back: str) -> HttpResponse:
    return render(
        request,
        "casework/work_form.html",
        {"form": form, "heading": heading, "submit": submit, "back": reverse(back) if ":" in back else back},
    )


@require_safe
def work_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appointment among ourselves."""
    user, found = _open(request, pk)
    later = (
        WorkAppointment.objects.filter(series=found.series, starts_at__gt=found.starts_at, cancelled_at=None).exists()
        if found.series is not None
        else False
    )
    return render(
        request,
        "casework/work_appointment.html",
        {"appointment": found, "entry": work_entry(found), "mine": found.user_id == user.pk, "later": later},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def work_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an appointment among ourselves on another moment."""
    user, found = _open(request, pk, change=True)
    form = WorkMoveForm(request.POST if request.method == "POST" else None, appointment=found)
    if form.is_bound and form.is_valid():
        try:
            move_work(appointment=found, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De afspraak is verzet."))
            return redirect(found)
    return _form(
        request, form, heading=_("Afspraak verzetten"), submit=_("Afspraak verzetten"), back=found.get_absolute_url()
    )


@require_POST
def work_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an appointment among ourselves off; those after it in the series too, if so ticked."""
    user, found = _open(request, pk, change=True)
    try:
        number = cancel_work(
            appointment=found, acting_user=user, rest_of_series=request.POST.get("rest_of_series") == "on"
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(
        request,
        ngettext("De afspraak is afgezegd.", "%(number)d afspraken zijn afgezegd.", max(number, 1))
        % {"number": number},
    )
    return redirect("casework:agenda")


@require_safe
def work_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one appointment among ourselves as a file for a calendar."""
    _user, found = _open(request, pk)
    return ics_response([work_entry(found)], "afspraak.ics")
