"""A client file comes in with the browser: seen first, then whole, and never a part of it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from casework.models import Client, Document
from overview import tasks
from overview.demo.loading import CASES, load_demo
from overview.enums import ArrivalState, ExportPurpose
from overview.models import FileArrival, FileExport
from overview.selectors.client_files import as_data, as_text, collect
from overview.services import file_arrivals, file_imports
from overview.services.export_requests import fetch_export, request_export, sweep_exports
from overview.services.file_arrivals import (
    KEPT,
    MOST_ATTEMPTS,
    STUCK,
    bring_in_client_file,
    sweep_arrivals,
    take_client_file,
    work_on_arrival,
)
from overview.services.file_exports import DATA
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheer(client):
    user = make_user("beheer", Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def sent(client_file, title, team_lead, tmp_path):
    """A small file as another house would send it: another number, other tokens."""
    call_command(
        "export_client", client_file.number, username=team_lead.username, output=tmp_path, purpose=ExportPurpose.RIGHTS
    )
    text = (tmp_path / client_file.number / DATA).read_text().replace(client_file.number, "X-1")
    for rows in json.loads(text)["records"].values():
        for token in (row["form_token"] for row in rows if row.get("form_token")):
            text = text.replace(token, str(uuid4()))
    return text.encode()


def upload(client, content: bytes, name: str = "dossier.json"):
    data = {"upload": SimpleUploadedFile(name, content), "form_token": str(uuid4())}
    return client.post(reverse("overview:file_arrivals"), data)


def left() -> list[Path]:
    root = Path(settings.EXPORT_ROOT)
    return list(root.iterdir()) if root.exists() else []


def packed(content: bytes, name: str = DATA) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def looked_at(client, content: bytes, name: str = "dossier.json") -> FileArrival:
    """Upload a file and have it looked through, as the task does."""
    page = upload(client, content, name).url
    sweep_arrivals()
    arrival = FileArrival.objects.latest("pk")
    assert arrival.get_absolute_url() == page
    return arrival


def test_it_is_seen_first_and_comes_in_after_the_answer(client, beheer, sent):
    page = upload(client, sent).url
    assert 'hx-trigger="every 2s"' in client.get(page).content.decode()
    sweep_arrivals()
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "X-1" in part
    assert "Forensische titels" in part
    assert not Client.objects.filter(number="X-1").exists()
    (file,) = left()
    assert b'"X-1"' not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert '"X-1"' not in FileArrival.objects.get().told
    assert client.post(f"{page}inlezen/").url == page
    assert "wordt ingelezen" in client.get(page).content.decode()
    assert "nu verwerkt" in client.post(f"{page}weggooien/", follow=True).content.decode()
    sweep_arrivals()
    assert "Dossier X-1 is ingelezen" in client.get(page).content.decode()
    assert Client.objects.get(number="X-1").titles.exists()
    assert left() == []
    looks = AuditEntry.objects.filter(client_number="X-1", action=AuditAction.READ, details={"preview": True})
    assert looks.count() == 2
    assert AuditEntry.objects.filter(client_number="X-1", action=AuditAction.CREATE).count() == 1
    again = client.post(f"{page}inlezen/", follow=True)
    assert "er niet meer" in again.content.decode()
    assert "staat hier al" in looked_at(client, sent).refusal
    assert left() == []
    assert "dossier.json" in client.get(reverse("overview:file_arrivals")).content.decode()


def test_a_second_click_uploads_once_and_a_token_of_somebody_else_gives_nothing(client, beheer, sent):
    token = uuid4()
    for _time in range(2):
        client.post(
            reverse("overview:file_arrivals"), {"upload": SimpleUploadedFile("a.json", sent), "form_token": str(token)}
        )
    assert FileArrival.objects.count() == len(left()) == 1
    with pytest.raises(Refused, match="al gebruikt"):
        take_client_file(
            file=io.BytesIO(sent), name="a", form_token=token, acting_user=make_user("ander", Role.ADMINISTRATOR)
        )
    assert len(left()) == 1


BAD = {
    "empty": lambda _sent: b"",
    "no json": lambda _sent: b"{",
    "no text": lambda _sent: bytes(range(256)),
    "another json": lambda _sent: b"[]",
    "newer": lambda sent: sent.replace(b'"version": 1', b'"version": 2'),
    "cut off json": lambda sent: sent[: len(sent) // 2],
    "cut off zip": lambda sent: packed(sent)[:-30],
    "broken zip": lambda sent: packed(sent)[:60] + b"\xff" * 80 + packed(sent)[140:],
    "no client file in it": lambda sent: packed(sent, "anders.json"),
    "not what it was": lambda sent: sent.replace(b"casework.client#1", b"casework.client#9", 1),
    "bomb": lambda _sent: packed(b"0" * (101 * 1024 * 1024)),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_wrong_is_said_and_nothing_stays(client, beheer, sent, bad):
    clients = Client.objects.count()
    response = upload(client, BAD[bad](sent), f"{bad}.zip")
    if response.status_code == 302:
        sweep_arrivals()
        page = client.get(response.url)
        sentence = page.context["arrival"].refusal
        assert sentence in page.content.decode()
    else:
        (sentence,) = response.context["form"].errors["upload"]
        assert not FileArrival.objects.exists()
    assert sentence.endswith(".")
    assert (Client.objects.count(), left()) == (clients, [])


def test_a_file_that_is_too_large_is_refused(client, beheer, sent, monkeypatch):
    monkeypatch.setattr(file_imports, "MOST_UNPACKED", 10)
    assert "te groot" in upload(client, packed(sent)).content.decode()
    monkeypatch.setattr("overview.forms.file_arrivals.MOST_UPLOADED", 10)
    assert "te groot" in upload(client, sent).content.decode()
    assert left() == []


def test_only_who_uploaded_it_takes_it_further_and_only_an_administrator(client, beheer, sent, team_lead):
    arrival = looked_at(client, sent)
    url = arrival.get_absolute_url()
    other = make_user("ander", Role.ADMINISTRATOR)
    client.force_login(other)
    assert [client.get(url).status_code, client.post(f"{url}inlezen/").status_code] == [404, 404]
    with pytest.raises(Refused, match="er niet meer"):
        bring_in_client_file(arrival=arrival, acting_user=other)
    client.force_login(team_lead)
    assert [client.get(url).status_code, client.post(f"{url}inlezen/").status_code] == [403, 403]
    assert not Client.objects.filter(number="X-1").exists()
    with pytest.raises(Refused):
        take_client_file(file=io.BytesIO(sent), name="a", form_token=uuid4(), acting_user=team_lead)
    beheer.role_assignments.all().delete()
    with pytest.raises(Refused, match="Alleen een beheerder"):
        bring_in_client_file(arrival=arrival, acting_user=User.objects.get(pk=beheer.pk))


def test_it_is_thrown_away_on_request_and_after_an_hour(
    client, beheer, sent, monkeypatch, django_capture_on_commit_callbacks
):
    url = looked_at(client, sent).get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}weggooien/")
    assert left() == []
    assert "weggegooid" in client.get(url).content.decode()
    arrival = looked_at(client, sent)
    sweep_arrivals()
    sweep_exports()
    assert len(left()) == 1
    FileArrival.objects.filter(pk=arrival.pk).update(seen_at=timezone.now() - KEPT - dt.timedelta(seconds=1))
    assert "er niet meer" in client.post(f"{arrival.get_absolute_url()}inlezen/", follow=True).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_arrivals() == 1
    assert left() == []
    arrival.refresh_from_db()
    assert (arrival.state, arrival.told) == (ArrivalState.DROPPED, "")
    assert "langer dan een uur" in client.get(arrival.get_absolute_url()).content.decode()


def test_a_queue_that_is_down_loses_nothing(client, beheer, sent, monkeypatch, django_capture_on_commit_callbacks):
    def down(*_args, **_options):
        raise OperationalError

    monkeypatch.setattr(tasks.work_on_file_arrival, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, sent)
    tasks.sweep_file_arrivals()
    arrival = FileArrival.objects.get()
    assert arrival.state == ArrivalState.SEEN
    tasks.work_on_file_arrival(arrival.pk)
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.SEEN


def test_a_worker_that_is_killed_after_the_look_is_followed_by_another(client, beheer, sent, monkeypatch):
    """Somebody at it is left alone for a while; then it is tried again, three times at most, and nothing stays."""

    def fail(**_options):
        raise RuntimeError

    monkeypatch.setattr(file_arrivals, "rehearse_client_upload", fail)
    upload(client, sent)
    arrival = FileArrival.objects.get()
    for _time in range(MOST_ATTEMPTS):
        assert work_on_arrival(arrival.pk) is None
        assert work_on_arrival(arrival.pk) is None  # somebody is at it
        FileArrival.objects.update(started_at=timezone.now() - STUCK - dt.timedelta(seconds=1))
    done = work_on_arrival(arrival.pk)
    assert done is not None
    assert "niet gelukt" in done.refusal
    assert left() == []


def test_it_comes_in_once_also_when_two_workers_are_at_it(client, beheer, sent, monkeypatch):
    """The row says that it is done in the transaction that brings it in: who comes too late takes all back."""
    arrival = looked_at(client, sent)
    bring_in_client_file(arrival=arrival, acting_user=beheer)
    bring_in = file_imports.import_client_upload

    def slow(**options):
        FileArrival.objects.filter(pk=arrival.pk).update(attempts=2)  # taken for stuck, and begun anew
        return bring_in(**options)

    monkeypatch.setattr(file_arrivals, "import_client_upload", slow)
    work_on_arrival(arrival.pk)
    assert not Client.objects.filter(number="X-1").exists()


def test_a_file_that_is_gone_from_disk_is_said(client, beheer, sent):
    arrival = looked_at(client, sent)
    bring_in_client_file(arrival=arrival, acting_user=beheer)
    left()[0].unlink()
    sweep_arrivals()
    arrival.refresh_from_db()
    assert "er niet meer" in arrival.refusal
    assert not Client.objects.filter(number="X-1").exists()


def test_the_pages_cost_the_same_with_more(client, beheer, sent, django_assert_max_num_queries):
    start = reverse("overview:file_arrivals")
    page = looked_at(client, sent).get_absolute_url()
    client.get(start)
    with CaptureQueriesContext(connection) as one:
        client.get(start)
    upload(client, sent)
    upload(client, sent)
    with CaptureQueriesContext(connection) as three:
        client.get(start)
    assert len(one) == len(three) <= 15
    with django_assert_max_num_queries(15):
        client.get(page)


def test_a_list_of_clients_points_at_it_for_an_administrator(client, beheer, team_lead):
    link, start = reverse("overview:file_arrivals"), reverse("casework:client_imports")
    assert "Eén heel dossier inlezen" in client.get(start).content.decode()
    client.force_login(team_lead)
    assert link not in client.get(start).content.decode()


def test_what_goes_out_with_the_browser_comes_in_with_it_and_is_the_same(client, settings, tmp_path):
    """Export a worked case, bring the zip in where nothing is, export again: the same bytes."""
    with transaction.atomic():
        load_demo()
        first, last, _kind = next(iter(CASES.values()))
        one = Client.objects.get(first_name=first, last_name=last)
        number, lead = one.number, make_user("leider", Role.TEAM_LEAD, team=one.team)
        asked = request_export(
            client=one, purpose=ExportPurpose.RIGHTS, recipient="de cliënt", reason="Zijn verzoek.", channel="mail",
            form_token=uuid4(), acting_user=lead,
        )  # fmt: skip
        sweep_exports()
        _row, pieces = fetch_export(export=FileExport.objects.get(pk=asked.pk), acting_user=lead)
        content = b"".join(pieces)
        documents = Document.objects.filter(client=one).count()
        transaction.set_rollback(True)
    assert not Client.objects.exists()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before = archive.read(DATA).decode()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    client.force_login(make_user("beheer", Role.ADMINISTRATOR))
    url = looked_at(client, content, "dossier.zip").get_absolute_url()
    assert not Client.objects.exists()
    assert not list((tmp_path / "elsewhere").rglob("*.*"))
    client.post(f"{url}inlezen/")
    sweep_arrivals()
    here = Client.objects.get(number=number)
    assert Document.objects.filter(client=here).count() == documents
    again = collect(here, make_user("leider2", Role.TEAM_LEAD, team=here.team), private=True, encrypted=False)
    assert as_text(as_data(again)) == before
