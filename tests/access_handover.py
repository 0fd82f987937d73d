"""What the access matrix knocks on in handing over: a long paper that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from casework.models import DocumentRequest

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


def make_handover_rows(client: Client, counsellor: User) -> dict[str, object]:
    """Make one of everything that is written to hand a client over."""
    asked = DocumentRequest.objects.create(
        client=client, kind="care_plan", requested_by=counsellor, form_token=uuid4(), recipient="Tom"
    )
    return {"paper_request": asked}
