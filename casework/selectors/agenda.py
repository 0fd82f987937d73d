"""The pages of the agenda: days with what stands in them, and what still has to be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Client
from casework.selectors.calendars import calendar_of, calendar_of_client, clashes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.models import User
    from casework.registry import CalendarEntry

# What lies longer back than this is no longer asked for: nobody remembers it well.
OPEN_DAYS = 60
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


def still_to_tell(user: User, user_ids: Collection[int]) -> list[CalendarEntry]:
    """Return what these users were at in the last sixty days and of which nobody told yet how it ended, oldest first."""
    now = timezone.now()
    entries = calendar_of(user_ids, now - dt.timedelta(days=OPEN_DAYS), now)
    return _seen_by(user, (entry for entry in entries if entry.needs_outcome))


def client_agenda(client: Client) -> tuple[list[CalendarEntry], list[CalendarEntry]]:
    """Return what is to come for a client, soonest first, and what was, newest first, called off included."""
    now = timezone.now()
    entries = calendar_of_client(
        client, now - dt.timedelta(days=CLIENT_BACK), now + dt.timedelta(days=CLIENT_AHEAD), cancelled=True
    )
    coming = [entry for entry in entries if entry.starts_at > now]
    return coming, [entry for entry in reversed(entries) if entry.starts_at <= now]


def _seen_by(user: User, entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    found = list(entries)
    ids = {entry.client.pk for entry in found}
    seen = set(Client.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [entry for entry in found if entry.client.pk in seen]
