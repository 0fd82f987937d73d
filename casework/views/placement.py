"""Applications: the open ones, one with its intake, a decision, and the questions about a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.models import Location
from accounts.services.audit import record
from casework.access import open_client
from casework.forms.placement import AnswerForm, ApplicationForm, DecisionForm, IntakeStepForm, WishForm
from casework.frame_context import client_frame
from casework.models import WISH, IntakeItem
from casework.selectors.contra_indications import open_questions, questions_about
from casework.selectors.placement import application_view, applications_of_others, open_applications
from casework.services.placement import answer_question, apply_for_place, decide_on_application, record_intake_step
from casework.services.wishes import change_wish, last_wish_change
from casework.views.asked_first import ask_first
from casework.views.form_page import FormPage, fill_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Application, Client

READERS = (Role.COUNSELLOR, Role.TEAM_LEAD, Role.BEHAVIOURAL_EXPERT, Role.INTAKE_OFFICER)


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """Show the open applications of the clients this user may see."""
    user = require_role(request, *READERS)
    rows, others = open_applications(user), applications_of_others(user)
    for shown, rule in ((rows, "visible_to"), (others, "weighed_by")):
        if shown or rule == "visible_to":
            record(
                AuditAction.LIST,
                acting_user=user,
                object_type="casework.application",
                subjects=[row.application.client.number for row in shown],
                rule=rule,
            )
    return render(request, "casework/application_list.html", {"rows": rows, "others": others})


@require_safe
def application(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one application: the wish, what came before, what was decided, and the intake."""
    client = open_client(request, number, what="casework.application")
    found = _application_of(client, pk)
    view = application_view(client, found)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), "plan"),
        "view": view,
        "open_questions": open_questions(client, [view.location])[view.location.pk] if view.location else 0,
    }
    return render(request, "casework/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_create(request: HttpRequest, number: str) -> HttpResponse:
    """Record that somebody asks for a place."""
    client = open_client(request, number, write=True, what="casework.application")
    user = current_user(request)
    page = FormPage(
        heading=_("Aanmelding vastleggen"),
        submit=_("Aanmelding vastleggen"),
        done=_("De aanmelding is vastgelegd. Hieronder staat wat de intake nodig heeft."),
        back=reverse("casework:stays", args=[number]),
        onward=True,
    )
    form = ApplicationForm(request.POST if request.method == "POST" else None, client=client)
    return fill_in(
        request, client, form, page, act=lambda values: apply_for_place(client=client, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def application_wish(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change what is wished; the wish that stood there stays to be read."""
    client = open_client(request, number, write=True, what="casework.application")
    found = _application_of(client, pk)
    user = current_user(request)
    last = last_wish_change(found)
    initial = {name: getattr(found, name) for name in WISH} | {"seen": last.pk if last else 0}
    form = WishForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    page = FormPage(
        heading=_("Wens wijzigen"),
        lead=_("De wens die er stond, blijft leesbaar bij de aanmelding."),
        submit=_("Wens wijzigen"),
        done=_("De wens is gewijzigd. De eerdere wens staat eronder."),
        back=found.get_absolute_url(),
        template="casework/application_wish.html",
        context={"application": found, "last": last},
    )
    return fill_in(
        request, client, form, page, act=lambda values: change_wish(application=found, acting_user=user, **values)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def application_decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record a decision, with what the system asks about the place beside it."""
    client = open_client(request, number, write=True, what="casework.application")
    found = _application_of(client, pk)
    user = current_user(request)
    view = application_view(client, found)
    initial = {"location": view.location}
    form = DecisionForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    page = FormPage(
        heading=_("Besluit vastleggen"),
        lead=_("Elk besluit blijft staan; het laatste geldt."),
        submit=_("Besluit vastleggen"),
        done=_("Het besluit is vastgelegd."),
        back=found.get_absolute_url(),
        template="casework/application_decide.html",
        context={"view": view, **ask_first(form, client, view.location)},
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: decide_on_application(application=found, acting_user=user, **values),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def intake_step(request: HttpRequest, number: str, pk: int, item: str) -> HttpResponse:
    """Record how one point of the intake stands."""
    client = open_client(request, number, write=True, what="casework.intakestep")
    found = _application_of(client, pk)
    point = get_object_or_404(IntakeItem, key=item)
    user = current_user(request)
    page = FormPage(
        heading=point.name,
        lead=point.hint,
        submit=_("Vastleggen"),
        done=_("Vastgelegd bij de intake."),
        back=found.get_absolute_url() + "#intake",
    )
    form = IntakeStepForm(
        request.POST if request.method == "POST" else None, client=client, item=point, acting_user=user
    )
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: record_intake_step(application=found, item=point, acting_user=user, **values),
    )


@require_safe
def placement_questions(request: HttpRequest, number: str, location: int) -> HttpResponse:
    """Show what the system asks about this client at a location, with what was answered."""
    client = open_client(request, number, what="casework.placementanswer")
    place = get_object_or_404(Location, pk=location)
    context = {
        "client": client,
        "frame": client_frame(client, current_user(request), "plan"),
        "place": place,
        "questions": questions_about(client, place),
    }
    return render(request, "casework/placement_questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def placement_answer(request: HttpRequest, number: str, location: int, question: str) -> HttpResponse:
    """Answer one question. Raises ``Http404`` for what is not asked, now."""
    client = open_client(request, number, write=True, what="casework.placementanswer")
    place = get_object_or_404(Location, pk=location)
    user = current_user(request)
    asked = next((one for one in questions_about(client, place) if one.key == question), None)
    if asked is None:
        raise Http404
    page = FormPage(
        heading=_("Vraag bij %(place)s") % {"place": place},
        lead=asked.text,
        submit=_("Antwoord vastleggen"),
        done=_("Het antwoord is vastgelegd."),
        back=reverse("casework:placement_questions", args=[number, place.pk]),
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    return fill_in(
        request,
        client,
        form,
        page,
        act=lambda values: answer_question(
            client=client, location=place, question=question, asked=asked.text, acting_user=user, **values
        ),
    )


def _application_of(client: Client, pk: int) -> Application:
    found: Application = get_object_or_404(client.applications.select_related("wish_location", "recorded_by"), pk=pk)
    found.client = client
    return found
