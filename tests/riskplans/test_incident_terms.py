"""By when a body is told of an incident: against a table of dates that was checked by hand with a calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework.services.deadlines import is_working_day, working_day_after
from riskplans.enums import Calamity, TermUnit
from riskplans.models import Incident, IncidentKind, IncidentReport, IncidentTerm
from riskplans.models.incidents import CalamityDecision
from riskplans.selectors.incidents import deadlines_of, due_moment

# Established on, three working days later. King's Day, Easter, Ascension, Whitsun, Christmas, New Year; 5 May is a day
# off once in five years; Good Friday counts as a day off (Algemene termijnenwet art. 3).
THREE_WORKING_DAYS = [
    ("2026-11-02", "2026-11-05"),  # Monday: Thursday
    ("2026-11-25", "2026-11-30"),  # Wednesday: Monday
    ("2026-11-27", "2026-12-02"),  # Friday: Wednesday
    ("2026-11-28", "2026-12-02"),  # Saturday: the same
    ("2026-11-29", "2026-12-02"),  # Sunday: the same
    ("2026-04-02", "2026-04-09"),  # before Good Friday and Easter
    ("2026-04-24", "2026-04-30"),  # King's Day on Monday
    ("2026-05-04", "2026-05-07"),  # 5 May 2026 is a working day
    ("2025-05-02", "2025-05-08"),  # 5 May 2025 is not
    ("2025-04-25", "2025-04-30"),  # King's Day on Saturday, since the 27th is a Sunday
    ("2026-05-12", "2026-05-18"),  # Ascension Day
    ("2026-05-22", "2026-05-28"),  # Whit Monday
    ("2026-12-23", "2026-12-29"),  # Christmas
    ("2026-12-30", "2027-01-05"),  # New Year
    ("2027-03-25", "2027-04-01"),  # the same, a year on
]


def local(text: str, hour: int = 12, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(text), dt.time(hour, minute)))


@pytest.mark.parametrize(("established", "due"), THREE_WORKING_DAYS)
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_three_working_days_end_on_the_day_of_the_calendar(established, due, hour):
    assert due_moment(local(established, hour, 30), 3, TermUnit.WORKING_DAYS) == local(due, 23, 59)


def test_six_weeks_are_forty_two_days_whatever_day_they_end_on():
    assert due_moment(local("2026-11-25"), 42, TermUnit.DAYS) == local("2027-01-06", 23, 59)
    assert due_moment(local("2026-11-13"), 42, TermUnit.DAYS) == local("2026-12-25", 23, 59)  # Christmas Day


def test_seventy_two_hours_are_hours_also_when_the_clock_goes_back():
    assert due_moment(local("2026-10-23"), 72, TermUnit.HOURS) == local("2026-10-26", 11)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.integers(1, 15))
def test_a_term_in_working_days_ends_on_one_and_holds_exactly_that_many(day, count):
    end = working_day_after(day, count)
    between = [day + dt.timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count


@given(st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)), st.integers(0, 30), st.integers(1, 10))
def test_who_establishes_later_is_never_due_earlier(day, later, count):
    assert working_day_after(day, count) <= working_day_after(day + dt.timedelta(days=later), count)


# Which terms run. Rows are made in memory: the rule needs no database but the terms.
ESTABLISHED = local("2026-11-25")


def incident(**what) -> Incident:
    flags = {"violence": False, "special": False, "breach": False} | {
        name: what.pop(name) for name in ("violence", "special", "breach") if name in what
    }
    return Incident(kind=IncidentKind(**flags), occurred_at=ESTABLISHED, established_at=ESTABLISHED, **what)


def found(of: Incident, reports=(), decisions=()) -> dict[str, dt.datetime | None]:
    rows = deadlines_of(of, reports=reports, decisions=decisions, terms=IncidentTerm.objects.all())
    return {row.term.key: row.done_at for row in rows}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "terms"),
    [
        ({}, set()),
        ({"calamity": Calamity.YES}, {"calamiteit-igj"}),
        ({"calamity": Calamity.DOUBT}, {"twijfel-onderzoek"}),
        ({"calamity": Calamity.YES, "wmo_support": True}, {"calamiteit-igj", "wmo-toezichthouder"}),
        ({"violence": True, "wmo_support": True}, {"wmo-toezichthouder"}),
        ({"violence": True}, set()),
        ({"special": True, "forensic_care": True}, {"bijzonder-voorval"}),
        ({"special": True}, set()),
        ({"breach": True}, {"datalek"}),
    ],
)
def test_the_terms_that_run_follow_from_what_it_was(what, terms):
    assert set(found(incident(**what))) == terms


@pytest.mark.django_db
def test_a_report_meets_the_term_and_keeps_its_moment():
    told = local("2026-11-26")
    report = IncidentReport(body="igj", told_at=told)

    assert found(incident(calamity=Calamity.YES), reports=[report]) == {"calamiteit-igj": told}


@pytest.mark.django_db
def test_a_doubt_that_becomes_a_calamity_starts_the_three_days_then():
    decided = local("2026-12-16")
    decision = CalamityDecision(is_calamity=True, decided_at=decided)
    rows = deadlines_of(
        incident(calamity=Calamity.DOUBT), reports=(), decisions=[decision], terms=IncidentTerm.objects.all()
    )

    assert [(row.term.key, row.done_at) for row in rows] == [("calamiteit-igj", None), ("twijfel-onderzoek", decided)]
    assert rows[0].due_at == local("2026-12-21", 23, 59)


@pytest.mark.django_db
def test_a_doubt_that_is_no_calamity_leaves_nothing_to_report():
    decision = CalamityDecision(is_calamity=False, decided_at=local("2026-12-01"))

    assert set(found(incident(calamity=Calamity.DOUBT), decisions=[decision])) == {"twijfel-onderzoek"}
