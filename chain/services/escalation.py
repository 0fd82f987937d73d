"""When the term of a notification nears and it still waits, whoever leads the team is told, once.

The duty is the notification itself: not sent, not dropped, its ``escalate_at`` passed. A sweep that comes twice, late or
was killed half-way ends in the same state, since a row is unique by notification and recipient.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.services.audit import record
from accounts.services.users import service_account
from chain.models import Escalation, Notification
from chain.selectors.escalation import leads_of_teams
from chain.services.inbox import announce_soon, new_message_id

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)
SWEEPER = "waarschuwingen"


@transaction.atomic
def escalate_due(*, acting_user: User | None = None) -> int:
    """Tell the leads of today, and who stands in for them, of every notification whose term nears; return how many rows.

    A team that nobody leads today is asked again next time.
    """
    now = timezone.now()
    rows = list(
        Notification.objects.unsent()
        .filter(escalate_at__lte=now)
        .select_related("client")
        .prefetch_related("escalations")
        .order_by("pk")
    )
    if not rows:
        return 0
    leads = leads_of_teams({one.client.team_id for one in rows}, timezone.localdate(now))
    fresh = []
    for one in rows:
        known = {escalation.recipient_id for escalation in one.escalations.all()}
        recipients = leads.get(one.client.team_id, ())
        if not recipients:
            logger.warning("Notification %s nears its term, and nobody leads its team today.", one.pk)
        fresh += [
            Escalation(notification=one, recipient_id=user_id, message_id=new_message_id())
            for user_id in recipients
            if user_id not in known
        ]
    if not fresh:
        return 0
    Escalation.objects.bulk_create(fresh, ignore_conflicts=True)
    record(
        AuditAction.CREATE,
        acting_user=acting_user or service_account(SWEEPER),
        object_type=Escalation._meta.label_lower,
        subjects=sorted({one.notification.client.number for one in fresh}),
        details={"count": len(fresh)},
    )
    announce_soon()
    return len(fresh)
