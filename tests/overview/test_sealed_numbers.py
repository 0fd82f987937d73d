"""A number that is kept encrypted leaves the house only when asked for, and comes in under the keys of another one."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from accounts.encryption import blind_indexes
from accounts.enums import Role
from accounts.models import AuditEntry
from casework.models import ClientIdentifier
from casework.services.identifiers import set_identifier, show_identifier
from overview.enums import ExportPurpose
from overview.selectors.client_files import collect
from overview.selectors.file_pages import paper_sections
from overview.services.file_exports import AUDIT, CONTENTS, DATA
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
BSN, OTHER, LABEL = "111222333", "123456782", "casework.clientidentifier"


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


def test_a_number_that_was_asked_for_is_readable_and_a_slip_stays_behind(numbered, team_lead, tmp_path):
    text = (export(numbered, team_lead, tmp_path, encrypted=True) / DATA).read_text()
    (row,) = json.loads(text)["records"][LABEL]
    assert (row["kind"], row["sealed"], row["blind_index"]) == ("bsn", BSN, "")
    assert OTHER not in text
    assert AuditEntry.objects.get(details__encrypted_numbers=True).client_number == numbered.number
    found = collect(numbered, team_lead, private=True, encrypted=True)
    paper = str(paper_sections(found))
    assert BSN in paper
    assert "enc1:" not in paper


@pytest.mark.parametrize("number", [BSN, "111222334"])
def test_it_comes_in_under_the_keys_of_the_other_house(numbered, team_lead, tmp_path, settings, number):
    """And what cannot be such a number is damage."""
    text = (export(numbered, team_lead, tmp_path, encrypted=True) / DATA).read_text()
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
