"""What goes along when a client file is written to a file, and what does not.

Everything that hangs from a client goes along by itself: the models are walked by their foreign keys, so that a new kind
of record is in the export from its first day. Named here, by the app that owns it, is only what is different, each with
its reason. The list in docs/export.md is made from the models and these rules, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

Narrow = Callable[["QuerySet[Any]"], "QuerySet[Any]"]
NarrowFor = Callable[["QuerySet[Any]", "User"], "QuerySet[Any]"]


@dataclass(frozen=True)
class Sealed:
    """How encrypted rows go out readable, and are encrypted anew with the keys of the house that reads them in."""

    narrow: Narrow
    opened: Callable[[Any], dict[str, str]]
    closed: Callable[[dict[str, Any]], dict[str, str]]
    reason: str


@dataclass
class ExportRules:
    """The exceptions, by label of the model. Each reason is one sentence for whoever reads docs/export.md."""

    left_out: dict[str, str] = field(default_factory=dict)
    apart: dict[str, str] = field(default_factory=dict)
    through: dict[str, tuple[str, str]] = field(default_factory=dict)
    private: dict[str, tuple[Narrow, str]] = field(default_factory=dict)
    readable: dict[str, tuple[NarrowFor, str]] = field(default_factory=dict)
    others: dict[str, tuple[Narrow, str]] = field(default_factory=dict)
    sealed: dict[str, Sealed] = field(default_factory=dict)
    pointers: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    blanks: dict[str, dict[str, str]] = field(default_factory=dict)

    def leave_out(self, label: str, reason: str) -> None:
        """Leave the rows of this model out, and whatever hangs from them."""
        self.left_out[label] = reason

    def put_apart(self, label: str, reason: str) -> None:
        """Write the rows to a file of their own beside the client file; they are not brought in again."""
        self.apart[label] = reason

    def reach_through(self, label: str, path: str, reason: str) -> None:
        """Find the rows by a path that is no foreign key up to the client; several files may share them."""
        self.through[label] = (path, reason)

    def keep_private(self, label: str, narrow: Narrow, reason: str) -> None:
        """Give only what ``narrow`` leaves, unless the export answers the client's own request."""
        self.private[label] = (narrow, reason)

    def only_readable(self, label: str, narrow: NarrowFor, reason: str) -> None:
        """Give only what the one who exports may read himself."""
        self.readable[label] = (narrow, reason)

    def keep_from_client(self, label: str, narrow: Narrow, reason: str) -> None:
        """Give only what ``narrow`` leaves when the export answers the client's own request: the rest is of others."""
        self.others[label] = (narrow, reason)

    def keep_sealed(self, label: str, rule: Sealed) -> None:
        """Give the rows only when encrypted values are asked for, and then readable."""
        self.sealed[label] = rule

    def opened(self, label: str, row: object) -> dict[str, str]:
        """Return the columns of a row that are written otherwise than they are stored."""
        return self.sealed[label].opened(row) if label in self.sealed else {}

    def add_pointer(self, label: str, kind: str, number: str = "") -> None:
        """Name a soft reference: a column with the label of a model and one with an id, or one text ``label:id``."""
        self.pointers[label] = (*self.pointers.get(label, ()), (kind, number))

    def blank(self, label: str, name: str, reason: str) -> None:
        """Write a text column empty."""
        self.blanks.setdefault(label, {})[name] = reason


export_rules = ExportRules()
