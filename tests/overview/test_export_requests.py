"""A whole file with the browser: asked for with a reason, made by a task, fetched once by who asked, and gone."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.encryption import DecryptionError, open_file, seal_file
from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Client
from chain.models import Disclosure
from overview import tasks
from overview.enums import ExportPurpose, ExportState
from overview.models import FileExport
from overview.models.file_exports import AGAIN, KEPT
from overview.services import export_requests
from overview.services.export_requests import (
    MOST_ATTEMPTS,
    STUCK,
    drop_export,
    fetch_export,
    make_export,
    request_export,
    sweep_exports,
)
from overview.services.file_exports import CONTENTS, DATA, PAPER
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def ask(client: Client, user, **more) -> FileExport:
    given = {
        "purpose": ExportPurpose.RIGHTS,
        "recipient": "Jeroen Dekker",
        "reason": "Zijn verzoek van 3 maart.",
        "channel": "paper",
        "form_token": uuid4(),
        **more,
    }
    return request_export(client=client, acting_user=user, **given)


@pytest.fixture
def made(client_file, team_lead) -> FileExport:
    asked = ask(client_file, team_lead)
    make_export(asked.pk)
    return FileExport.objects.get(pk=asked.pk)


def on_disk(settings) -> list[Path]:
    root = Path(settings.EXPORT_ROOT)
    return sorted(root.iterdir()) if root.exists() else []


def later(monkeypatch, by: dt.timedelta) -> None:
    then = timezone.now() + by
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_the_whole_way_through_the_browser(client, client_file, title, team_lead, settings):
    """Asked for, waited for, fetched; what comes out can be brought in elsewhere."""
    client.force_login(team_lead)
    start = reverse("overview:file_exports", args=[client_file.number])
    assert start in client.get(client_file.get_absolute_url()).content.decode()
    assert "nog niet geëxporteerd" in client.get(start).content.decode()
    sent = {"form_token": uuid4(), "purpose": "rights", "recipient": "Jeroen", "reason": "Verzoek.", "channel": "paper"}
    page = client.post(start, sent).url
    assert client.post(start, sent).url == page
    assert 'hx-trigger="every 2s"' in client.get(page).content.decode()
    sweep_exports()
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "Dossier downloaden" in part
    assert not Disclosure.objects.exists()
    (file,) = on_disk(settings)
    assert not zipfile.is_zipfile(file)
    assert file.stat().st_mode & 0o077 == 0

    answer = client.post(f"{page}bestand/")
    assert answer["Content-Disposition"] == f'attachment; filename="dossier-{client_file.number}.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    content = answer.getvalue()
    assert int(answer["Content-Length"]) == len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {DATA, PAPER, CONTENTS} <= set(archive.namelist())
        assert archive.read(PAPER).startswith(b"%PDF")
    given = Disclosure.objects.get()
    assert (given.recipient_name, given.by, given.channel) == ("Jeroen", team_lead, "paper")
    assert AuditEntry.objects.filter(action=AuditAction.EXPORT, client_number=client_file.number).count() == 1
    assert "Nog eens downloaden" in client.get(page).content.decode()
    assert "gedownload" in client.get(start).content.decode()


def test_what_was_fetched_comes_in_elsewhere(client_file, title, made, team_lead, tmp_path):
    _row, pieces = fetch_export(export=made, acting_user=team_lead)
    (tmp_path / "a.zip").write_bytes(b"".join(pieces))
    make_user("beheer", Role.ADMINISTRATOR)
    with pytest.raises(Exception, match="staat hier al"):
        call_command("import_client_file", tmp_path / "a.zip", username="beheer")


def test_it_is_fetched_once_and_again_only_for_a_moment(made, team_lead, monkeypatch, settings):
    fetch_export(export=made, acting_user=team_lead)
    fetch_export(export=made, acting_user=team_lead)
    assert Disclosure.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.EXPORT).count() == 2
    later(monkeypatch, AGAIN + dt.timedelta(seconds=1))
    with pytest.raises(Refused, match="niet meer"):
        fetch_export(export=made, acting_user=team_lead)
    assert sweep_exports() == 1
    assert on_disk(settings) == []
    made.refresh_from_db()
    assert made.state == ExportState.FETCHED


def test_what_nobody_fetched_is_gone_after_a_day_and_was_given_to_nobody(
    client, made, team_lead, monkeypatch, settings
):
    client.force_login(team_lead)
    later(monkeypatch, KEPT + dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        fetch_export(export=made, acting_user=team_lead)
    sweep_exports()
    assert on_disk(settings) == []
    assert not Disclosure.objects.exists()
    made.refresh_from_db()
    assert made.state == ExportState.EXPIRED
    monkeypatch.undo()


def test_the_page_of_one_that_is_over_says_so(client, made, team_lead):
    client.force_login(team_lead)
    drop_export(export=made, acting_user=team_lead)
    assert "aan niemand gegeven" in client.get(made.get_absolute_url()).content.decode()
    answer = client.post(f"{made.get_absolute_url()}bestand/", follow=True)
    assert "Vraag het opnieuw" in answer.content.decode()
    answer = client.post(f"{made.get_absolute_url()}weggooien/", follow=True)
    assert "Vraag het opnieuw" in answer.content.decode()


def test_throwing_away_takes_the_file(
    client, client_file, made, team_lead, settings, django_capture_on_commit_callbacks
):
    client.force_login(team_lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{made.get_absolute_url()}weggooien/")
    assert on_disk(settings) == []
    assert AuditEntry.objects.filter(action=AuditAction.DELETE, client_number=client_file.number).exists()


def test_only_who_asked_fetches(client, team, made):
    other = make_user("lia", Role.TEAM_LEAD, team=team)
    client.force_login(other)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.post(f"{made.get_absolute_url()}bestand/").status_code == 404
    with pytest.raises(Refused):
        fetch_export(export=made, acting_user=other)
    assert not Disclosure.objects.exists()


def test_a_token_of_somebody_else_gives_nothing(client_file, team, team_lead):
    token = uuid4()
    ask(client_file, team_lead, form_token=token)
    with pytest.raises(Refused, match="al gebruikt"):
        ask(client_file, make_user("lia", Role.TEAM_LEAD, team=team), form_token=token)


def test_a_counsellor_sees_no_button_and_gets_nothing(client, client_file, counsellor):
    client.force_login(counsellor)
    start = reverse("overview:file_exports", args=[client_file.number])
    assert start not in client.get(client_file.get_absolute_url()).content.decode()
    assert client.get(start).status_code == 403
    with pytest.raises(Refused, match="teamleider"):
        ask(client_file, counsellor)
    assert not FileExport.objects.exists()


def test_what_is_missing_is_asked_for_with_what_was_typed(client, client_file, team_lead):
    client.force_login(team_lead)
    start = reverse("overview:file_exports", args=[client_file.number])
    page = client.post(start, {"form_token": uuid4(), "recipient": "Jeroen", "reason": " "}).content.decode()
    assert 'value="Jeroen"' in page
    assert 'aria-invalid="true"' in page
    assert not FileExport.objects.exists()
    client.post(start, {"form_token": uuid4(), "purpose": "x", "recipient": "a", "reason": "b", "channel": "portal"})
    assert not FileExport.objects.exists()


def test_who_lost_the_file_in_the_meantime_gets_nothing(client_file, team_lead, settings):
    asked = ask(client_file, team_lead)
    team_lead.memberships.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    done = make_export(asked.pk)
    assert done is not None
    assert done.state == ExportState.FAILED
    assert "geen toegang meer" in done.refusal
    assert on_disk(settings) == []


def test_a_refusal_while_it_is_made_stands_in_the_row(client, client_file, team_lead, monkeypatch):
    def refuse(**_options):
        raise Refused("Een bijlage is niet heel.")

    asked = ask(client_file, team_lead)
    monkeypatch.setattr(export_requests, "laid_out", refuse)
    make_export(asked.pk)
    client.force_login(team_lead)
    assert "Een bijlage is niet heel." in client.get(asked.get_absolute_url()).content.decode()


def test_a_fault_is_tried_three_times(client_file, team_lead, monkeypatch):
    def fail(**_options):
        raise RuntimeError

    asked = ask(client_file, team_lead)
    monkeypatch.setattr(export_requests, "laid_out", fail)
    for _time in range(MOST_ATTEMPTS):
        assert make_export(asked.pk) is None
        assert make_export(asked.pk) is None  # somebody is at it
        FileExport.objects.update(started_at=timezone.now() - STUCK - dt.timedelta(seconds=1))
    done = make_export(asked.pk)
    assert done is not None
    assert "niet gelukt" in done.refusal


def test_a_queue_that_is_down_loses_nothing(
    client_file, team_lead, monkeypatch, django_capture_on_commit_callbacks, settings
):
    def down(*_args, **_options):
        raise OperationalError

    monkeypatch.setattr(tasks.make_file_export, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(client_file, team_lead)
    tasks.sweep_file_exports()
    asked.refresh_from_db()
    assert asked.state == ExportState.READY
    tasks.make_file_export(asked.pk)
    assert len(on_disk(settings)) == 1


def test_what_was_thrown_away_while_it_was_made_leaves_nothing(client_file, team_lead, monkeypatch, settings):
    asked = ask(client_file, team_lead)
    make = export_requests._make

    def slow(row):
        make(row)
        drop_export(export=asked, acting_user=team_lead)

    monkeypatch.setattr(export_requests, "_make", slow)
    make_export(asked.pk)
    asked.refresh_from_db()
    assert asked.ready_at is None
    assert on_disk(settings) == []


def test_the_sweep_removes_what_a_killed_worker_left_and_nothing_fresh(made, settings):
    root = Path(settings.EXPORT_ROOT)
    old = time.time() - STUCK.total_seconds() - 5
    (root / ".export-dead").mkdir()
    (root / ".export-dead" / "dossier.json").write_text("{}")
    (root / ".export-busy").mkdir()
    (root / "stray-1.sealed").write_text("x")
    (root / "fresh-1.sealed").write_text("x")
    for name in (".export-dead", "stray-1.sealed", made.file_name):
        os.utime(root / name, (old, old))
    assert sweep_exports() == 2
    assert [path.name for path in on_disk(settings)] == sorted([".export-busy", "fresh-1.sealed", made.file_name])


def test_a_file_that_is_gone_from_disk_is_said(made, team_lead, settings):
    on_disk(settings)[0].unlink()
    with pytest.raises(Refused, match="niet meer"):
        fetch_export(export=made, acting_user=team_lead)
    assert not Disclosure.objects.exists()


def test_the_page_costs_the_same_with_more(client, client_file, team_lead, django_assert_num_queries):
    client.force_login(team_lead)
    start = reverse("overview:file_exports", args=[client_file.number])
    ask(client_file, team_lead)
    client.get(start)
    with CaptureQueriesContext(connection) as one:
        client.get(start)
    ask(client_file, team_lead)
    ask(client_file, team_lead)
    with django_assert_num_queries(len(one)):
        client.get(start)
    assert len(one) <= 15


@pytest.mark.parametrize("size", [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 7])
def test_a_sealed_file_opens_as_it_was(size):
    plain, sealed = os.urandom(size), io.BytesIO()
    seal_file(io.BytesIO(plain), sealed)
    assert b"".join(open_file(io.BytesIO(sealed.getvalue()))) == plain
    if size > 64:
        assert plain[:64] not in sealed.getvalue()


def test_a_sealed_file_that_was_changed_does_not_open():
    sealed, other = io.BytesIO(), io.BytesIO()
    seal_file(io.BytesIO(b"a" * (2 * 1024 * 1024)), sealed)
    seal_file(io.BytesIO(b"b" * (2 * 1024 * 1024)), other)
    whole = sealed.getvalue()
    length = int.from_bytes(whole[:4]) + 4
    first, second = whole[:length], whole[length:]
    broken = [first, second, second + first, first + first, first + other.getvalue()[length:], b"", whole[:-9]]
    for content in broken:
        with pytest.raises(DecryptionError):
            list(open_file(io.BytesIO(content)))
