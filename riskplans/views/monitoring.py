"""Setting the phase by a reasoned act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from riskplans.enums import REQUIRED_LEVELS, PhaseLevel
from riskplans.forms import SetPhaseForm
from riskplans.selectors import active_plan, current_phase, signs_behind
from riskplans.services.monitoring import PhaseMoved, set_phase


@require_http_methods(["GET", "HEAD", "POST"])
def set_phase_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the phase of now and set another one with a reason."""
    client = open_client(request, number, write=True, what="riskplans.phasechange")
    current, plan = current_phase(client), active_plan(client)
    present = [phase.level for phase in plan.ordered_phases] if plan else list(REQUIRED_LEVELS)
    offered = (
        present if request.method == "POST" or current is None else [one for one in present if one != current.level]
    )
    levels = [PhaseLevel(level) for level in offered]
    data = request.POST.copy() if request.method == "POST" else None
    form = SetPhaseForm(data, levels=levels, current=current)
    if data is not None and form.is_valid():
        try:
            change = set_phase(client=client, acting_user=current_user(request), **form.values())
        except PhaseMoved as refusal:
            data["seen"] = str(refusal.current.pk)
            form = SetPhaseForm(data, levels=levels, current=current)
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De fase is nu {phase}.").format(phase=change.get_level_display()))
            return redirect("riskplans:plan", number=number)
    return render(
        request,
        "riskplans/phase_set.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), "signalling-plan"),
            "current": current,
            "seen": signs_behind([current]).get(current.pk) if current else None,
            "plan": plan,
            "form": form,
        },
    )
