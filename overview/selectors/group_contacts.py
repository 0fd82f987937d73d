"""What can be said of each client in an activity with several: what is his own, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import TeamMembership
from accounts.querysets import holds_on
from accounts.selectors import readers_in
from casework.models import Goal, GoalStep
from casework.selectors.legal import open_conditions_of
from riskplans.selectors import tickable_signs_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User
    from casework.models import Client, SpecialCondition
    from riskplans.selectors import SignGroup


@dataclass(frozen=True)
class OwnOfClient:
    """What is a client's own today: open goals and steps, conditions that hold, signs of the plan that holds.

    ``colleagues`` are those of his team who can be named as a reader of his note.
    """

    goals: tuple[Goal, ...] = ()
    steps: tuple[GoalStep, ...] = ()
    conditions: tuple[SpecialCondition, ...] = ()
    sign_groups: tuple[SignGroup, ...] = ()
    colleagues: tuple[User, ...] = ()


def own_of(clients: Collection[Client], author: User) -> dict[int, OwnOfClient]:
    """Return what is each client's own, by his id; five queries for all of them."""
    goals: dict[int, list[Goal]] = {}
    for goal in Goal.objects.filter(client__in=clients, ended_on=None):
        goals.setdefault(goal.client_id, []).append(goal)
    steps: dict[int, list[GoalStep]] = {}
    for step in GoalStep.objects.filter(client__in=clients, ended_on=None):
        steps.setdefault(step.client_id, []).append(step)
    conditions = open_conditions_of(clients)
    signs = tickable_signs_of(clients)
    colleagues = _colleagues_of({client.team_id for client in clients}, author)
    return {
        client.pk: OwnOfClient(
            goals=tuple(goals.get(client.pk, ())),
            steps=tuple(steps.get(client.pk, ())),
            conditions=tuple(conditions.get(client.pk, ())),
            sign_groups=tuple(signs.get(client.pk, ())),
            colleagues=tuple(colleagues.get(client.team_id, ())),
        )
        for client in clients
    }


def _colleagues_of(team_ids: Collection[int], author: User) -> dict[int, list[User]]:
    """Return who is in each team today beside the author and reads files, in the order of a name list. One query."""
    today = timezone.localdate()
    readers = readers_in(team_ids, today).exclude(pk=author.pk).order_by().values("pk")
    rows = TeamMembership.objects.filter(holds_on(today), team__in=team_ids, user__in=readers)
    found: dict[int, dict[int, User]] = {}
    for row in rows.select_related("user__organisation").order_by("user__last_name", "user__first_name", "user_id"):
        found.setdefault(row.team_id, {})[row.user_id] = row.user
    return {team: list(people.values()) for team, people in found.items()}
