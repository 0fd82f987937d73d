"""The mail that announces what waits: without content, at least once, and never in the way of the act."""

from __future__ import annotations

import smtplib

import pytest
from celery.app.task import Task
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from kombu.exceptions import OperationalError

from chain.models import InboxItem
from chain.services.inbox import announce_waiting_items, new_message_id
from chain.services.notifications import send_notification
from chain.tasks import mail_unannounced_items


def test_the_mail_says_that_there_is_something_and_not_what(sent, officer, settings):
    settings.BASE_URL = "https://samenspoor.example/"
    assert announce_waiting_items() == 1
    (message,) = mail.outbox
    assert message.to == [officer.email]
    assert message.subject == "Er staat iets voor u klaar in Samenspoor"
    assert "https://samenspoor.example/partner/" in message.body
    everything = str(message.message())
    for secret in ("Jeroen", "Dekker", "S-0001", "cocaïne", "positie", "Noor", "Tom", "Reclassering"):
        assert secret not in message.subject + message.body
        assert secret not in everything


def test_the_mail_goes_out_once_and_carries_the_id_of_its_row(sent):
    item = InboxItem.objects.get()
    mail_unannounced_items()
    mail_unannounced_items()
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [item.message_id]
    assert mail.outbox[0].message()["Message-ID"] == item.message_id
    item.refresh_from_db()
    assert item.announced_at is not None
    assert announce_waiting_items() == 0


def test_message_ids_differ_and_lie_in_our_own_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Samenspoor <post@samenspoor.example>"
    first, second = new_message_id(), new_message_id()
    assert first != second
    assert first.startswith("<samenspoor.")
    assert first.endswith("@samenspoor.example>")


def test_a_mail_server_that_refuses_leaves_the_row_for_the_next_sweep(sent, monkeypatch):
    def refuse(_self, _messages):
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert announce_waiting_items() == 0
    item = InboxItem.objects.get()
    assert item.announced_at is None
    assert announce_waiting_items() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == item.message_id


def test_one_refused_mail_does_not_hold_up_the_others(told, counsellor, officer, monkeypatch, other_officer):
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    InboxItem.objects.create(recipient=other_officer, notification=told, message_id=new_message_id())
    original = EmailBackend.send_messages

    def refuse_tom(self, messages):
        if messages[0].to == [officer.email]:
            raise smtplib.SMTPRecipientsRefused({})
        return original(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_tom)
    assert announce_waiting_items() == 1
    assert [message.to for message in mail.outbox] == [[other_officer.email]]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_an_account_that_cannot_be_mailed_waits(sent, officer, change):
    type(officer).objects.filter(pk=officer.pk).update(**change)
    assert announce_waiting_items() == 0
    assert InboxItem.objects.unannounced().count() == 1


@pytest.mark.parametrize("error", [OperationalError("no broker"), ConnectionRefusedError()])
def test_sending_does_not_fail_when_the_queue_is_down(
    told, counsellor, monkeypatch, django_capture_on_commit_callbacks, caplog, error
):
    def down(_self, *_args, **_kwargs):
        raise error

    monkeypatch.setattr(Task, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert len(callbacks) == 1
    assert "The queue cannot be reached" in caplog.text
    assert InboxItem.objects.unannounced().count() == 1
    mail_unannounced_items()  # what the clock does every minute
    assert len(mail.outbox) == 1


def test_sending_asks_for_the_mail_at_once(told, counsellor, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr(Task, "apply_async", lambda self, *_args, **_kwargs: asked.append(self.name))
    with django_capture_on_commit_callbacks(execute=True):
        send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert asked == ["chain.tasks.mail_unannounced_items"]


def test_the_clock_sweeps_every_minute(settings):
    (entry,) = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"] == mail_unannounced_items.name]
    assert entry["schedule"].total_seconds() == 60


def test_the_mail_is_in_dutch_also_for_a_worker_that_speaks_english(sent, settings):
    from django.utils import translation

    with translation.override("en"):
        announce_waiting_items()
    assert mail.outbox[0].subject == "Er staat iets voor u klaar in Samenspoor"
