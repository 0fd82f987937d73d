"""The calendar: what stands in it for a user or a client, out of every source, and what stands in each other's way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils import timezone

from casework.enums import AppointmentPurpose, AppointmentResult
from casework.models import Appointment, AppointmentColleague, WorkAppointment
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
    *,
    client: Client | None,
    user_ids: Collection[int],
    start: datetime,
    end: datetime,
    but: frozenset[object] = frozenset(),
) -> list[CalendarEntry]:
    """Return what this client, or these users, already have in that stretch; ``but`` are uids that do not count."""
    found = {entry.uid: entry for entry in calendar_of(user_ids, start, end)}
    if client is not None:
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
            same_client = one.client is not None and other.client == one.client
            if same_client or set(other.user_ids) & set(one.user_ids):
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


def entry_of(row: Appointment, *, result: str | None = None, alone: bool = False) -> CalendarEntry:
    """Return an appointment as it stands in a calendar; ``result`` is how it ended.

    A query for who comes along, unless they were fetched along or it is known that its user is ``alone``.
    """
    colleagues = [] if alone else [one.user for one in row.colleagues.all()]
    return CalendarEntry(
        uid=row.uid,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.get_purpose_display(),
        icon=ICONS[AppointmentPurpose(row.purpose)],
        client=row.client,
        user_ids=(row.user_id, *(one.pk for one in colleagues)),
        url=row.get_absolute_url(),
        who=", ".join(str(one) for one in (row.user, *colleagues)),
        place=row.place,
        with_whom=row.with_whom,
        sequence=row.sequence,
        changed_at=row.changed_at,
        cancelled=row.cancelled_at is not None,
        result=str(AppointmentResult(result).label) if result else "",
        missed=result in NOT_THERE,
        needs_outcome=not result and row.cancelled_at is None and row.starts_at <= timezone.now(),
    )


def work_of_users(user_ids: Collection[int], start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return what these users do among themselves: a calendar source. Two queries."""
    mine = Q(user_id__in=user_ids) | Q(
        pk__in=WorkAppointment.colleagues.through.objects.filter(user_id__in=user_ids).values("workappointment_id")
    )
    rows = WorkAppointment.objects.filter(mine, starts_at__lt=end, ends_at__gt=start)
    if not cancelled:
        rows = rows.filter(cancelled_at=None)
    return [work_entry(row) for row in rows.select_related("user").prefetch_related("colleagues")]


def nothing_of_clients(client: Client, start: datetime, end: datetime, *, cancelled: bool) -> list[CalendarEntry]:
    """Return nothing: what we do among ourselves stands in no calendar of a client."""
    del client, start, end, cancelled
    return []


def work_entry(row: WorkAppointment) -> CalendarEntry:
    """Return an appointment among ourselves as it stands in a calendar."""
    people = [row.user, *row.colleagues.all()]
    return CalendarEntry(
        uid=row.uid,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.get_purpose_display(),
        icon="team",
        client=None,
        user_ids=tuple(one.pk for one in people),
        url=row.get_absolute_url(),
        who=", ".join(str(one) for one in people),
        place=row.place,
        with_whom=row.subject,
        sequence=row.sequence,
        changed_at=row.changed_at,
        cancelled=row.cancelled_at is not None,
    )


def _entries(rows: AppointmentQuerySet, *, cancelled: bool) -> list[CalendarEntry]:
    """Return the rows as entries: one query, and one more when colleagues come along."""
    along = AppointmentColleague.objects.filter(appointment=OuterRef("pk"))
    rows = rows.select_related("client", "user").with_outcome()
    if not cancelled:
        rows = rows.standing()
    found: list[Any] = list(rows.annotate(accompanied=Exists(along)))  # with columns beside the model
    prefetch_related_objects([row for row in found if row.accompanied], "colleagues__user")
    return [entry_of(row, result=row.result, alone=not row.accompanied) for row in found]
