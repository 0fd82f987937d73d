"""Conditions that were kept and not kept, and what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from riskplans.forms.violations import StepForm, ViolationForm
from riskplans.models import Violation
from riskplans.selectors.violations import condition_lanes, origins_for
from riskplans.services.violations import record_violation, take_step

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "conditions"


@require_safe
def violations(request: HttpRequest, number: str) -> HttpResponse:
    """Show each condition with how often it was kept and not kept, and the violations."""
    client = open_client(request, number, what="riskplans.violation")
    return render(
        request,
        "riskplans/violations.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "lanes": condition_lanes(client),
            "violations": client.violations.select_related("condition__kind", "recorded_by").prefetch_related("steps"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def violation_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a violation, by hand or from a check, a missed appointment or an absence (``uit``)."""
    client = open_client(request, number, write=True, what="riskplans.violation")
    origins = origins_for(client)
    appointment = request.GET.get("afspraak", "")
    wanted = request.GET.get("uit") or (f"appointment-{appointment}" if appointment else "")
    origin = next((one for one in origins if one.key == wanted), None)
    form = ViolationForm(request.POST if request.method == "POST" else None, client=client, origin=origin)
    if form.is_bound and form.is_valid():
        more: dict[str, Any] = {"source": origin.source, "origin": origin.row} if origin is not None else {}
        try:
            made = record_violation(client=client, acting_user=current_user(request), **form.values(), **more)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De overtreding is vastgelegd. Bespreek haar met de cliënt."))
            return redirect(made)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "form": form,
        "origins": origins,
        "origin": origin,
    }
    return render(request, "riskplans/violation_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def violation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a violation with what followed, and record the next step."""
    client = open_client(request, number, write=request.method == "POST", what="riskplans.violation")
    found = Violation.objects.filter(client=client, pk=pk).select_related("condition__kind", "recorded_by").first()
    if found is None:
        raise Http404
    found.client = client
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_step(violation=found, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De stap is vastgelegd."))
            return redirect(found)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), TAB),
        "violation": found,
        "steps": found.steps.select_related("by", "reaction"),
        "form": form,
    }
    return render(request, "riskplans/violation.html", context)
