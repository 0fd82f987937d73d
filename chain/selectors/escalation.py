"""Which notifications still wait, across clients, and who leads the teams they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, TeamMembership, User
from accounts.querysets import holds_on
from accounts.selectors import standing_of
from casework.models import Client
from chain.models import Escalation, Notification

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


@dataclass(frozen=True)
class Waiting:
    """A notification that was not sent yet; ``escalated`` when this reader was told that its term nears."""

    notification: Notification
    escalated: bool


def waiting_for(user: User) -> list[Waiting]:
    """Return what still has to be told about the clients whose file a user sees, soonest first. Three queries."""
    rows = list(
        Notification.objects.unsent()
        .filter(client__in=Client.objects.visible_to(user))
        .select_related("client", "rule", "agreement__officer")
        .order_by("due_at", "pk")
    )
    told = set(
        Escalation.objects.filter(notification__in=rows, recipient_id__in=standing_of(user).acts_for).values_list(
            "notification_id", flat=True
        )
    )
    return [Waiting(one, one.pk in told) for one in rows]


def leads_of_teams(team_ids: Collection[int], day: date | None = None) -> dict[int, tuple[int, ...]]:
    """Return for each team who leads it on a day, and who stands in for them then. Two queries."""
    on = day or timezone.localdate()
    leading = User.objects.with_role(Role.TEAM_LEAD, on)
    pairs = list(
        TeamMembership.objects.filter(holds_on(on), team_id__in=team_ids, user__in=leading)
        .order_by("user_id")
        .values_list("team_id", "user_id")
    )
    deputies: dict[int, list[int]] = {}
    for absent_id, deputy_id in (
        Deputy.objects.filter(holds_on(on), absent_id__in={user_id for _team, user_id in pairs}, deputy__is_active=True)
        .order_by("deputy_id")
        .values_list("absent_id", "deputy_id")
    ):
        deputies.setdefault(absent_id, []).append(deputy_id)
    found: dict[int, tuple[int, ...]] = {}
    for team_id, user_id in pairs:
        here = found.get(team_id, ())
        found[team_id] = tuple(dict.fromkeys((*here, user_id, *deputies.get(user_id, ()))))
    return found
