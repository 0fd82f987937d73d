"""Evaluating the plan, and laying two versions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.forms.comparing import CompareForm
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.forms.evaluations import EvaluationForm
from riskplans.models import SignallingPlan
from riskplans.selectors import content_of, differences
from riskplans.services.evaluations import evaluate_plan

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "signalling-plan"
TWO = 2


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Evaluate the plan that holds."""
    client = open_client(request, number, write=True, what="riskplans.planevaluation")
    user = current_user(request)
    page = FormPage(
        heading=_("Signaleringsplan evalueren"),
        lead=_("Kijk samen terug: klopten de signalen, hielpen de stappen? Het plan zelf verandert hier niet van."),
        submit=_("Evaluatie vastleggen"),
        done=_("De evaluatie is vastgelegd."),
        back=reverse("riskplans:plan", args=[number]),
        tab=TAB,
    )
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: evaluate_plan(client=client, acting_user=user, **values)
    )


@require_safe
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Show where two versions differ; the last two unless the address says otherwise."""
    client = open_client(request, number, what="riskplans.signallingplan")
    plans = list(SignallingPlan.objects.filter(client=client))
    usual = {"old": plans[1].version, "new": plans[0].version} if len(plans) >= TWO else {}
    words = _("Versie {number} ({status})")
    form = CompareForm(
        request.GET if "old" in request.GET else (usual or None),
        versions=[(one.version, words.format(number=one.version, status=one.get_status_display())) for one in plans],
    )
    found = None
    if form.is_valid():
        chosen = {
            plan.version: content_of(plan)
            for plan in SignallingPlan.objects.filter(
                client=client, version__in=form.cleaned_data.values()
            ).with_content()
        }
        found = differences(chosen[form.cleaned_data["new"]], chosen[form.cleaned_data["old"]])
    return render(
        request,
        "riskplans/compare.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "form": form,
            "enough": len(plans) >= TWO,
            "differences": found,
        },
    )
