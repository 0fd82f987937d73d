"""To which team a client belonged on a day, who leads it, and what ends when he goes to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import standing_of
from casework.models import Assignment, Client, ClientTeam

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Team


def leads_team_of(user: User, client: Client) -> bool:
    """Return whether this user decides that a client goes to another team.

    That is who leads the client's present team, or stands in for him today.
    """
    standing = standing_of(user)
    leads = standing.has(Role.TEAM_LEAD) and client.merged_into_id is None
    return leads and Client.objects.of_teams(standing.team_ids).filter(pk=client.pk).exists()


def waiting_move(client: Client) -> ClientTeam | None:
    """Return the handing over of this client that waits for its day, or None."""
    return client.team_rows.filter(began_at=None).select_related("team", "decided_by").first()


def new_team_leads(team: Team, day: date) -> tuple[User, ...]:
    """Return who leads a team on a day, by name."""
    return tuple(User.objects.with_role(Role.TEAM_LEAD, day).in_teams({team.pk}, day).for_list())


@dataclass(frozen=True)
class AssignmentAtMove:
    """An assignment that still runs on the day of a handing over, and whether its user works in the new team."""

    assignment: Assignment
    goes_along: bool
    begins_later: bool

    @property
    def may_end(self) -> bool:
        """Return whether it can be chosen to end: it began before the day and is of nobody in the new team."""
        return not self.goes_along and not self.begins_later


def assignments_at_move(client: Client, team: Team, day: date) -> tuple[AssignmentAtMove, ...]:
    """Return who works with a client on a day, as it stands now, with what a handing over means for each. Two queries."""
    rows = (
        Assignment.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), client=client)
        .select_related("user")
        .order_by("role", "valid_from", "pk")
    )
    there = set(User.objects.in_teams({team.pk}, day).values_list("pk", flat=True))
    return tuple(AssignmentAtMove(row, row.user_id in there, row.valid_from >= day) for row in rows)


def team_history(client: Client) -> list[ClientTeam]:
    """Return the teams of a client, the latest first, with who decided and who stopped with it."""
    rows = client.team_rows.select_related("team", "decided_by").prefetch_related("ended__assignment__user")
    return list(rows)


def comes_from(rows: list[ClientTeam]) -> dict[int, Team]:
    """Return for each row the team before it, by its id; one query."""
    before: dict[int, Team] = {}
    all_rows = ClientTeam.objects.filter(client__in={row.client_id for row in rows}).select_related("team")
    for row in rows:
        earlier = [one for one in all_rows if one.client_id == row.client_id and one.valid_from < row.valid_from]
        if earlier:
            before[row.pk] = max(earlier, key=lambda one: one.valid_from).team
    return before
