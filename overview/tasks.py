"""Background jobs of the top floor."""

import logging

from celery import shared_task
from django.utils import timezone

logger = logging.getLogger(__name__)


@shared_task
def begin_team_moves() -> None:
    """Let clients go over of whom the day at another team has come; twice or late changes nothing."""
    from overview.services.team_moves import begin_due_moves  # noqa: PLC0415 -- task

    count = begin_due_moves(on=timezone.localdate())
    if count:
        logger.info("%s clients went to another team.", count)


@shared_task
def sweep_reminders() -> None:
    """Make and close reminders for today; running it twice changes nothing."""
    from overview.services.reminders import sweep  # noqa: PLC0415 -- task

    counts = sweep(on=timezone.localdate())
    logger.info("Reminders: %(due)s due, %(created)s created, %(closed)s closed.", counts)


@shared_task
def make_file_export(pk: int) -> None:
    """Make one client file that was asked for; twice or late changes nothing."""
    from overview.services.export_requests import make_export  # noqa: PLC0415 -- task

    if make_export(pk) is not None:
        logger.info("File export %s was worked on.", pk)


@shared_task
def sweep_file_exports() -> None:
    """Make every client file that still waits, and remove those whose time is over."""
    from overview.services.export_requests import sweep_exports  # noqa: PLC0415 -- task

    count = sweep_exports()
    if count:
        logger.info("Made or removed %s file exports.", count)


@shared_task
def work_on_file_arrival(pk: int) -> None:
    """Look through one client file that was uploaded, or bring it in; twice or late changes nothing."""
    from overview.services.file_arrivals import work_on_arrival  # noqa: PLC0415 -- task

    if work_on_arrival(pk) is not None:
        logger.info("File arrival %s was worked on.", pk)


@shared_task
def sweep_file_arrivals() -> None:
    """Work on every uploaded client file that waits, and remove those that nobody came back to."""
    from overview.services.file_arrivals import sweep_arrivals  # noqa: PLC0415 -- task

    count = sweep_arrivals()
    if count:
        logger.info("Worked on or removed %s file arrivals.", count)
