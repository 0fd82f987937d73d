"""A notification on its way out: whatever is killed, the inbox has it exactly once and the mail goes out."""

from __future__ import annotations

import datetime as dt
import email
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from chain.enums import RuleEvent
from chain.models import Disclosure, InboxItem, Involvement, Notification
from chain.services.agreements import Clauses, RuleLine, draft_agreement, offer_agreement
from chain.services.notifications import send_notification, tell_client
from chain.services.rules import on_event
from chain.tasks import mail_unannounced_items
from tests.chain.conftest import sign_by_all
from tests.engine.conftest import wait_until

pytestmark = pytest.mark.engine


@pytest.fixture
def told(start_worker, client_file, title, officer, counsellor) -> Notification:
    """A notification that the client knows of and the officer does not."""
    today = timezone.localdate()
    Involvement.objects.create(
        client=client_file, officer=officer, valid_from=today, recorded_by=counsellor, form_token=uuid4()
    )
    words = dict.fromkeys(("roles", "contact_rhythm", "client_leads", "sharing"), "Zoals besproken.")
    agreement = draft_agreement(
        client=client_file,
        form_token=uuid4(),
        clauses=Clauses(**words, evaluate_on=today + dt.timedelta(days=183)),
        rules=[RuleLine(RuleEvent.POSITIVE_CHECK, 24)],
        acting_user=counsellor,
    )
    sign_by_all(offer_agreement(agreement=agreement, acting_user=counsellor), counsellor, officer)
    (made,) = on_event(
        client=client_file,
        event=RuleEvent.POSITIVE_CHECK,
        event_ref="riskplans.check:1",
        occurred_at=timezone.now(),
        facts="Een controle was positief.",
        acting_user=counsellor,
    )
    return tell_client(notification=made, told_at=timezone.now(), acting_user=counsellor)


@pytest.fixture
def mail_folder(monkeypatch, tmp_path) -> Path:
    """Workers that start from now on put their mail in a folder."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("EMAIL_HOST", raising=False)
    folder: Path = tmp_path / "mail"
    return folder


@pytest.fixture
def silent_mail_server() -> Iterator[socket.socket]:
    """A mail server that takes the call and says nothing, so that a worker hangs in the middle of a mail."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


def mails(folder: Path) -> list[email.message.Message]:
    """Return the mails in the folder; the file backend writes one file for each time it is opened."""
    return [email.message_from_bytes(path.read_bytes().split(b"\n---")[0]) for path in sorted(folder.glob("*.log"))]


def test_the_worker_mails_what_is_sent(told, counsellor, mail_folder, start_worker):
    start_worker()
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    wait_until(lambda: not InboxItem.objects.unannounced().exists(), "the row is announced")
    item = InboxItem.objects.get()
    assert [mail["Message-ID"] for mail in mails(mail_folder)] == [item.message_id]


def test_a_worker_killed_in_the_middle_of_a_mail_loses_nothing_and_doubles_nothing(
    told, counsellor, mail_folder, monkeypatch, silent_mail_server, start_worker
):
    with monkeypatch.context() as stuck:
        stuck.setenv("EMAIL_HOST", "127.0.0.1")
        stuck.setenv("EMAIL_PORT", str(silent_mail_server.getsockname()[1]))
        stuck.setenv("EMAIL_USE_TLS", "false")
        worker = start_worker()
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    call, _peer = silent_mail_server.accept()  # the worker is in the middle of the mail
    worker.kill()
    call.close()
    assert InboxItem.objects.unannounced().count() == 1

    start_worker()
    for _time in range(5):
        mail_unannounced_items.delay()  # the sweep of every minute, five times at once
    wait_until(lambda: not InboxItem.objects.unannounced().exists(), "the row is announced after all")
    item = InboxItem.objects.get()
    assert [mail["Message-ID"] for mail in mails(mail_folder)] == [item.message_id]
    assert Disclosure.objects.count() == 1
    told.refresh_from_db()
    assert told.sent_at is not None


def test_what_was_sent_while_no_worker_ran_is_found_by_the_sweep(told, counsellor, mail_folder, start_worker):
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    mail_unannounced_items.app.control.purge()  # the queue lost its only message
    start_worker()
    mail_unannounced_items.delay()
    wait_until(lambda: not InboxItem.objects.unannounced().exists(), "the row is announced")
    assert len(mails(mail_folder)) == 1
