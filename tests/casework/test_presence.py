"""Where residents are, at any moment and on any night, whatever was recorded in whatever order."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import LocationKind
from accounts.errors import Refused
from accounts.models import Location
from casework.enums import MarkKind, StayEnd, Whereabouts
from casework.models import Absence, Assignment, KnownEnd, Leave, NightLine, Stay
from casework.selectors.presence import moment_of_night, nights, places, residents
from casework.services.presence import count_night, end_visit, mark_door, record_visit
from casework.services.stays import end_stay, start_stay
from tests.casework.test_leaves import at, leave, resident  # noqa: F401 -- a fixture
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def mark(client, house, user, kind, moment=None):
    return mark_door(client=client, location=house, form_token=uuid4(), kind=kind, at=moment, acting_user=user)


def ago(minutes: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=minutes)


def test_the_door_says_who_is_out(resident, house, counsellor):  # noqa: F811
    mark(resident, house, counsellor, MarkKind.OUT, ago(50))
    mark(resident, house, counsellor, MarkKind.IN, ago(20))
    where = [places([resident.pk], ago(minutes))[resident.pk].where for minutes in (60, 30, 10)]
    assert where == [Whereabouts.IN, Whereabouts.OUT, Whereabouts.IN]


def test_coming_home_ends_a_leave(resident, house, counsellor):  # noqa: F811
    granted = leave(resident, counsellor, ago(300), ago(-300))
    with pytest.raises(Refused, match="met verlof"):
        mark(resident, house, counsellor, MarkKind.OUT)
    mark(resident, house, counsellor, MarkKind.IN, ago(5))
    granted.refresh_from_db()
    assert granted.returned_at is not None
    assert places([resident.pk], timezone.now())[resident.pk].is_home


def test_a_leave_that_ran_over_is_shown_as_late(resident, counsellor):  # noqa: F811
    leave(resident, counsellor, ago(300), ago(30))
    place = places([resident.pk], timezone.now())[resident.pk]
    assert (place.where, place.overdue) == (Whereabouts.LEAVE, True)
    assert not places([resident.pk], ago(60))[resident.pk].overdue


def test_the_round_of_the_night_finds_who_came_home_unseen(resident, house, counsellor):  # noqa: F811
    mark(resident, house, counsellor, MarkKind.OUT, ago(60))
    night = timezone.localdate(ago(2))
    count = count_night(
        location=house, form_token=uuid4(), night=night, counted_at=ago(2), seen=[resident], acting_user=counsellor
    )
    line = NightLine.objects.get(count=count)
    assert (line.seen, line.expected) == (True, Whereabouts.OUT)
    assert places([resident.pk], timezone.now())[resident.pk].is_home


@pytest.mark.parametrize(
    ("counted", "night", "sentence"),
    [(-5, 0, "in de toekomst"), (2, -3, "hoort niet bij deze nacht"), (60 * 72, -3, "twee dagen")],
)
def test_a_count_belongs_to_its_night(resident, house, counsellor, counted, night, sentence):  # noqa: F811
    day = timezone.localdate(ago(counted)) if counted == 60 * 72 else timezone.localdate() + dt.timedelta(days=night)
    with pytest.raises(Refused, match=sentence):
        count_night(
            location=house, form_token=uuid4(), night=day, counted_at=ago(counted), seen=[], acting_user=counsellor
        )


def test_nobody_is_counted_who_lives_elsewhere(resident, house, other_client, counsellor):  # noqa: F811
    with pytest.raises(Refused, match="woont hier niet"):
        count_night(
            location=house,
            form_token=uuid4(),
            night=timezone.localdate(ago(1)),
            counted_at=ago(1),
            seen=[other_client],
            acting_user=counsellor,
        )


def test_post_is_picked_up_at_a_postal_address_only(resident, house, team, counsellor):  # noqa: F811
    with pytest.raises(Refused, match="postadres"):
        mark(resident, house, counsellor, MarkKind.PICK_UP)
    postal = Location.objects.create(name="Postadres", team=team, kind=LocationKind.POSTAL_ADDRESS)
    client = make_client("S-0009", team)
    start_stay(client=client, location=postal, valid_from=timezone.localdate(), acting_user=counsellor)
    assert mark(client, postal, counsellor, MarkKind.PICK_UP).kind == MarkKind.PICK_UP
    with pytest.raises(Refused, match="postadres"):
        mark(client, postal, counsellor, MarkKind.OUT)


def test_a_visitor_comes_and_goes(resident, house, other_client, counsellor):  # noqa: F811
    visit = record_visit(
        location=house,
        client=resident,
        form_token=uuid4(),
        visitor="Els",
        arrived_at=ago(30),
        acting_user=counsellor,
    )
    left = end_visit(visit=visit, acting_user=counsellor).left_at
    assert end_visit(visit=visit, acting_user=counsellor).left_at == left
    with pytest.raises(Refused, match="woonde op die dag niet"):
        record_visit(
            location=house,
            client=other_client,
            form_token=uuid4(),
            visitor="Els",
            arrived_at=ago(30),
            acting_user=counsellor,
        )


# --- at any date ------------------------------------------------------------------------------------------------------
DAYS = 24
FIRST = timezone.localdate() - dt.timedelta(days=DAYS + 2)


def day(offset: int) -> dt.date:
    return FIRST + dt.timedelta(days=offset)


def noon(offset: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day(offset), dt.time(12)))


stays_of_somebody = st.lists(
    st.tuples(st.integers(0, DAYS), st.integers(0, 8), st.integers(0, 1)), min_size=1, max_size=6
)
times_away = st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(1, 6), st.booleans()), max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=stays_of_somebody, away=times_away)
def test_on_any_night_a_client_is_in_one_house_at_most_and_every_night_is_counted_once(
    team, house, counsellor, wanted, away
):
    """Try stays and absences in any order; what was accepted must give one truth for each night."""
    KnownEnd.objects.all().delete()
    Stay.objects.all().delete()
    Absence.objects.all().delete()
    Leave.objects.all().delete()
    Assignment.objects.all().delete()
    houses = [house, Location.objects.get_or_create(name="Huis aan de Dijk", team=team)[0]]
    client = make_client(f"S-{uuid4().hex[:8]}", team)
    slept: dict[dt.date, int] = {}
    for start, length, place in wanted:
        try:
            stay = start_stay(client=client, location=houses[place], valid_from=day(start), acting_user=counsellor)
        except Refused:
            continue
        end_stay(
            stay=stay, valid_until=day(start + length), end_kind=StayEnd.MOVED, acting_user=counsellor
        ) if start + length <= DAYS else None
        until = start + length if start + length <= DAYS else DAYS + 1
        for offset in range(start, until):
            assert day(offset) not in slept
            slept[day(offset)] = houses[place].pk
    gone: dict[dt.date, Whereabouts] = {}
    for start, length, missing in away:
        if any(day(start + more) in gone for more in range(-1, length + 1)):
            continue
        common: dict[str, Any] = {
            "client": client,
            "recorded_by": counsellor,
            "form_token": uuid4(),
            "returned_at": noon(start + length),
        }
        if missing:
            Absence.objects.create(
                **common, location=house, missed_at=noon(start), circumstances="weg", return_talk="terug"
            )
        else:
            Leave.objects.create(**common, starts_at=noon(start), ends_at=noon(start + length), destination="thuis")
        for more in range(length):
            gone[day(start + more)] = Whereabouts.ABSENT if missing else Whereabouts.LEAVE

    for offset in range(DAYS):
        night = day(offset)
        where_he_lives = [one.pk for one in houses if client in residents(one, night)]
        assert where_he_lives == ([slept[night]] if night in slept else [])
        assert places([client.pk], moment_of_night(night))[client.pk].where == gone.get(night, Whereabouts.IN)
    figures = nights(houses, day(0), day(DAYS - 1))
    counted = [one for one in slept if one <= day(DAYS - 1)]
    assert sum(one.stayed for one in figures) == len(counted)
    assert sum(one.leave for one in figures) == sum(gone.get(one) == Whereabouts.LEAVE for one in counted)
    assert sum(one.absent for one in figures) == sum(gone.get(one) == Whereabouts.ABSENT for one in counted)


def test_a_figure_of_the_past_can_be_asked_as_it_was_known_then(resident, house, counsellor):  # noqa: F811
    first, last = timezone.localdate() - dt.timedelta(days=10), timezone.localdate() - dt.timedelta(days=1)
    known_before = timezone.now()
    gone = leave(resident, counsellor, at(-8, "12:00"), at(-5, "12:00"))
    Leave.objects.filter(pk=gone.pk).update(returned_at=at(-5, "12:00"))
    Stay.objects.update(recorded_at=known_before - dt.timedelta(days=60))
    assert [(one.stayed, one.leave, one.slept) for one in nights([house], first, last)] == [(10, 3, 7)]
    then = nights([house], first, last, known_at=known_before)
    assert [(one.stayed, one.leave, one.slept) for one in then] == [(10, 0, 10)]


def test_nobody_is_asked_for_one_by_one(team, house, counsellor, django_assert_num_queries):
    for index in range(3):
        client = make_client(f"S-100{index}", team)
        start_stay(client=client, location=house, valid_from=timezone.localdate(), acting_user=counsellor)
    ids = [client.pk for client in residents(house, timezone.localdate())]
    assert len(ids) == 3
    with django_assert_num_queries(3):
        places(ids, timezone.now())
