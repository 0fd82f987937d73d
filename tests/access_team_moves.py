"""Rows and expectations of moves to another team for the access matrix."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Team, User
from casework.models import Client, ClientTeam

TEAM_MOVES = """
overview:team_move                              -               file-lead    file-lead
overview:team_move_withdraw                     team_row        never        file-lead-to
"""


def make_team_move(client: Client, by: User) -> dict[str, object]:
    """Let the client go to another team in two months."""
    today = timezone.localdate()
    day = today + dt.timedelta(days=60)
    ClientTeam.objects.create(
        client=client,
        team=client.team,
        valid_from=today - dt.timedelta(days=90),
        valid_until=day - dt.timedelta(days=1),
        began_at=timezone.now(),
    )
    row = ClientTeam.objects.create(
        client=client,
        team=Team.objects.create(name=f"Team later van {client.number}"),
        valid_from=day,
        decided_by=by,
        reason="De stap naar zelfstandig wonen.",
    )
    return {"team_row": row}
