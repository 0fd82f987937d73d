"""News of one's own files: each kind in its own words, newest first, and nothing one did oneself."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import NoteVisibility
from casework.services.notes import NoteDetails, write_note
from chain.models import Notification
from overview.selectors import news_for
from tests.chain.conftest import clauses, drafted, in_force, involvement, offered, rules  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def write(client, acting_user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "kind": "phone",
        "occurred_at": timezone.now() - dt.timedelta(hours=1),
        "duration_minutes": 5,
        "text": "Gebeld.",
        "acting_user": acting_user,
    }
    return write_note(**{**fields, **changes})


def test_a_contact_of_a_colleague_is_news_and_one_of_oneself_is_not(client_file, counsellor, colleague):
    note = write(client_file, colleague)
    write(client_file, counsellor)
    (item,) = news_for(counsellor, [client_file])
    assert (item.text, item.url) == ("Bas Wiersma legde een contact vast: telefoon", note.get_absolute_url())


def test_a_contact_that_one_may_not_read_is_no_news(client_file, counsellor, colleague):
    write(client_file, colleague, details=NoteDetails(visibility=NoteVisibility.NAMED))
    assert news_for(counsellor, [client_file]) == []


def test_what_the_officer_did_is_news_in_words(client_file, counsellor, officer, in_force):  # noqa: F811 -- a fixture
    texts = {item.text: item.url for item in news_for(counsellor, [client_file])}
    assert texts["Standpunt over de overeenkomst: reclassering akkoord"] == in_force.get_absolute_url()
    assert not any(item.startswith("Standpunt over de overeenkomst: organisatie") for item in texts)


def test_nothing_older_than_three_days_and_nothing_of_another_file(
    rewritable, client_file, other_client, counsellor, colleague, outsider
):
    write(other_client, outsider)
    note = write(client_file, colleague)
    type(note).objects.filter(pk=note.pk).update(recorded_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    assert news_for(counsellor, [client_file]) == []
    assert not Notification.objects.exists()
