"""Steps towards a goal, what a goal serves, and celebrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from casework.access import open_client
from casework.enums import GoalOrigin
from casework.forms.steps import CelebrationForm, GoalLinkForm, StepForm, StepResultForm
from casework.selectors import term
from casework.services.steps import add_step, celebrate, finish_step, link_goal
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORM = ["GET", "HEAD", "POST"]


def _page(number: str, heading: str, done: str, lead: str = "", **more: Any) -> FormPage:
    back = reverse("casework:plan", args=[number]) + "#doelen"
    return FormPage(heading=heading, submit=heading, done=done, lead=lead, back=back, **more)


@require_http_methods(FORM)
def goal_link(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say which own goals an imposed goal serves."""
    client = open_client(request, number, write=True, what="casework.goal")
    goal = get_object_or_404(client.goals.filter(origin=GoalOrigin.IMPOSED), pk=pk)
    user = current_user(request)
    form = GoalLinkForm(
        request.POST if request.method == "POST" else None,
        client=client,
        initial={"serves": list(goal.serves.values_list("pk", flat=True))},
    )
    page = _page(number, _("Bij eigen doelen zetten"), _("De samenhang is bijgewerkt."), goal.text)
    return fill_in(request, client, form, page, act=lambda values: link_goal(goal=goal, acting_user=user, **values))


@require_http_methods(FORM)
def step_create(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Add a step to a goal."""
    client = open_client(request, number, write=True, what="casework.goalstep")
    goal = get_object_or_404(client.goals, pk=pk)
    user = current_user(request)
    form = StepForm(request.POST if request.method == "POST" else None, usual_days=term("goal-step").days)
    page = _page(number, _("Stap toevoegen"), _("De stap is toegevoegd."), goal.text)
    return fill_in(request, client, form, page, act=lambda values: add_step(goal=goal, acting_user=user, **values))


@require_http_methods(FORM)
def step_finish(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say how a step ended."""
    client = open_client(request, number, write=True, what="casework.goalstep")
    step = get_object_or_404(client.steps, pk=pk)
    user = current_user(request)
    form = StepResultForm(request.POST if request.method == "POST" else None)
    page = _page(number, _("Stap afronden"), _("De stap is afgerond. Iets te vieren? Leg het vast."), step.text)
    return fill_in(request, client, form, page, act=lambda values: finish_step(step=step, acting_user=user, **values))


@require_http_methods(FORM)
def celebration_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record a celebration; ``doel`` and ``stap`` in the address choose what it is about."""
    client = open_client(request, number, write=True, what="casework.celebration")
    user = current_user(request)
    asked = {"goal": request.GET.get("doel", ""), "step": request.GET.get("stap", "")}
    form = CelebrationForm(
        request.POST if request.method == "POST" else None,
        client=client,
        initial={name: value for name, value in asked.items() if value.isdecimal()},
    )
    page = _page(number, _("Viering vastleggen"), _("De viering staat in de tijdlijn."))
    return fill_in(request, client, form, page, act=lambda values: celebrate(client=client, acting_user=user, **values))
