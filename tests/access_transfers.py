"""Rows of the transfer of a caseload for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from casework.models import Client
from overview.services.transfers import TransferPart, transfer_caseload
from tests.conftest import make_user


def make_transfer(client: Client, counsellor: User) -> dict[str, object]:
    """Hand the client over for some days to come, to somebody who does nothing else."""
    today = timezone.localdate()
    successor = make_user(f"opvolger-{client.pk}", Role.COUNSELLOR)
    return {
        "leaver": counsellor,
        "transfer": transfer_caseload(
            leaver=counsellor,
            starts_on=today + dt.timedelta(days=60),
            ends_on=today + dt.timedelta(days=70),
            parts=[TransferPart(client, successor, "Bel hem voor negen uur.")],
            form_token=uuid4(),
            acting_user=counsellor,
        ),
    }
