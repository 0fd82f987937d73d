"""An event without a rule, where others usually have one: noted, talked about, and settled in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from chain.models import RuleHint
from chain.selectors.rules import habits

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from chain.enums import RuleEvent
    from chain.models import Agreement

LONGEST_OUTCOME = 300


@transaction.atomic
def note_missing_rule(
    *, agreement: Agreement, event: RuleEvent, event_ref: str, occurred_at: datetime
) -> RuleHint | None:
    """Note that an agreement has no rule for an event that others usually have one for; None when they have not."""
    if not habits()[event].is_usual:
        return None
    hint, _new = RuleHint.objects.get_or_create(
        agreement=agreement,
        event_ref=event_ref,
        defaults={"client_id": agreement.client_id, "event": event, "occurred_at": occurred_at},
    )
    return hint


@transaction.atomic
def settle_hint(*, hint: RuleHint, outcome: str, acting_user: User) -> RuleHint:
    """Record what came of talking about an event without a rule; settling twice changes nothing.

    Raises ``Refused`` without an outcome.
    """
    hint = RuleHint.objects.select_for_update(of=("self",)).select_related("client").get(pk=hint.pk)
    if hint.settled_at is not None:
        return hint
    if not outcome.strip():
        raise Refused(_("Schrijf op wat u hebt besproken."), field="outcome")
    hint.settled_at, hint.settled_by = timezone.now(), acting_user
    hint.outcome = outcome.strip()[:LONGEST_OUTCOME]
    hint.save(update_fields=["settled_at", "settled_by", "outcome"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=hint.client.number,
        obj=hint,
        details={"event": hint.event},
    )
    return hint
