"""Function analyses: reading one, writing one, making one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from riskplans.access import open_analysis
from riskplans.forms.function_analyses import FunctionAnalysisForm
from riskplans.forms.versions import BeginPlanForm
from riskplans.selectors.function_analyses import analyses_of
from riskplans.services.function_analyses import write_analysis

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TAB = "signalling-plan"


@require_safe
def analyses(request: HttpRequest, number: str) -> HttpResponse:
    """List the function analyses of one client."""
    client = open_client(request, number, what="riskplans.functionanalysis")
    return render(
        request,
        "riskplans/analyses.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "analyses": analyses_of(client),
        },
    )


@require_safe
def analysis(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one analysis, and what it can become."""
    client, shown = open_analysis(request, number, pk)
    return render(
        request,
        "riskplans/analysis.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "analysis": shown,
            "newer": getattr(shown, "replaced_by", None),
            "begin": BeginPlanForm(auto_id=False),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Write an analysis."""
    client = open_client(request, number, write=True, what="riskplans.functionanalysis")
    user = current_user(request)
    page = FormPage(
        heading=_("Functieanalyse maken"),
        lead=_("Neem met de cliënt één situatie door, stap voor stap. Het gaat om begrijpen, niet om schuld."),
        submit=_("Functieanalyse vastleggen"),
        done=_("De functieanalyse is vastgelegd."),
        back=reverse("riskplans:analyses", args=[number]),
        tab=TAB,
    )
    form = FunctionAnalysisForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: write_analysis(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make an analysis again: a new one, from the words of the old one, which stays."""
    client, earlier = open_analysis(request, number, pk, write=True)
    user = current_user(request)
    page = FormPage(
        heading=_("Functieanalyse opnieuw maken"),
        lead=_("Verbeter of vul aan. De eerdere analyse blijft leesbaar."),
        submit=_("Nieuwe analyse vastleggen"),
        done=_("De nieuwe analyse is vastgelegd."),
        back=reverse("riskplans:analyses", args=[number]),
        tab=TAB,
    )
    form = FunctionAnalysisForm(request.POST if request.method == "POST" else None, replaces=earlier)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: write_analysis(client=client, acting_user=user, replaces=earlier, **values),
    )
