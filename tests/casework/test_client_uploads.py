"""Bringing in a list with the browser: uploaded, columns chosen, checked, and then whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework import tasks
from casework.enums.imports import UploadState
from casework.models import Client, ClientUpload
from casework.services import client_uploads
from casework.services.client_uploads import (
    KEPT,
    MOST_ATTEMPTS,
    STUCK,
    bring_in,
    choose_columns,
    drop_upload,
    suggested_columns,
    sweep_uploads,
    take_upload,
    work_on,
)
from casework.services.tables import excel_file
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

HEAD = "Dossiernr.;Roepnaam thuis;achternaam;geboortedatum;team;kleur"
COLUMNS = {0: "clientnummer", 1: "voornaam", 2: "achternaam", 3: "geboortedatum", 4: "team"}
RIGHT = f"{HEAD}\nR-1;Jan;Jansen;17-05-1990;Team Noord;rood\nR-2;Ria;Smit;18-05-1991;Team Noord;blauw\n"
WRONG = f"{HEAD}\nR-1;Jan;=1+1;17-05-90;Team Noord;rood\nR-2;Ria;Smit;18-05-1991;Team Nergens;blauw\n"


def upload_of(user, text: str = RIGHT, name: str = "clienten.csv") -> ClientUpload:
    return take_upload(name=name, content=text.encode(), form_token=uuid4(), acting_user=user)


def checked(user, text: str = RIGHT) -> ClientUpload:
    upload = choose_columns(upload=upload_of(user, text), columns=COLUMNS, acting_user=user)
    work_on(upload.pk)
    upload.refresh_from_db()
    return upload


def test_a_list_with_mistakes_is_mended_and_brought_in(client, team, team_lead):
    """The whole way through the browser: mistakes, the report, the mended file with the columns remembered, brought in."""
    client.force_login(team_lead)
    start = reverse("casework:client_imports")
    assert "U heeft nog geen bestand" in client.get(start).content.decode()

    def send(text: str) -> str:
        file = SimpleUploadedFile("lijst.csv", text.encode("cp1252"))
        return str(client.post(start, {"form_token": uuid4(), "upload": file}).url)

    columns = send(WRONG)
    page = client.get(columns).content.decode()
    assert "Dossiernr." in page
    answer = client.post(columns, {f"column_{place}": key for place, key in COLUMNS.items()})
    progress = answer.url
    page = client.get(progress).content.decode()
    assert "Elke regel wordt nagekeken" in page
    assert 'hx-trigger="every 2s"' in page
    sweep_uploads()
    page = client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "hx-trigger" not in page
    assert "2 van 2 regels kloppen niet" in page
    assert "Dit is geen datum" in page
    assert "Niet gebruikt: kleur" in page
    assert "regels inlezen" not in page
    book = load_workbook(io.BytesIO(client.get(f"{progress}overzicht.xlsx").content))
    rows = list(book.active.values)
    assert (2, "geboortedatum", "geboortedatum") in [row[:3] for row in rows]
    assert "Dit team bestaat niet" in client.get(f"{progress}overzicht.csv").content.decode()
    assert not Client.objects.filter(number__startswith="R-").exists()

    mended = ClientUpload.objects.get(pk=send(RIGHT).rstrip("/").split("/")[-2])
    assert suggested_columns(mended)[1] == "voornaam"  # chosen for the list with mistakes
    choose_columns(upload=mended, columns=COLUMNS, acting_user=team_lead)
    sweep_uploads()
    page = client.get(mended.get_absolute_url()).content.decode()
    assert "2 nieuw, 0 bijgewerkt, 0 ongewijzigd" in page
    assert not Client.objects.filter(number__startswith="R-").exists()
    client.post(f"{mended.get_absolute_url()}inlezen/")
    sweep_uploads()
    assert "De lijst is ingelezen" in client.get(mended.get_absolute_url()).content.decode()
    assert Client.objects.get(number="R-2").first_name == "Ria"
    mended.refresh_from_db()
    assert (mended.sealed, mended.state) == ("", UploadState.DONE)


def test_the_same_list_again_doubles_nobody_and_its_columns_are_remembered(team, team_lead):
    work_on(bring_in(upload=checked(team_lead), acting_user=team_lead).pk)
    again = upload_of(team_lead, RIGHT.replace("Ria", "Rita"))
    assert {place: key for place, key in suggested_columns(again).items() if key} == COLUMNS
    colleague = make_user("mira", Role.TEAM_LEAD, team=team)
    assert suggested_columns(upload_of(colleague))[1] == "voornaam"
    choose_columns(upload=again, columns=COLUMNS, acting_user=team_lead)
    work_on(again.pk)
    again.refresh_from_db()
    assert (again.told["created"], again.told["updated"], again.told["same"]) == (0, 1, 1)
    work_on(bring_in(upload=again, acting_user=team_lead).pk)
    assert sorted(Client.objects.filter(number__startswith="R-").values_list("first_name", flat=True)) == [
        "Jan",
        "Rita",
    ]


def test_without_an_earlier_list_the_headings_say_it(team, team_lead):
    assert suggested_columns(upload_of(team_lead)) == {2: "achternaam", 3: "geboortedatum", 4: "team"}


def test_the_file_is_kept_encrypted_and_not_longer_than_needed(team, team_lead):
    upload = upload_of(team_lead)
    assert "Jansen" not in upload.sealed
    drop_upload(upload=upload, acting_user=team_lead)
    upload.refresh_from_db()
    assert (upload.sealed, upload.head, upload.state) == ("", [], UploadState.DROPPED)
    old, busy = checked(team_lead), upload_of(team_lead)
    ClientUpload.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - KEPT - dt.timedelta(minutes=1))
    assert sweep_uploads() == 1
    old.refresh_from_db()
    busy.refresh_from_db()
    assert (old.sealed, old.state) == ("", UploadState.DROPPED)
    assert busy.sealed


def test_no_audit_row_holds_a_value_of_the_file(team, team_lead):
    work_on(bring_in(upload=checked(team_lead), acting_user=team_lead).pk)
    rows = [str(row) for row in AuditEntry.objects.values()]
    assert not [row for row in rows if "Jansen" in row]


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.INTAKE_OFFICER])
def test_who_brings_in_no_clients_is_refused(team, role):
    user = make_user("ina", role, team=team)
    with pytest.raises(Refused, match="teamleider of een beheerder"):
        upload_of(user)
    assert AuditEntry.objects.filter(outcome="refused", rule="import_clients").exists()


def test_a_role_that_ended_in_between_brings_in_nothing(team, team_lead):
    upload = bring_in(upload=checked(team_lead), acting_user=team_lead)
    team_lead.role_assignments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    work_on(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.sealed) == (UploadState.FAILED, "")
    assert not Client.objects.filter(number="R-1").exists()


def test_columns_that_make_no_list_are_refused(team, team_lead):
    upload = upload_of(team_lead)
    for columns, words in (
        ({1: "voornaam"}, "ontbreekt de kolom clientnummer"),
        ({0: "clientnummer", 1: "clientnummer"}, "twee keer"),
        ({0: "schoenmaat"}, "Kies een kolom"),
    ):
        with pytest.raises(Refused, match=words):
            choose_columns(upload=upload, columns=columns, acting_user=team_lead)
    double = upload_of(team_lead, "nr;nr\nR-1;x\n")
    with pytest.raises(Refused, match="heten hetzelfde"):
        choose_columns(upload=double, columns={0: "clientnummer"}, acting_user=team_lead)


def test_what_is_busy_wrong_or_over_is_refused(team, team_lead):
    busy = choose_columns(upload=upload_of(team_lead), columns=COLUMNS, acting_user=team_lead)
    with pytest.raises(Refused, match="nu verwerkt"):
        drop_upload(upload=busy, acting_user=team_lead)
    with pytest.raises(Refused, match="Er is niets ingelezen"):
        bring_in(upload=checked(team_lead, WRONG), acting_user=team_lead)
    over = drop_upload(upload=upload_of(team_lead), acting_user=team_lead)
    with pytest.raises(Refused, match="Upload het opnieuw"):
        choose_columns(upload=over, columns=COLUMNS, acting_user=team_lead)


def test_a_killed_worker_is_followed_by_another_three_times(team, team_lead, monkeypatch):
    upload = choose_columns(upload=upload_of(team_lead), columns=COLUMNS, acting_user=team_lead)

    def fall(**_values):
        raise RuntimeError

    monkeypatch.setattr(client_uploads, "import_clients", fall)
    for _time in range(MOST_ATTEMPTS):
        assert work_on(upload.pk) is None
        assert work_on(upload.pk) is None  # somebody is at it
        ClientUpload.objects.filter(pk=upload.pk).update(started_at=timezone.now() - STUCK - dt.timedelta(seconds=1))
    tasks.sweep_uploads()
    upload.refresh_from_db()
    assert (upload.state, upload.sealed) == (UploadState.FAILED, "")


def test_a_list_is_handed_to_a_task_and_a_queue_that_is_down_loses_nothing(
    team, team_lead, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def apply(args, **_options):
        asked.append(args)
        raise OperationalError

    monkeypatch.setattr(tasks.work_on_upload, "apply_async", apply)
    upload = upload_of(team_lead)
    with django_capture_on_commit_callbacks(execute=True):
        choose_columns(upload=upload, columns=COLUMNS, acting_user=team_lead)
    assert asked == [(upload.pk,)]
    tasks.work_on_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.is_right


def test_a_second_click_gives_one_and_the_token_of_another_is_refused(team, team_lead):
    token, administrator = uuid4(), make_user("ad", Role.ADMINISTRATOR)
    one = take_upload(name="a.csv", content=RIGHT.encode(), form_token=token, acting_user=team_lead)
    assert take_upload(name="a.csv", content=RIGHT.encode(), form_token=token, acting_user=team_lead) == one
    with pytest.raises(Refused, match="al gebruikt"):
        take_upload(name="a.csv", content=RIGHT.encode(), form_token=token, acting_user=administrator)


def test_pages_say_what_cannot_be_done(client, team, team_lead, monkeypatch):
    client.force_login(team_lead)
    start = reverse("casework:client_imports")
    file = SimpleUploadedFile("leeg.csv", b"")
    assert "Er staan geen regels" in client.post(start, {"form_token": uuid4(), "upload": file}).content.decode()
    monkeypatch.setattr("casework.forms.imports.MOST_BYTES", 3)
    file = SimpleUploadedFile("groot.csv", RIGHT.encode())
    assert "te groot" in client.post(start, {"form_token": uuid4(), "upload": file}).content.decode()
    assert not ClientUpload.objects.exists()
    upload = upload_of(team_lead)
    columns = reverse("casework:client_import_columns", args=[upload.pk])
    assert client.get(upload.get_absolute_url()).url == columns
    assert "ontbreekt de kolom clientnummer" in client.post(columns, {"column_1": "voornaam"}).content.decode()
    act = f"{upload.get_absolute_url()}inlezen/"
    assert "niet nagekeken" in client.post(act, follow=True).content.decode()
    assert client.post(f"{upload.get_absolute_url()}verbranden/").status_code == 404
    assert client.get(f"{upload.get_absolute_url()}overzicht.csv").status_code == 404
    assert client.post(f"{upload.get_absolute_url()}weggooien/").url == start
    assert client.get(columns).url == upload.get_absolute_url()
    assert "weggegooid" in client.get(upload.get_absolute_url()).content.decode()
    assert client.get(reverse("casework:client_import_example", args=["pdf"])).status_code == 404


def test_the_example_can_be_brought_in_as_it_is(client, team, team_lead, counsellor):
    client.force_login(team_lead)
    for ending in ("csv", "xlsx"):
        content = client.get(reverse("casework:client_import_example", args=[ending])).content
        upload = take_upload(name=f"x.{ending}", content=content, form_token=uuid4(), acting_user=team_lead)
        choose_columns(upload=upload, columns=suggested_columns(upload), acting_user=team_lead)
        work_on(upload.pk)
        upload.refresh_from_db()
        assert upload.problems == []


def test_the_list_of_uploads_costs_the_same_with_more(client, team, team_lead, django_assert_num_queries):
    client.force_login(team_lead)
    start = reverse("casework:client_imports")
    upload_of(team_lead)
    client.get(start)
    with CaptureQueriesContext(connection) as one:
        client.get(start)
    upload_of(team_lead)
    upload_of(team_lead)
    with django_assert_num_queries(len(one)):
        client.get(start)


@pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@SUM(A1)", "\t=1", " =1"])
def test_an_excel_file_holds_no_formula(text):
    sheet = load_workbook(io.BytesIO(excel_file([[text, 3, "a\x07b"]]))).worksheets[0]
    assert sheet["A1"].data_type == "s"
    assert str(sheet["A1"].value).startswith("'")
    assert (sheet["B1"].value, sheet["C1"].value) == (3, "ab")
