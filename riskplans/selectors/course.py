"""The stoplight over time with what happened beside it, as one drawing and one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from riskplans.registry import course_registry
from riskplans.selectors.charts import period_of, phase_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.models import Client
    from riskplans.registry import Mark
    from riskplans.selectors.charts import PhaseChart
    from riskplans.selectors.monitoring import PhaseSpan

LANE = 20  # units from lane to lane
STRIP, STRIP_WITH_YELLOW = 66, 88  # units that the colours take
LANE_MIDDLE = 11
FOOT = 18


@dataclass(frozen=True)
class Lane:
    """One lane: its word, its shape, where it stands, and where its marks stand."""

    label: str
    shape: str
    y: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class CourseRow:
    """A mark in words, for the table; ``ahead`` when it is still to come."""

    label: str
    mark: Mark
    ahead: bool


@dataclass(frozen=True)
class Course:
    """The strip of the stoplight, the lanes under it, and everything in words."""

    chart: PhaseChart
    lanes: tuple[Lane, ...]
    rows: tuple[CourseRow, ...]
    height: int
    ticks_y: int


def course_of(client: Client, spans: Sequence[PhaseSpan], *, days: int) -> Course | None:
    """Return the last ``days`` days of a client; None when the stoplight never had a phase.

    ``spans`` come from ``phase_history``. Only the sources query.
    """
    now = timezone.now()
    chart = phase_chart(spans, days=days, now=now)
    if chart is None:
        return None
    period = period_of(spans, days=days, now=now)
    top = STRIP_WITH_YELLOW if chart.with_yellow else STRIP
    lanes, rows = [], []
    for place, source in enumerate(course_registry.in_order()):
        marks = list(source.marks(client, period.start, period.end))
        shown = {period.place(mark.at) for mark in marks if period.start <= mark.at <= period.end}
        lanes.append(Lane(str(source.label), source.shape, top + place * LANE, tuple(sorted(shown))))
        if source.listed:
            rows += [CourseRow(str(source.label), mark, mark.at > period.end) for mark in marks]
    bottom = top + len(lanes) * LANE
    return Course(
        chart=chart,
        lanes=tuple(lanes),
        rows=tuple(sorted(rows, key=lambda row: row.mark.at, reverse=True)),
        height=bottom + FOOT,
        ticks_y=bottom + FOOT - 4,
    )
