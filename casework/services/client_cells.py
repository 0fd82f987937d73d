"""The cells of one row of a file of clients while it is checked, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
DAY = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,9})\.?[-/. ]+(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?")


@dataclass(frozen=True)
class Problem:
    """One mistake, in one sentence, at its row and column; an empty column is about the row."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.column}: {self.sentence}" if self.column else self.sentence


@dataclass
class Checked:
    """A row under way: what its cells say, what was made of them so far, and what is wrong."""

    row: int
    cells: dict[str, str]
    today: dt.date
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str, sentence: str) -> None:
        """Name a mistake at its column."""
        self.problems.append(Problem(self.row, column, sentence))

    def has_wrong(self, *columns: str) -> bool:
        """Return whether a mistake was named at one of these columns."""
        return any(problem.column in columns for problem in self.problems)

    def day(self, column: str, *, future: str = "") -> dt.date | None:
        """Return the day in a cell, or None when it is empty or wrong; ``future`` says why it cannot be to come."""
        text = self.cells.get(column, "")
        if not text:
            return None
        day = as_day(text)
        if day is None:
            self.wrong(column, _("Dit is geen datum. Schrijf bijvoorbeeld 31-01-2026."))
        elif future and day >= self.today + dt.timedelta(days=column != "geboortedatum"):
            self.wrong(column, future)
        else:
            self.values[column] = day
            return day
        return None


def plain(text: str) -> str:
    """Return a text without capitals and double spaces."""
    return " ".join(text.casefold().split())


def as_day(text: str) -> dt.date | None:
    """Return a day as Dutch people and sheets write it; a year of two digits is no day, since it may be either."""
    text = text.strip().lower()
    iso, written = ISO.fullmatch(text), DAY.fullmatch(text)
    try:
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if written:
            name = written[2].replace("maart", "mrt")[:3]
            month = int(written[2]) if written[2].isdecimal() else MONTHS.index(name) + 1
            return dt.date(int(written[3]), month, int(written[1]))
    except ValueError:
        return None
    return None
