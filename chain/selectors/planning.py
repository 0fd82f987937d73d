"""Meetings that are coming: their list, their page, and with what they collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from casework.models import Appointment
from casework.selectors import counsellor_of
from chain.enums import InvitationAnswer, PointKind, Seat
from chain.models import Invitation, PlannedMeeting
from chain.models.planning import LONGEST
from chain.selectors.agendas import agenda_of
from chain.selectors.officers import officer_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client
    from chain.models import AgendaPoint
    from chain.selectors.agendas import Agenda

LONGEST_LIST = 50
NAMED = {Seat.CLIENT: 0, Seat.ORGANISATION: 1, Seat.PROBATION: 2}


@dataclass(frozen=True)
class PlannedLine:
    """A meeting that is coming, with how many said that they come. ``waiting``: who did not answer."""

    meeting: PlannedMeeting
    comes: int
    waiting: int
    declined: int


def _lines(meetings: list[PlannedMeeting]) -> list[PlannedLine]:
    answers: dict[int, list[str]] = {one.pk: [] for one in meetings}
    for meeting_id, answer in Invitation.objects.filter(meeting_id__in=answers).values_list("meeting_id", "answer"):
        answers[meeting_id].append(answer)
    return [
        PlannedLine(
            one,
            answers[one.pk].count(InvitationAnswer.ACCEPTED),
            answers[one.pk].count(InvitationAnswer.WAITING),
            answers[one.pk].count(InvitationAnswer.DECLINED),
        )
        for one in meetings
    ]


def planned_of(client: Client) -> list[PlannedLine]:
    """Return the meetings of a client that were neither held nor called off, the first one first; two queries."""
    rows = client.planned_meetings.still_to_come().select_related("client").order_by("starts_at")
    return _lines(list(rows[:LONGEST_LIST]))


@dataclass(frozen=True)
class Prepared:
    """A planned meeting as everybody at the table sees it: who is invited, and what each party wants."""

    meeting: PlannedMeeting
    agenda: Agenda
    invitations: tuple[Invitation, ...]
    points: tuple[AgendaPoint, ...]
    to_say: tuple[AgendaPoint, ...]

    def of(self, user_ids: Collection[int]) -> Invitation | None:
        """Return the invitation of one of these users."""
        return next((one for one in self.invitations if one.user_id in user_ids), None)


def prepared(meeting: PlannedMeeting) -> Prepared:
    """Return a planned meeting with its invitations and points, in two queries."""
    points = list(meeting.points.filter(withdrawn_at=None).select_related("author"))
    invitations = sorted(
        meeting.invitations.select_related("user__organisation"),
        key=lambda one: (NAMED.get(Seat(one.seat), len(NAMED)), one.pk),
    )
    return Prepared(
        meeting=meeting,
        agenda=agenda_of(meeting.kind),
        invitations=tuple(invitations),
        points=tuple(one for one in points if one.kind == PointKind.POINT),
        to_say=tuple(one for one in points if one.kind == PointKind.SAY),
    )


@dataclass(frozen=True)
class Conflict:
    """Somebody who is expected elsewhere at that time. Of the other meeting only the time is told."""

    name: str
    starts_at: datetime
    ends_at: datetime


def conflicts(
    *, starts_at: datetime, minutes: int, client: Client | None, users: Collection[User], but: int | None = None
) -> list[Conflict]:
    """Return who of these users, or whether the client, has another meeting or appointment at that time; three queries.

    What the other one is, and about whom, is not said: who reads this may not know that client.
    """
    end = starts_at + timedelta(minutes=minutes)
    near = PlannedMeeting.objects.between(starts_at - timedelta(minutes=LONGEST), end).exclude(pk=but or 0)
    names = {user.pk: str(user) for user in users}
    wanted = Q(invitations__user_id__in=names)
    if client is not None:
        wanted |= Q(client=client)
    found = []
    for meeting in near.filter(wanted).distinct().prefetch_related("invitations"):
        if meeting.ends_at <= starts_at:
            continue
        who = [
            names[one.user_id]
            for one in meeting.invitations.all()
            if one.user_id in names and one.answer != InvitationAnswer.DECLINED
        ]
        if client is not None and meeting.client_id == client.pk:
            who.insert(0, client.called)
        found += [Conflict(name, meeting.starts_at, meeting.ends_at) for name in who]
    return sorted(found + _appointments(starts_at, end, client, names), key=lambda one: one.starts_at)


def _appointments(start: datetime, end: datetime, client: Client | None, names: dict[int, str]) -> list[Conflict]:
    """Return with which appointments in the calendar of these users, or of the client, a stretch of time collides."""
    wanted = Q(user_id__in=names)
    if client is not None:
        wanted |= Q(client=client)
    found = []
    for one in Appointment.objects.standing().between(start, end).filter(wanted).order_by("starts_at", "pk"):
        who = [client.called] if client is not None and one.client_id == client.pk else []
        who += [names[one.user_id]] if one.user_id in names else []
        found += [Conflict(name, one.starts_at, one.ends_at) for name in who]
    return found


@dataclass(frozen=True)
class Table:
    """Who would sit at a table of a client: his counsellor and his officer, where he has them."""

    counsellor: User | None
    officer: User | None

    @property
    def users(self) -> list[User]:
        """Those who have an account."""
        return [user for user in (self.counsellor, self.officer) if user is not None]


def table_of(client: Client) -> Table:
    """Return who works with a client today; two queries."""
    involvement = officer_of(client)
    return Table(counsellor_of(client), involvement.officer if involvement else None)


def my_meetings(user_ids: Collection[int]) -> list[PlannedMeeting]:
    """Return the coming meetings to which one of these users is invited, the first one first; one query."""
    start = timezone.now() - timedelta(days=1)
    rows = PlannedMeeting.objects.still_to_come().inviting(user_ids).filter(starts_at__gte=start)
    return list(rows.select_related("client").order_by("starts_at")[:LONGEST_LIST])
