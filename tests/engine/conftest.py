"""A real worker on the test database, as production has it. Needs DATABASE_URL (PostgreSQL) and REDIS_URL."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config import probe
from config.celery import app

PATIENCE_SECONDS = 40


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Look ten times per second; fail when it does not hold in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s in vain: {what}"
        time.sleep(0.1)


def address_of_test_database() -> str:
    """Return a DATABASE_URL of the database that the tests use."""
    db = connection.settings_dict
    who = f"{quote(db['USER'])}:{quote(db['PASSWORD'])}"
    return f"postgres://{who}@{db['HOST']}:{db['PORT'] or 5432}/{quote(db['NAME'])}"


class Worker:
    """One worker process, with its own process group."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "WARNING"],
            env={**os.environ, "DATABASE_URL": address_of_test_database()},
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it at once, with all its children, as a machine that loses its power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let it finish what it does."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[[], Worker]]:
    """Start workers, each ready to work; they are stopped after the test. The queue is empty at the start."""
    assert connection.vendor == "postgresql", "set DATABASE_URL to PostgreSQL, or let bin/test do it"
    assert settings.REDIS_URL, "set REDIS_URL, or let bin/test do it"
    app.control.purge()
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker())
        wait_until(lambda: probe.worker() == "", "the worker answers")
        return started[-1]

    yield start
    for worker in started:
        worker.stop()
