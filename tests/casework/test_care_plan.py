"""The care plan on paper: what stands in it, and what every paper of the house has."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import CommitmentOwner, GoalOrigin, GoalResult
from casework.models import Document, LifeDomain
from casework.services.documents import issue_document, read_document
from casework.services.plans import add_goal, close_goal, establish_support_plan, make_commitment
from tests.pdf import assert_is_a_paper, text_of

pytestmark = pytest.mark.django_db

LETTERS = "ŽžŁłŞşĞğĆćÖß–„“"


@pytest.fixture
def full_file(client_file, counsellor, condition):
    """A client about whom every part of the plan says something."""
    today = timezone.localdate()
    client_file.horizon = f"Jeugdtrainer worden {LETTERS}"
    client_file.save()
    domain = LifeDomain.objects.get(key="werk")
    by = {"client": client_file, "acting_user": counsellor}

    def goal(origin, text, **fields):
        return add_goal(**by, form_token=uuid4(), origin=origin, text=text, domain=domain, **fields)

    own = goal(GoalOrigin.OWN, "Mijn diploma halen", target_on=today + dt.timedelta(days=90))
    goal(GoalOrigin.IMPOSED, "Niet gebruiken", serves=[own])
    goal(GoalOrigin.IMPOSED, "Inzicht geven in schulden")
    reached = goal(GoalOrigin.OWN, "Een huisarts vinden", started_on=today - dt.timedelta(days=9))
    close_goal(goal=reached, result=GoalResult.REACHED, result_text="Ingeschreven", acting_user=counsellor)
    make_commitment(**by, text="Inschrijven", owner=CommitmentOwner.CLIENT, due_on=today + dt.timedelta(days=9))
    establish_support_plan(
        **by, form_token=uuid4(), summary="Elke ochtend een bericht.", client_words="Vraag het dan ook echt."
    )
    return client_file


def issue(client, user, **fields) -> Document:
    return issue_document(client=client, kind_key="care_plan", form_token=uuid4(), acting_user=user, **fields)


def words_of(document, user) -> str:
    return text_of(read_document(document=document, acting_user=user))


def test_the_care_plan_is_a_paper_in_our_font_with_its_running_lines(full_file, counsellor):
    document = issue(full_file, counsellor)
    content = read_document(document=document, acting_user=counsellor)
    assert (document.pages or 0) >= 2
    assert document.number.startswith("ZP-")
    assert_is_a_paper(
        content,
        title="Begeleidingsplan",
        number=document.number,
        day=date_format(timezone.localdate(), "j F Y"),
    )
    assert LETTERS in text_of(content)


def test_it_says_whose_goals_they_are_what_must_and_what_he_decides_himself(full_file, counsellor, condition):
    words = words_of(issue(full_file, counsellor), counsellor)
    own = words.index("Mijn diploma halen")
    assert own < words.index("Niet gebruiken") < words.index("Doelen die zijn opgelegd")
    assert words.index("Inzicht geven in schulden") > words.index("Doelen die zijn opgelegd")
    assert "Behaald: Ingeschreven" in words
    assert condition.text in words
    assert condition.kind.must in words
    assert condition.kind.own_choice in words
    assert "Die datum is berekend en nog niet bevestigd." in words
    assert "Elke ochtend een bericht." in words
    assert "Vraag het dan ook echt." in words
    assert "Inschrijven Jeroen" in words


def test_it_is_in_dutch_whatever_the_language_of_the_screen(full_file, counsellor):
    with translation.override("en"):
        words = words_of(issue(full_file, counsellor), counsellor)
    assert "Uw eigen doelen" in words
    assert date_format(timezone.localdate(), "j F Y") in words


def test_a_plan_that_was_not_established_says_so(client_file, counsellor):
    add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Weer werken",
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=counsellor,
    )
    words = words_of(issue(client_file, counsellor), counsellor)
    assert "Dit is een concept." in words
    assert "Er geldt nu geen titel." in words


def test_an_empty_file_gives_no_care_plan(client_file, counsellor):
    with pytest.raises(Refused, match="nog geen doelen en geen plan"):
        issue(client_file, counsellor)
    assert not Document.objects.exists()


def test_what_somebody_typed_is_no_markup_on_paper(full_file, counsellor):
    full_file.horizon = '<img src="https://example.org/x.png"><b>vet</b>'
    full_file.save()
    establish_support_plan(client=full_file, form_token=uuid4(), summary="Rust.", acting_user=counsellor)
    assert '<img src="https://example.org/x.png"><b>vet</b>' in words_of(issue(full_file, counsellor), counsellor)


# --- the command: the same door, service and audit row ---------------------------------------------------------------


def run(capsys, *arguments):
    call_command("issue_document", *arguments)
    return capsys.readouterr().out


def test_the_command_issues_through_the_same_service(full_file, counsellor, tmp_path, capsys):
    import json

    target = tmp_path / "plan.pdf"
    said = json.loads(run(capsys, "care-plan", "S-0001", "--as", "noor", "--output", str(target)))
    document = Document.objects.get()
    content = target.read_bytes()
    assert said == {
        "number": document.number,
        "sha256": document.sha256,
        "pages": document.pages,
        "file": str(target),
    }
    assert content == read_document(document=document, acting_user=counsellor)
    assert oct(target.stat().st_mode)[-3:] == "600"
    assert document.issued_by == counsellor
    entry = AuditEntry.objects.get(action=AuditAction.PRINT)
    assert (entry.actor_name, entry.client_number, entry.object_id) == ("Noor Öztürk", "S-0001", str(document.pk))


def test_the_command_names_the_recipient(full_file, tmp_path, capsys):
    run(capsys, "care-plan", "S-0001", "--as", "noor", "--output", str(tmp_path / "x.pdf"), "--recipient", "Tom")
    assert Document.objects.get().recipient == "Tom"


@pytest.mark.parametrize(
    ("kind", "number", "username", "output", "sentence"),
    [
        ("plan", "S-0001", "noor", "x.pdf", "Onbekend soort document: plan. Kies uit: brief, care-plan, "),
        ("care-plan", "S-0001", "niemand", "x.pdf", "Er is geen actieve gebruiker met de naam niemand."),
        ("care-plan", "S-9999", "noor", "x.pdf", "Dit dossier bestaat niet, of u heeft er geen toegang toe."),
        ("care-plan", "S-0001", "iris", "x.pdf", "Dit dossier bestaat niet, of u heeft er geen toegang toe."),
        ("care-plan", "S-0001", "ruud", "x.pdf", "U mag dit dossier lezen, maar er niet in schrijven."),
        ("care-plan", "S-0001", "noor", ".", "kan niet worden geschreven. Er is niets uitgegeven."),
        ("care-plan", "S-0001", "noor", "weg/x.pdf", "kan niet worden geschreven. Er is niets uitgegeven."),
    ],
)
def test_the_command_says_in_one_sentence_why_not(
    full_file, outsider, expert, tmp_path, kind, number, username, output, sentence
):
    with pytest.raises(CommandError) as error:
        call_command("issue_document", kind, number, "--as", username, "--output", str(tmp_path / output))
    assert sentence in str(error.value)
    assert error.value.returncode == 1
    assert not Document.objects.exists()


def test_an_attempt_of_a_stranger_is_written_down(full_file, outsider, tmp_path):
    with pytest.raises(CommandError):
        call_command("issue_document", "care-plan", "S-0001", "--as", "iris", "--output", str(tmp_path / "x.pdf"))
    entry = AuditEntry.objects.get(outcome=AuditOutcome.REFUSED)
    assert (entry.actor_name, entry.client_number, entry.rule) == ("Iris Bakker", "S-0001", "visible_to")


def test_the_command_says_what_the_paper_lacks(client_file, tmp_path):
    with pytest.raises(CommandError, match="nog geen doelen en geen plan"):
        call_command("issue_document", "care-plan", "S-0001", "--as", "noor", "--output", str(tmp_path / "x.pdf"))


def test_a_copy_that_cannot_be_written_leaves_the_document_in_the_file(full_file, tmp_path, monkeypatch):
    from casework.management.commands import issue_document as command

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "_write_privately", full)
    with pytest.raises(CommandError, match="is uitgegeven en staat in het dossier"):
        call_command("issue_document", "care-plan", "S-0001", "--as", "noor", "--output", str(tmp_path / "x.pdf"))
    assert Document.objects.count() == 1
