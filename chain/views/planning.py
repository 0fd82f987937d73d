"""Planning a meeting, preparing its agenda, moving it and calling it off: the organisation's side."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user
from accounts.errors import Refused
from accounts.selectors import standing_of
from casework.access import open_client
from casework.frame_context import client_frame
from casework.views.form_page import FormPage, fill_in
from chain.access.meetings import get_planned
from chain.enums import MeetingKind, Seat
from chain.forms.planning import AnswerForm, CancelForm, MoveForm, PlanForm, TablePointForm, agenda_for, moved_from
from chain.models import PlannedMeeting
from chain.selectors.agendas import agendas
from chain.selectors.open_matters import open_matters
from chain.selectors.planning import conflicts, prepared, table_of
from chain.services.planning import (
    add_point,
    answer_invitation,
    cancel_meeting,
    move_meeting,
    plan_meeting,
    withdraw_point,
)
from chain.views.cooperation import TAB

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models import Client
    from chain.forms.planning import WhenForm
    from chain.selectors.planning import Conflict

GET_AND_POST = ["GET", "HEAD", "POST"]
LONGEST_ID = 18  # digits


def row_id(text: str) -> int:
    """Return the id of a row as a form sends it; 0, which no row has, for what cannot be one."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= LONGEST_ID else 0


def _collisions(form: WhenForm, client: Client, users: list[User], but: int | None = None) -> list[Conflict]:
    """Return with what the moment that was typed collides; nothing for a form that is not whole."""
    if not form.is_bound or not form.is_valid() or "toch" in form.data:
        return []
    values = form.values()
    return conflicts(starts_at=values["starts_at"], minutes=values["minutes"], client=client, users=users, but=but)


@require_http_methods(GET_AND_POST)
def meeting_plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a meeting of one kind; when somebody is expected elsewhere it is asked once more."""
    user = current_user(request)
    client = open_client(request, number, write=True, what="chain.plannedmeeting")
    agenda, table = agenda_for(request.GET.get("soort", "")), table_of(client)
    first = MeetingKind.REGULAR if client.meetings.three_party().exists() else MeetingKind.FIRST
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        agenda=agenda,
        table=table,
        client=client,
        initial={"kind": first},
    )
    collisions = _collisions(form, client, table.users)
    if form.is_bound and form.is_valid() and not collisions:
        try:
            meeting = plan_meeting(client=client, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het overleg is gepland. Zet nu samen de agenda klaar."))
            return redirect(meeting)
    return render(
        request,
        "chain/meeting_plan.html",
        {
            "client": client,
            "frame": client_frame(client, user, TAB),
            "form": form,
            "agenda": agenda,
            "agendas": agendas(),
            "collisions": collisions,
        },
    )


@require_safe
def planned(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a planned meeting: who comes, what is on the agenda, and what of the file could be."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk)
    return _planned_page(request, client, meeting)


def _planned_page(
    request: HttpRequest, client: Client, meeting: PlannedMeeting, form: TablePointForm | None = None
) -> HttpResponse:
    user = current_user(request)
    frame = client_frame(client, user, TAB)
    table = prepared(meeting)
    on_agenda = {one.source for one in table.points if one.source}
    writes = frame.may_write and meeting.is_open
    people = [one.user for one in table.invitations if one.user is not None]
    return render(
        request,
        "chain/planned.html",
        {
            "client": client,
            "frame": frame,
            "meeting": meeting,
            "table": table,
            "writes": writes,
            "mine": table.of(standing_of(user).acts_for),
            "matters": [one for one in open_matters(client) if one.source not in on_agenda] if writes else [],
            "form": form or TablePointForm(),
            "answer_form": AnswerForm(),
            "collisions": conflicts(
                starts_at=meeting.starts_at, minutes=meeting.minutes, client=client, users=people, but=meeting.pk
            )
            if meeting.is_open
            else [],
        },
    )


@require_POST
def planned_point(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put a point of the organisation, or of the client beside the counsellor, on the agenda."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk, write=True)
    form = TablePointForm(request.POST)
    if form.is_valid():
        try:
            add_point(meeting=meeting, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het staat op de agenda."))
            return redirect(f"{meeting.get_absolute_url()}#agenda")
    return _planned_page(request, client, meeting, form)


@require_POST
def planned_matters(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put the open matters of the file that were ticked on the agenda."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk, write=True)
    chosen = set(request.POST.getlist("matter"))
    found = [one for one in open_matters(client) if one.source in chosen]
    try:
        for one in found:
            add_point(
                meeting=meeting,
                form_token=uuid4(),
                seat=Seat.ORGANISATION,
                text=one.text[:500],
                source=one.source,
                acting_user=user,
            )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(meeting)
    if found:
        messages.success(request, _("De gekozen punten staan op de agenda."))
    else:
        messages.info(request, _("Er was niets gekozen. Vink aan wat op de agenda moet."))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@require_POST
def planned_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take a point of the own side off the agenda."""
    user = current_user(request)
    _client, meeting = get_planned(user, number, pk, write=True)
    point = meeting.points.filter(pk=row_id(request.POST.get("point", ""))).first()
    if point is None:
        messages.error(request, _("Dit punt staat niet op deze agenda."))
        return redirect(meeting)
    try:
        withdraw_point(point=point, seat=Seat.ORGANISATION, acting_user=user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Het punt is van de agenda."))
    return redirect(f"{meeting.get_absolute_url()}#agenda")


@require_POST
def planned_answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record whether somebody comes: oneself, or somebody without an account."""
    user = current_user(request)
    _client, meeting = get_planned(user, number, pk, write=True)
    wanted = row_id(request.POST.get("invitation", ""))
    invitation = meeting.invitations.filter(pk=wanted).select_related("meeting").first()
    form = AnswerForm(request.POST)
    if invitation is None:
        messages.error(request, _("Deze uitnodiging hoort niet bij dit overleg."))
    elif not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    else:
        try:
            answer_invitation(invitation=invitation, acting_user=user, **form.values())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Het antwoord is vastgelegd."))
    return redirect(meeting)


@require_http_methods(GET_AND_POST)
def planned_move(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Move a meeting; everybody is asked again."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk, write=True)
    form = MoveForm(request.POST if request.method == "POST" else None, initial=moved_from(meeting))
    page = FormPage(
        heading=_("Overleg verplaatsen"),
        lead=_("Iedereen die is uitgenodigd, krijgt opnieuw de vraag of het past."),
        submit=_("Overleg verplaatsen"),
        done=_("Het overleg is verplaatst."),
        back=meeting.get_absolute_url(),
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: move_meeting(meeting=meeting, acting_user=user, **values)
    )


@require_http_methods(GET_AND_POST)
def planned_cancel(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Call a meeting off, with the reason."""
    user = current_user(request)
    client, meeting = get_planned(user, number, pk, write=True)
    form = CancelForm(request.POST if request.method == "POST" else None)
    page = FormPage(
        heading=_("Overleg afzeggen"),
        submit=_("Overleg afzeggen"),
        done=_("Het overleg is afgezegd. Plan zo nodig een nieuw overleg."),
        back=reverse("chain:cooperation", args=[client.number]),
        tab=TAB,
    )
    return fill_in(
        request, client, form, page, act=lambda values: cancel_meeting(meeting=meeting, acting_user=user, **values)
    )
