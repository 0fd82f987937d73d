"""Recording a check: what was held, and what came out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from riskplans.enums import CheckOccasion
from riskplans.events import check_recorded
from riskplans.models import Check

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def record_check(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    taken_at: datetime,
    result: str,
    acting_user: User,
    occasion: str = CheckOccasion.PLANNED,
    substance: str = "",
    explanation: str = "",
) -> Check:
    """Record a check and tell the floors above; whoever listens does so in this transaction.

    A second click gives the same check and tells nobody again. Raises ``Refused`` for a moment in the future or before
    the client was born, and for a positive result without a substance.
    """
    if taken_at > timezone.now():
        raise Refused(_("Deze controle ligt in de toekomst. Kies wanneer hij is gehouden."), field="taken_at")
    if taken_at.date() < client.birth_date:
        raise Refused(_("Dit moment ligt voor de geboorte van de cliënt. Klopt het jaar?"), field="taken_at")
    if result == "positive" and not substance.strip():
        raise Refused(_("Schrijf op welk middel is gevonden."), field="substance")
    check, is_new = create_once(
        Check,
        form_token,
        client=client,
        kind=kind,
        taken_at=taken_at,
        occasion=occasion,
        result=result,
        substance=substance.strip(),
        explanation=explanation.strip(),
        recorded_by=acting_user,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=check,
            details={"kind": str(kind), "result": str(result)},
        )
        check_recorded.send(sender=Check, check=check, acting_user=acting_user)
    return check
