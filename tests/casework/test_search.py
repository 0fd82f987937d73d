"""Words in contact notes: found where they stand, shown between marks, and only to who reads the note."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry, AuditSubject
from casework.enums import NoteVisibility
from casework.models import LifeDomain
from casework.selectors.search import HITS_PER_PAGE, NoteQuestion, search_notes
from casework.services.notes import NoteDetails, add_addendum, write_note

pytestmark = pytest.mark.django_db
EVERYWHERE = "/contacten/zoeken/"


def write(client, acting_user, text, *, days_ago=1, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": "talk",
        "occurred_at": timezone.now() - dt.timedelta(days=days_ago),
        "duration_minutes": 30,
        "text": text,
        "acting_user": acting_user,
    }
    return write_note(**{**fields, **changes})


def texts(hits):
    return [hit.note.text for hit in hits.hits]


def test_every_word_must_stand_in_the_note_and_the_newest_comes_first(client_file, counsellor):
    write(client_file, counsellor, "Over de huur en het werk.", days_ago=3)
    write(client_file, counsellor, "Over het werk.", days_ago=2)
    write(client_file, counsellor, "De huur is betaald, hij zoekt werk.", days_ago=1)
    found = search_notes(counsellor, NoteQuestion("Huur werk"))
    assert texts(found) == ["De huur is betaald, hij zoekt werk.", "Over de huur en het werk."]
    assert not found.more


def test_what_went_well_the_clients_words_and_additions_are_looked_through_too(client_file, counsellor):
    write(client_file, counsellor, "Een.", went_well="Hij belde de woningbouw.")
    write(client_file, counsellor, "Twee.", client_view="De woningbouw luistert niet.", days_ago=2)
    third = write(client_file, counsellor, "Drie.", days_ago=3)
    add_addendum(
        note=third, form_token=uuid4(), text="Het ging om de woningbouw.", reason="Vergeten", acting_user=counsellor
    )
    found = search_notes(counsellor, NoteQuestion("woningbouw"))
    assert texts(found) == ["Een.", "Twee.", "Drie."]
    assert all("<mark>woningbouw</mark>" in " ".join(hit.snippets) for hit in found.hits)


def test_a_found_text_is_shown_escaped(client_file, counsellor):
    write(client_file, counsellor, 'Hij zei <b onclick="x">huur</b> & meer.')
    (hit,) = search_notes(counsellor, NoteQuestion("huur")).hits
    shown = str(hit.snippets[0])
    assert "<mark>huur</mark>" in shown
    assert shown.count("<") == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="words in another form are found by PostgreSQL")
def test_on_postgresql_a_word_is_found_in_its_other_forms(client_file, counsellor):
    write(client_file, counsellor, "Wij bekeken twee woningen en praatten over vroeger.")
    (hit,) = search_notes(counsellor, NoteQuestion("woning")).hits
    assert "<mark>woningen</mark>" in hit.snippets[0]
    assert texts(search_notes(counsellor, NoteQuestion("woning -vroeger"))) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
def test_on_postgresql_the_index_fits_the_question(client_file, counsellor, django_assert_num_queries):
    write(client_file, counsellor, "Over de huur.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM casework_contactnote WHERE "
            "to_tsvector('dutch'::regconfig, text || ' ' || went_well || ' ' || client_view) "
            "@@ websearch_to_tsquery('dutch'::regconfig, 'huur')"
        )
        assert "casework_note_words" in " ".join(row[0] for row in cursor.fetchall())


def test_only_files_and_notes_that_one_reads(client_file, other_client, counsellor, colleague, expert, outsider):
    write(client_file, counsellor, "Over de huur, voor iedereen.")
    write(
        client_file,
        counsellor,
        "Over de huur, voor Bas.",
        days_ago=2,
        details=NoteDetails(visibility=NoteVisibility.NAMED, readers=[colleague]),
    )
    write(other_client, outsider, "Over de huur van een ander.")
    everyone, named, other = "Over de huur, voor iedereen.", "Over de huur, voor Bas.", "Over de huur van een ander."
    for user, expected in (
        (counsellor, [everyone, named]),
        (colleague, [everyone, named]),
        (expert, [everyone]),
        (outsider, [other]),
    ):
        assert texts(search_notes(user, NoteQuestion("huur"))) == expected, user


def test_filters_narrow_the_search(client_file, counsellor, colleague):
    money = LifeDomain.objects.get(key="geld")
    write(client_file, counsellor, "Huur een.", domains=[money], days_ago=10)
    write(client_file, counsellor, "Huur twee.", kind="phone", days_ago=20)
    write(client_file, colleague, "Huur drie.", days_ago=30)
    today = timezone.localdate()
    for question, expected in (
        (NoteQuestion("huur", domain=money), ["Huur een."]),
        (NoteQuestion("huur", kinds=["phone"]), ["Huur twee."]),
        (NoteQuestion("huur", only_mine=True), ["Huur een.", "Huur twee."]),
        (NoteQuestion("huur", since=today - dt.timedelta(days=20)), ["Huur een.", "Huur twee."]),
        (NoteQuestion("huur", until=today - dt.timedelta(days=20)), ["Huur twee.", "Huur drie."]),
        (NoteQuestion("huur", client=client_file), ["Huur een.", "Huur twee.", "Huur drie."]),
    ):
        assert texts(search_notes(counsellor, question)) == expected


def test_the_words_stand_in_no_address_and_the_trail_tells_whose_files_were_shown(client, client_file, counsellor):
    write(client_file, counsellor, "Over de huur.")
    client.force_login(counsellor)
    answer = client.post(EVERYWHERE, {"words": "huur"})
    assert "Over de <mark>huur</mark>" in answer.content.decode()
    assert "huur" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    entry = AuditEntry.objects.get(action=AuditAction.SEARCH)
    assert entry.details == {"page": 1, "found": 1}
    assert [one.client_number for one in AuditSubject.objects.filter(entry=entry)] == [client_file.number]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"words": ""}, "words", "Schrijf op welke woorden u zoekt."),
        ({"words": ' - " a'}, "words", "Zoek met ten minste één woord van twee letters of meer."),
        (
            {"words": "huur", "since": "2026-02-01", "until": "2026-01-01"},
            "until",
            "Deze periode eindigt voor zij begint. Draai de datums om.",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(client, client_file, counsellor, typed, field, sentence):
    client.force_login(counsellor)
    answer = client.post(EVERYWHERE, typed)
    assert answer.context["form"].errors[field] == [sentence]
    assert answer.context["found"] is None


@pytest.mark.parametrize("words", ["%%", "__", "'; --", '"', "huur\x00", "& | ! ( )", "<->", "a" * 200, "<mark>"])
def test_no_words_break_the_search(client, client_file, counsellor, words):
    write(client_file, counsellor, "Over de huur.")
    client.force_login(counsellor)
    assert client.post(EVERYWHERE, {"words": words}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_searching_costs_the_same_whatever_is_found(client, client_file, counsellor, count, django_assert_num_queries):
    for number in range(count):
        note = write(client_file, counsellor, f"Over de huur {number}.")
        add_addendum(note=note, form_token=uuid4(), text="Huur.", reason="Vergeten", acting_user=counsellor)
    with django_assert_num_queries(5 if connection.vendor == "postgresql" else 3):
        assert len(search_notes(counsellor, NoteQuestion("huur")).hits) == count


def test_a_long_list_comes_in_pages(client, client_file, counsellor):
    for number in range(HITS_PER_PAGE + 1):
        write(client_file, counsellor, f"Over de huur {number}.", days_ago=number + 1)
    client.force_login(counsellor)
    url = reverse("casework:client_search", args=[client_file.number])
    first = client.post(url, {"words": "huur"}).context["found"]
    second = client.post(url, {"words": "huur", "page": "2"}).context["found"]
    assert (len(first.hits), first.more, texts(second)) == (HITS_PER_PAGE, True, [f"Over de huur {HITS_PER_PAGE}."])
