"""Asking a task to take up a row at once. The duty is the row: when the queue is away, a sweep takes it up."""

from __future__ import annotations

import logging
from typing import Any

from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ask(task: Any, pk: int) -> None:  # noqa: ANN401 -- a task of celery
    """Ask for a task with the id of a row, after the commit that made it; a queue that is away is logged, never raised."""
    try:
        task.apply_async((pk,), retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The queue cannot be reached (%s); the sweep will do %s.", type(error).__name__, task.name)
