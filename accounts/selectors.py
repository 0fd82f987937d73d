"""Read models: what somebody may do here today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, RoleAssignment, TeamMembership

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

FILE_ROLES = frozenset({Role.COUNSELLOR, Role.TEAM_LEAD})
READING_ROLES = frozenset({Role.BEHAVIOURAL_EXPERT})


@dataclass(frozen=True)
class Standing:
    """The roles and teams of one user on one day.

    ``acts_for`` are the ids of the user and of everyone for whom he stands in that day.
    """

    roles: frozenset[str]
    team_ids: frozenset[int]
    acts_for: frozenset[int]

    def has(self, *roles: str) -> bool:
        """Return whether one of the roles is held."""
        return bool(self.roles & set(roles))

    @property
    def keeps_files(self) -> bool:
        """Return whether this user writes in client files."""
        return bool(self.roles & FILE_ROLES)

    @property
    def reads_files(self) -> bool:
        """Return whether this user may read client files."""
        return self.keeps_files or bool(self.roles & READING_ROLES)


NOBODY = Standing(frozenset(), frozenset(), frozenset())


def standing_of(user: User, day: date | None = None) -> Standing:
    """Return the roles, teams and stand-ins of ``user`` on ``day`` (today when left out).

    An inactive or anonymous user has none. Costs three queries; the answer for today is kept on the user object,
    which lives as long as the request.
    """
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    today = timezone.localdate()
    cached: tuple[date, Standing] | None = getattr(user, "_standing", None)
    if day in {None, today} and cached is not None and cached[0] == today:
        return cached[1]
    on = day or today
    absent = set(Deputy.objects.active_on(on).filter(deputy=user).values_list("absent_id", flat=True))
    acts_for = frozenset({user.pk, *absent})
    teams = TeamMembership.objects.active_on(on).filter(user_id__in=acts_for).values_list("team_id", flat=True)
    standing = Standing(
        roles=frozenset(RoleAssignment.objects.active_on(on).filter(user=user).values_list("role", flat=True)),
        team_ids=frozenset(teams),
        acts_for=acts_for,
    )
    if on == today:
        user._standing = (today, standing)  # type: ignore[attr-defined]  # noqa: SLF001 -- kept for this request
    return standing


def deputies_of(user_id: int, day: date) -> list[int]:
    """Return the ids of those who stand in for a user on ``day``."""
    return list(Deputy.objects.active_on(day).filter(absent_id=user_id).values_list("deputy_id", flat=True))
