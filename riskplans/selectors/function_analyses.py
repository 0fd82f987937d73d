"""The function analyses of a client, and the first lines of a plan that one of them gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riskplans.enums import Actor, NoticedBy, PhaseLevel
from riskplans.models import FunctionAnalysis
from riskplans.selectors.plans import ActionText, PhaseText, PlanContent, SignText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.models import Client

LONGEST_LINE = 200  # of a sign and of an action
BULLETS = "-–•*· \t"


def analyses_of(client: Client, limit: int | None = None) -> list[FunctionAnalysis]:
    """Return the analyses that stand, newest first; those that were replaced are left out. One query."""
    rows = FunctionAnalysis.objects.filter(client=client, replaced_by=None).select_related("recorded_by")
    found = list(rows[:limit])
    for row in found:
        row.client = client
    return found


def content_from_analysis(analysis: FunctionAnalysis) -> PlanContent:
    """Return what a first plan can take from an analysis; everything in it may still be changed. No query.

    What could have been noticed becomes a sign of orange. What the client does next time, and what helped, becomes his
    own action there; of a situation that went right, what helped is what protects him.
    """
    signs = tuple(SignText(line, NoticedBy.CLIENT) for line in _lines(analysis.noticed))
    own = [*_lines(analysis.next_time)]
    if not analysis.went_right:
        own += _lines(analysis.helped)
    actions = tuple(ActionText(Actor.CLIENT, line) for line in dict.fromkeys(own))
    red = PhaseText(PhaseLevel.RED, "" if analysis.went_right else analysis.behaviour)
    return PlanContent(
        occasion="" if analysis.went_right else analysis.situation,
        triggers="\n".join(filter(None, (analysis.triggers, analysis.too_much))),
        protective_factors=analysis.helped if analysis.went_right else "",
        wishes="" if analysis.went_right else analysis.helped,
        participants=analysis.made_with,
        phases=(
            PhaseText(PhaseLevel.GREEN),
            PhaseText(PhaseLevel.ORANGE, analysis.feelings, signs, actions),
            red,
        ),
    )


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text without their bullets, cut where a sign or an action has no room for more."""
    for line in text.splitlines():
        if words := line.strip(BULLETS):
            yield words if len(words) <= LONGEST_LINE else f"{words[: LONGEST_LINE - 1]}…"
