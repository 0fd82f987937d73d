"""A client file comes in with the browser: seen first, then whole, and never a part of it."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Client, Document
from overview.demo.loading import CASES, load_demo
from overview.enums import ExportPurpose
from overview.models import FileExport
from overview.selectors.client_files import as_data, as_text, collect
from overview.services import file_arrivals, file_imports
from overview.services.export_requests import fetch_export, request_export, sweep_exports
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


def test_it_is_seen_first_and_comes_in_after_the_answer(client, beheer, sent):
    response = upload(client, sent)
    assert response.status_code == 302
    assert not Client.objects.filter(number="X-1").exists()
    page = client.get(response.url).content.decode()
    assert "X-1" in page
    assert "Forensische titels" in page
    assert not Client.objects.filter(number="X-1").exists()
    assert len(left()) == 2
    assert not any(b"X-1" in path.read_bytes() for path in left())
    assert all(path.stat().st_mode & 0o077 == 0 for path in left() if path.suffix == ".sealed")
    answer = client.post(f"{response.url}inlezen/", follow=True)
    assert "Dossier X-1 is ingelezen." in answer.content.decode()
    assert Client.objects.get(number="X-1").titles.exists()
    assert left() == []
    looks = AuditEntry.objects.filter(client_number="X-1", action=AuditAction.READ, details={"preview": True})
    assert looks.count() == 2
    assert AuditEntry.objects.filter(client_number="X-1", action=AuditAction.CREATE).count() == 1
    again = client.post(f"{response.url}inlezen/", follow=True)
    assert "er niet meer" in again.content.decode()
    assert "staat hier al" in upload(client, sent).content.decode()
    assert left() == []


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
def test_what_is_wrong_is_said_beside_the_field_and_nothing_stays(client, beheer, sent, bad):
    clients = Client.objects.count()
    response = upload(client, BAD[bad](sent), f"{bad}.zip")
    assert response.status_code == 200
    (sentence,) = response.context["form"].errors["upload"]
    assert sentence.endswith(".")
    assert (Client.objects.count(), left()) == (clients, [])


def test_a_file_that_is_too_large_is_refused(client, beheer, sent, monkeypatch):
    monkeypatch.setattr(file_imports, "MOST_UNPACKED", 10)
    assert "te groot" in upload(client, packed(sent)).content.decode()
    monkeypatch.setattr("overview.forms.file_arrivals.MOST_UPLOADED", 10)
    assert "te groot" in upload(client, sent).content.decode()
    assert left() == []


def test_only_who_uploaded_it_takes_it_further_and_only_an_administrator(client, beheer, sent, team_lead):
    url = upload(client, sent).url
    client.force_login(make_user("ander", Role.ADMINISTRATOR))
    assert "er niet meer" in client.post(f"{url}inlezen/", follow=True).content.decode()
    client.force_login(team_lead)
    assert [client.get(url).status_code, client.post(f"{url}inlezen/").status_code] == [403, 403]
    assert not Client.objects.filter(number="X-1").exists()
    with pytest.raises(Refused):
        file_arrivals.take_client_file(file=io.BytesIO(sent), form_token=uuid4(), acting_user=team_lead)


def test_it_is_thrown_away_on_request_and_after_an_hour(client, beheer, sent, monkeypatch):
    url = upload(client, sent).url
    client.post(f"{url}weggooien/")
    assert left() == []
    url = upload(client, sent).url
    sweep_exports()
    assert len(left()) == 2
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    assert client.get(url).status_code == 302
    assert left() == []


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
    url = upload(client, content, "dossier.zip").url
    assert not Client.objects.exists()
    assert not list((tmp_path / "elsewhere").rglob("*.*"))
    client.post(f"{url}inlezen/")
    here = Client.objects.get(number=number)
    assert Document.objects.filter(client=here).count() == documents
    again = collect(here, make_user("leider2", Role.TEAM_LEAD, team=here.team), private=True, encrypted=False)
    assert as_text(as_data(again)) == before
