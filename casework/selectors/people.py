"""Who works with a client, and who carries what is due for him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment
from accounts.querysets import holds_on
from casework.enums import AssignmentRole
from casework.models import Assignment, Client

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from accounts.models import User


def counsellor_of(client: Client, day: date | None = None) -> User | None:
    """Return who is the counsellor of the client on ``day`` (today when left out), or None."""
    assignment = (
        Assignment.objects.active_on(day or timezone.localdate())
        .filter(client=client, role=AssignmentRole.COUNSELLOR)
        .select_related("user")
        .first()
    )
    return assignment.user if assignment else None


def counsellors(client_ids: Iterable[int], day: date) -> dict[int, User]:
    """Return for each client his counsellor on ``day``, in one query; who has none is left out."""
    rows = (
        Assignment.objects.filter(holds_on(day), client_id__in=client_ids, role=AssignmentRole.COUNSELLOR)
        .select_related("user")
        .order_by("valid_from", "pk")
    )
    return {row.client_id: row.user for row in rows}


def counsellor_ids(client_ids: Iterable[int], day: date) -> dict[int, int]:
    """Return for each client the id of his counsellor on ``day``, in one query.

    Who has none, or one whose account has ended, is left out.
    """
    return dict(
        Assignment.objects.filter(
            holds_on(day), client_id__in=client_ids, role=AssignmentRole.COUNSELLOR, user__is_active=True
        )
        .order_by("valid_from", "pk")
        .values_list("client_id", "user_id")
    )


def client_stand_ins(client_ids: Iterable[int], day: date) -> dict[int, tuple[int, ...]]:
    """Return for each client who carries him for his counsellor on ``day`` after a temporary transfer, in one query."""
    found: dict[int, tuple[int, ...]] = {}
    rows = Assignment.objects.filter(
        holds_on(day), client_id__in=client_ids, role=AssignmentRole.STAND_IN, user__is_active=True
    )
    for client_id, user_id in rows.order_by("pk").values_list("client_id", "user_id"):
        found[client_id] = (*found.get(client_id, ()), user_id)
    return found


def duty_owners(client_ids: Collection[int], day: date) -> dict[int, tuple[int, ...]]:
    """Return for each client the ids of the users who carry what is due for him on ``day``, in two queries.

    That is his counsellor; without one it is the team leads of his team, so that no duty is nobody's.
    """
    owners: dict[int, tuple[int, ...]] = {
        client_id: (user_id,) for client_id, user_id in counsellor_ids(client_ids, day).items()
    }
    alone = [client_id for client_id in client_ids if client_id not in owners]
    if alone:
        leads = RoleAssignment.objects.filter(
            holds_on(day), holds_on(day, prefix="user__memberships__"), role=Role.TEAM_LEAD, user__is_active=True
        ).values_list("user__memberships__team_id", "user_id")
        by_team: dict[int, set[int]] = {}
        for team_id, user_id in leads:
            by_team.setdefault(team_id, set()).add(user_id)
        # A column beside the model; the checker does not know it.
        rows: Any = Client.objects.filter(pk__in=alone).with_team_on(day)
        for client_id, team_id in rows.values_list("pk", "team_now"):
            owners[client_id] = tuple(sorted(by_team.get(team_id, ())))
    return owners
