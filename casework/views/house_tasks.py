"""Rounds and tasks that come back in a house, and who is on call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from accounts.errors import Refused
from casework.access import open_house
from casework.forms.shifts import HouseTaskForm, OnCallForm, TaskDoneForm
from casework.frame_context import first_house_page
from casework.selectors.houses import coming_duties, on_call_for
from casework.selectors.shifts import task_days
from casework.services.shifts import do_task, end_task, plan_on_call, plan_task
from casework.views.form_page import FormPage
from casework.views.house_page import fill_in_house

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DAYS_SHOWN = 7


@require_http_methods(["GET", "HEAD", "POST"])
def house_tasks(request: HttpRequest, house: int) -> HttpResponse:
    """Show the rounds and tasks of a house with who did them; the team lead plans a new one."""
    place = open_house(request, house, write=True)
    user = current_user(request)
    today = timezone.localdate()
    page = FormPage(
        heading=_("Rondes en taken"),
        submit=_("Ronde of taak toevoegen"),
        done=_("De ronde of taak is toegevoegd."),
        back=reverse("casework:house_tasks", args=[place.pk]),
        tab="tasks",
        template="casework/house_tasks.html",
        context={
            "days": task_days(place, today - timedelta(days=DAYS_SHOWN - 1), today),
            "tasks": [one for one in place.tasks.all() if one.valid_until is None or one.valid_until > today],
            "today": today,
        },
    )
    if request.method == "POST":
        open_house(request, house, write=True, lead=True)
    form = HouseTaskForm(request.POST if request.method == "POST" else None)
    return fill_in_house(
        request, place, form, page, act=lambda values: plan_task(location=place, acting_user=user, **values)
    )


@require_POST
def house_task_end(request: HttpRequest, house: int, pk: int) -> HttpResponse:
    """Let a round or task not come back."""
    place = open_house(request, house, write=True, lead=True)
    task = get_object_or_404(place.tasks, pk=pk)
    end_task(task=task, acting_user=current_user(request))
    messages.success(request, _("Dit komt na vandaag niet meer terug."))
    return redirect("casework:house_tasks", place.pk)


@require_POST
def house_task_done(request: HttpRequest, house: int, pk: int) -> HttpResponse:
    """Record in one tap that a round or task was done."""
    place = open_house(request, house, write=True)
    user = current_user(request)
    task = get_object_or_404(place.tasks, pk=pk)
    form = TaskDoneForm(request.POST)
    if form.is_valid():
        try:
            do_task(task=task, acting_user=user, **form.values())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Gedaan: %(task)s.") % {"task": task})
    else:
        messages.error(request, _("Dit is niet vastgelegd. Open de pagina opnieuw en probeer het nog eens."))
    back = "casework:house_tasks" if request.POST.get("terug") == "taken" else first_house_page(user)
    return redirect(back, place.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def on_call(request: HttpRequest, house: int) -> HttpResponse:
    """Show who is on call for the team of this house; the team lead plans the next shift."""
    place = open_house(request, house, write=True)
    user = current_user(request)
    now = timezone.now()
    page = FormPage(
        heading=_("Achterwacht"),
        lead=_("Voor alle huizen van %(team)s.") % {"team": place.team},
        submit=_("Dienst toevoegen"),
        done=_("De dienst is toegevoegd."),
        back=reverse("casework:on_call", args=[place.pk]),
        tab="on-call",
        template="casework/on_call.html",
        context={"now": on_call_for(place, now), "duties": coming_duties(place.team, now)},
    )
    if request.method == "POST":
        open_house(request, house, write=True, lead=True)
    form = OnCallForm(request.POST if request.method == "POST" else None)
    return fill_in_house(
        request,
        place,
        form,
        page,
        act=lambda values: plan_on_call(team=place.team, acting_user=user, **values),
    )
