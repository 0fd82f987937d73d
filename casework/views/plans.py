"""The plan tab: goals, conditions in plain words, agreements, support plan, stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from casework.access import open_client
from casework.enums.support_plans import PlanStage
from casework.forms.plans import CommitmentForm, GoalCloseForm, GoalForm, SupportPlanForm
from casework.frame_context import client_frame
from casework.selectors import goals_tree, term
from casework.selectors.care_periods import plan_terms
from casework.services.plans import add_goal, close_goal, establish_support_plan, finish_commitment, make_commitment
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DONE_SHOWN = 5
CELEBRATIONS_SHOWN = 5


@require_safe
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Show the plan of one client."""
    client = open_client(request, number, what="casework.plan")
    user = current_user(request)
    commitments = list(client.commitments.all())
    plans = client.support_plans.select_related("recorded_by").prefetch_related("acts", "evaluations")
    return render(
        request,
        "casework/plan.html",
        {
            "client": client,
            "frame": client_frame(client, user, "plan"),
            "goals": goals_tree(client, steps=True),
            "celebrations": client.celebrations.select_related("goal")[:CELEBRATIONS_SHOWN],
            "commitments": [one for one in commitments if one.done_on is None],
            "done": sorted(
                (one for one in commitments if one.done_on is not None),
                key=lambda one: (one.done_on, one.pk),
                reverse=True,
            )[:DONE_SHOWN],
            "plans": plans,
            "terms": plan_terms(client, plans),
            "stays": client.stays.select_related("location"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def goal_create(request: HttpRequest, number: str) -> HttpResponse:
    """Add a goal."""
    client = open_client(request, number, write=True, what="casework.goal")
    user = current_user(request)
    page = FormPage(
        heading=_("Doel toevoegen"),
        submit=_("Doel toevoegen"),
        done=_("Het doel is toegevoegd."),
        back=reverse("casework:plan", args=[number]),
    )
    form = GoalForm(request.POST if request.method == "POST" else None, client=client)
    return fill_in(request, client, form, page, act=lambda values: add_goal(client=client, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def goal_close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close a goal with its result."""
    client = open_client(request, number, write=True, what="casework.goal")
    goal = get_object_or_404(client.goals, pk=pk)
    user = current_user(request)
    page = FormPage(
        heading=_("Doel afsluiten"),
        lead=goal.text,
        submit=_("Doel afsluiten"),
        done=_("Het doel is afgesloten."),
        back=reverse("casework:plan", args=[number]),
    )
    form = GoalCloseForm(request.POST if request.method == "POST" else None)
    return fill_in(request, client, form, page, act=lambda values: close_goal(goal=goal, acting_user=user, **values))


@require_http_methods(["GET", "HEAD", "POST"])
def support_plan_create(request: HttpRequest, number: str) -> HttpResponse:
    """Establish the next version of the support plan, starting from the words of the last one."""
    client = open_client(request, number, write=True, what="casework.supportplan")
    user = current_user(request)
    last = client.support_plans.first()
    terms = plan_terms(client, client.support_plans.all())
    page = FormPage(
        heading=_("Begeleidingsplan vaststellen"),
        lead=_(
            "Dit wordt versie %(version)s, met de doelen, stappen, leefgebieden en krachten zoals ze nu zijn. "
            "Eerdere versies blijven staan. %(basis)s."
        )
        % {"version": last.version + 1 if last else 1, "basis": term("plan-evaluation").basis},
        submit=_("Begeleidingsplan vaststellen"),
        done=_("Het begeleidingsplan is vastgesteld."),
        back=reverse("casework:plan", args=[number]) + "#begeleidingsplan",
        draft="support-plan",
    )
    form = SupportPlanForm(
        request.POST if request.method == "POST" else None,
        initial={
            **({"summary": last.summary, "client_words": last.client_words} if last else {}),
            **({"stage": PlanStage.FIRST} if not last or (terms and terms.from_before) else {}),
        },
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: establish_support_plan(client=client, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record an agreement with who does it and by when."""
    client = open_client(request, number, write=True, what="casework.commitment")
    user = current_user(request)
    page = FormPage(
        heading=_("Afspraak vastleggen"),
        submit=_("Afspraak vastleggen"),
        done=_("De afspraak is vastgelegd."),
        back=reverse("casework:plan", args=[number]) + "#afspraken",
    )
    form = CommitmentForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request, client, form, page, act=lambda values: make_commitment(client=client, acting_user=user, **values)
    )


@require_POST
def commitment_done(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that an agreement was done today."""
    client = open_client(request, number, write=True, what="casework.commitment")
    commitment = get_object_or_404(client.commitments, pk=pk)
    finish_commitment(commitment=commitment, acting_user=current_user(request))
    messages.success(request, _("De afspraak staat als gedaan genoteerd."))
    return redirect(reverse("casework:plan", args=[number]) + "#afspraken")
