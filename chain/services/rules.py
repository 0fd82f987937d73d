"""What a rule of an agreement makes of an event: a notification with a term, in the transaction of the event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.deadlines import deadline
from chain.models import Notification, NotificationRule
from chain.services.hints import note_missing_rule
from chain.services.notifications import checked_facts

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client
    from chain.enums import RuleEvent

# The team lead hears of it when a quarter of the term is left, and never later than half an hour before its end.
SHARE_FOR_THE_LEAD = 0.25
LEAST_FOR_THE_LEAD = timedelta(minutes=30)


@transaction.atomic
def on_event(
    *,
    client: Client,
    event: RuleEvent,
    event_ref: str,
    occurred_at: datetime,
    facts: str,
    acting_user: User,
    detail: str = "",
    event_text: str = "",
) -> list[Notification]:
    """Make a notification for every rule that wants this event told; return the new ones.

    The rules are those of agreements in force, stale ones included (docs/notifications.md). ``detail`` is the kind of
    an incident, which a rule may name; ``event_text`` says the event in words where its kind alone says too little. The
    same ``event_ref`` under the same rule gives one notification, however often it is sent. An agreement that has no
    rule for what others usually agree on gets a hint. The term counts from now: the recording.
    """
    made = []
    agreements = client.agreements.in_force().prefetch_related(
        Prefetch("rules", NotificationRule.objects.filter(event=event), to_attr="asked")
    )
    for agreement in agreements:
        rules = [rule for rule in agreement.asked if rule.covers(detail)]  # type: ignore[attr-defined]
        for rule in rules:
            one = _make(
                rule,
                client,
                event_ref,
                acting_user,
                occurred_at=occurred_at,
                facts=facts,
                event_text=event_text,
            )
            if one is not None:
                made.append(one)
        if not rules:
            note_missing_rule(agreement=agreement, event=event, event_ref=event_ref, occurred_at=occurred_at)
    return made


def _make(
    rule: NotificationRule, client: Client, event_ref: str, acting_user: User, **what: Any
) -> Notification | None:
    """Make the notification of a rule; None when there was one about this already."""
    now = timezone.now()
    due_at = deadline(now, hours=rule.within, working_hours=rule.working_hours)
    notification, new = Notification.objects.get_or_create(
        rule=rule,
        event_ref=event_ref,
        defaults={
            "client": client,
            "agreement_id": rule.agreement_id,
            "event": rule.event,
            "due_at": due_at,
            "escalate_at": due_at - max((due_at - now) * SHARE_FOR_THE_LEAD, LEAST_FOR_THE_LEAD),
            **what,
        },
    )
    if not new:
        return None
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=notification,
        details={"event": rule.event, "event_ref": event_ref, "rule": rule.pk},
    )
    return notification


@transaction.atomic
def notify_by_hand(
    *,
    client: Client,
    rule: NotificationRule,
    occurred_at: datetime,
    facts: str,
    form_token: UUID,
    acting_user: User,
) -> Notification:
    """Make the notification of a rule about something that the file does not tell by itself; a second click makes none.

    Raises ``Refused`` when the agreement of the rule is not in force, for a moment that has not been, or without facts.
    """
    agreement = client.agreements.in_force().filter(rules=rule).first()
    if agreement is None:
        raise Refused(_("Deze meldregel geldt niet meer. Kies een regel van de afspraken die nu van kracht zijn."))
    if occurred_at > timezone.now():
        raise Refused(_("Dit moment is nog niet geweest."), field="occurred_at")
    text = checked_facts(facts)
    event_ref = f"chain.by_hand:{form_token}"
    made = _make(rule, client, event_ref, acting_user, occurred_at=occurred_at, facts=text, event_text=rule.free_event)
    return made or Notification.objects.get(rule=rule, event_ref=event_ref)
