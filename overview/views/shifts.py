"""The page of a house for the next shift, and the emergency card of a resident."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import open_house, open_resident
from casework.forms.shifts import RemarkForm, TokenForm
from casework.frame_context import house_frame
from casework.querysets import night_of
from casework.selectors.houses import on_call_for
from casework.selectors.people import counsellor_of
from casework.selectors.personal import to_ring
from casework.selectors.presence import residents
from casework.services.shifts import make_remark, mark_read
from overview.selectors.shifts import shift_page, urgent_first
from riskplans.enums import LEVELS_TO_ACT_ON
from riskplans.selectors import active_plan, current_phase

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HOURS_TO_CHOOSE = (8, 24, 72)


def _hours(text: str) -> int:
    """Return how many hours of news an address asks for; 0 for none or for what cannot be chosen."""
    return int(text) if text in {str(hours) for hours in HOURS_TO_CHOOSE} else 0


@require_http_methods(["GET", "HEAD", "POST"])
def shift(request: HttpRequest, house: int) -> HttpResponse:
    """Show the shift page of a house; a POST writes a remark, which lands with the resident or with the house."""
    place = open_house(request, house, write=request.method == "POST")
    user = current_user(request)
    living = residents(place, night_of(timezone.now()))
    form = RemarkForm(request.POST if request.method == "POST" else None, residents=living)
    if form.is_bound and form.is_valid():
        try:
            make_remark(location=place, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De opmerking is vastgelegd."))
            return redirect("overview:shift", place.pk)
    hours = _hours(request.GET.get("uren", ""))
    page = shift_page(place, user, hours=hours, opens_files=standing_of(user).reads_files, living=living)
    record(
        AuditAction.LIST,
        acting_user=user,
        obj=place,
        object_type="overview.shift",
        subjects=page.numbers,
        rule="houses_open_to",
    )
    return render(
        request,
        "overview/shift.html",
        {
            "house": place,
            "frame": house_frame(place, user, "shift"),
            "page": page,
            "form": form,
            "hours": hours,
            "choices": HOURS_TO_CHOOSE,
            "token": uuid4(),
        },
    )


@require_POST
def shift_read(request: HttpRequest, house: int) -> HttpResponse:
    """Record that the user read the shift page."""
    place = open_house(request, house, write=True)
    form = TokenForm(request.POST)
    if form.is_valid():
        mark_read(location=place, form_token=form.cleaned_data["form_token"], acting_user=current_user(request))
        messages.success(request, _("U staat bij wie dit las."))
    else:
        messages.error(request, _("Dit is niet vastgelegd. Open de pagina opnieuw en probeer het nog eens."))
    return redirect("overview:shift", place.pk)


@require_safe
def emergency_card(request: HttpRequest, house: int, number: str) -> HttpResponse:
    """Show what the plan of a resident says for orange and red, whom to call and where to reach him; no more of his file."""
    place, client = open_resident(request, house, number, what="riskplans.emergency_card")
    plan = active_plan(client)
    phases = [phase for phase in plan.ordered_phases if phase.level in LEVELS_TO_ACT_ON] if plan else []
    return render(
        request,
        "overview/emergency_card.html",
        {
            "house": place,
            "client": client,
            "frame": house_frame(place, current_user(request), "shift"),
            "change": current_phase(client),
            "plan": plan,
            "phases": [(phase, urgent_first(phase.actions.all())) for phase in reversed(phases)],
            "counsellor": counsellor_of(client),
            "on_call": on_call_for(place, timezone.now()),
            "numbers": to_ring(client),
        },
    )
