"""Meetings in the portal: what is coming, proposing, answering, the own points, and the own view afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user, require_role
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from chain.access import (
    get_partner_planned,
    get_partner_record,
    get_shared_client,
    partner_agreement_of,
    readable_documents,
    readable_planned,
)
from chain.enums import MeetingKind, Seat
from chain.forms.planning import AnswerForm, PointForm
from chain.forms.portal import ProposeForm
from chain.forms.reactions import OwnViewForm
from chain.models import PlannedMeeting
from chain.selectors.meetings import held_meeting
from chain.selectors.partner import partner_clients
from chain.selectors.planning import conflicts, prepared, table_of
from chain.services.planning import Invitee, add_point, answer_invitation, plan_meeting, withdraw_point
from chain.services.reactions import add_own_view
from chain.views.planning import row_id
from chain.views.portal import show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from chain.models import Invitation

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_safe
def portal_meetings(request: HttpRequest) -> HttpResponse:
    """Show a partner the meetings that are coming, and for whom he may propose one."""
    user = require_role(request, Role.PARTNER)
    meetings = list(readable_planned(user).still_to_come().select_related("client").order_by("starts_at"))
    clients = list(partner_clients(user))
    record(
        AuditAction.LIST,
        acting_user=user,
        object_type="chain.plannedmeeting",
        subjects=sorted({one.client.number for one in meetings} | {one.number for one in clients}),
        rule="readable_planned",
    )
    return show(request, "chain/portal_meetings.html", meetings=meetings, clients=clients)


@require_http_methods(GET_AND_POST)
def portal_propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a meeting about a client: he, his counsellor and the officer are invited."""
    user = current_user(request)
    client = get_shared_client(user, number)
    table = table_of(client)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    collisions = []
    if form.is_bound and form.is_valid():
        values = form.values()
        if "toch" not in request.POST:
            collisions = conflicts(starts_at=values["starts_at"], minutes=values["minutes"], client=None, users=[user])
        if values["kind"] == MeetingKind.REGULAR and not client.meetings.three_party().exists():
            values["kind"] = MeetingKind.FIRST
        invitees = [Invitee(Seat.CLIENT, str(client)), Invitee(Seat.PROBATION, str(user), user)]
        if table.counsellor is not None:
            invitees.append(Invitee(Seat.ORGANISATION, str(table.counsellor), table.counsellor))
        if not collisions:
            try:
                meeting = plan_meeting(
                    client=client, invitees=invitees, proposed_as=Seat.PROBATION, acting_user=user, **values
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Uw voorstel ligt bij de begeleider. Zet alvast op de agenda wat u wilt."))
                return redirect("chain:portal_planned", pk=meeting.pk)
    return show(request, "chain/portal_propose.html", client=client, form=form, collisions=collisions)


def _mine(user: User, meeting: PlannedMeeting) -> Invitation | None:
    acts_for = standing_of(user).acts_for
    return meeting.invitations.filter(user_id__in=acts_for).select_related("meeting").order_by("pk").first()


@require_http_methods(GET_AND_POST)
def portal_planned(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a planned meeting; a post says whether the partner comes."""
    user = current_user(request)
    meeting = get_partner_planned(user, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    mine = _mine(user, meeting)
    if form.is_bound and form.is_valid() and mine is not None:
        try:
            answer_invitation(invitation=mine, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Uw antwoord is vastgelegd. De anderen zien het."))
            return redirect("chain:portal_planned", pk=meeting.pk)
    return _planned_page(request, meeting, answer_form=form)


def _planned_page(
    request: HttpRequest,
    meeting: PlannedMeeting,
    *,
    answer_form: AnswerForm | None = None,
    point_form: PointForm | None = None,
) -> HttpResponse:
    user = current_user(request)
    table = prepared(meeting)
    return show(
        request,
        "chain/portal_planned.html",
        client=meeting.client,
        meeting=meeting,
        table=table,
        mine=table.of(standing_of(user).acts_for),
        answer_form=answer_form or AnswerForm(),
        point_form=point_form or PointForm(),
        collisions=conflicts(
            starts_at=meeting.starts_at, minutes=meeting.minutes, client=None, users=[user], but=meeting.pk
        )
        if meeting.is_open
        else [],
    )


@require_POST
def portal_point(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an own point on the agenda, or what the partner wants said."""
    user = current_user(request)
    meeting = get_partner_planned(user, pk)
    mine = _mine(user, meeting)
    form = PointForm(request.POST)
    if form.is_valid():
        try:
            add_point(meeting=meeting, seat=mine.seat if mine else Seat.PROBATION, acting_user=user, **form.values())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Het staat op de agenda."))
            return redirect("chain:portal_planned", pk=meeting.pk)
    return _planned_page(request, meeting, point_form=form)


@require_POST
def portal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own point off the agenda."""
    user = current_user(request)
    meeting = get_partner_planned(user, pk)
    mine = _mine(user, meeting)
    point = meeting.points.filter(pk=row_id(request.POST.get("point", ""))).first()
    if point is None:
        messages.error(request, _("Dit punt staat niet op deze agenda."))
    else:
        try:
            withdraw_point(point=point, seat=mine.seat if mine else Seat.PROBATION, acting_user=user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Het punt is van de agenda."))
    return redirect("chain:portal_planned", pk=meeting.pk)


@require_http_methods(GET_AND_POST)
def portal_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was agreed in a meeting; a post adds the partner's own view."""
    user = current_user(request)
    meeting = get_partner_record(user, pk)
    form = OwnViewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        officer = partner_agreement_of(user, meeting.client).officer
        try:
            add_own_view(
                meeting=meeting,
                seat=Seat.PROBATION,
                acting_user=user,
                on_behalf_of="" if officer == user else str(officer),
                **form.values(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Uw visie staat bij het overleg. De cliënt en de begeleider lezen haar."))
            return redirect("chain:portal_record", pk=meeting.pk)
    held = held_meeting(meeting)
    minutes = readable_documents(user).filter(document=held.minutes).first() if held.minutes else None
    return show(
        request,
        "chain/portal_record.html",
        client=meeting.client,
        meeting=meeting,
        held=held,
        own=[one for one in held.own_views if one.seat == Seat.PROBATION],
        minutes=minutes,
        form=form,
    )
