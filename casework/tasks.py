"""Background jobs of the client file."""

import logging

from celery import shared_task

logger = logging.getLogger(__name__)


@shared_task
def expire_drafts() -> None:
    """Throw away unfinished forms that nobody came back to."""
    from casework.services.drafts import expire_drafts as expire  # noqa: PLC0415 -- task

    logger.info("Drafts: %s expired.", expire())
