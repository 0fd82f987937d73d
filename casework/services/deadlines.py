"""Working days and hours in the Netherlands, and the moment a term ends that is counted in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from holidays import HolidayBase

OPENS, CLOSES = time(9), time(17)
LAST_WORKING_WEEKDAY = 4  # Friday
# A rule that says "at once" is not late the moment it is made.
AT_ONCE = timedelta(hours=1)


@cache
def _holidays() -> HolidayBase:
    """Return the public holidays of the Netherlands.

    5 May counts only in the years in which it is a day off for most (every five years): counting it as a working day
    makes the deadline earlier, never later.
    """
    from holidays import country_holidays  # noqa: PLC0415 -- takes half a second, which no start should wait for

    return country_holidays("NL")


def is_working_day(day: date) -> bool:
    """Return whether offices work on ``day``: Monday to Friday, no public holiday in the Netherlands."""
    return day.weekday() <= LAST_WORKING_WEEKDAY and day not in _holidays()


def deadline(start: datetime, *, hours: int, working_hours: bool) -> datetime:
    """Return the moment by which something must be told, ``hours`` after ``start`` (aware); 0 hours is at once.

    With ``working_hours`` only the hours from 9 to 17 on working days count, Dutch time: 8 a day.
    """
    term = timedelta(hours=hours) if hours else AT_ONCE
    return _after_working_time(start, term) if working_hours else start.astimezone(UTC) + term


def working_day_after(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``; with 0 the day itself, whatever day it is.

    The day something is established does not count: three working days from a Monday end on Thursday.
    """
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def end_of_day(day: date) -> datetime:
    """Return the last minute of a day, Dutch time: a term in days runs through its last day."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def _after_working_time(start: datetime, term: timedelta) -> datetime:
    moment = timezone.make_naive(start)  # the clock changes at night, outside working hours
    while True:
        day = moment.date()
        closes = datetime.combine(day, CLOSES)
        if is_working_day(day) and moment < closes:
            moment = max(moment, datetime.combine(day, OPENS))
            if moment + term <= closes:
                return timezone.make_aware(moment + term)
            term -= closes - moment
        moment = datetime.combine(day + timedelta(days=1), time.min)
