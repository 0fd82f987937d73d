"""What was done with a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from alliance.enums import Handling
from alliance.models import AllianceFollowUp
from casework.services.once import create_once

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def record_follow_up(
    *, client: Client, signal: str, handling: Handling, text: str, form_token: UUID, acting_user: User
) -> AllianceFollowUp:
    """Record what was done with a signal; raise ``Refused`` when nothing was done and no reason is given."""
    if handling == Handling.NOTHING and not text.strip():
        raise Refused(_("Schrijf in een zin waarom er niets mee is gedaan."), field="text")
    row, new = create_once(
        AllianceFollowUp,
        form_token,
        client=client,
        signal=signal,
        handling=handling,
        text=text.strip(),
        recorded_at=timezone.now(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"handling": row.handling},
        )
    return row
