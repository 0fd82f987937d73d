"""The pages of the agenda: days with what stands in them, and what still has to be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AppointmentResult
from casework.models import Appointment, Client
from casework.models.appointments import NOT_THERE
from casework.registry import TimelineEntry
from casework.selectors.calendars import calendar_of, calendar_of_client, clashes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from casework.registry import CalendarEntry

# What lies longer back than this is no longer asked for: nobody remembers it well.
OPEN_DAYS = 60
NEXT = 3
CLIENT_BACK, CLIENT_AHEAD = 60, 180


@dataclass(frozen=True)
class AgendaEntry:
    """An entry on a page, and whether another one overlaps it."""

    entry: CalendarEntry
    clashes: bool


@dataclass(frozen=True)
class AgendaDay:
    """One day of the agenda."""

    day: dt.date
    entries: tuple[AgendaEntry, ...]
    is_today: bool


def moment_of(day: dt.date) -> dt.datetime:
    """Return the beginning of a day in Dutch time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def agenda_days(user: User, user_ids: Collection[int], first: dt.date, number: int) -> list[AgendaDay]:
    """Return ``number`` days from ``first`` on, with what these users are at as far as the looker may see the clients.

    Two queries more than the sources have.
    """
    after = first + dt.timedelta(days=number)
    entries = _seen_by(user, calendar_of(user_ids, moment_of(first), moment_of(after)))
    crossing = clashes(entries)
    today = timezone.localdate()
    days = [first + dt.timedelta(days=step) for step in range(number)]
    return [
        AgendaDay(
            day,
            tuple(
                AgendaEntry(entry, entry.uid in crossing)
                for entry in entries
                if max(timezone.localdate(entry.starts_at), first) == day
            ),
            day == today,
        )
        for day in days
    ]


def today_and_open(user: User, user_ids: Collection[int], known: Collection[int] = ()) -> tuple[AgendaDay, int]:
    """Return what stands in the calendar of these users today, and how many of the last sixty days nobody told yet.

    ``known`` are ids of clients of whom it is certain that the user may see them.
    """
    today = timezone.localdate()
    start = moment_of(today)
    entries = _seen_by(
        user,
        calendar_of(user_ids, start - dt.timedelta(days=OPEN_DAYS), moment_of(today + dt.timedelta(days=1))),
        known,
    )
    now = [entry for entry in entries if entry.ends_at > start]
    crossing = clashes(now)
    day = AgendaDay(today, tuple(AgendaEntry(entry, entry.uid in crossing) for entry in now), is_today=True)
    return day, sum(entry.needs_outcome for entry in entries)


def still_to_tell(user: User, user_ids: Collection[int]) -> list[CalendarEntry]:
    """Return what these users were at in the last sixty days and of which nobody told yet how it ended, oldest first."""
    now = timezone.now()
    entries = calendar_of(user_ids, now - dt.timedelta(days=OPEN_DAYS), now, with_outcome=True)
    return _seen_by(user, (entry for entry in entries if entry.needs_outcome))


def client_agenda(client: Client) -> tuple[list[CalendarEntry], list[CalendarEntry]]:
    """Return what is to come for a client, soonest first, and what was, newest first, called off included."""
    now = timezone.now()
    entries = calendar_of_client(
        client, now - dt.timedelta(days=CLIENT_BACK), now + dt.timedelta(days=CLIENT_AHEAD), cancelled=True
    )
    coming = [entry for entry in entries if entry.starts_at > now]
    return coming, [entry for entry in reversed(entries) if entry.starts_at <= now]


def coming_up(client: Client) -> list[CalendarEntry]:
    """Return the next three things in the calendar of a client; one query for each source."""
    now = timezone.now()
    return calendar_of_client(client, now, now + dt.timedelta(days=CLIENT_AHEAD))[:NEXT]


def _seen_by(user: User, entries: Iterable[CalendarEntry], known: Collection[int] = ()) -> list[CalendarEntry]:
    found = list(entries)
    ids = {entry.client.pk for entry in found if entry.client is not None}.difference(known)
    seen = set(known)
    seen |= set(Client.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [entry for entry in found if entry.client is None or entry.client.pk in seen]


def missed_entries(client: Client, user: User, before: dt.datetime, limit: int) -> list[TimelineEntry]:
    """Return the appointments that did not take place for the timeline, newest first; one query."""
    del user
    rows: Iterable[Any] = (  # with columns beside the model
        Appointment.objects.filter(client=client, starts_at__lt=before)
        .with_outcome()
        .filter(Q(result__in=NOT_THERE))
        .select_related("user", "client")
        .order_by("-starts_at")[:limit]
    )
    return [
        TimelineEntry(
            "missed",
            _("Gemiste afspraak"),
            "calendar",
            row.starts_at,
            f"{row.get_purpose_display()}: {AppointmentResult(row.result).label}".capitalize(),
            body=row.reason,
            url=row.get_absolute_url(),
            author=str(row.user),
        )
        for row in rows
    ]
