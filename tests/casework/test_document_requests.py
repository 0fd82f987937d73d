"""Long papers: asked for, laid out by a task, fetched; once, whatever is killed in between."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework import tasks
from casework.models import Document, DocumentRequest
from casework.registry import DocumentKind, registry
from casework.services import documents
from casework.services.document_requests import (
    MOST_ATTEMPTS,
    STUCK,
    finish_request,
    finish_waiting_requests,
    request_document,
)
from casework.services.rendering import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A long paper, and one that is short so far, laid out without the press."""
    long = DocumentKind("lang", "lang", "Lang stuk", "x.html", lambda _client, _user: {}, prefix="LG", long=True)
    short = DocumentKind("kort", "kort", "Kort stuk", "x.html", lambda _client, _user: {}, prefix="KT")
    monkeypatch.setattr(registry, "document_kinds", {"lang": long, "kort": short})
    monkeypatch.setattr(documents, "render_template", lambda _template, _context: Paper(b"%PDF-1.7 %%EOF", 8))
    return long


def ask(client_file, user, **fields) -> DocumentRequest:
    values: dict[str, Any] = {"kind_key": "lang", "form_token": uuid4(), "recipient": "Tom Hendriks"} | fields
    return request_document(client=client_file, acting_user=user, **values)


def test_a_long_paper_is_asked_for_and_fetched_when_it_is_there(client, counsellor, client_file):
    client.force_login(counsellor)
    issue = reverse("casework:document_issue", args=[client_file.number, "lang"])
    answer = client.post(issue, {"form_token": uuid4(), "recipient": "Tom Hendriks"})
    asked = DocumentRequest.objects.get()
    assert answer.url == asked.get_absolute_url()
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Het document staat in de rij" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Wordt gemaakt" in client.get(reverse("casework:documents", args=[client_file.number])).content.decode()
    assert not Document.objects.exists()
    finish_waiting_requests()
    document = Document.objects.get()
    page = client.get(asked.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page
    assert "hx-trigger" not in page
    assert (document.recipient, document.issued_by) == ("Tom Hendriks", counsellor)


def test_a_poll_answers_the_fragment_alone_and_leaves_no_row(client, counsellor, client_file):
    asked = ask(client_file, counsellor)
    client.force_login(counsellor)
    before = AuditEntry.objects.count()
    page = client.get(asked.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="paper-progress"')
    assert client_file.first_name not in page
    assert AuditEntry.objects.count() == before


def test_a_short_kind_goes_by_the_task_once_its_paper_grew_long(client, counsellor, client_file):
    client.force_login(counsellor)
    issue = reverse("casework:document_issue", args=[client_file.number, "kort"])
    client.post(issue, {"form_token": uuid4(), "recipient": ""})
    assert (Document.objects.count(), DocumentRequest.objects.count()) == (1, 0)
    client.post(issue, {"form_token": uuid4(), "recipient": ""})
    assert (Document.objects.count(), DocumentRequest.objects.count()) == (1, 1)


def test_a_second_click_and_a_second_task_give_one_document(client_file, counsellor):
    token = uuid4()
    first, second = (ask(client_file, counsellor, form_token=token) for _click in range(2))
    assert first == second
    assert finish_request(first.pk) is not None
    assert finish_request(first.pk) is None
    assert finish_waiting_requests() == 0
    assert Document.objects.count() == 1


def test_a_task_that_was_killed_is_taken_over_and_no_sooner(client_file, counsellor):
    asked = ask(client_file, counsellor)
    DocumentRequest.objects.update(started_at=timezone.now() - STUCK + dt.timedelta(seconds=30), attempts=1)
    assert finish_waiting_requests() == 0
    DocumentRequest.objects.update(started_at=timezone.now() - STUCK - dt.timedelta(seconds=1))
    assert finish_waiting_requests() == 1
    asked.refresh_from_db()
    assert (asked.attempts, asked.state) == (2, "done")


def test_killed_between_document_and_row_gives_no_second_document(client_file, counsellor):
    asked = ask(client_file, counsellor)
    finish_request(asked.pk)
    DocumentRequest.objects.update(document=None, started_at=timezone.now() - STUCK - dt.timedelta(seconds=1))
    finish_waiting_requests()
    asked.refresh_from_db()
    assert asked.document == Document.objects.get()


def test_a_refusal_stands_on_the_page_and_a_fault_is_tried_three_times(client, client_file, counsellor, monkeypatch):
    def refuse(*_args):
        raise Refused("Er staat te veel in.")

    monkeypatch.setattr(documents, "render_template", refuse)
    asked = ask(client_file, counsellor)
    finish_waiting_requests()
    client.force_login(counsellor)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Er staat te veel in." in page
    assert "Opnieuw proberen" in page

    def fall(*_args):
        msg = "boom"
        raise ValueError(msg)

    monkeypatch.setattr(documents, "render_template", fall)
    other = ask(client_file, counsellor)
    for _attempt in range(MOST_ATTEMPTS):
        DocumentRequest.objects.filter(pk=other.pk).update(started_at=None)
        finish_waiting_requests()
    other.refresh_from_db()
    assert (other.state, other.attempts) == ("failed", MOST_ATTEMPTS)


def test_asking_holds_when_the_queue_is_down(client_file, counsellor, monkeypatch, django_capture_on_commit_callbacks):
    def down(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr(tasks.finish_document, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client_file, counsellor)
    tasks.finish_documents()
    assert Document.objects.count() == 1


def test_asking_is_refused_for_what_is_not_a_paper(client_file, counsellor):
    with pytest.raises(Refused, match="bestaat niet"):
        ask(client_file, counsellor, kind_key="niets")
    with pytest.raises(Refused, match="korter"):
        ask(client_file, counsellor, recipient="x" * 161)


def test_a_stranger_and_a_reader_see_nothing_of_it(client, client_file, counsellor, outsider, expert):
    asked = ask(client_file, counsellor)
    for user, status in ((outsider, 404), (expert, 403)):
        client.force_login(user)
        assert client.get(asked.get_absolute_url()).status_code == status
    client.force_login(counsellor)
    assert client.get(asked.get_absolute_url() + "9/").status_code == 404
