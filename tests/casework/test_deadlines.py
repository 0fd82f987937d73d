"""Terms counted in hours or working hours, against dates checked by hand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from casework.services.deadlines import deadline

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("start", "hours", "working", "due"),
    [
        # every hour counts
        ("2026-11-20 16:00", 24, False, "2026-11-21 16:00"),
        ("2026-11-23 09:00", 0, False, "2026-11-23 10:00"),
        # a night in which the clock goes back: twenty-four hours are twenty-four hours
        ("2026-10-24 12:00", 24, False, "2026-10-25 11:00"),
        # working hours, within a day
        ("2026-11-23 09:00", 8, True, "2026-11-23 17:00"),
        ("2026-11-23 10:15", 4, True, "2026-11-23 14:15"),
        # over the end of a day
        ("2026-11-23 16:00", 2, True, "2026-11-24 10:00"),
        ("2026-11-23 20:00", 8, True, "2026-11-24 17:00"),
        ("2026-11-23 06:00", 1, True, "2026-11-23 10:00"),
        # over the weekend
        ("2026-11-20 16:00", 8, True, "2026-11-23 16:00"),
        ("2026-11-21 12:00", 8, True, "2026-11-23 17:00"),
        ("2026-11-20 17:00", 0, True, "2026-11-23 10:00"),
        # three working days
        ("2026-11-19 12:00", 24, True, "2026-11-24 12:00"),
        # Friday afternoon, weekend, Koningsdag
        ("2026-04-24 16:00", 8, True, "2026-04-28 16:00"),
        ("2026-04-27 11:00", 4, True, "2026-04-28 13:00"),
        # Maundy Thursday to the Tuesday after Easter
        ("2026-04-02 13:00", 8, True, "2026-04-07 13:00"),
        # Ascension Day, but the Friday after it is worked
        ("2026-05-13 15:00", 8, True, "2026-05-15 15:00"),
        # Christmas and a weekend; the last hours before New Year's Day
        ("2026-12-24 16:00", 8, True, "2026-12-28 16:00"),
        ("2026-12-31 16:00", 2, True, "2027-01-04 10:00"),
        # over the change of the clock
        ("2026-10-23 16:00", 8, True, "2026-10-26 16:00"),
    ],
)
def test_deadlines(start, hours, working, due):
    def moment(text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)

    assert deadline(moment(start), hours=hours, working_hours=working) == moment(due)
