"""When the next three-party meeting is due and why; the meetings that were held, and one of them in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from accounts.querysets import holds_on
from casework.models import Commitment, Stay, Term
from chain.enums import InvolvementRole, Party
from chain.models import MEETING_ORIGIN, Involvement, ThreePartyMeeting

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.models import Client, Document
    from chain.models import (
        MeetingAnswer,
        MeetingAttendee,
        MeetingDomain,
        MeetingFeedback,
        MinutesCopy,
        OwnView,
    )

FIRST_TERM, REGULAR_TERM = "three-party-first", "three-party-meeting"
SATURDAY = 5


@dataclass(frozen=True)
class NextMeeting:
    """The day of the next three-party meeting. ``planned``: the parties set it themselves; else the term did."""

    client_id: int
    due_on: date
    planned: bool
    first: bool
    basis: str

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.due_on < timezone.localdate()


def next_meetings(day: date, client_ids: Collection[int] | None = None) -> list[NextMeeting]:
    """Return for every client with a probation officer on ``day`` when the next meeting is, in four queries.

    The day that the last meeting set counts; without one it is the term after that meeting. Without any meeting it is
    a week after the stay began, or after the officer came when that was later.
    """
    involved = Involvement.objects.filter(holds_on(day), role=InvolvementRole.SUPERVISOR)
    if client_ids is not None:
        involved = involved.filter(client_id__in=client_ids)
    since = dict(involved.order_by("valid_from").values_list("client_id", "valid_from"))
    if not since:
        return []
    terms = Term.objects.in_bulk([FIRST_TERM, REGULAR_TERM], field_name="key")
    first, regular = terms[FIRST_TERM], terms[REGULAR_TERM]
    last = {
        meeting.client_id: meeting
        for meeting in ThreePartyMeeting.objects.latest_of(set(since)).only("client_id", "held_at", "next_on")
    }
    without = since.keys() - last.keys()
    stays = (
        dict(
            Stay.objects.filter(holds_on(day), client_id__in=without)
            .order_by("valid_from")
            .values_list("client_id", "valid_from")
        )
        if without
        else {}
    )
    found = []
    for client_id, officer_since in since.items():
        meeting = last.get(client_id)
        if meeting is None:
            start = max(officer_since, stays.get(client_id, officer_since))
            found.append(
                NextMeeting(client_id, start + timedelta(days=first.days), planned=False, first=True, basis=first.basis)
            )
        elif meeting.next_on:
            found.append(NextMeeting(client_id, meeting.next_on, planned=True, first=False, basis=regular.basis))
        else:
            due = timezone.localdate(meeting.held_at) + timedelta(days=regular.days)
            found.append(NextMeeting(client_id, due, planned=False, first=False, basis=regular.basis))
    return found


def next_meeting(client: Client) -> NextMeeting | None:
    """Return when the next meeting of one client is; None when he has no probation officer."""
    return next(iter(next_meetings(timezone.localdate(), {client.pk})), None)


def next_day(term_key: str, held_on: date) -> date:
    """Return the day of the next meeting by a term, moved from a weekend to the Monday after it."""
    return on_a_working_day(held_on + timedelta(days=Term.objects.get(key=term_key).days))


def on_a_working_day(day: date) -> date:
    """Return the day itself, or the Monday after it when it falls in a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting with everything that belongs to it, as it is shown on the page and on paper."""

    attendees: tuple[MeetingAttendee, ...]
    answers: tuple[MeetingAnswer, ...]
    domains: tuple[MeetingDomain, ...]
    commitments: tuple[Commitment, ...]
    own_views: tuple[OwnView, ...]
    feedback: tuple[MeetingFeedback, ...]
    copies: tuple[MinutesCopy, ...]

    @property
    def guests(self) -> list[MeetingAttendee]:
        """Those beside the three parties, and whoever has words of his own."""
        return [one for one in self.attendees if one.seat not in Party.values or one.words]

    @property
    def minutes(self) -> Document | None:
        """The minutes as they were issued; None when they were not."""
        return self.copies[0].document if self.copies else None

    @property
    def given_to(self) -> set[str]:
        """The parties that have the minutes."""
        return {one.seat for one in self.copies}


def held_meeting(meeting: ThreePartyMeeting) -> HeldMeeting:
    """Return everything that belongs to a meeting, in seven queries."""
    return HeldMeeting(
        attendees=tuple(meeting.attendees.all()),
        answers=tuple(meeting.answers.all()),
        domains=tuple(meeting.domains.select_related("domain")),
        commitments=tuple(meeting.commitments.order_by("due_on", "pk")),
        own_views=tuple(meeting.own_views.select_related("author")),
        feedback=tuple(meeting.feedback.select_related("told_by")),
        copies=tuple(meeting.copies.select_related("document", "given_by")),
    )


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list, with how many of its commitments are done."""

    meeting: ThreePartyMeeting
    done: int
    total: int


def meetings_of(client: Client) -> list[MeetingLine]:
    """Return the meetings of a client of every kind, newest first, in two queries."""
    meetings = list(client.meetings.all())
    counts = {
        row["origin_id"]: row
        for row in Commitment.objects.filter(client=client, origin_type=MEETING_ORIGIN)
        .order_by()
        .values("origin_id")
        .annotate(done=Count("done_on"), total=Count("pk"))
    }
    none = {"done": 0, "total": 0}
    return [
        MeetingLine(meeting, counts.get(meeting.pk, none)["done"], counts.get(meeting.pk, none)["total"])
        for meeting in meetings
    ]
