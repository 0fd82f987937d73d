"""Background jobs of the ground floor."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def seal_audit_trail() -> None:
    """Lay the chain over the rows written since the last time."""
    from accounts.services.audit import seal  # noqa: PLC0415 -- task

    count = seal()
    if count:
        logger.info("Sealed %s audit rows.", count)
