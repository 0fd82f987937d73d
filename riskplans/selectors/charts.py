"""Where things stand in the strip of the stoplight over time (``components/_chart_phase_strip.html``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from riskplans.enums import PhaseLevel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from riskplans.selectors.monitoring import PhaseSpan

WIDTH = 240  # units of the drawing
SHORTEST = timedelta(days=28)  # a strip of a few days would say more than there is
NARROWEST = 2  # units: a phase of an hour is still seen
EDGE = 24  # units: a label nearer to the edge would fall off
MOST_TICKS = 4
MORE_THAN_A_MONTH = 31


@dataclass(frozen=True)
class Segment:
    """A stretch in one phase; ``x`` and ``width`` in units of the drawing."""

    x: int
    width: int
    phase: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Tick:
    """The first day of a month."""

    x: int
    label: str


@dataclass(frozen=True)
class PhaseChart:
    """The strip: what the template draws and what its table says."""

    title: str
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    with_yellow: bool


@dataclass(frozen=True)
class Period:
    """The time that a drawing covers."""

    start: datetime
    end: datetime

    def place(self, moment: datetime) -> int:
        """Return where a moment stands, in units of the drawing; a moment outside stands at the edge."""
        return min(max(round(WIDTH * ((moment - self.start) / (self.end - self.start))), 0), WIDTH)


def period_of(spans: Sequence[PhaseSpan], *, days: int, now: datetime | None = None) -> Period:
    """Return the last ``days`` days, or the time since the first phase where that is shorter; never too short to say much."""
    end = now or timezone.now()
    since = end - timedelta(days=days)
    return Period(min(max(spans[0].start, since) if spans else since, end - SHORTEST), end)


def phase_chart(spans: Sequence[PhaseSpan], *, days: int, now: datetime | None = None) -> PhaseChart | None:
    """Return the strip of the last ``days`` days, or of the time since the first phase where that is shorter.

    ``spans`` come oldest first from ``phase_history``. None when there was no phase yet. No query.
    """
    if not spans:
        return None
    period = period_of(spans, days=days, now=now)
    start, end, place = period.start, period.end, period.place
    shown = [one for one in spans if one.end is None or one.end > start]
    segments = []
    for one in shown:
        x = min(place(one.start), WIDTH - NARROWEST)
        width = max(place(one.end or end) - x, NARROWEST)
        segments.append(
            Segment(x, width, one.level, timezone.localtime(one.start), one.end and timezone.localtime(one.end))
        )
    months = [
        (x, day)
        for day in _months(timezone.localdate(start), timezone.localdate(end))
        if EDGE <= (x := place(timezone.make_aware(datetime.combine(day, datetime.min.time())))) <= WIDTH - EDGE
    ]
    return PhaseChart(
        title=_("Stoplicht van {start} tot {end}, nu {phase}").format(
            start=date_format(timezone.localdate(start), "j F Y"),
            end=date_format(timezone.localdate(end), "j F Y"),
            phase=PhaseLevel(shown[-1].level).label,
        ),
        segments=tuple(segments),
        ticks=tuple(
            Tick(x, date_format(day, pgettext("short date", "b Y")))
            for x, day in months[:: -(-len(months) // MOST_TICKS) or 1]
        ),
        with_yellow=any(one.level == PhaseLevel.YELLOW for one in shown),
    )


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months that touch the period."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=MORE_THAN_A_MONTH)).replace(day=1)
