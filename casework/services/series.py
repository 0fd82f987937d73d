"""The days of what comes back: which they are, and the same clock time on each of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refused
from casework.enums import SeriesStep
from casework.services.deadlines import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

LONGEST_SERIES = timedelta(days=366)
STEP_DAYS = {
    SeriesStep.DAILY: 1,
    SeriesStep.WORKDAYS: 1,
    SeriesStep.WEEKLY: 7,
    SeriesStep.FORTNIGHTLY: 14,
    SeriesStep.FOUR_WEEKLY: 28,
}


def days_of(step: str, start: date, until: date | None) -> list[date]:
    """Return the days of a series from ``start`` up to and including ``until``.

    Raises ``Refused``, at the field ``until``, without a last day, and when it lies before the first, more than a year
    ahead, or so soon that one day is left.
    """
    if until is None:
        raise Refused(_("Schrijf op tot en met welke dag de reeks loopt."), field="until")
    if until < start:
        raise Refused(_("De laatste dag ligt voor de eerste. Kies een latere dag."), field="until")
    if until - start > LONGEST_SERIES:
        raise Refused(_("Een reeks duurt ten hoogste een jaar. Kies een eerdere laatste dag."), field="until")
    days = [
        day
        for day in _counted(start, until, STEP_DAYS[SeriesStep(step)])
        if step != SeriesStep.WORKDAYS or is_working_day(day) or day == start
    ]
    if len(days) == 1:
        raise Refused(_("Zo blijft er maar één afspraak over. Kies een latere laatste dag."), field="until")
    return days


def _counted(start: date, until: date, step: int) -> Iterator[date]:
    while start <= until:
        yield start
        start += timedelta(days=step)


def same_clock(starts_at: datetime, ends_at: datetime, days: Iterable[date]) -> list[tuple[datetime, datetime]]:
    """Return begin and end on each of these days at the same clock time, summer and winter."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    over = ends.date() - starts.date()
    return [
        (
            timezone.make_aware(datetime.combine(day, starts.time())),
            timezone.make_aware(datetime.combine(day + over, ends.time())),
        )
        for day in days
    ]
