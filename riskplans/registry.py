"""What is drawn beside the stoplight over time: each source gives one lane of marks, filled in by this app and above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from casework.models import Client


@dataclass(frozen=True)
class Mark:
    """Something at a moment: its words for the table, and where it is read."""

    at: datetime
    words: str
    url: str = ""


@dataclass(frozen=True)
class MarkSource:
    """A lane of marks. ``label`` is one short word; ``shape`` is ``bar``, ``circle``, ``diamond``, ``square`` or ``flag``.

    ``marks`` gets the client and the two ends of the period and returns its marks in any order, in at most two queries.
    With ``listed`` off the marks stand in the drawing and not in the table: there are many, and each has its own page.
    """

    key: str
    order: int
    label: str | _StrPromise
    shape: str
    marks: Callable[[Client, datetime, datetime], Iterable[Mark]]
    listed: bool = True


@dataclass
class CourseRegistry:
    """The lanes by key, so that registering twice changes nothing."""

    sources: dict[str, MarkSource] = field(default_factory=dict)

    def add(self, source: MarkSource) -> None:
        """Add a lane."""
        self.sources[source.key] = source

    def in_order(self) -> list[MarkSource]:
        """Return the lanes from top to bottom."""
        return sorted(self.sources.values(), key=lambda source: (source.order, source.key))


course_registry = CourseRegistry()
