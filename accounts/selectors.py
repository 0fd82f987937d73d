"""Read models: what somebody may do here today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, RoleAssignment, TeamMembership

if TYPE_CHECKING:
    from collections.abc import Iterable
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

    @property
    def opens_files(self) -> bool:
        """Return whether this user may open any client file at all: readers, and whoever prepares a placement."""
        return self.reads_files or Role.INTAKE_OFFICER in self.roles


NOBODY = Standing(frozenset(), frozenset(), frozenset())


def standing_of(user: User, day: date | None = None) -> Standing:
    """Return the roles, teams and stand-ins of ``user`` on ``day`` (today when left out).

    An inactive or anonymous user has none. Costs one query; the answer for today is kept on the user object, which
    lives as long as the request.
    """
    if not user.is_active:  # nobody logged in is not active either
        return NOBODY
    today = timezone.localdate()
    cached: tuple[date, Standing] | None = getattr(user, "_standing", None)
    if day in {None, today} and cached is not None and cached[0] == today:
        return cached[1]
    on = day or today
    found: dict[str, set[str]] = {"role": set(), "team": set(), "absent": set()}
    for kind, value in _roles_teams_absent(user, on):
        found[kind].add(value)
    standing = Standing(
        roles=frozenset(found["role"]),
        team_ids=frozenset(map(int, found["team"])),
        acts_for=frozenset({user.pk, *map(int, found["absent"])}),
    )
    if on == today:
        user._standing = (today, standing)  # type: ignore[attr-defined]  # noqa: SLF001 -- kept for this request
    return standing


def _roles_teams_absent(user: User, day: date) -> Iterable[tuple[str, str]]:
    """Return pairs of what is held (role, team, absent) and its value, in one query."""
    absent = Deputy.objects.active_on(day).filter(deputy=user)
    mine = Q(user=user) | Q(user__in=absent.values("absent"))
    roles = RoleAssignment.objects.active_on(day).filter(user=user)
    teams = TeamMembership.objects.active_on(day).filter(mine)
    return _pairs(roles, "role", "role").union(
        _pairs(teams, "team", "team_id"), _pairs(absent, "absent", "absent_id"), all=True
    )


def _pairs(rows: QuerySet[Any], kind: str, column: str) -> QuerySet[Any, tuple[str, str]]:
    text = CharField()
    pairs: QuerySet[Any, tuple[str, str]] = rows.order_by().values_list(
        Value(kind, output_field=text), Cast(column, text)
    )
    return pairs


def deputies_of(user_id: int, day: date) -> list[int]:
    """Return the ids of those who stand in for a user on ``day``."""
    return list(Deputy.objects.active_on(day).filter(absent_id=user_id).values_list("deputy_id", flat=True))
