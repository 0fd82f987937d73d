"""What was written of a contact stays: the database refuses to change it, also past the model."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from casework.append_only import WRITTEN_ONCE_TABLES, ensure, lift, protect
from casework.models import ConditionTouch, ContactNote, NoteAddendum, NoteParticipant
from casework.services.notes import NoteDetails, add_addendum, write_note

pytestmark = pytest.mark.django_db
MODELS = (ContactNote, NoteAddendum, NoteParticipant, ConditionTouch)


@pytest.fixture
def note(client_file, counsellor, condition):
    """A note with all that belongs to it."""
    written = write_note(
        client=client_file,
        form_token=uuid4(),
        kind="talk",
        occurred_at=timezone.now() - dt.timedelta(hours=1),
        duration_minutes=30,
        text="Hij vertelde over zijn broer.",
        touches=[(condition, "kept")],
        details=NoteDetails(participants=["relative"]),
        acting_user=counsellor,
    )
    add_addendum(note=written, form_token=uuid4(), text="Het was zijn zus.", reason="Vergist", acting_user=counsellor)
    return written


def test_every_part_of_a_note_is_protected():
    assert {model._meta.db_table for model in MODELS} == set(WRITTEN_ONCE_TABLES)


@pytest.mark.parametrize("model", MODELS)
def test_no_row_is_changed_not_even_by_hand(note, model):
    assert model.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(id=F("id"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id")  # noqa: S608 -- a table of ours


@pytest.mark.parametrize("model", MODELS)
def test_the_trigger_comes_back_after_it_was_lost(note, model):
    table = model._meta.db_table
    connection.check_constraints()  # PostgreSQL lifts no trigger while checks of the table wait
    lift(connection, table)
    model.objects.update(id=F("id"))
    ensure()
    protect(connection, table)  # a second time changes nothing
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(id=F("id"))


def test_what_comes_later_stands_beside_it_and_a_file_can_still_be_destroyed(note, counsellor):
    add_addendum(note=note, form_token=uuid4(), text="Ook zijn moeder.", reason="Vergeten", acting_user=counsellor)
    assert note.addenda.count() == 2
    for model in reversed(MODELS):
        model.objects.all().delete()
    assert not ContactNote.objects.exists()
