"""A rhythm of contact that falls behind is something to do, once, until it is made up for."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import NoteKind
from casework.models import ContactNote, ContactRhythm
from casework.registry import registry
from casework.selectors.rhythm_duties import rhythm_duties

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 16)  # the week that is looked at on the days after 23 November
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def rhythm(client_file, counsellor):
    return ContactRhythm.objects.create(
        client=client_file,
        per_week=2,
        why="risiconiveau hoog",
        valid_from=MONDAY - dt.timedelta(days=30),
        recorded_by=counsellor,
        form_token=uuid4(),
    )


def contact(client, user, day, kind=NoteKind.TALK):
    ContactNote.objects.create(
        client=client,
        author=user,
        kind=kind,
        occurred_at=timezone.make_aware(dt.datetime.combine(day, dt.time(23, 30))),
        duration_minutes=20,
        text="Gesproken.",
        form_token=uuid4(),
    )


def test_a_week_with_too_few_contacts_is_due_on_the_monday_after_it(client_file, rhythm, counsellor):
    contact(client_file, counsellor, MONDAY + dt.timedelta(days=6))  # late on Sunday still counts
    contact(client_file, counsellor, MONDAY + dt.timedelta(days=2), NoteKind.NO_SHOW)  # did not come
    contact(client_file, counsellor, MONDAY - dt.timedelta(days=1))  # the week before
    (duty,) = rhythm_duties(TODAY)
    assert (duty.client_id, duty.due_on) == (client_file.pk, dt.date(2026, 11, 23))
    assert "1 van 2" in duty.label
    assert "risiconiveau hoog" in duty.basis
    assert duty.owner_ids == (counsellor.pk,)


def test_every_day_of_the_week_gives_the_same_duty(rhythm):
    found = {
        (one.key, one.due_on)
        for step in range(7)
        for one in rhythm_duties(dt.date(2026, 11, 23) + dt.timedelta(days=step))
    }
    assert len(found) == 1
    (next_week,) = rhythm_duties(dt.date(2026, 11, 30))
    assert (next_week.key, next_week.due_on) not in found


def test_it_ends_when_what_was_short_is_made_up_for(client_file, rhythm, counsellor):
    contact(client_file, counsellor, MONDAY)
    assert len(list(rhythm_duties(TODAY))) == 1
    contact(client_file, counsellor, TODAY)
    assert list(rhythm_duties(TODAY)) == []


def test_a_week_with_enough_contacts_is_not_due(client_file, rhythm, counsellor):
    for step in (0, 3):
        contact(client_file, counsellor, MONDAY + dt.timedelta(days=step))
    assert list(rhythm_duties(TODAY)) == []


def test_a_rhythm_that_began_during_the_week_is_not_held_against_anybody(rhythm):
    ContactRhythm.objects.filter(pk=rhythm.pk).update(valid_from=MONDAY + dt.timedelta(days=1))
    assert list(rhythm_duties(TODAY)) == []


def test_a_rhythm_of_light_contacts_alone_asks_for_no_planned_ones(rhythm):
    ContactRhythm.objects.filter(pk=rhythm.pk).update(per_week=0, morning=dt.time(9))
    assert list(rhythm_duties(TODAY)) == []


def test_the_sweep_knows_it():
    assert registry.duty_sources["contact-rhythm"].duties is rhythm_duties
