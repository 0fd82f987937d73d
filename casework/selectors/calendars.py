"""The calendar: what stands in it for a user or a client, out of every source, and what stands in each other's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums import AppointmentPurpose, AppointmentResult
from casework.models import Appointment
from casework.models.appointments import NOT_THERE
from casework.registry import CalendarEntry, in_order, registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from casework.models import Client
    from casework.querysets import AppointmentQuerySet

ICONS = {
    AppointmentPurpose.SESSION: "contact",
    AppointmentPurpose.HOUSE_VISIT: "home-visit",
    AppointmentPurpose.THREE_PARTY: "meeting",
    AppointmentPurpose.CHECK: "sample",
    AppointmentPurpose.COURT: "title",
    AppointmentPurpose.TREATMENT: "handshake",
    AppointmentPurpose.WORK: "work",
    AppointmentPurpose.OTHER: "calendar",
}


def calendar_of(
    user_ids: Collection[int],
    start: datetime,
    end: datetime,
    *,
    cancelled: bool = False,
    with_outcome: bool = False,
) -> list[CalendarEntry]:
    """Return what these users are at between two moments, in order of time; one query for each source.

    ``with_outcome`` asks only the sources whose entries are told afterwards how they ended.
    """
    return _in_time(
        entry
        for source in in_order(registry.calendar_sources)
        if source.tells_outcomes or not with_outcome
        for entry in source.of_users(user_ids, start, end, cancelled=cancelled)
    )


def calendar_of_client(
    client: Client, start: datetime, end: datetime, *, cancelled: bool = False
) -> list[CalendarEntry]:
    """Return what stands in the calendar of a client between two moments, in order of time."""
    return _in_time(
        entry
        for source in in_order(registry.calendar_sources)
        for entry in source.of_client(client, start, end, cancelled=cancelled)
    )


def in_the_way(
    *, client: Client, user_id: int, start: datetime, end: datetime, but: frozenset[object] = frozenset()
) -> list[CalendarEntry]:
    """Return what this client, or this user, already has in that stretch; ``but`` are uids that do not count."""
    found = {entry.uid: entry for entry in calendar_of([user_id], start, end)}
    found.update({entry.uid: entry for entry in calendar_of_client(client, start, end)})
    return _in_time(entry for entry in found.values() if entry.uid not in but)


def clashes(entries: Iterable[CalendarEntry]) -> frozenset[object]:
    """Return the uids of the entries that overlap another one of the same user or client."""
    found: set[object] = set()
    standing = [entry for entry in entries if not entry.cancelled]
    for place, one in enumerate(standing):
        for other in standing[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            if other.client == one.client or set(other.user_ids) & set(one.user_ids):
                found |= {one.uid, other.uid}
    return frozenset(found)


def _in_time(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.ends_at, str(entry.uid)))


def appointments_of_users(
    user_ids: Collection[int], start: datetime, end: datetime, *, cancelled: bool
) -> list[CalendarEntry]:
    """Return the appointments of users: the calendar source of the client file itself."""
    return _entries(Appointment.objects.of_users(user_ids).between(start, end), cancelled=cancelled)


def appointments_of_client(client: Client, start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return the appointments of a client: the calendar source of the client file itself."""
    return _entries(Appointment.objects.filter(client=client).between(start, end), cancelled=cancelled)


def entry_of(row: Appointment, *, result: str | None = None) -> CalendarEntry:
    """Return an appointment as it stands in a calendar; ``result`` is how it ended."""
    return CalendarEntry(
        uid=row.uid,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.get_purpose_display(),
        icon=ICONS[AppointmentPurpose(row.purpose)],
        client=row.client,
        user_ids=(row.user_id,),
        url=row.get_absolute_url(),
        who=str(row.user),
        place=row.place,
        with_whom=row.with_whom,
        sequence=row.sequence,
        changed_at=row.changed_at,
        cancelled=row.cancelled_at is not None,
        result=str(AppointmentResult(result).label) if result else "",
        missed=result in NOT_THERE,
        needs_outcome=not result and row.cancelled_at is None and row.starts_at <= timezone.now(),
    )


def _entries(rows: AppointmentQuerySet, *, cancelled: bool) -> list[CalendarEntry]:
    rows = rows.select_related("client", "user").with_outcome()
    if not cancelled:
        rows = rows.standing()
    return [entry_of(row, result=row.result) for row in rows]  # type: ignore[attr-defined] # a column beside the model
