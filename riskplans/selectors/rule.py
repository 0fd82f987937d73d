"""The rule of the stoplight, and the words in which the plan shows it.

The rule is the plan's own: it says which sign belongs to which phase. Nothing is weighed, added up or predicted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from riskplans.enums import PhaseLevel

if TYPE_CHECKING:
    from collections.abc import Iterable


def highest(levels: Iterable[str]) -> PhaseLevel:
    """Return the highest of the phases to which the signs belong; green where there is no sign at all."""
    return max((PhaseLevel(level) for level in levels), key=lambda level: level.rank, default=PhaseLevel.GREEN)


def after_ticks(current: str | None, seen: Iterable[str]) -> PhaseLevel | None:
    """Return the phase after signs of these phases were ticked: it rises at once and never falls.

    None when there was no phase and nothing was ticked: then there is nothing to say.
    """
    levels = list(seen)
    if current is None:
        return highest(levels) if levels else None
    return highest([current, *levels])


def after_review(current: str | None, seen: Iterable[str]) -> PhaseLevel:
    """Return the phase after all signs were gone through together: that of the highest sign that is there.

    This may be lower than it was. Only red stays red: that is closed by a person who says why.
    """
    found = highest(seen)
    return PhaseLevel.RED if current == PhaseLevel.RED else found


def rule_in_words() -> list[str]:
    """Return the rule as the page of the plan says it."""
    return [
        _("Elk signaal hoort bij de kleur waar het in dit plan staat. Het zwaarste signaal dat iemand ziet, telt."),
        _("Een signaal bij een contact zet het stoplicht meteen hoger. Een contact zonder vinkjes verandert niets."),
        _(
            "Lager gaat het als jullie samen alle signalen doornemen, of als iemand het beslist en zegt waarom. "
            "Hoger zetten mag ook, met een reden."
        ),
        _("Rood blijft rood tot iemand het afsluit en zegt waarom."),
    ]
