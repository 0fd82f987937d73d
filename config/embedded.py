"""The background jobs inside the web process, for a machine without a broker.

The queue is memory: what was enqueued is gone when the process is killed. That loses nothing, because every duty is a row
in the database and the next sweep finds it.
"""

import logging
import threading
from collections.abc import Callable

from celery.beat import EmbeddedService
from django.conf import settings

from config.celery import app

# How to stop what was started, last started first.
_stops: list[Callable[[], object]] = []


def start() -> None:
    """Start one worker with two threads, and the clock; does nothing the second time. Raises with a real broker."""
    if settings.REDIS_URL:
        msg = "With REDIS_URL the worker and the clock run as processes of their own."
        raise RuntimeError(msg)
    if _stops:
        return
    # On the screen of whoever started the site, a line per job is noise; what goes wrong is still told.
    logging.getLogger("celery").setLevel(logging.WARNING)
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)
    worker = app.WorkController(
        pool="threads",
        concurrency=2,
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
        loglevel="INFO",
    )
    clock = EmbeddedService(app, thread=True)
    _stops.extend([worker.stop, clock.stop])
    threading.Thread(target=worker.start, name="celery-worker", daemon=True).start()
    clock.start()  # type: ignore[union-attr]  # thread=True gives a thread


def stop() -> None:
    """Stop the clock, let the running jobs finish, stop the worker."""
    while _stops:
        _stops.pop()()
