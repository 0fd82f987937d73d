"""The strip of the stoplight: where things stand in it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskplans.models import PhaseChange
from riskplans.selectors import PhaseSpan, phase_chart

NOW = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


def spans(*phases):
    """Return stretches that began so many days ago."""
    starts = [NOW - dt.timedelta(days=ago) for _level, ago in phases]
    return [
        PhaseSpan(level, start, end, PhaseChange(level=level))
        for (level, _ago), start, end in zip(phases, starts, [*starts[1:], None], strict=True)
    ]


def test_no_phase_no_strip():
    assert phase_chart([], days=365) is None


def test_the_strip_runs_from_the_first_phase_to_now():
    chart = phase_chart(spans(("green", 100), ("orange", 50), ("green", 25)), days=365, now=NOW)

    assert [(one.x, one.width, one.phase) for one in chart.segments] == [
        (0, 120, "green"),
        (120, 60, "orange"),
        (180, 60, "green"),
    ]
    assert chart.segments[-1].until is None
    assert chart.title == "Stoplicht van 7 maart 2026 tot 15 juni 2026, nu groen"
    assert not chart.with_yellow


def test_what_began_before_the_period_is_cut_and_what_ended_before_it_is_left_out():
    chart = phase_chart(spans(("red", 400), ("yellow", 300), ("green", 50)), days=100, now=NOW)

    assert [(one.x, one.width, one.phase) for one in chart.segments] == [(0, 120, "yellow"), (120, 120, "green")]
    assert chart.with_yellow


def test_a_phase_of_today_is_still_seen():
    chart = phase_chart(spans(("green", 300), ("orange", 0)), days=365, now=NOW)

    assert chart.segments[-1].width == 2
    assert chart.segments[-1].x == 238


@pytest.mark.parametrize("days", [30, 183, 365])
def test_ticks_are_first_days_of_months_within_the_drawing(days):
    chart = phase_chart(spans(("green", days)), days=days, now=NOW)

    assert 1 <= len(chart.ticks) <= 4
    assert all(24 <= tick.x <= 216 for tick in chart.ticks)


def test_the_months_of_a_year():
    chart = phase_chart(spans(("green", 365)), days=365, now=NOW)

    assert [tick.label for tick in chart.ticks] == ["aug 2025", "nov 2025", "feb 2026", "mei 2026"]


@given(st.lists(st.tuples(st.sampled_from(["green", "orange", "red"]), st.integers(0, 2000)), min_size=1, max_size=12))
def test_whatever_happened_the_strip_stays_within_the_drawing(phases):
    ordered = sorted(phases, key=lambda one: -one[1])

    chart = phase_chart(spans(*ordered), days=365, now=NOW)

    assert all(one.x >= 0 and one.width >= 2 and one.x + one.width <= 240 for one in chart.segments)
    assert chart.segments[-1].until is None
