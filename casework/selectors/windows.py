"""The hours in which a resident must be at home: by a condition, and by the rules of his house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from casework.models import ConditionWindow, HouseRules
from casework.models.leaves import days_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from accounts.models import Location
    from casework.models import Client


@dataclass(frozen=True)
class HomeHours:
    """Hours in which a resident must be at home. ``what`` says because of what; ``window`` is None for a house rule."""

    what: str
    days: str
    begins: time
    ends: time
    window: ConditionWindow | None = None

    @property
    def in_words(self) -> str:
        """Return the hours in words: "elke dag 23:00-07:00"."""
        return f"{days_in_words(self.days)} {self.begins:%H:%M}-{self.ends:%H:%M}"


def at(day: date, clock: time) -> datetime:
    """Return the moment of that day and time, Dutch time."""
    return timezone.make_aware(datetime.combine(day, clock))


def occurrences(window: ConditionWindow, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield when a window lasts, as far as it touches the time from ``start`` to ``end``.

    It counts on days on which the window, its condition and the title hold. Fetch it with condition and title.
    """
    day = timezone.localtime(start).date() - timedelta(days=1)
    last = timezone.localtime(end).date()
    while day <= last:
        holds = window.held_on(day) and window.condition.held_on(day) and window.condition.title.held_on(day)
        if holds and str(day.isoweekday()) in window.days:
            begins = at(day, window.begins)
            ends = at(day if window.ends > window.begins else day + timedelta(days=1), window.ends)
            if begins < end and ends > start:
                yield begins, ends
        day += timedelta(days=1)


def windows_of(client_ids: Iterable[int], day: date) -> dict[int, list[ConditionWindow]]:
    """Return for each client the windows of conditions that hold on ``day`` or later, in one query."""
    found: dict[int, list[ConditionWindow]] = {}
    later = (
        ConditionWindow.objects.filter(condition__client_id__in=list(client_ids), condition__withdrawn_at=None)
        .filter(*(_not_over(day, prefix) for prefix in ("", "condition__", "condition__title__")))
        .select_related("condition__title", "condition__kind")
    )
    for window in later:
        found.setdefault(window.condition.client_id, []).append(window)
    return found


def _not_over(day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})


def first_clash(client: Client, start: datetime, end: datetime) -> tuple[ConditionWindow, datetime] | None:
    """Return the first window of a condition that a time away runs into and when it begins; None when there is none."""
    windows = windows_of([client.pk], timezone.localtime(start).date() - timedelta(days=1)).get(client.pk, [])
    clashes = [(begins, window.pk, window) for window in windows for begins, _ends in occurrences(window, start, end)]
    if not clashes:
        return None
    begins, _pk, window = min(clashes, key=lambda one: one[:2])
    return window, begins


def rules_on(house: Location, day: date) -> HouseRules | None:
    """Return the version of the rules of a house that holds on ``day``, or None where none were written yet."""
    return HouseRules.objects.filter(location=house, valid_from__lte=day).order_by("-version").first()


def in_house_hours(rules: HouseRules | None, moment: datetime) -> bool:
    """Return whether a moment lies in the hours in which the rules want everybody at home."""
    if rules is None or rules.home_from is None or rules.home_until is None:
        return False
    clock = timezone.localtime(moment).time()
    if rules.home_from < rules.home_until:
        return rules.home_from < clock < rules.home_until
    return clock > rules.home_from or clock < rules.home_until


def hours_today(windows: Iterable[ConditionWindow], day: date) -> list[HomeHours]:
    """Return the windows that begin on ``day``, in words."""
    return [
        HomeHours(str(window.condition.kind), window.days, window.begins, window.ends, window)
        for window in windows
        if window.held_on(day)
        and window.condition.held_on(day)
        and window.condition.title.held_on(day)
        and str(day.isoweekday()) in window.days
    ]


__all__ = [
    "HomeHours",
    "days_in_words",
    "first_clash",
    "hours_today",
    "in_house_hours",
    "occurrences",
    "rules_on",
    "windows_of",
]
