"""Where a client stays, and how it ended."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.enums import StayEnd
from casework.events import stay_ended
from casework.models import Stay, StayDestination
from casework.services.stays import end_stay, start_stay

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def heard():
    found = []

    def listen(sender, stay, acting_user, **kwargs):
        found.append(stay)

    stay_ended.connect(listen)
    yield found
    stay_ended.disconnect(listen)


@pytest.fixture
def second_house(team):
    return Location.objects.create(name="Huis aan de Dijk", team=team)


def test_a_client_moves_on_one_day_without_sleeping_twice(client_file, house, second_house, counsellor, heard):
    first = start_stay(client=client_file, location=house, valid_from=day(-30), acting_user=counsellor)
    ended = end_stay(stay=first, valid_until=day(-2), end_kind=StayEnd.MOVED, acting_user=counsellor)
    second = start_stay(client=client_file, location=second_house, valid_from=day(-2), acting_user=counsellor)
    assert (ended.valid_until, ended.end_kind) == (day(-2), "moved")
    assert second.valid_until is None
    assert heard == [ended]
    assert [entry.details for entry in AuditEntry.objects.order_by("pk")] == [
        {"location": house.pk, "from": day(-30).isoformat()},
        {"until": day(-2).isoformat(), "how": "moved", "where": ""},
        {"location": second_house.pk, "from": day(-2).isoformat()},
    ]


def test_two_stays_in_one_night_are_refused(client_file, house, second_house, counsellor):
    first = start_stay(client=client_file, location=house, valid_from=day(-30), acting_user=counsellor)
    with pytest.raises(Refused, match="Huis aan de Vaart"):
        start_stay(client=client_file, location=second_house, valid_from=day(-3), acting_user=counsellor)
    end_stay(
        stay=first,
        valid_until=day(-2),
        end_kind=StayEnd.PLANNED,
        destination=StayDestination.objects.get(key="own-home"),
        acting_user=counsellor,
    )
    for start in (day(-3), day(-40)):
        with pytest.raises(Refused) as refusal:
            start_stay(client=client_file, location=second_house, valid_from=start, acting_user=counsellor)
        assert refusal.value.field == "valid_from"
    assert Stay.objects.count() == 1


def test_the_database_refuses_a_second_open_stay(client_file, house, second_house):
    Stay.objects.create(client=client_file, location=house, valid_from=day(-30))
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(client=client_file, location=second_house, valid_from=day(-3))


def test_a_second_click_gives_one_stay(client_file, house, counsellor):
    token = uuid4()
    for _click in range(2):
        start_stay(client=client_file, location=house, valid_from=day(-1), form_token=token, acting_user=counsellor)
    assert Stay.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(("start", "words"), [(day(1), "toekomst"), (dt.date(1980, 1, 1), "geboortedatum")])
def test_a_stay_that_cannot_be_is_refused(client_file, house, counsellor, start, words):
    with pytest.raises(Refused, match=words) as refusal:
        start_stay(client=client_file, location=house, valid_from=start, acting_user=counsellor)
    assert refusal.value.field == "valid_from"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"valid_until": day(-31)}, "valid_until", "voor de begindatum"),
        ({"valid_until": day(1)}, "valid_until", "toekomst"),
        ({"end_kind": StayEnd.NEGATIVE, "end_reason": " "}, "end_reason", "waarom het niet paste"),
        ({"end_kind": StayEnd.TAKEN_BACK, "end_reason": ""}, "end_reason", "waarom het niet paste"),
        ({"end_kind": "weg"}, "end_kind", "keuze"),
        ({"destination": None}, "destination", "‘Onbekend’"),
        ({"aftercare_until": day(-1), "aftercare_by": "Noor"}, "aftercare_until", "na het verblijf"),
        ({"aftercare_until": day(9), "aftercare_by": " "}, "aftercare_by", "terechtkan"),
    ],
)
def test_an_end_that_cannot_be_is_refused(client_file, house, counsellor, heard, changes, field, words):
    stay = start_stay(client=client_file, location=house, valid_from=day(-30), acting_user=counsellor)
    fields = {
        "stay": stay,
        "valid_until": day(0),
        "end_kind": StayEnd.PLANNED,
        "destination": StayDestination.objects.get(key="own-home"),
        "acting_user": counsellor,
    }
    with pytest.raises(Refused) as refusal:
        end_stay(**{**fields, **changes})
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    stay.refresh_from_db()
    assert stay.valid_until is None
    assert not heard


def test_a_negative_end_says_why_and_is_final(client_file, house, counsellor, heard):
    stay = start_stay(client=client_file, location=house, valid_from=day(-30), acting_user=counsellor)
    end_stay(
        stay=stay,
        valid_until=day(0),
        end_kind=StayEnd.NEGATIVE,
        end_reason="De groep was te druk voor hem.",
        destination=StayDestination.objects.get(key="family"),
        acting_user=counsellor,
    )
    stay.refresh_from_db()
    assert stay.end_reason == "De groep was te druk voor hem."
    with pytest.raises(Refused, match="al afgesloten"):
        end_stay(
            stay=stay,
            valid_until=day(0),
            end_kind=StayEnd.PLANNED,
            destination=StayDestination.objects.get(key="own-home"),
            acting_user=counsellor,
        )
    assert len(heard) == 1
