"""What the apps above know of one contact, for the page of that contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.models import ContactNote


@dataclass(frozen=True)
class NotePart:
    """A piece of the page of one contact. ``context`` gets the note; may query, at most twice."""

    key: str
    order: int
    template: str
    context: Callable[[ContactNote], dict[str, Any]]


note_parts: dict[str, NotePart] = {}


def add_note_part(part: NotePart) -> None:
    """Show something of a contact on its page."""
    note_parts[part.key] = part
