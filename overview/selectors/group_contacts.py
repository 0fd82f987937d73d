"""What can be said of each client in an activity with several: his own goals, conditions and signs, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.models import Goal
from casework.selectors.legal import open_conditions_of
from riskplans.selectors import tickable_signs_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.models import Client, SpecialCondition
    from riskplans.selectors import SignGroup


@dataclass(frozen=True)
class OwnOfClient:
    """What is a client's own today: open goals, conditions that hold, signs of the plan that holds."""

    goals: tuple[Goal, ...] = ()
    conditions: tuple[SpecialCondition, ...] = ()
    sign_groups: tuple[SignGroup, ...] = ()


def own_of(clients: Collection[Client]) -> dict[int, OwnOfClient]:
    """Return what is each client's own, by his id; three queries for all of them."""
    goals: dict[int, list[Goal]] = {}
    for goal in Goal.objects.filter(client__in=clients, ended_on=None):
        goals.setdefault(goal.client_id, []).append(goal)
    conditions = open_conditions_of(clients)
    signs = tickable_signs_of(clients)
    return {
        client.pk: OwnOfClient(
            goals=tuple(goals.get(client.pk, ())),
            conditions=tuple(conditions.get(client.pk, ())),
            sign_groups=tuple(signs.get(client.pk, ())),
        )
        for client in clients
    }
