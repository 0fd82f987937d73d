"""What the client must, and where he decides himself: his titles and conditions in plain words, for himself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums import Supervision
from casework.selectors.legal import open_conditions
from casework.selectors.titles import current_profile

if TYPE_CHECKING:
    from datetime import date

    from casework.models import BackgroundEntry, Client, ForensicTitle, SpecialCondition


@dataclass(frozen=True)
class PlainTitle:
    """A title as the client reads it. ``until`` is empty when no end is known; ``is_still`` while it is suspended."""

    title: ForensicTitle
    is_still: bool

    @property
    def name(self) -> str:
        """Return the name of the kind of title."""
        return self.title.kind.name

    @property
    def until(self) -> date | None:
        """Return the last day, or None."""
        return self.title.valid_until

    @property
    def is_sure(self) -> bool:
        """Return whether somebody confirmed the end."""
        return self.title.end_is_confirmed

    @property
    def supervised(self) -> bool:
        """Return whether probation supervises for certain."""
        return self.title.kind.supervision == Supervision.YES


@dataclass(frozen=True)
class PlainCondition:
    """One thing that must: what it means, who controls and how, what happens, and what stays his own."""

    condition: SpecialCondition

    @property
    def name(self) -> str:
        """Return the name of the kind of condition."""
        return self.condition.kind.name

    @property
    def pictogram(self) -> str:
        """Return the name of the drawing beside it."""
        return self.condition.kind.pictogram or "afspraak"

    @property
    def checked_by(self) -> str:
        """Return who controls: as recorded, or who usually does."""
        return self.condition.checked_by or self.condition.kind.checked_by

    @property
    def own_method(self) -> str:
        """Return how it is controlled in this case, where somebody wrote down more than what is usual."""
        written = self.condition.check_method
        return "" if written == self.condition.kind.check_method else written.rstrip(". ")

    @property
    def until(self) -> date | None:
        """Return its last day: its own, or that of its title."""
        return self.condition.valid_until or self.condition.title.valid_until


@dataclass(frozen=True)
class OwnChoice:
    """The whole: titles, what must, and whether anything must at all."""

    titles: tuple[PlainTitle, ...]
    conditions: tuple[PlainCondition, ...]
    profile: BackgroundEntry | None

    @property
    def nothing_must(self) -> bool:
        """Return whether no condition holds."""
        return not self.conditions


def own_choice(client: Client, day: date | None = None) -> OwnChoice:
    """Return what the client must and where he decides himself on ``day`` (today when left out); four queries at most."""
    on = day or timezone.localdate()
    titles = list(client.titles.active_on(on).select_related("kind").order_by("valid_from", "pk"))
    still = {
        row.title_id
        for row in client.title_suspensions.filter(title__in=titles)
        if row.held_on(on)
    }  # fmt: skip
    return OwnChoice(
        titles=tuple(PlainTitle(title, title.pk in still) for title in titles),
        conditions=tuple(PlainCondition(row) for row in open_conditions(client, on).select_related("kind", "title")),
        profile=None if titles else current_profile(client, on),
    )
