"""Planned meetings as they stand in a calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.registry import CalendarEntry
from chain.enums import InvitationAnswer
from chain.models import PlannedMeeting
from chain.models.planning import LONGEST

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from casework.models import Client
    from chain.querysets import PlannedMeetingQuerySet


def calendar_entry(meeting: PlannedMeeting, *, url: str = "") -> CalendarEntry:
    """Return a planned meeting as it stands in a calendar (prefetch ``invitations``; select ``client``, ``record``)."""
    coming = [one for one in meeting.invitations.all() if one.answer != InvitationAnswer.DECLINED]
    return CalendarEntry(
        uid=meeting.uid,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        kind=meeting.get_kind_display(),
        icon="meeting",
        client=meeting.client,
        user_ids=tuple(one.user_id for one in coming if one.user_id is not None),
        url=url or meeting.get_absolute_url(),
        who=", ".join(one.name for one in coming if one.user_id is not None),
        place=meeting.place,
        sequence=meeting.sequence,
        cancelled=meeting.cancelled_at is not None,
        needs_outcome=meeting.is_open and meeting.is_past,
    )


def meetings_of_users(
    user_ids: Collection[int], start: datetime, end: datetime, *, cancelled: bool
) -> list[CalendarEntry]:
    """Return the meetings to which these users are invited: a calendar source. Two queries."""
    return _entries(PlannedMeeting.objects.inviting(user_ids), start, end, cancelled=cancelled)


def meetings_of_client(client: Client, start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return the meetings about a client: a calendar source. Two queries."""
    return _entries(PlannedMeeting.objects.filter(client=client), start, end, cancelled=cancelled)


def _entries(rows: PlannedMeetingQuerySet, start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    rows = rows.filter(starts_at__gte=start - timedelta(minutes=LONGEST), starts_at__lt=end)
    if not cancelled:
        rows = rows.filter(Q(cancelled_at=None))
    found = rows.select_related("client", "record").prefetch_related("invitations")
    return [calendar_entry(one) for one in found if one.ends_at > start]
