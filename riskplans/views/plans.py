"""The signalling plan: reading it, writing a version, and the moment it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage
from riskplans.access import open_plan
from riskplans.enums import PhaseLevel
from riskplans.forms import BeginPlanForm, EstablishForm, PlanSheet, StartPlanForm
from riskplans.models import PlanEvaluation
from riskplans.selectors import (
    checks_of,
    content_of,
    current_phase,
    differences,
    phase_chart,
    phase_history,
    plan_versions,
    signs_behind,
)
from riskplans.selectors.rule import rule_in_words
from riskplans.selectors.starts import content_to_start, starts_for
from riskplans.services.plans import DraftConflict, create_plan, establish_plan, save_draft

if TYPE_CHECKING:
    from typing import Any

    from casework.models import Client
    from riskplans.models import SignallingPlan

TAB = "signalling-plan"
CHART_DAYS = 365
HISTORY_ROWS = 8
EVALUATIONS_SHOWN = 5


@require_safe
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Show the plan that holds, the stoplight and the checks of one client."""
    client = open_client(request, number, what="riskplans.signallingplan")
    spans = phase_history(client)
    shown = spans[: -HISTORY_ROWS - 1 : -1]
    seen = signs_behind(span.change for span in shown)
    versions = plan_versions(client)
    evaluations = list(PlanEvaluation.objects.filter(client=client).select_related("plan")[:EVALUATIONS_SHOWN])
    history = [{"span": span, "seen": seen.get(span.change.pk)} for span in shown]
    return render(
        request,
        "riskplans/plan.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "versions": versions,
            "now": history[0] if history else None,
            "chart": phase_chart(spans, days=CHART_DAYS),
            "history": history,
            "checks": checks_of(client),
            "begin": BeginPlanForm(auto_id=False),
            "rule": rule_in_words(),
            "evaluations": evaluations,
            "evaluate_on": evaluations[0].next_on if evaluations and evaluations[0].plan == versions.active else None,
        },
    )


@require_safe
def version(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one version; a draft is established here."""
    client, shown = open_plan(request, number, pk)
    form = _establish_form(request, client, shown) if shown.is_draft else None
    return _render_version(request, client, shown, form)


@require_POST
def create(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a draft, as a copy of the plan that holds where there is one."""
    client = open_client(request, number, write=True, what="riskplans.signallingplan")
    form = BeginPlanForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Er is niets begonnen: het formulier kwam niet heel over. Probeer het opnieuw."))
        return redirect("riskplans:plan", number=number)
    try:
        draft = create_plan(
            client=client,
            form_token=form.cleaned_data["form_token"],
            content=content_to_start(client, form.cleaned_data["start"]),
            acting_user=current_user(request),
        )
    except Refused as refusal:
        messages.info(request, refusal.sentence)
        return redirect("riskplans:plan", number=number)
    return redirect("riskplans:plan_edit", number=number, pk=draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin a draft with something of choice: an earlier version, a function analysis, or an empty sheet."""
    client = open_client(request, number, write=True, what="riskplans.signallingplan")
    form = StartPlanForm(request.POST if request.method == "POST" else None, starts=starts_for(client))
    if form.is_valid():
        try:
            draft = create_plan(
                client=client,
                form_token=form.cleaned_data["form_token"],
                content=content_to_start(client, form.cleaned_data["start"]),
                acting_user=current_user(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("riskplans:plan_edit", number=number, pk=draft.pk)
    page = FormPage(
        heading=_("Nieuwe versie beginnen"),
        lead=_("Niets wat geldt verandert ervan, tot u de nieuwe versie vaststelt."),
        submit=_("Versie beginnen"),
        done="",
        back=reverse("riskplans:plan", args=[number]),
    )
    return render(
        request,
        page.template,
        {"client": client, "frame": client_frame(client, current_user(request), TAB), "form": form, "page": page},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write the draft. Whoever saves over somebody else's words is shown both, with his own still in the form."""
    client, draft = open_plan(request, number, pk, write=True)
    if not draft.is_draft and request.method != "POST":
        messages.info(request, _("Dit plan is vastgesteld. Maak een nieuwe versie om het te wijzigen."))
        return redirect(draft)
    data = request.POST.copy() if request.method == "POST" else None
    content = content_of(draft)
    sheet = PlanSheet(content, draft.revision, data)
    page: dict[str, Any] = {}
    if data is not None and sheet.is_valid():
        try:
            save_draft(plan=draft, revision=sheet.revision, content=sheet.content(), acting_user=current_user(request))
        except DraftConflict as conflict:
            page = {"refusal": conflict.sentence, "differences": differences(sheet.content().in_order(), content)}
            data["revision"] = str(conflict.plan.revision)
            sheet = PlanSheet(content, conflict.plan.revision, data)
            sheet.is_valid()
        except Refused as refusal:
            page = {"refusal": refusal.sentence}
        else:
            messages.success(request, _("Het concept is bewaard."))
            return redirect("riskplans:plan_edit" if "more" in data else "riskplans:plan_version", number=number, pk=pk)
    return render(
        request,
        "riskplans/plan_edit.html",
        page
        | {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "plan": draft,
            "sheet": sheet,
        },
    )


@require_POST
def establish(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make the draft the plan that holds."""
    client, draft = open_plan(request, number, pk, write=True)
    form = _establish_form(request, client, draft, data=True)
    if form.is_valid():
        try:
            held = establish_plan(plan=draft, acting_user=current_user(request), **form.values())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(
                request,
                _("Het signaleringsplan geldt. Evalueren voor {date}.").format(
                    date=date_format(held.evaluate_on, "j F Y") if held.evaluate_on else ""
                ),
            )
            return redirect("riskplans:plan", number=number)
    return _render_version(request, client, draft, form)


def _establish_form(
    request: HttpRequest, client: Client, draft: SignallingPlan, *, data: bool = False
) -> EstablishForm:
    levels = [PhaseLevel(phase.level) for phase in draft.ordered_phases]
    return EstablishForm(
        request.POST if data else None, levels=levels, asks_phase=draft.is_draft and current_phase(client) is None
    )


def _render_version(
    request: HttpRequest, client: Client, shown: SignallingPlan, form: EstablishForm | None
) -> HttpResponse:
    return render(
        request,
        "riskplans/plan_version.html",
        {
            "client": client,
            "frame": client_frame(client, current_user(request), TAB),
            "plan": shown,
            "form": form,
        },
    )
