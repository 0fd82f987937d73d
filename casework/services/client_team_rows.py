"""The dated row that a file is made with: to which team the client belongs, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from casework.models import ClientTeam

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Client


@transaction.atomic
def first_team(*, client: Client, since: date | None = None) -> ClientTeam:
    """Write the first row of a client, in the transaction that makes his file; a second call changes nothing.

    Without ``since`` from the first day that we know of him.
    """
    row = client.team_rows.filter(valid_until=None).first()
    return row or ClientTeam.objects.create(
        client=client, team_id=client.team_id, valid_from=since or _first_known_day(client), began_at=timezone.now()
    )


def _first_known_day(client: Client) -> date:
    known: list[date | None] = [
        client.assignments.aggregate(day=Min("valid_from"))["day"],
        client.stays.aggregate(day=Min("valid_from"))["day"],
    ]
    return min([timezone.localdate(client.created_at), *(day for day in known if day is not None)])
