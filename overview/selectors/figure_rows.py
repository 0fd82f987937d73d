"""The answers of the population report as rows: what a page, a file and a sheet of paper show of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from overview.enums import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SMALL = 5  # a group below this could be recognised by who knows the house
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """The days a figure is about, both included."""

    start: date
    until: date

    @classmethod
    def around(cls, day: date, span: str, today: date) -> Period:
        """Return the day itself, or its quarter or year as far as it has passed."""
        if span == Span.YEAR:
            start, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
        elif span == Span.QUARTER:
            first = (day.month - 1) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER + 1
            start = date(day.year, first, 1)
            after = (start + timedelta(days=100)).replace(day=1)
        else:
            return cls(day, day)
        return cls(start, min(after - timedelta(days=1), max(today, start)))

    @property
    def is_one_day(self) -> bool:
        """Return whether it is one day."""
        return self.start == self.until


@dataclass(frozen=True)
class Cell:
    """A number, or that it is hidden: small itself, or what would give a small one away."""

    count: int
    hidden: bool = False

    def __str__(self) -> str:
        return _("verborgen") if self.hidden else str(self.count)


@dataclass(frozen=True)
class FigureRow:
    """One kind with its forensic clients and all clients."""

    label: str
    forensic: Cell
    everybody: Cell


@dataclass(frozen=True)
class Breakdown:
    """The answer to one question: how many under each kind. Somebody of two kinds is under both."""

    key: str
    title: str
    rows: tuple[FigureRow, ...]

    @classmethod
    def of(cls, key: str, title: str, rows: Iterable[tuple[str, int, int]]) -> Breakdown:
        """Make the rows of plain numbers."""
        return cls(key, title, tuple(FigureRow(label, Cell(one), Cell(every)) for label, one, every in rows))

    def without_small(self) -> Breakdown:
        """Return it with small groups hidden; a single hidden one takes the next smallest along.

        Otherwise it could be found by subtracting the others from the total.
        """
        forensic = _hide([row.forensic for row in self.rows])
        everybody = _hide([row.everybody for row in self.rows])
        rows = (
            replace(row, forensic=one, everybody=every)
            for row, one, every in zip(self.rows, forensic, everybody, strict=True)
        )
        return replace(self, rows=tuple(rows))


def _hide(cells: Sequence[Cell]) -> list[Cell]:
    hidden = {place for place, cell in enumerate(cells) if 0 < cell.count < SMALL}
    if len(hidden) == 1:
        rest = [(cell.count, place) for place, cell in enumerate(cells) if place not in hidden and cell.count]
        hidden |= {min(rest)[1]} if rest else set()
    return [replace(cell, hidden=place in hidden) for place, cell in enumerate(cells)]


@dataclass(frozen=True)
class AgeRow:
    """The mean age of a group, in years; None where it is empty or too small to tell."""

    label: str
    forensic: float | None
    everybody: float | None
    counts: tuple[int, int]

    @classmethod
    def of(cls, label: str, forensic: Sequence[int], everybody: Sequence[int]) -> AgeRow:
        """Take the means."""
        return cls(label, _mean(forensic), _mean(everybody), (len(forensic), len(everybody)))

    def without_small(self) -> AgeRow:
        """Return it without the mean of a small group."""
        return replace(
            self,
            forensic=self.forensic if self.counts[0] >= SMALL else None,
            everybody=self.everybody if self.counts[1] >= SMALL else None,
        )


def _mean(ages: Sequence[int]) -> float | None:
    return round(sum(ages) / len(ages), 1) if ages else None


@dataclass(frozen=True)
class Figures:
    """All answers for one period. In the totals everybody is counted once."""

    period: Period
    as_known: bool
    forensic: int
    everybody: int
    breakdowns: tuple[Breakdown, ...]
    ages: tuple[AgeRow, ...]
    small_hidden: bool = False

    @property
    def share(self) -> int | None:
        """Return the share of forensic clients in all clients, in whole per cents; None where there is nobody."""
        if not self.everybody or (self.small_hidden and self.total.hidden):
            return None
        return round(100 * self.forensic / self.everybody)

    @property
    def total(self) -> Cell:
        """Return the forensic clients."""
        return Cell(self.forensic, hidden=self.small_hidden and 0 < self.forensic < SMALL)

    @property
    def total_everybody(self) -> Cell:
        """Return all clients."""
        return Cell(self.everybody, hidden=self.small_hidden and 0 < self.everybody < SMALL)

    def without_small(self) -> Figures:
        """Return the same with groups below five hidden."""
        return replace(
            self,
            small_hidden=True,
            breakdowns=tuple(one.without_small() for one in self.breakdowns),
            ages=tuple(one.without_small() for one in self.ages),
        )
