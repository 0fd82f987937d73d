"""A client file that goes out and comes in again is the same file."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, User
from alliance.models import AllianceAnswers, AllianceCheckIn
from casework.enums import Relation
from casework.models import Client, ContactNote, Document, DocumentScan
from casework.services.documents import read_document
from casework.services.network import add_member
from chain.models import Agreement, Disclosure
from overview.demo.loading import CASES, load_demo
from overview.enums import ExportPurpose
from overview.selectors.client_files import as_data, as_text, collect
from overview.services.file_exports import ATTACHMENTS, AUDIT, CONTENTS, DATA, GIVEN, PAPER
from tests.conftest import make_user
from tests.pdf import text_of

PDF = "application/pdf"


def export(number: str, username: str, folder: Path, **options: object) -> Path:
    call_command("export_client", number, username=username, output=folder, **options)
    return folder / number


@pytest.mark.django_db
def test_the_worked_cases_come_back_as_they_were(tmp_path, settings):
    """Export from the demo, import where nothing is, export again: the same bytes, and the same documents."""
    with transaction.atomic():
        load_demo()
        numbers = [Client.objects.get(first_name=first, last_name=last).number for first, last, _ in CASES.values()]
        for number in numbers:
            export(number, "karin", tmp_path / "one", purpose=ExportPurpose.RIGHTS)
        digests = {one.number: one.sha256 for one in Document.objects.filter(client__number__in=numbers)}
        frozen = set(Agreement.objects.filter(client__number__in=numbers).values_list("frozen_sha256", flat=True))
        transaction.set_rollback(True)
    assert not Client.objects.exists()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    make_user("beheer", Role.ADMINISTRATOR)
    for number in numbers:
        call_command("import_client_file", tmp_path / "one" / number / DATA, username="beheer")
    karin = User.objects.get(username="karin")
    assert not karin.is_active
    assert not karin.has_usable_password()
    assert {one.number: one.sha256 for one in Document.objects.all()} == digests
    assert set(Agreement.objects.values_list("frozen_sha256", flat=True)) == frozen
    with pytest.raises(TypeError):
        ContactNote.objects.order_by("pk")[0].save()
    lead = make_user("lead", Role.TEAM_LEAD, team=Client.objects.get(number=numbers[0]).team)
    for number in numbers:
        other = Client.objects.get(number=number).team
        lead.memberships.get_or_create(team=other, defaults={"valid_from": lead.memberships.get().valid_from})
        lead = User.objects.get(pk=lead.pk)
        before = tmp_path / "one" / number
        if number != numbers[0]:
            found = collect(Client.objects.get(number=number), lead, private=True, encrypted=False)
            assert as_text(as_data(found)) == (before / DATA).read_text()
            continue
        again = export(number, "lead", tmp_path / "two", purpose=ExportPurpose.RIGHTS)
        assert (again / DATA).read_bytes() == (before / DATA).read_bytes()
        told = [json.loads((one / CONTENTS).read_text())["sha256"] for one in (before, again)]
        kept = [{name: one[name] for name in one if name.startswith(ATTACHMENTS)} for one in told]
        assert kept[0] == kept[1]


@pytest.fixture
def a_file(client_file, title, team_lead, tmp_path):
    """An export of a small file, for its own request, and the same file as data to break."""
    folder = export(client_file.number, team_lead.username, tmp_path, purpose=ExportPurpose.RIGHTS)
    return folder, json.loads((folder / DATA).read_text())


def bring_in(folder: Path, data: object, username: str = "beheer") -> None:
    text = data if isinstance(data, str) else json.dumps(data)
    alone = folder.parent / "alone"
    alone.mkdir(exist_ok=True)
    (alone / DATA).write_text(text)
    call_command("import_client_file", alone / DATA, username=username)


@pytest.fixture
def elsewhere(a_file):
    """The same file under another number and with other tokens: what another house would send."""
    folder, data = a_file
    make_user("beheer", Role.ADMINISTRATOR)
    text = json.dumps(data).replace(data["client"], "X-1")
    tokens = {row["form_token"] for rows in data["records"].values() for row in rows if row.get("form_token")}
    for token in tokens:
        text = text.replace(token, str(uuid4()))
    return folder, json.loads(text)


def test_an_export_is_logged_and_says_what_is_in_it(a_file, client_file, team_lead):
    folder, _data = a_file
    assert {path.name for path in folder.iterdir()} >= {DATA, PAPER, AUDIT, GIVEN, CONTENTS}
    entry = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (entry.client_number, entry.actor_id) == (client_file.number, team_lead.pk)
    given = Disclosure.objects.get(client=client_file)
    assert (given.by, given.recipient_name) == (team_lead, "de beheerder van deze installatie")
    assert "wachtwoord" not in (folder / DATA).read_text()
    assert team_lead.email not in (folder / DATA).read_text()


def test_only_a_team_lead_of_the_client_exports(client_file, counsellor, outsider, tmp_path):
    for user in (counsellor, outsider):
        with pytest.raises(CommandError):
            export(client_file.number, user.username, tmp_path)
    assert not Disclosure.objects.exists()
    assert not list(tmp_path.glob("*/dossier.json"))


def test_only_an_administrator_brings_in(elsewhere, team_lead):
    folder, data = elsewhere
    with pytest.raises(CommandError, match="beheerder"):
        bring_in(folder, data, username=team_lead.username)


def test_a_file_from_elsewhere_comes_in_once(elsewhere):
    folder, data = elsewhere
    bring_in(folder, data)
    assert Client.objects.get(number="X-1").titles.exists()
    with pytest.raises(CommandError, match="staat hier al"):
        bring_in(folder, data)


def test_somebody_else_with_the_same_user_name_gets_nothing(elsewhere):
    folder, data = elsewhere
    data["outside"]["accounts.user"]["noor"]["last_name"] = "Anders"
    bring_in(folder, data)
    made = User.objects.get(username="noor-2")
    assert (made.last_name, made.is_active, made.is_superuser) == ("Anders", False, False)
    assert not Client.objects.get(number="X-1").assignments.filter(user__username="noor").exists()


def first(data: Any, label: str) -> Any:
    return data["records"][label][0]


BREAKS = {
    "no json": lambda _data: "{",
    "deep": lambda _data: "[" * 100_000,
    "a list": lambda _data: [],
    "another format": lambda data: {**data, "format": "x"},
    "newer": lambda data: {**data, "version": 2},
    "version as text": lambda data: {**data, "version": "1"},
    "partial": lambda data: {**data, "records": {}},
    "no outside": lambda data: {**data, "outside": {}},
    "outside is a list": lambda data: {**data, "outside": []},
    "unknown kind": lambda data: data["records"].update({"casework.later": [{}]}),
    "rows of users": lambda data: data["records"].update({"accounts.user": [{"username": "x"}]}),
    "unknown column": lambda data: first(data, "casework.client").update(later=1),
    "superuser": lambda data: data["outside"]["accounts.user"]["noor"].update(is_superuser=True),
    "groups": lambda data: data["outside"]["accounts.user"]["noor"].update(groups=["auth.group=1"]),
    "too long": lambda data: first(data, "casework.client").update(first_name="x" * 61),
    "unknown code": lambda data: first(data, "casework.client").update(gender="x"),
    "no date": lambda data: first(data, "casework.client").update(birth_date="31-02-1990"),
    "no name": lambda data: first(data, "casework.client").update(last_name=None),
    "a dict for text": lambda data: first(data, "casework.client").update(last_name={"a": 1}),
    "null byte": lambda data: first(data, "casework.client").update(last_name="a\x00b"),
    "another client": lambda data: data.update(client="X-2"),
    "row is text": lambda data: data["records"]["casework.client"].append("x"),
    "reference to nothing": lambda data: first(data, "casework.forensictitle").update(client="casework.client#9"),
    "reference of another kind": lambda data: first(data, "casework.forensictitle").update(client="casework.goal#1"),
    "reference in digits": lambda data: first(data, "casework.forensictitle").update(client=1),
    "no reference": lambda data: first(data, "casework.forensictitle").update(client=None),
    "no kind": lambda data: first(data, "casework.forensictitle").update(kind="casework.titlekind=nooit"),
    "ends before it starts": lambda data: first(data, "casework.forensictitle").update(valid_until="1900-01-01"),
    "token is no token": lambda data: first(data, "casework.client").update(form_token="x"),
    "absent column": lambda data: first(data, "casework.forensictitle").pop("valid_from"),
    "key says otherwise": lambda data: data["outside"]["accounts.user"]["noor"].update(username="karin"),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_or_hostile_file_is_refused_whole(elsewhere, broken):
    folder, data = elsewhere
    done = BREAKS[broken](data)
    before = (Client.objects.count(), User.objects.count(), AuditEntry.objects.count())
    with pytest.raises(CommandError) as refusal:
        bring_in(folder, done if isinstance(done, list | str) or (done and "format" in done) else data)
    assert str(refusal.value).endswith(".")
    assert (Client.objects.count(), User.objects.count(), AuditEntry.objects.count()) == before


def test_a_file_that_was_changed_on_the_way_is_refused(a_file):
    folder, _data = a_file
    make_user("beheer", Role.ADMINISTRATOR)
    (folder / DATA).write_text((folder / DATA).read_text().replace("Jan", "Piet") + " ")
    with pytest.raises(CommandError, match="veranderd"):
        call_command("import_client_file", folder, username="beheer")


def test_a_zip_comes_in_too(elsewhere, tmp_path):
    _folder, data = elsewhere
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(DATA, json.dumps(data))
    call_command("import_client_file", tmp_path / "x.zip", username="beheer")
    assert Client.objects.filter(number="X-1").exists()
    (tmp_path / "y.zip").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(CommandError, match="beschadigd"):
        call_command("import_client_file", tmp_path / "y.zip", username="beheer")


def a_document(name: str, content: bytes, media_type: str) -> dict[str, object]:
    """Return the row of a document as it stands in a client file."""
    return {
        "client": "casework.client#1",
        "kind": "upload",
        "title": "Brief",
        "number": "IN-2026-00001",
        "file": name,
        "media_type": media_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "pages": None,
        "recipient": "",
        "issued_at": "2026-01-01T12:00:00.000000+00:00",
        "issued_by": "accounts.user=noor",
        "form_token": str(uuid4()),
    }


@pytest.mark.parametrize("name", ["../../x.pdf", "/etc/passwd", "aa/bb/cc.pdf", "aa/..pdf"])
def test_a_document_stays_in_its_folder_and_is_what_it_was(elsewhere, name):
    folder, data = elsewhere
    data["records"]["casework.document"] = [{**a_document(name, b"", PDF), "sha256": "0" * 64}]
    with pytest.raises(CommandError, match="Bijlage"):
        bring_in(folder, data)
    assert not Client.objects.filter(number="X-1").exists()


@pytest.mark.parametrize(
    ("content", "media_type", "comes_in"),
    [
        (b"%PDF-1.7\ntrailer<<>>\n%%EOF\n", PDF, True),
        (b"%PDF-1.7\ntrailer<<>>\n%%EOF\n", "text/html", False),
        (b"<html><script>alert(1)</script></html>", PDF, False),
        (b"<html></html>", "text/html", False),
        (b"MZ\x90\x00", PDF, False),
    ],
)
def test_a_document_is_by_its_content_what_the_file_says(elsewhere, content, media_type, comes_in, settings):
    folder, data = elsewhere
    settings.MEDIA_ROOT = folder / "media"
    attachments = folder.parent / "alone" / ATTACHMENTS / "ab"
    attachments.mkdir(parents=True)
    (attachments / "cd.pdf").write_bytes(content)
    data["records"]["casework.document"] = [a_document("ab/cd.pdf", content, media_type)]
    if comes_in:
        bring_in(folder, data)
    else:
        with pytest.raises(CommandError, match="iets anders dan het dossier zegt"):
            bring_in(folder, data)
    assert Client.objects.filter(number="X-1").exists() is comes_in
    assert Document.objects.exists() is (folder / "media" / "ab" / "cd.pdf").exists() is comes_in


@pytest.mark.parametrize(("kind", "asked"), [("care_plan", 1), ("upload", 0)])  # an upload is asked for by what it is
def test_a_paper_of_another_house_waits_for_the_scanner(elsewhere, kind, asked, settings):
    folder, data = elsewhere
    settings.MEDIA_ROOT = folder / "media"
    attachments = folder.parent / "alone" / ATTACHMENTS / "ab"
    attachments.mkdir(parents=True)
    content = b"%PDF-1.7\ntrailer<<>>\n%%EOF\n"
    (attachments / "cd.pdf").write_bytes(content)
    data["records"]["casework.document"] = [{**a_document("ab/cd.pdf", content, PDF), "kind": kind}]
    bring_in(folder, data)
    assert DocumentScan.objects.filter(document__kind=kind).count() == asked
    settings.VIRUS_SCANNER = "unix:///nowhere"
    paper = Document.objects.get()
    with pytest.raises(Refused, match="nog nagekeken"):
        read_document(document=paper, acting_user=paper.issued_by)


def test_private_answers_and_narrow_notes_stay_out_of_a_transfer(client_file, team_lead, counsellor, tmp_path):
    check_in = AllianceCheckIn.objects.create(
        client=client_file,
        instrument_key="x",
        instrument_version=1,
        occasion="first",
        started_at=timezone.now(),
        started_by=counsellor,
        form_token=uuid4(),
    )
    AllianceAnswers.objects.create(check_in=check_in, side="client", answered_at=timezone.now(), remark="Onder ons.")
    given = (export(client_file.number, team_lead.username, tmp_path / "a") / DATA).read_text()
    assert "Onder ons." not in given
    asked = export(client_file.number, team_lead.username, tmp_path / "b", purpose=ExportPurpose.RIGHTS)
    assert "Onder ons." in (asked / DATA).read_text()
    told = json.loads((tmp_path / "a" / client_file.number / CONTENTS).read_text())
    assert told["withheld"] == {"alliance.allianceanswers": 1}


def test_victims_and_third_persons_stay_out_of_what_the_client_gets(client_file, team_lead, counsellor, tmp_path):
    for name, relation in (
        ("Mevrouw Jansen", Relation.VICTIM),
        ("De buurman", Relation.THIRD),
        ("Oom Henk", Relation.SIBLING),
    ):
        add_member(
            client=client_file,
            form_token=uuid4(),
            facts={"name": name, "relation": relation},
            valid_from=timezone.localdate(),
            acting_user=counsellor,
        )
    asked = export(client_file.number, team_lead.username, tmp_path / "a", purpose=ExportPurpose.RIGHTS)
    text = (asked / DATA).read_text()
    assert "Oom Henk" in text
    for one in asked.glob("*.json*"):
        assert "Jansen" not in one.read_text(), one.name
        assert "buurman" not in one.read_text(), one.name
    on_paper = text_of((asked / PAPER).read_bytes())
    assert "Oom Henk" in on_paper
    assert "Jansen" not in on_paper
    told = json.loads((asked / CONTENTS).read_text())["withheld"]
    assert told == {"casework.networkmember": 2, "casework.networkversion": 2}
    given = (export(client_file.number, team_lead.username, tmp_path / "b") / DATA).read_text()
    assert "Mevrouw Jansen" in given
