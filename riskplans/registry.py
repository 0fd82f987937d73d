"""What this app offers to be filled, by itself and by the floors above.

Lanes of marks beside the stoplight over time; and a place beside the step of a lapse response in which the agreements are
carried out, where an upper app says what was agreed with whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from casework.frame_context import pieces

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.frame_context import Piece
    from casework.models import Client
    from casework.registry import Fragment


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
_agreed: dict[str, Fragment] = {}


def add_agreed(fragment: Fragment) -> None:
    """Show a fragment beside the step ‘do what was agreed’; called from ``AppConfig.ready``."""
    _agreed[fragment.key] = fragment


def besides(client: Client, user: User) -> tuple[Piece, ...]:
    """Return what the floors above say was agreed."""
    return pieces(_agreed, client, user)
