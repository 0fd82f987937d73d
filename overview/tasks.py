"""Background jobs of the top floor."""

import logging

from celery import shared_task
from django.utils import timezone

logger = logging.getLogger(__name__)


@shared_task
def sweep_reminders() -> None:
    """Make and close reminders for today; running it twice changes nothing."""
    from overview.services.reminders import sweep  # noqa: PLC0415 -- task

    counts = sweep(on=timezone.localdate())
    logger.info("Reminders: %(due)s due, %(created)s created, %(closed)s closed.", counts)
