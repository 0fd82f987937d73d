"""Rows of merged files for the access matrix."""

from __future__ import annotations

from uuid import uuid4

from accounts.enums import Role
from casework.models import Client, ClientMerge
from tests.conftest import make_client, make_user


def make_merge(client: Client) -> dict[str, object]:
    """Make a second file of the same person that went up in the first."""
    absorbed = make_client(f"{client.number}-B", client.team)
    merge = ClientMerge.objects.create(
        survivor=client,
        absorbed=absorbed,
        reason="Twee keer aangemeld.",
        merged_by=make_user(f"samen-{client.number.lower()}", Role.TEAM_LEAD, team=client.team),
        form_token=uuid4(),
    )
    Client.objects.filter(pk=absorbed.pk).update(merged_into=client)
    return {"merge": merge}
