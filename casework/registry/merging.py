"""What happens to each kind of record when two files become one.

Every model that hangs from a client is named here once, by the app that owns it: its rows **move** to the file that
stays, or they **stay** in the old file, which can be read from then on and not be written. What is sealed (signed,
issued, sent, written as a fact) stays: nothing immutable is pointed at another file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps

from accounts.querysets import every_row

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Client

Obstacle = Callable[["Client", "Client"], str]


@dataclass(frozen=True)
class MoveRule:
    """Rows that go to the file that stays.

    ``narrow`` leaves out rows that are sealed by now. ``one_open`` names the fields by which a client has one open row
    (``()`` for one at all, None for no such rule): when the file that stays has one too, the other is closed yesterday.
    """

    narrow: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    one_open: tuple[str, ...] | None = None


@dataclass
class Merging:
    """The rules, by label of the model, and what can be in the way."""

    moves: dict[str, MoveRule] = field(default_factory=dict)
    stays: set[str] = field(default_factory=set)
    obstacles: dict[str, Obstacle] = field(default_factory=dict)

    def add_moves(self, *labels: str, **rule: Any) -> None:
        """Let the rows of these models go to the file that stays; for the rest see ``MoveRule``."""
        for label in labels:
            self.moves[label] = MoveRule(**rule)

    def add_stays(self, *labels: str) -> None:
        """Let the rows of these models stay in the old file, to be read there."""
        self.stays.update(labels)

    def add_obstacle(self, key: str, check: Obstacle) -> None:
        """Name something that must be settled first.

        ``check(survivor, absorbed)`` returns a sentence that says what to do, or nothing; two queries at most.
        """
        self.obstacles[key] = check

    def rows_of(self, label: str, client: Client) -> QuerySet[Any]:
        """Return the rows of a kind that hang from a client, as far as its rule is about them."""
        rows: QuerySet[Any] = every_row(apps.get_model(label)).filter(client=client)
        rule = self.moves.get(label)
        return rule.narrow(rows) if rule is not None and rule.narrow is not None else rows


merging = Merging()
