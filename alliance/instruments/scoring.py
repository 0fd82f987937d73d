"""From answers to the value of each aspect. Pure: the same answers in any order give the same values."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from alliance.enums import Scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alliance.instruments.definition import Instrument, Subscale

HUNDREDTH = Decimal("0.01")


def score(instrument: Instrument, answers: Mapping[str, int | None]) -> dict[str, Decimal]:
    """Return the value of every subscale that has enough answers, in hundredths, by its key.

    ``answers`` holds values by the key of the item; None, or no entry, is an item that was skipped. A reversed item
    counts from the other end of the scale. With the scoring ``sum``, a skipped item counts as the mean of the others,
    so that a sum stays within its range. Below the minimum of answers there is no value, rather than half a one.
    """
    values = {}
    for subscale in instrument.subscales:
        value = _value(instrument, subscale, answers)
        if value is not None:
            values[subscale.key] = value
    return values


def _value(instrument: Instrument, subscale: Subscale, answers: Mapping[str, int | None]) -> Decimal | None:
    items = instrument.items_of(subscale.key)
    given = [
        instrument.scale.mirrored(answer) if item.reversed else answer
        for item in items
        if (answer := answers.get(item.key)) is not None
    ]
    if not given or len(given) < subscale.minimum:
        return None
    value = Decimal(sum(given)) / len(given)
    if subscale.scoring == Scoring.SUM:
        value *= len(items)
    return value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
