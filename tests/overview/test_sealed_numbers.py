"""A number that is kept encrypted leaves the house only when asked for, and comes in under the keys of another one."""

from __future__ import annotations

import io
import json
import zipfile
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.encryption import blind_indexes
from accounts.enums import Role
from accounts.models import AuditEntry
from casework.models import ClientIdentifier
from casework.services.identifiers import set_identifier, show_identifier
from chain.models import Disclosure
from overview.enums import ExportPurpose
from overview.models import FileExport
from overview.selectors.client_files import collect
from overview.selectors.file_pages import paper_sections
from overview.services.export_requests import sweep_exports
from overview.services.file_exports import AUDIT, CONTENTS, DATA, READ_ME
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
BSN, OTHER, LABEL = "111222333", "123456782", "casework.clientidentifier"
WHY = "De gemeente vraagt erom."


@pytest.fixture
def numbered(client_file, counsellor):
    """A file with a BSN that replaced another one."""
    for number in (OTHER, BSN):
        set_identifier(client=client_file, kind="bsn", form_token=uuid4(), number=number, acting_user=counsellor)
    return client_file


def export(client_file, team_lead, folder, **options):
    call_command(
        "export_client",
        client_file.number,
        username=team_lead.username,
        output=folder,
        purpose=ExportPurpose.RIGHTS,
        **options,
    )
    return folder / client_file.number


def test_without_asking_no_number_goes_along(numbered, team_lead, tmp_path):
    folder = export(numbered, team_lead, tmp_path)
    assert LABEL not in json.loads((folder / DATA).read_text())["records"]
    for name in (DATA, AUDIT, CONTENTS):
        text = (folder / name).read_text()
        assert "enc1:" not in text
        assert BSN not in text
    found = collect(numbered, team_lead, private=True, encrypted=False)
    assert BSN not in str(paper_sections(found))
    contents = json.loads((folder / CONTENTS).read_text())
    assert (contents["encrypted_numbers"], contents["withheld"][LABEL]) == (False, 2)
    assert "staan niet in dit dossier" in (folder / READ_ME).read_text()
    assert not AuditEntry.objects.filter(rule="shown_on_demand").exists()
    assert "BSN" not in Disclosure.objects.get().what


def test_a_number_that_was_asked_for_is_readable_and_a_slip_stays_behind(numbered, team_lead, tmp_path):
    text = (export(numbered, team_lead, tmp_path, encrypted=WHY) / DATA).read_text()
    (row,) = json.loads(text)["records"][LABEL]
    assert (row["kind"], row["sealed"], row["blind_index"]) == ("bsn", BSN, "")
    assert OTHER not in text
    assert AuditEntry.objects.get(details__encrypted_numbers=True).client_number == numbered.number
    shown = AuditEntry.objects.get(rule="shown_on_demand")
    assert (shown.reason, shown.actor_name, shown.client_number) == (WHY, str(team_lead), numbered.number)
    found = collect(numbered, team_lead, private=True, encrypted=True)
    paper = str(paper_sections(found))
    assert BSN in paper
    assert "enc1:" not in paper


@pytest.mark.parametrize("number", [BSN, "111222334"])
def test_it_comes_in_under_the_keys_of_the_other_house(numbered, team_lead, tmp_path, settings, number):
    """And what cannot be such a number is damage."""
    text = (export(numbered, team_lead, tmp_path, encrypted=WHY) / DATA).read_text()
    text = text.replace(numbered.number, "X-1").replace(BSN, number)
    for rows in json.loads(text)["records"].values():
        for token in (row["form_token"] for row in rows if row.get("form_token")):
            text = text.replace(token, str(uuid4()))
    ClientIdentifier.objects.all()._raw_delete(using="default")  # as in a house that has none
    (tmp_path / DATA).write_text(text)
    administrator = make_user("beheer", Role.ADMINISTRATOR)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    if number != BSN:
        with pytest.raises(CommandError, match="beschadigd"):
            call_command("import_client_file", tmp_path / DATA, username="beheer")
        assert not ClientIdentifier.objects.exists()
        return
    call_command("import_client_file", tmp_path / DATA, username="beheer")
    row = ClientIdentifier.objects.get(client__number="X-1")
    assert row.blind_index == blind_indexes(BSN, "bsn")[0]
    assert show_identifier(identifier=row, reason="Controle", acting_user=administrator) == BSN


@pytest.mark.parametrize("why", ["", "  ", "x", "Het is 111222333, zie boven.", "a" * 201])
def test_why_they_go_along_is_asked_as_when_one_is_shown(numbered, team_lead, tmp_path, why):
    with pytest.raises(CommandError):
        export(numbered, team_lead, tmp_path, encrypted=why)
    assert not (tmp_path / numbered.number).exists()


def sent(**more) -> dict[str, object]:
    given = {"purpose": "rights", "recipient": "Jeroen", "reason": "Verzoek.", "channel": "paper"}
    return {"form_token": uuid4(), **given, **more}


def test_with_the_browser_they_go_along_when_that_is_ticked_with_a_reason(client, numbered, team_lead):
    client.force_login(team_lead)
    start = reverse("overview:file_exports", args=[numbered.number])
    page = client.post(start, sent(with_numbers="on", numbers_reason=WHY)).url
    sweep_exports()
    assert not AuditEntry.objects.filter(rule="shown_on_demand").exists()
    assert WHY in client.get(page).content.decode()
    went = numbered.identifiers.get(replaced_at=None)
    # what replaces it afterwards was not in the file
    set_identifier(client=numbered, kind="bsn", form_token=uuid4(), number=OTHER, acting_user=team_lead)
    with zipfile.ZipFile(io.BytesIO(client.post(f"{page}bestand/").getvalue())) as archive:
        (row,) = json.loads(archive.read(DATA))["records"][LABEL]
        assert json.loads(archive.read(CONTENTS))["encrypted_numbers"] is True
        assert "staan leesbaar" in archive.read(READ_ME).decode()
    assert row["sealed"] == BSN
    shown = AuditEntry.objects.get(rule="shown_on_demand")
    assert (shown.reason, shown.object_id) == (WHY, str(went.pk))
    assert "met BSN" in Disclosure.objects.get().what
    client.post(f"{page}bestand/").getvalue()
    assert AuditEntry.objects.filter(rule="shown_on_demand").count() == 1


@pytest.mark.parametrize("typed", [{"with_numbers": "on"}, {"numbers_reason": WHY}])
def test_a_tick_without_a_reason_and_a_reason_without_a_tick_are_asked_about(client, numbered, team_lead, typed):
    client.force_login(team_lead)
    answer = client.post(reverse("overview:file_exports", args=[numbered.number]), sent(**typed))
    assert "numbers_reason" in answer.context["form"].errors
    assert not FileExport.objects.exists()


def test_where_there_are_none_nothing_is_asked(client, client_file, team_lead):
    client.force_login(team_lead)
    start = reverse("overview:file_exports", args=[client_file.number])
    assert "numbers_reason" not in client.get(start).content.decode()
    assert client.post(start, sent()).status_code == 302
