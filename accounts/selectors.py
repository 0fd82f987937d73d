"""Read models: what somebody may do here today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, RoleAssignment, TeamMembership, User

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

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


def readers_in(team_ids: Collection[int], day: date) -> QuerySet[User]:
    """Return who is in one of these teams on ``day`` and holds a role with which its files are read: no volunteers."""
    held = RoleAssignment.objects.active_on(day).filter(role__in=FILE_ROLES | READING_ROLES)
    people: QuerySet[User] = User.objects.in_teams(set(team_ids), day).for_list()
    return people.filter(is_active=True, pk__in=held.order_by().values("user"))


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


# Who stands in for whom: whoever keeps files for a counsellor, a team lead for a team lead, a colleague for an officer.
STAND_IN_ROLES = {
    Role.TEAM_LEAD: (Role.TEAM_LEAD,),
    Role.COUNSELLOR: (Role.COUNSELLOR, Role.TEAM_LEAD),
    Role.PARTNER: (Role.PARTNER,),
}


def absentees_for(user: User) -> QuerySet[User]:
    """Return for whom this user may set a stand-in.

    Included if, and only if, it is the user himself, or an active member of a team that he leads today.
    """
    standing = standing_of(user)
    people: QuerySet[User] = User.objects.filter(pk=user.pk)
    if standing.has(Role.TEAM_LEAD):
        own = TeamMembership.objects.active_on(timezone.localdate()).filter(user=user).values("team")
        members = TeamMembership.objects.active_on(timezone.localdate()).filter(team__in=own).values("user")
        people = User.objects.filter(Q(pk=user.pk) | Q(pk__in=members), is_active=True)
    return people


def stand_ins_for(absent: User) -> QuerySet[User]:
    """Return who may stand in for somebody today.

    Included if, and only if, active, somebody else, with a role that does the same work, and, for a partner, of the same
    organisation.
    """
    today = timezone.localdate()
    held = standing_of(absent).roles
    wanted = next((roles for role, roles in STAND_IN_ROLES.items() if role in held), ())
    able = RoleAssignment.objects.active_on(today).filter(role__in=wanted).values("user")
    people: QuerySet[User] = User.objects.filter(
        pk__in=able, is_active=True, organisation=absent.organisation_id
    ).exclude(pk=absent.pk)
    return people
