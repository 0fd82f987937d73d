"""Letters from templates: what the file fills in, what a person does, and what can no longer change."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.enums import Relation
from casework.models import Document, Letter, LetterTemplate
from casework.registry.letters import letter_parts
from casework.selectors.letter_text import check_template, fill, open_places
from casework.selectors.letters import letter_context, letter_values, letters_of, network_addressees
from casework.services.documents import issue_document, read_document
from casework.services.letters import LetterConflict, drop_letter, issue_letter, save_letter, start_letter
from casework.services.network import add_member
from casework.services.personal import record_reading
from casework.services.stays import start_stay
from chain.services.involvements import name_officer
from tests.conftest import make_user
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
TEXT = "Beste Jeroen,\n\nWe spreken elkaar op maandag 7 december om 10.00 uur."


def template(key="evaluation-invitation"):
    return LetterTemplate.objects.get(key=key)


def begin(client_file, user, key="evaluation-invitation", **facts):
    return start_letter(
        client=client_file,
        template=template(key),
        acting_user=user,
        **{"form_token": uuid4(), "addressee": "Jeroen Dekker", **facts},
    )


def write(letter, user, **facts):
    return save_letter(
        letter=letter,
        acting_user=user,
        **{
            "form_token": uuid4(),
            "revision": letter.revision,
            "addressee": letter.addressee,
            "address": letter.address,
            "subject": letter.subject,
            "body": TEXT,
            **facts,
        },
    )


@pytest.fixture
def finished(client_file, counsellor):
    return write(begin(client_file, counsellor), counsellor)


def test_every_letter_that_is_shipped_can_be_filled_in(client_file, counsellor):
    values = letter_values(client_file, counsellor)
    shipped = LetterTemplate.objects.all()
    assert shipped.count() >= 8
    for row in shipped:
        filled = fill(row.subject, values) + fill(row.body, values)
        assert "{" not in filled, row.key
        assert open_places(filled), f"{row.key} asks nothing of its writer"


def test_the_file_fills_in_what_it_knows_and_asks_for_the_rest(client_file, counsellor, officer, title, team):
    house = Location.objects.create(name="Huis aan de Vaart", team=team, address="Vaartkade 4, Assen")
    start_stay(
        client=client_file,
        location=house,
        valid_from=timezone.localdate(),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    letter = begin(client_file, counsellor, "officer-absence", addressee="Tom Hendriks")
    assert "Beste Tom Hendriks," in letter.body
    assert f"Over Jeroen Dekker ({client_file.number}), verblijvend op Huis aan de Vaart" in letter.body

    unknown = begin(client_file, counsellor, "three-party-invitation")
    assert "[naam van de toezichthouder] van [organisatie van de toezichthouder]" in unknown.body
    name_officer(
        client=client_file,
        form_token=uuid4(),
        officer=officer,
        since=timezone.localdate(),
        acting_user=counsellor,
    )
    known = begin(client_file, counsellor, "three-party-invitation")
    assert f"{officer} van {officer.organisation}" in known.body
    end = begin(client_file, counsellor, "municipality-referral", addressee="Gemeente Assen")
    assert str(title.kind) in end.body


def test_a_letter_is_in_dutch_whatever_language_the_screen_is_in(client_file, counsellor):
    with translation.override("en"):
        letter = begin(client_file, counsellor, "three-party-invitation")
        document = issue_letter(
            letter=write(letter, counsellor), form_token=uuid4(), revision=1, acting_user=counsellor
        )
    assert "[naam van de toezichthouder]" in letter.body
    assert document.title == "Brief: Uitnodiging voor een gesprek met drie partijen"
    assert "opgemaakt door" in text_of(read_document(document=document, acting_user=counsellor))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Beste {bsn},", "‘{bsn}’ kan het dossier niet invullen"),
        ("Beste {client.__class__},", "kan het dossier niet invullen"),
        ("Beste {},", "kan het dossier niet invullen"),
        ("Beste {client,", "accolade zonder de andere"),
        ("Beste {{client}},", "accolade zonder de andere"),
        ("{% debug %}", "kan het dossier niet invullen"),
    ],
)
def test_a_template_names_nothing_but_what_is_in_the_list(text, why):
    with pytest.raises(Refused, match=why):
        check_template(text)


def test_what_a_value_holds_is_never_looked_into_again(client_file, counsellor):
    client_file.preferred_name = "{begeleider}"
    client_file.save()
    letter = begin(client_file, counsellor)
    assert "Beste {begeleider}," in letter.body


def test_an_administrator_cannot_keep_a_template_that_no_file_can_fill(client):

    client.force_login(make_user("ria", Role.ADMINISTRATOR))
    row = template()
    address = reverse("admin:casework_lettertemplate_change", args=[row.pk])
    assert "{toezichthouder}: naam van de toezichthouder" in client.get(address).content.decode()
    answer = client.post(
        address, {"name": row.name, "to": row.to, "subject": row.subject, "body": "Beste {bsn},", "order": 10}
    )
    assert "kan het dossier niet invullen" in answer.content.decode()
    row.refresh_from_db()
    assert "{bsn}" not in row.body


def test_a_second_click_begins_no_second_letter(client_file, counsellor):
    token = uuid4()
    assert begin(client_file, counsellor, form_token=token) == begin(client_file, counsellor, form_token=token)
    assert Letter.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.CREATE, object_type="casework.letter").count() == 1


def test_a_letter_out_of_use_is_not_begun(client_file, counsellor):
    LetterTemplate.objects.filter(key="evaluation-invitation").update(in_use=False)
    with pytest.raises(Refused, match="niet meer in gebruik"):
        begin(client_file, counsellor)


def test_a_place_between_brackets_stands_in_the_way(client_file, counsellor):
    letter = begin(client_file, counsellor)
    with pytest.raises(Refused, match=r"\[dag en tijd\]"):
        issue_letter(letter=letter, form_token=uuid4(), revision=letter.revision, acting_user=counsellor)
    assert not Document.objects.exists()


def test_a_letter_is_issued_once_and_changes_no_more(client_file, counsellor, finished):
    token = uuid4()
    document = issue_letter(letter=finished, form_token=token, revision=1, acting_user=counsellor)
    finished.refresh_from_db()
    assert finished.document == document
    assert (document.title, document.recipient) == ("Brief: We kijken samen terug op uw plan", "Jeroen Dekker")
    assert document.number.startswith("BR-")
    words = text_of(read_document(document=document, acting_user=counsellor))
    assert "We spreken elkaar op maandag 7 december" in words
    assert "Noor Öztürk" in words
    assert issue_letter(letter=finished, form_token=token, revision=1, acting_user=counsellor) == document
    for act in (
        lambda: write(finished, counsellor),
        lambda: drop_letter(letter=finished, acting_user=counsellor),
        lambda: issue_letter(letter=finished, form_token=uuid4(), revision=1, acting_user=counsellor),
    ):
        with pytest.raises(Refused, match="vastgesteld"):
            act()
    with pytest.raises(TypeError):
        finished.save()
    assert Document.objects.count() == 1


def test_a_letter_for_a_client_who_reads_with_difficulty_is_easier(client_file, counsellor, finished):
    other = write(begin(client_file, counsellor, "officer-absence", addressee="Tom"), counsellor)
    record_reading(
        client=client_file,
        form_token=uuid4(),
        languages="Nederlands",
        level="unknown",
        lvb=True,
        acting_user=counsellor,
    )
    papers = [letter_context(client_file, counsellor, one.pk)["paper_easy"] for one in (finished, other)]
    assert papers == [True, False]


def test_two_writers_lose_nothing(client_file, counsellor, colleague):
    letter = begin(client_file, counsellor)
    write(letter, colleague, body="Tekst van de collega.")
    with pytest.raises(LetterConflict, match="wijzigde deze brief") as refused:
        write(letter, counsellor, body="Mijn tekst.")
    assert refused.value.letter.body == "Tekst van de collega."
    with pytest.raises(Refused, match="Lees hem opnieuw"):
        issue_letter(letter=Letter.objects.get(), form_token=uuid4(), revision=letter.revision, acting_user=counsellor)
    letter.refresh_from_db()
    assert (letter.body, letter.revision) == ("Tekst van de collega.", 1)
    write(letter, counsellor, revision=0, body="Tekst van de collega.")  # the same text: nothing to compare
    assert Letter.objects.get().revision == 1


def test_a_letter_thrown_away_is_in_no_list_and_its_page_is_gone(client, client_file, counsellor):
    letter = begin(client_file, counsellor)
    assert letters_of(client_file) == [letter]
    drop_letter(letter=letter, acting_user=counsellor)
    assert letters_of(client_file) == []
    client.force_login(counsellor)
    assert client.get(letter.get_absolute_url()).status_code == 404
    with pytest.raises(Refused, match="weggegooid"):
        write(letter, counsellor)
    assert AuditEntry.objects.filter(object_type="casework.letter", action=AuditAction.UPDATE).count() == 1


def test_the_database_holds_issued_and_dropped_apart(client_file, counsellor, finished):
    issue_letter(letter=finished, form_token=uuid4(), revision=1, acting_user=counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(dropped_at=timezone.now())


def test_a_letter_cannot_be_issued_without_being_written(client_file, counsellor):
    with pytest.raises(Refused, match="Schrijf eerst de brief"):
        issue_document(client=client_file, kind_key="letter", form_token=uuid4(), acting_user=counsellor)


def test_victims_and_children_are_no_addressees(client_file, counsellor):
    for name, relation in (("Zus", Relation.SIBLING), ("Slachtoffer", Relation.VICTIM)):
        add_member(
            client=client_file,
            form_token=uuid4(),
            facts={"name": name, "relation": relation},
            valid_from=timezone.localdate(),
            acting_user=counsellor,
        )
    add_member(
        client=client_file,
        form_token=uuid4(),
        facts={
            "name": "Fleur",
            "relation": Relation.CHILD,
            "birth_date": timezone.localdate() - timedelta(days=2500),
            "impact": "Mist hem.",
            "safety": "Bij haar moeder.",
            "child_informed": "yes",
        },
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    assert [one.name for one in network_addressees(client_file)] == ["Zus"]


def test_a_letter_from_choosing_to_issuing_on_screen(client, client_file, counsellor):
    client.force_login(counsellor)
    number = client_file.number
    assert (
        "Uitnodiging voor de evaluatie" in client.get(reverse("casework:letter_create", args=[number])).content.decode()
    )
    start = reverse("casework:letter_start", args=[number, "evaluation-invitation"])
    assert 'value="client"' in client.get(start).content.decode()
    answer = client.post(start, {"form_token": uuid4(), "who": "client", "addressee": "", "address": ""})
    letter = Letter.objects.get()
    assert answer.url == letter.get_absolute_url()
    assert letter.addressee == "Jeroen Dekker"

    page = client.get(letter.get_absolute_url()).content.decode()
    assert "Vul eerst in wat nog tussen haken staat" in page
    assert "Brief vaststellen" not in page
    edit = reverse("casework:letter_edit", args=[number, letter.pk])
    typed = {"form_token": uuid4(), "revision": 0, "addressee": "Jeroen Dekker", "subject": " ", "body": TEXT}
    refused = client.post(edit, typed)
    assert refused.status_code == 200
    assert "7 december" in refused.content.decode()
    assert client.post(edit, typed | {"subject": "We spreken elkaar"}).url == letter.get_absolute_url()
    issue = reverse("casework:letter_issue", args=[number, letter.pk])
    assert client.post(issue, {"form_token": uuid4(), "revision": 1}).url == letter.get_absolute_url()
    letter.refresh_from_db()
    assert letter.document.title == "Brief: We spreken elkaar"
    page = client.get(letter.get_absolute_url()).content.decode()
    assert letter.document.number in page
    assert client.get(edit).url == letter.get_absolute_url()
    listed = client.get(reverse("casework:documents", args=[number])).content.decode()
    assert "Brieven die nog niet vaststaan" not in listed
    assert "Brief: We spreken elkaar" in listed


def test_somebody_else_is_typed_and_the_conflict_is_shown(client, client_file, counsellor, colleague):
    client.force_login(counsellor)
    start = reverse("casework:letter_start", args=[client_file.number, "municipality-referral"])
    empty = client.post(start, {"form_token": uuid4(), "addressee": "", "address": ""})
    assert "Schrijf op aan wie de brief is" in empty.content.decode()
    client.post(start, {"form_token": uuid4(), "addressee": "Gemeente Assen", "address": "Noordersingel 33\n\nAssen"})
    letter = Letter.objects.get()
    assert (letter.addressee, letter.address) == ("Gemeente Assen", "Noordersingel 33\nAssen")
    write(letter, colleague, body="Tekst van de collega.")
    edit = reverse("casework:letter_edit", args=[client_file.number, letter.pk])
    typed = {
        "form_token": uuid4(),
        "revision": 0,
        "addressee": "Gemeente Assen",
        "subject": "Wmo",
        "body": "Mijn tekst.",
    }
    page = client.post(edit, typed).content.decode()
    assert "Zo staat het er nu, van de ander:" in page
    assert "Tekst van de collega." in page
    assert "Mijn tekst." in page
    assert 'name="revision" value="1"' in page
    client.post(edit, typed | {"revision": 1})
    assert Letter.objects.get().body == "Mijn tekst."


def test_who_issues_what_somebody_else_changed_reads_it_first(client, client_file, counsellor, colleague, finished):
    client.force_login(counsellor)
    write(finished, colleague, body="Tekst van de collega.")
    issue = reverse("casework:letter_issue", args=[client_file.number, finished.pk])
    page = client.post(issue, {"form_token": uuid4(), "revision": 1}).content.decode()
    assert "Lees hem opnieuw voor u hem vaststelt" in page
    assert "Tekst van de collega." in page
    assert 'name="revision" value="2"' in page
    assert not Document.objects.exists()
    client.post(issue, {"form_token": uuid4(), "revision": 2})
    assert Document.objects.count() == 1


def test_the_fields_are_named_in_words():
    assert all(str(one.label) for one in letter_parts.fields.values())
    assert {"client", "begeleider", "toezichthouder"} <= letter_parts.fields.keys()
