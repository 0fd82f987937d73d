"""Background jobs of the chain."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def mail_unannounced_items() -> None:
    """Send the mails that announce what waits in an inbox; running it twice or late changes nothing."""
    from chain.services.alerts import announce_alerts  # noqa: PLC0415 -- task
    from chain.services.inbox import announce_waiting_items  # noqa: PLC0415 -- task

    count = announce_waiting_items() + announce_alerts()
    if count:
        logger.info("Announced %s inbox items by mail.", count)


@shared_task
def sweep_agreements() -> None:
    """End the agreements whose supervision ended with yesterday, and mark stale what rests on a title or condition that did.

    Running it twice changes nothing.
    """
    from chain.services.staleness import sweep_ended, sweep_stale  # noqa: PLC0415 -- task

    ended, stale = sweep_ended(), sweep_stale()
    if ended or stale:
        logger.info("%s agreements ended with the supervision, %s went stale.", ended, stale)


@shared_task
def escalate_notifications() -> None:
    """Tell the team leads of notifications whose term nears; running it twice or late changes nothing."""
    from chain.services.escalation import escalate_due  # noqa: PLC0415 -- task

    count = escalate_due()
    if count:
        logger.info("%s warnings to team leads.", count)
