"""What the access matrix needs of the rules: an event that the agreement has no rule for."""

from __future__ import annotations

from django.utils import timezone

from chain.enums import RuleEvent
from chain.models import Agreement, RuleHint


def make_hint(agreement: Agreement) -> RuleHint:
    """Make a hint at an agreement in force."""
    return RuleHint.objects.create(
        client=agreement.client,
        agreement=agreement,
        event=RuleEvent.ABSENCE,
        event_ref="casework.absence:1",
        occurred_at=timezone.now(),
    )
