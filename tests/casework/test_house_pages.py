"""The pages of a house: the count of the night, visits, post, the door, and the nights of a period."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LocationKind, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.enums import MarkKind, Whereabouts
from casework.models import DoorMark, Leave, NightCount, NightLine, Stay, Visit
from casework.querysets import night_of
from casework.selectors.house_duties import absence_duties, pick_up_duties
from casework.services.absences import record_return
from casework.services.presence import count_night, end_visit, mark_door, record_visit
from casework.services.stays import start_stay
from tests.casework.test_absences import miss
from tests.casework.test_leaves import at, leave, resident  # noqa: F401 -- a fixture
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def ago(minutes: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes)


def page(name: str, house: Location, *args: object) -> str:
    return reverse(f"casework:{name}", args=[house.pk, *args])


@pytest.fixture
def postal(team) -> Location:
    return Location.objects.create(name="Postadres Markt", team=team, kind=LocationKind.POSTAL_ADDRESS)


@pytest.fixture
def addressee(postal, team, counsellor):
    """Somebody with a postal address since ten days."""
    client = make_client("S-0500", team, first_name="Piet", last_name="Post")
    start_stay(client=client, location=postal, valid_from=day(-10), acting_user=counsellor)
    return client


def visit_of(client, house, user, **more) -> Visit:
    given = {"visitor": "Els", "arrived_at": ago(30), "form_token": uuid4(), "acting_user": user, **more}
    return record_visit(location=house, client=client, **given)


def count(house, user, seen, **more) -> NightCount:
    given = {"night": timezone.localdate(ago(2)), "counted_at": ago(2), "form_token": uuid4(), **more}
    return count_night(location=house, seen=seen, acting_user=user, **given)


# --- the count of the night -------------------------------------------------------------------------------------------
def test_a_count_has_a_line_for_everybody_and_stays_as_it_was(resident, house, team, counsellor):  # noqa: F811
    away = make_client("S-0501", team)
    start_stay(client=away, location=house, valid_from=day(-5), acting_user=counsellor)
    miss(away, house, counsellor)
    token = uuid4()
    first = count(house, counsellor, [resident], form_token=token, note=" Rustig. ")
    assert count(house, counsellor, [], form_token=token) == first
    lines = {line.client_id: (line.seen, line.expected) for line in NightLine.objects.all()}
    assert lines == {resident.pk: (True, Whereabouts.IN), away.pk: (False, Whereabouts.ABSENT)}
    assert first.note == "Rustig."
    [entry] = AuditEntry.objects.filter(object_type="casework.nightcount")
    assert sorted(one.client_number for one in entry.subjects.all()) == [resident.number, away.number]
    assert (entry.details["seen"], entry.details["of"]) == (1, 2)
    with pytest.raises(TypeError, match="immutable"):
        first.save()
    later = count(house, counsellor, [resident])
    assert NightCount.objects.count() == 2, "a later count stands beside the first"
    with pytest.raises(IntegrityError), transaction.atomic():
        NightLine.objects.create(count=later, client=resident, seen=True, expected=Whereabouts.IN)


def test_an_empty_house_is_not_counted(house, counsellor):
    with pytest.raises(Refused, match="niets te tellen"):
        count(house, counsellor, [])


def test_the_page_of_the_count_says_where_each_should_be(client, resident, house, counsellor):  # noqa: F811
    miss(resident, house, counsellor)
    client.force_login(counsellor)
    address = page("night_count", house)
    text = client.get(address).content.decode()
    assert f"{resident} (ongeoorloofd afwezig)" in text
    now = timezone.localtime()
    night = now.date() if now.hour >= 12 else now.date() - dt.timedelta(days=1)
    sent = {
        "form_token": uuid4(),
        "night": night.isoformat(),
        "counted_day": now.date().isoformat(),
        "counted_time": now.strftime("%H:%M"),
        "note": "Rustig.",
    }
    wrong = client.post(address, {**sent, "counted_day": day(1).isoformat()})
    assert "in de toekomst" in wrong.content.decode()
    assert "Rustig." in wrong.content.decode()
    assert not NightCount.objects.exists()
    assert client.post(address, sent).url == page("house", house)
    assert "Rustig." in client.get(address).content.decode()


# --- visits -----------------------------------------------------------------------------------------------------------
def test_a_visit_is_written_down_once_and_only_its_end_follows(resident, house, counsellor):  # noqa: F811
    token = uuid4()
    first = visit_of(resident, house, counsellor, form_token=token, relation=" zus ")
    assert visit_of(resident, house, counsellor, form_token=token) == first
    assert first.relation == "zus"
    end_visit(visit=first, acting_user=counsellor)
    end_visit(visit=first, acting_user=counsellor)
    entries = AuditEntry.objects.filter(object_type="casework.visit").order_by("pk")
    assert [(one.action, one.client_number) for one in entries] == [
        ("create", resident.number),
        ("update", resident.number),
    ]
    assert "Els" not in str([one.details for one in entries]), "no name of a visitor in the trail"
    with pytest.raises(TypeError, match="immutable"):
        first.save(update_fields=["visitor"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(left_at=ago(60))
    with pytest.raises(Refused, match="toekomst") as refusal:
        visit_of(resident, house, counsellor, arrived_at=ago(-10))
    assert refusal.value.field == "arrived_time"


def test_the_page_of_visits_lists_who_is_there_and_who_left(client, resident, house, counsellor):  # noqa: F811
    client.force_login(counsellor)
    address = page("visits", house)
    now = timezone.localtime(ago(1))
    sent = {
        "form_token": uuid4(),
        "client": resident.pk,
        "visitor": "Els Visser",
        "relation": "zus",
        "arrived_day": now.date().isoformat(),
        "arrived_time": now.strftime("%H:%M"),
    }
    wrong = client.post(address, {**sent, "arrived_day": day(1).isoformat()})
    assert "toekomst" in wrong.content.decode()
    assert "Els Visser" in wrong.content.decode()
    assert not Visit.objects.exists()
    assert client.post(address, sent).url == address
    visit = Visit.objects.get()
    ended = page("visit_end", house, visit.pk)
    assert ended in client.get(address).content.decode()
    assert client.post(ended).url == address
    text = client.get(address).content.decode()
    assert "Els Visser" in text
    assert ended not in text
    elsewhere = Location.objects.create(name="Huis aan de Brink", team=house.team)
    assert client.post(page("visit_end", elsewhere, visit.pk)).status_code == 404


# --- post -------------------------------------------------------------------------------------------------------------
def test_post_picked_up_counts_as_presence_and_its_week_begins_again(client, addressee, postal, counsellor):
    [duty] = pick_up_duties(day())
    assert duty.key == f"casework.pick-up:{addressee.pk}:{day(-10).isoformat()}"
    assert (duty.due_on, duty.url) == (day(-3), page("house", postal))
    assert pick_up_duties(day(-4)) == [], "a week after he came there"
    client.force_login(counsellor)
    sent = {"form_token": uuid4(), "kind": MarkKind.PICK_UP}
    answer = client.post(page("door", postal, addressee.number), sent, follow=True)
    assert "De post van Piet" in answer.content.decode()
    assert DoorMark.objects.get().kind == MarkKind.PICK_UP
    assert pick_up_duties(day(6)) == []
    [again] = pick_up_duties(day(7))
    assert again.due_on == day(7)


def test_the_door_refuses_in_a_sentence_and_keeps_nothing(client, addressee, postal, resident, house, counsellor):  # noqa: F811
    client.force_login(counsellor)
    for place, who, kind, sentence in (
        (postal, addressee, MarkKind.OUT, "Op een postadres wordt post opgehaald"),
        (house, resident, "weg", "Dit is niet vastgelegd"),
        (house, resident, MarkKind.PICK_UP, "Op een postadres wordt post opgehaald"),
    ):
        answer = client.post(page("door", place, who.number), {"form_token": uuid4(), "kind": kind}, follow=True)
        assert sentence in answer.content.decode()
    assert client.post(page("door", house, addressee.number), {"form_token": uuid4(), "kind": "in"}).status_code == 404
    assert not DoorMark.objects.exists()


def test_the_door_looks_at_the_moment_and_at_who_is_missing(resident, house, team, counsellor):  # noqa: F811
    door = {"location": house, "kind": MarkKind.IN, "acting_user": counsellor}
    with pytest.raises(Refused, match="toekomst"):
        mark_door(client=resident, form_token=uuid4(), at=ago(-5), **door)
    with pytest.raises(Refused, match="woonde op die dag niet"):
        mark_door(client=make_client("S-0502", team), form_token=uuid4(), **door)
    token = uuid4()
    first = mark_door(client=resident, form_token=token, at=ago(200), **door)
    assert mark_door(client=resident, form_token=token, **door) == first
    with pytest.raises(TypeError, match="immutable"):
        first.save()
    missing = miss(resident, house, counsellor)
    with pytest.raises(Refused, match="Leg zijn terugkeer vast"):
        mark_door(client=resident, form_token=uuid4(), **door)
    [duty] = absence_duties(day())
    assert (duty.key, duty.owner_ids) == (f"casework.absence:{missing.pk}", (counsellor.pk,))
    record_return(absence=missing, returned_at=ago(1), return_talk="Was bij de buren.", acting_user=counsellor)
    assert absence_duties(day()) == []


# --- nights -----------------------------------------------------------------------------------------------------------
def gone_for_three_nights(client, user) -> Leave:
    gone = leave(client, user, at(-8, "12:00"), at(-5, "12:00"))
    Leave.objects.filter(pk=gone.pk).update(returned_at=at(-5, "12:00"))
    Stay.objects.update(recorded_at=timezone.now() - dt.timedelta(days=60))
    return gone


def nights_page(client, house, **more: str):
    asked = {"van": day(-10).isoformat(), "tot": day(-2).isoformat(), **more}
    return client.get(page("house_nights", house), asked)


def total_of(answer) -> tuple[int, int, int]:
    total = answer.context["total"]
    return total["stayed"], total["slept"], total["leave"]


def test_nights_are_told_as_they_were_and_as_they_were_known_then(client, resident, house, counsellor):  # noqa: F811
    gone_for_three_nights(resident, counsellor)
    client.force_login(counsellor)
    assert total_of(nights_page(client, house)) == (9, 6, 3)
    then = nights_page(client, house, bekend=day(-1).isoformat())
    assert total_of(then) == (9, 9, 0)
    assert "zoals het bekend was" in then.content.decode()
    assert total_of(nights_page(client, house, bekend=day().isoformat())) == (9, 6, 3)
    entry = AuditEntry.objects.filter(object_type="casework.nights").last()
    assert [one.client_number for one in entry.subjects.all()] == [resident.number]


def test_nights_of_all_houses_stand_side_by_side_and_a_mover_is_one_client(
    client,
    resident,  # noqa: F811
    house,
    team,
    counsellor,
):
    gone_for_three_nights(resident, counsellor)
    second = Location.objects.create(name="Huis aan de Kade", team=team, capacity=1)
    Stay.objects.filter(client=resident).update(valid_until=day(-4))
    start_stay(client=resident, form_token=uuid4(), location=second, valid_from=day(-4), acting_user=counsellor)
    client.force_login(counsellor)
    asked = {"van": day(-10).isoformat(), "tot": day(-2).isoformat()}
    answer = client.get(reverse("casework:all_nights"), asked)
    lines = {one.house.name: (one.clients, one.stayed, one.leave, one.share) for one in answer.context["lines"]}
    assert lines == {house.name: (1, 6, 3, 6), second.name: (1, 3, 0, 33)}
    assert answer.context["total"] == {"clients": 1, "stayed": 9, "slept": 6, "leave": 3, "absent": 0}
    assert resident.last_name not in answer.content.decode()
    assert client.get(reverse("casework:all_nights"), {**asked, "tot": "2020-01-01"}).status_code == 200


def test_the_nights_of_three_houses_cost_what_those_of_one_do(client, resident, house, team, counsellor):  # noqa: F811
    client.force_login(counsellor)
    client.get(reverse("casework:all_nights"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("casework:all_nights"))
    for name in ("Huis twee", "Huis drie"):
        Location.objects.create(name=name, team=team, capacity=4)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("casework:all_nights"))
    assert len(three) == len(one) <= 15


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"tot": "2020-01-01"}, "ligt voor de eerste"),
        ({"van": "2020-01-01"}, "hoogstens een jaar"),
        ({"van": ""}, "verplicht"),
        ({"bekend": "gisteren"}, "datum"),
    ],
)
def test_a_period_that_cannot_be_says_so(client, resident, house, counsellor, asked, sentence):  # noqa: F811
    client.force_login(counsellor)
    answer = nights_page(client, house, **asked)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert answer.context["lines"] == []


# --- doors and costs --------------------------------------------------------------------------------------------------
PAGES = ("house", "night_count", "visits", "house_nights")


def test_strangers_find_no_page_and_readers_record_nothing(
    client,
    resident,  # noqa: F811
    house,
    team,
    outsider,
    expert,
):
    client.force_login(outsider)
    assert [client.get(page(name, house)).status_code for name in PAGES] == [404] * 4
    assert AuditEntry.objects.filter(outcome="refused", object_id=str(house.pk), actor_id=outsider.pk).count() == 4
    client.force_login(expert)
    assert [client.get(page(name, house)).status_code for name in PAGES] == [200, 403, 403, 200]
    assert client.post(page("door", house, resident.number), {"kind": "in"}).status_code == 403
    client.force_login(make_user("nico", Role.NIGHT_STAFF, team=team))
    assert [client.get(page(name, house)).status_code for name in PAGES] == [200, 200, 200, 403]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_for_one_and_for_three(client, resident, house, team, counsellor, name):  # noqa: F811
    client.force_login(counsellor)
    count(house, counsellor, [resident])
    visit_of(resident, house, counsellor)
    gone_for_three_nights(resident, counsellor)
    client.get(page(name, house))
    costs = []
    for index in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name, house))
        costs.append(len(queries))
        other = make_client(f"S-51{index}", team)
        start_stay(client=other, location=house, valid_from=night_of(ago(60 * 24)), acting_user=counsellor)
        count(house, counsellor, [other], night=night_of(ago(1)), counted_at=ago(1))
        visit_of(other, house, counsellor)
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 24
