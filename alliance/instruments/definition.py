"""What an instrument is: its scale, its subscales, its items in the words of each side. Nothing here reads or stores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alliance.enums import LicenceStatus, ScaleKind, Scoring, Side

# Two-sided 95 per cent of a normal distribution.
NORMAL_95 = Decimal("1.96")
STEPS_BETWEEN = 4  # a five-point scale has four steps from end to end


@dataclass(frozen=True)
class Step:
    """One point of the answer scale and its words."""

    value: int
    words: str


@dataclass(frozen=True)
class Scale:
    """What may be answered: every whole number from ``lowest`` to ``highest``. ``steps`` is empty for a slider."""

    kind: ScaleKind
    lowest: int
    highest: int
    low_words: str
    high_words: str
    steps: tuple[Step, ...] = ()

    def words(self, value: int) -> str:
        """Return the words of a value; empty on a slider, which has words at its ends only."""
        return next((step.words for step in self.steps if step.value == value), "")

    def mirrored(self, value: int) -> int:
        """Return the value as seen from the other end. Twice is the value itself."""
        return self.lowest + self.highest - value


@dataclass(frozen=True)
class Reliability:
    """What was published about a subscale: reliability, standard deviation, and where that stands."""

    coefficient: Decimal
    deviation: Decimal
    source: str

    @property
    def margin(self) -> Decimal:
        """Return the smallest change that is more than chance may explain (95 per cent).

        After Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59(1), 12-19: 1.96 x SD x sqrt(2) x
        sqrt(1 - reliability).
        """
        spread = Decimal(math.sqrt(2 * (1 - self.coefficient)))
        return (NORMAL_95 * self.deviation * spread).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Subscale:
    """One aspect: its name, how its value is made, what it can be, and which way is better."""

    key: str
    label: str
    negative: bool  # a higher value is worse
    scoring: Scoring
    minimum: int  # answers that are needed for a value
    lowest: int
    highest: int
    reliability: Reliability | None = None

    @property
    def step(self) -> Decimal:
        """Return what counts as one step: a quarter of the range, as on five faces."""
        return Decimal(self.highest - self.lowest) / STEPS_BETWEEN

    @property
    def noticeable(self) -> Decimal:
        """Return the smallest change that is worth a talk: what chance cannot explain where that is known, else a step."""
        return self.reliability.margin if self.reliability else self.step


@dataclass(frozen=True)
class Item:
    """One statement in the words of each side that answers it."""

    key: str
    subscale: str
    reversed: bool
    texts: dict[Side, str]
    pictogram: str = ""


@dataclass(frozen=True)
class Licence:
    """Whose text it is, and on what terms."""

    status: LicenceStatus
    text: str


@dataclass(frozen=True)
class Instrument:
    """A version of an instrument. Versions and forms of one ``family`` on the same scale are drawn in one line."""

    key: str
    version: int
    family: str
    name: str
    about: str
    label: str
    licence: Licence
    source: str
    sides: tuple[Side, ...]
    scale: Scale
    subscales: tuple[Subscale, ...]
    items: tuple[Item, ...]

    @property
    def code(self) -> str:
        """Return key and version as one word, for a form or a file."""
        return f"{self.key}:{self.version}"

    @property
    def results_only(self) -> bool:
        """Return whether only results are kept: the items stand elsewhere, and nobody answers them here."""
        return not self.items

    @cached_property
    def by_key(self) -> dict[str, Subscale]:
        """Return the subscales by their key."""
        return {one.key: one for one in self.subscales}

    @cached_property
    def item_by_key(self) -> dict[str, Item]:
        """Return the items by their key."""
        return {one.key: one for one in self.items}

    def items_of(self, subscale: str) -> tuple[Item, ...]:
        """Return the items of a subscale, in the order in which they are asked."""
        return tuple(one for one in self.items if one.subscale == subscale)

    def negative(self, item: Item) -> bool:
        """Return whether yes to this item is bad news: then the faces stand the other way round."""
        return self.by_key[item.subscale].negative != item.reversed

    def may_skip(self, item: Item) -> bool:
        """Return whether the aspect of this item has a value without it."""
        return self.by_key[item.subscale].minimum < len(self.items_of(item.subscale))

    @property
    def hides_answers_in_aspects(self) -> bool:
        """Return whether the value of an aspect says nothing of a single answer: every aspect has two items or more."""
        return all(len(self.items_of(one.key)) > 1 for one in self.subscales)
