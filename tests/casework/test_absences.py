"""Somebody is missing: the event, the steps, the return with its talk."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import MarkKind, Whereabouts
from casework.events import absence_started, client_returned
from casework.models import Absence, AbsenceStep
from casework.selectors.presence import places
from casework.services.absences import record_return, start_absence, take_step
from casework.services.presence import mark_door
from tests.casework.test_leaves import leave, resident  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    found = []

    def started(sender, absence, acting_user, **kwargs):
        found.append(("started", absence.pk, acting_user))

    def returned(sender, absence, acting_user, **kwargs):
        found.append(("returned", absence.pk, acting_user))

    absence_started.connect(started)
    client_returned.connect(returned)
    yield found
    absence_started.disconnect(started)
    client_returned.disconnect(returned)


def hours_ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def miss(client, house, user, hours: float = 2, **more) -> Absence:
    return start_absence(
        **{
            "client": client,
            "location": house,
            "form_token": uuid4(),
            "missed_at": hours_ago(hours),
            "circumstances": "Niet terug van zijn werk.",
            "acting_user": user,
            **more,
        }
    )


def test_an_absence_and_a_return_are_each_told_once(resident, house, counsellor, heard):  # noqa: F811
    token = uuid4()
    absence = miss(resident, house, counsellor, form_token=token)
    assert miss(resident, house, counsellor, form_token=token) == absence
    assert places([resident.pk], timezone.now())[resident.pk].where == Whereabouts.ABSENT
    back = record_return(
        absence=absence,
        returned_at=hours_ago(1),
        return_talk="Was bij zijn broer, geen bereik.",
        acting_user=counsellor,
    )
    again = record_return(absence=absence, returned_at=hours_ago(0), return_talk="Anders.", acting_user=counsellor)
    assert again.return_talk == back.return_talk
    assert heard == [("started", absence.pk, counsellor), ("returned", absence.pk, counsellor)]
    assert places([resident.pk], timezone.now())[resident.pk].where == Whereabouts.IN
    assert places([resident.pk], hours_ago(1.5))[resident.pk].where == Whereabouts.ABSENT


def test_one_absence_at_a_time(resident, house, counsellor):  # noqa: F811
    absence = miss(resident, house, counsellor)
    with pytest.raises(Refused, match="al als ongeoorloofd afwezig"):
        miss(resident, house, counsellor, hours=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.bulk_create(
            [
                Absence(
                    client=resident,
                    location=house,
                    missed_at=hours_ago(1),
                    circumstances="x",
                    recorded_by=counsellor,
                    form_token=uuid4(),
                )
            ]
        )
    assert absence.is_open


@pytest.mark.parametrize(
    ("more", "sentence", "field"),
    [
        ({"missed_at": timezone.now() + dt.timedelta(hours=2)}, "in de toekomst", "missed_time"),
        ({"circumstances": " "}, "wat er bekend is", "circumstances"),
        ({"missed_at": timezone.now() - dt.timedelta(days=90)}, "woonde op die dag niet", "missed_day"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(resident, house, counsellor, heard, more, sentence, field):  # noqa: F811
    with pytest.raises(Refused, match=sentence) as refusal:
        miss(resident, house, counsellor, **more)
    assert refusal.value.field == field
    assert heard == []


def test_leave_is_no_absence_until_it_is_over(resident, house, counsellor):  # noqa: F811
    granted = leave(resident, counsellor, hours_ago(30), hours_ago(3))
    with pytest.raises(Refused, match="heeft verlof tot"):
        miss(resident, house, counsellor, hours=5)
    absence = miss(resident, house, counsellor, hours=2)
    assert absence.leave == granted
    record_return(absence=absence, returned_at=hours_ago(1), return_talk="Trein gemist.", acting_user=counsellor)
    granted.refresh_from_db()
    assert granted.returned_at == Absence.objects.get().returned_at


def test_a_return_needs_the_talk_and_a_possible_moment(resident, house, counsellor):  # noqa: F811
    absence = miss(resident, house, counsellor)
    for moment, talk, field in (
        (hours_ago(1), "  ", "return_talk"),
        (hours_ago(3), "Gepraat.", "returned_time"),
        (hours_ago(-1), "Gepraat.", "returned_time"),
    ):
        with pytest.raises(Refused) as refusal:
            record_return(absence=absence, returned_at=moment, return_talk=talk, acting_user=counsellor)
        assert refusal.value.field == field
    absence.refresh_from_db()
    assert absence.is_open


def test_the_door_does_not_end_an_absence(resident, house, counsellor):  # noqa: F811
    miss(resident, house, counsellor)
    with pytest.raises(Refused, match="met het gesprek"):
        mark_door(client=resident, location=house, form_token=uuid4(), kind=MarkKind.IN, acting_user=counsellor)


def test_a_step_is_taken_once(resident, house, counsellor, colleague):  # noqa: F811
    absence = miss(resident, house, counsellor)
    step = AbsenceStep.objects.order_by("minutes").first()
    assert step is not None
    first = take_step(absence=absence, step=step, form_token=uuid4(), note="Voicemail.", acting_user=counsellor)
    again = take_step(absence=absence, step=step, form_token=uuid4(), note="Nog eens.", acting_user=colleague)
    assert (again, again.note, again.recorded_by) == (first, "Voicemail.", counsellor)
    with pytest.raises(TypeError):
        absence.save(update_fields=["circumstances"])
