"""Clients who go to another team: what a handing over means for one, and who comes to the teams one leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import TeamMembership
from accounts.selectors import standing_of
from casework.models import Appointment, Assignment, ClientTeam
from casework.registry import TimelineEntry
from casework.selectors import duty_owners
from casework.selectors.client_teams import assignments_at_move, comes_from, new_team_leads
from overview.models import Reminder, WithdrawnMoveNotice

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from accounts.models import Team, User
    from casework.models import Client
    from casework.registry import Duty
    from casework.selectors.client_teams import AssignmentAtMove

NEW_DAYS = 14


@dataclass(frozen=True)
class TeamMovePlan:
    """What a handing over to a team on a day means: who works with the client, what is open, and who leads there."""

    team: Team
    day: date
    people: tuple[AssignmentAtMove, ...]
    leads: tuple[User, ...]
    appointments: int
    reminders: int

    @property
    def last_day(self) -> date:
        """Return the last day at the present team."""
        return self.day - timedelta(days=1)


def team_move_plan(client: Client, team: Team, day: date) -> TeamMovePlan:
    """Return what a handing over would mean, as it stands now. Six queries."""
    return TeamMovePlan(
        team,
        day,
        assignments_at_move(client, team, day),
        new_team_leads(team, day),
        Appointment.objects.without_outcome().filter(client=client, starts_at__date__gte=day).count(),
        Reminder.objects.open().filter(client=client).count(),
    )


@dataclass(frozen=True)
class Arrival:
    """A client who comes or came to a team that one leads. Before his day his file is closed to her."""

    move: ClientTeam
    before: Team | None
    readable: bool


def arrivals_for(user: User) -> list[Arrival]:
    """Return who comes to the teams that this user leads, and who came in the last fortnight, by day. Four queries."""
    standing = standing_of(user)
    if not standing.has(Role.TEAM_LEAD):
        return []
    since = timezone.localdate() - timedelta(days=NEW_DAYS)
    rows = list(
        ClientTeam.objects.filter(
            Q(began_at=None) | Q(valid_from__gte=since),
            team_id__in=standing.team_ids,
            decided_by__isnull=False,
            client__merged_into=None,
        )
        .select_related("client", "team", "decided_by")
        .order_by("valid_from", "pk")
    )
    before = comes_from(rows)
    return [Arrival(row, before.get(row.pk), not row.is_coming) for row in rows]


def not_coming(user: User) -> list[WithdrawnMoveNotice]:
    """Return who would have come and does not, of whom this user was told so in the last fortnight. One query."""
    if not standing_of(user).has(Role.TEAM_LEAD):
        return []
    since = timezone.now() - timedelta(days=NEW_DAYS)
    rows = WithdrawnMoveNotice.objects.filter(recipient=user, created_at__gte=since)
    return list(rows.select_related("client", "team", "withdrawn_by"))


def move_entries(client: Client, user: User, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return the handings over to another team for the timeline of a client, with the reason."""
    del user
    rows = ClientTeam.objects.filter(client=client, decided_by__isnull=False, recorded_at__lt=before)
    return [
        TimelineEntry(
            kind="team-move",
            label=_("Naar een ander team"),
            icon="team",
            occurred_at=row.recorded_at,
            title=_("Naar %(team)s vanaf %(day)s") % {"team": row.team, "day": date_format(row.valid_from, "j F Y")},
            body=row.reason,
            author=str(row.decided_by),
        )
        for row in rows.select_related("team", "decided_by").order_by("-recorded_at")[:limit]
    ]


def owners_after_moves(duties: Collection[Duty], on: date) -> dict[str, tuple[int, ...]]:
    """Return who owns each duty, by its key: as its source says, save for clients who went to another team.

    Of those a named owner who neither works in the team of now nor is assigned cannot open the file any more; when nobody
    is left it is whoever carries the client. One query while nobody moved, six at most.
    """
    owners = {duty.key: duty.owner_ids for duty in duties}
    moved = ClientTeam.objects.filter(
        decided_by__isnull=False, valid_from__lte=on, client_id__in={duty.client_id for duty in duties}
    )
    teams = dict(moved.order_by("valid_from").values_list("client_id", "team_id"))
    if not teams:
        return owners
    members = set(
        TeamMembership.objects.active_on(on).filter(team_id__in=set(teams.values())).values_list("team_id", "user_id")
    )
    assigned = set(Assignment.objects.active_on(on).filter(client_id__in=teams).values_list("client_id", "user_id"))
    carriers = duty_owners(set(teams), on)
    for duty in duties:
        if duty.client_id in teams:
            team = teams[duty.client_id]
            able = [one for one in duty.owner_ids if (team, one) in members or (duty.client_id, one) in assigned]
            owners[duty.key] = tuple(able) or carriers.get(duty.client_id, ())
    return owners
