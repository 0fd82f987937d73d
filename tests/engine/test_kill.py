"""Web process, worker and database backend killed between "made" and "sent": in the inbox exactly once, whatever falls."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from urllib.parse import urlencode

import psycopg2  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from chain.models import Disclosure, InboxItem, Notification
from chain.services.notifications import tell_client
from chain.tasks import mail_unannounced_items
from tests.engine.conftest import address_of_test_database, wait_until
from tests.engine.test_mail import mail_folder, mails, told  # noqa: F401 -- fixtures

pytestmark = pytest.mark.engine
TOKEN = "a" * 32
# In the order in which the transaction of sending writes; holding one of them stops it just before that write.
STEPS = ("chain_notification", "chain_inboxitem", "chain_disclosure", "accounts_auditentry")


class Web:
    """One web process on the test database, as production has it, with the browser of one counsellor before it."""

    def __init__(self, user) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        env = {**os.environ, "DATABASE_URL": address_of_test_database(), "DEMO": "true"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "-c", os.devnull, "-b", f"127.0.0.1:{self.port}"],
            env={**env, "DJANGO_SETTINGS_MODULE": "config.settings"},
            start_new_session=True,
        )
        wait_until(self.answers, "the site answers")

    def answers(self) -> bool:
        """Return whether somebody listens."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def post(self, path: str, **fields: str) -> int:
        """Send a form, as the browser does; return the status, 0 when the line went dead."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with suppress(OSError, http.client.HTTPException):
            line.request("POST", path, urlencode({**fields, "csrfmiddlewaretoken": TOKEN}), headers)
            return line.getresponse().status
        return 0

    def kill(self) -> None:
        """End it at once, with all its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_web(told, counsellor) -> Iterator[Callable[[], Web]]:  # noqa: F811
    started: list[Web] = []

    def start() -> Web:
        started.append(Web(counsellor))
        return started[-1]

    yield start
    for web in started:
        web.kill()


@contextmanager
def held(table: str) -> Iterator[psycopg2.extensions.connection]:
    """Hold a table from another connection, so that whoever wants to write there waits."""
    line = psycopg2.connect(address_of_test_database().replace("postgres://", "postgresql://"))
    with line.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    try:
        yield line
    finally:
        line.rollback()
        line.close()


def waiting_backends() -> list[int]:
    """Return the database backends that wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return [row[0] for row in cursor.fetchall()]


def press_send(web: Web, one: Notification) -> int:
    return web.post(reverse("chain:notification_send", args=[one.client.number, one.pk]), facts=one.facts)


def assert_nothing_was_sent(one: Notification) -> None:
    one.refresh_from_db()
    assert one.sent_at is None
    assert not InboxItem.objects.exists()
    assert not Disclosure.objects.exists()


def assert_sent_exactly_once(one: Notification) -> None:
    one.refresh_from_db()
    assert one.sent_at is not None
    assert InboxItem.objects.count() == Disclosure.objects.count() == 1


@pytest.mark.parametrize("table", STEPS)
@pytest.mark.parametrize("victim", ["web", "backend"])
def test_killed_at_every_step_of_sending(told, start_web, start_worker, mail_folder, table, victim):  # noqa: F811
    start_worker()
    web = start_web()
    with held(table):
        press = Thread(target=press_send, args=(web, told))
        press.start()
        wait_until(waiting_backends, f"the sending waits at {table}")
        if victim == "web":
            web.kill()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [waiting_backends()[0]])
        press.join(timeout=60)
        wait_until(lambda: not waiting_backends() or victim == "web", "nobody waits any more")
    wait_until(lambda: not waiting_backends(), "what was left of it is gone")
    assert_nothing_was_sent(told)

    web = start_web() if victim == "web" else web
    wait_until(lambda: press_send(web, told) in {200, 302}, "the second press arrives")
    press_send(web, told)  # and a third
    assert_sent_exactly_once(told)
    wait_until(lambda: not InboxItem.objects.unannounced().exists(), "the mail went out")
    assert [mail["Message-ID"] for mail in mails(mail_folder)] == [InboxItem.objects.get().message_id]


def test_killed_after_the_commit_and_before_the_answer(told, start_web, start_worker, mail_folder):  # noqa: F811
    web = start_web()
    assert press_send(web, told) == 302
    web.kill()  # the browser never heard; the counsellor presses again in a new process
    mail_unannounced_items.app.control.purge()  # and the queue lost what the first one asked
    assert press_send(start_web(), told) == 302
    assert_sent_exactly_once(told)
    start_worker()
    mail_unannounced_items.delay()
    wait_until(lambda: not InboxItem.objects.unannounced().exists(), "the mail went out")
    assert len(mails(mail_folder)) == 1


@pytest.mark.parametrize("victim", ["web", "backend"])
def test_killed_while_the_telling_is_recorded(told, start_web, counsellor, victim):  # noqa: F811
    tell_client(notification=told, told_at=None, exception_reason="Nog niet.", acting_user=counsellor)
    web = start_web()
    path = reverse("chain:notification_tell", args=[told.client.number, told.pk])
    fields = {"told-told_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "told-reaction": "Ik weet het."}
    with held("accounts_auditentry"):
        press = Thread(target=web.post, args=(path,), kwargs=fields)
        press.start()
        wait_until(waiting_backends, "the telling waits for its audit row")
        if victim == "web":
            web.kill()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [waiting_backends()[0]])
        press.join(timeout=60)
    wait_until(lambda: not waiting_backends(), "what was left of it is gone")
    told.refresh_from_db()
    assert told.client_told_at is None
    web = start_web() if victim == "web" else web
    wait_until(lambda: web.post(path, **fields) == 302, "the second press arrives")
    assert press_send(web, told) == 302
    assert_sent_exactly_once(told)
