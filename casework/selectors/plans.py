"""Goals as the client sees them: his own first, each with the imposed goals that serve it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.enums import GoalOrigin

if TYPE_CHECKING:
    from casework.models import Client, Goal


@dataclass(frozen=True)
class GoalBranch:
    """An own goal and the imposed goals that serve it."""

    goal: Goal
    served_by: tuple[Goal, ...]


@dataclass(frozen=True)
class GoalsTree:
    """All goals of a client. ``unlinked`` are imposed goals that serve no own goal yet; ``closed`` are done with."""

    own: tuple[GoalBranch, ...]
    unlinked: tuple[Goal, ...]
    closed: tuple[Goal, ...]


def goals_tree(client: Client, *, steps: bool = False) -> GoalsTree:
    """Return the goals of a client, in two queries; with their ``steps`` three (``goal.open_steps``, ``goal.ended_steps``).

    An imposed goal stands under every open own goal that it serves; one whose own goals were all closed stands under ``unlinked``, so that it does not drop out of sight.
    """
    rows = client.goals.select_related("domain").prefetch_related("links_up").order_by("started_on", "pk")
    goals = list(rows.prefetch_related("steps") if steps else rows)
    open_goals = [goal for goal in goals if goal.ended_on is None]
    own = [goal for goal in open_goals if goal.origin == GoalOrigin.OWN]
    own_ids = {goal.pk for goal in own}
    imposed = [goal for goal in open_goals if goal.origin == GoalOrigin.IMPOSED]
    served = {goal.pk: {link.own_id for link in goal.links_up.all()} for goal in imposed}
    closed = sorted(
        (goal for goal in goals if goal.ended_on is not None),
        key=lambda goal: (goal.ended_on, goal.pk),
        reverse=True,
    )
    return GoalsTree(
        own=tuple(GoalBranch(goal, tuple(one for one in imposed if goal.pk in served[one.pk])) for goal in own),
        unlinked=tuple(goal for goal in imposed if not served[goal.pk] & own_ids),
        closed=tuple(closed),
    )
