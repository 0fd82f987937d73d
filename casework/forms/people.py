"""Who can be chosen in a form to see to something in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Client


def takers_in_of(client: Client, acting_user: User) -> QuerySet[User]:
    """Return who sees to a point of an intake: who works in the team of the client, and who prepares placements there."""
    today = timezone.localdate()
    officers = RoleAssignment.objects.active_on(today).filter(role=Role.INTAKE_OFFICER)
    there = User.objects.in_teams({client.team_id}, today).filter(role_assignments__in=officers, is_active=True)
    people: QuerySet[User] = User.objects.filter(
        Q(pk__in=there.values("pk")) | Q(pk__in=keepers_of(client, acting_user).values("pk"))
    )
    return people.order_by("last_name", "first_name", "pk")


def keepers_of(client: Client, acting_user: User) -> QuerySet[User]:
    """Return who works in the team of the client today, and the user himself, by name."""
    today = timezone.localdate()
    keeping = RoleAssignment.objects.active_on(today).filter(role__in=(Role.COUNSELLOR, Role.TEAM_LEAD))
    keepers = User.objects.in_teams({client.team_id}, today).filter(role_assignments__in=keeping, is_active=True)
    people: QuerySet[User] = User.objects.filter(pk__in=keepers.values("pk")) | User.objects.filter(pk=acting_user.pk)
    return people.order_by("last_name", "first_name", "pk")
