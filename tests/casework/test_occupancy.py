"""What a location was on a day, and how full: dated, kept, and counted at one price."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LocationKind, Role, SupportForm
from accounts.models import AuditEntry, Location, LocationProfile
from casework.models import Stay, StayDestination
from casework.selectors.occupancy import Occupied, occupancy, place_nights
from casework.services.stays import end_stay, start_stay
from overview.demo.clock import as_if_it_were
from tests.conftest import make_client, make_user

if TYPE_CHECKING:
    from casework.selectors.occupancy import LocationOnDay

pytestmark = pytest.mark.django_db
ADDRESS = "casework:occupancy"


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def profile(location: Location, since: int, form: str = SupportForm.PROTECTED, **more: object) -> LocationProfile:
    """Record what a location was from so many days from today."""
    given = {"support_form": form, "capacity": 10, **more}
    return LocationProfile.objects.create(location=location, valid_from=day(since), **given)


def stay_at(location: Location, number: str, since: int, until: int | None = None) -> Stay:
    user = location.team.memberships.first().user
    client = make_client(number, location.team, last_name=f"Naam{number[-1]}")
    stay = start_stay(client=client, location=location, valid_from=day(since), form_token=uuid4(), acting_user=user)
    if until is not None:
        stay = end_stay(
            stay=stay,
            valid_until=day(until),
            end_kind="planned",
            destination=StayDestination.objects.get(key="own-home"),
            acting_user=user,
        )
    return stay


def line_on(location: Location, offset: int = 0) -> LocationOnDay:
    found = occupancy(Location.objects.filter(pk=location.pk), day(offset))
    return found.teams[0].lines[0]


def test_a_location_is_what_it_was_on_that_day(house, counsellor):
    profile(house, -100, SupportForm.SHELTER, capacity=8, clustering="clustered")
    profile(house, -10, SupportForm.HOUSING_FIRST, capacity=5, clustering="scattered")
    house.policies.create(substance_policy="tolerated", valid_from=day(-100), valid_until=day(-11))
    house.policies.create(substance_policy="abstinent", valid_from=day(-10))
    told = [
        (one.form_words, one.is_residential, one.clustering_words, one.policy_words, one.occupied.places)
        for one in (line_on(house, -200), line_on(house, -11), line_on(house, -10), line_on(house))
    ]
    assert told == [
        ("", None, "", "", house.capacity),
        ("opvang", True, "geclusterd", "gebruikersvoorziening / gedoog", 8),
        ("Housing First", False, "gespikkeld", "abstinent", 5),
        ("Housing First", False, "gespikkeld", "abstinent", 5),
    ]


def test_a_mistake_is_put_right_by_a_row_more_and_what_was_known_stays(house, counsellor):
    stay_at(house, "S-0101", -40)
    with as_if_it_were(timezone.now() - dt.timedelta(days=20)):
        profile(house, -30, SupportForm.SHELTER)  # of that day: 50 days ago
    profile(house, -50, SupportForm.PROTECTED)
    now = timezone.now()

    def told(offset: int, known_at: dt.datetime | None = None) -> str | None:
        stay = Stay.objects.with_support_form(day(offset), known_at=known_at).get()
        form: str | None = stay.support_form  # type: ignore[attr-defined] # annotated
        return form

    assert told(-30) == SupportForm.PROTECTED
    assert told(-30, now - dt.timedelta(days=1)) == SupportForm.SHELTER
    assert told(-30, now - dt.timedelta(days=30)) is None, "nobody had said it yet"
    assert told(-60) is None, "it began later"
    assert house.profiles.count() == 2


@pytest.mark.parametrize(
    ("form", "residential"),
    [(form, form in {SupportForm.PROTECTED, SupportForm.SHELTER}) for form in SupportForm],
)
def test_residential_is_derived_from_the_form(house, form, residential):
    row = profile(house, -1, form, conditions="Haalt elke week post.")
    assert row.is_residential is residential
    assert line_on(house).is_residential is residential


def test_a_postal_address_has_conditions_and_a_postcode_is_one(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        profile(house, -1, SupportForm.POSTAL_ADDRESS)
    with pytest.raises(ValidationError, match="vier cijfers"):
        LocationProfile(location=house, valid_from=day(), support_form="shelter", postcode="94 AB").full_clean()
    LocationProfile(location=house, valid_from=day(), support_form="shelter", postcode="9401 AB").full_clean()


def test_a_place_is_taken_from_the_first_night_until_the_day_he_leaves(house, counsellor):
    profile(house, -100, capacity=2)
    stay_at(house, "S-0101", -20, -5)
    stay_at(house, "S-0102", -20)
    stay_at(house, "S-0103", -6)
    told = {ago: line_on(house, -ago).occupied for ago in (21, 20, 6, 5, 0)}
    assert told == {
        21: Occupied(places=2, clients=0, taken=0, free=2, over=0),
        20: Occupied(places=2, clients=2, taken=2, free=0, over=0),
        6: Occupied(places=2, clients=3, taken=3, free=0, over=1),
        5: Occupied(places=2, clients=2, taken=2, free=0, over=0),
        0: Occupied(places=2, clients=2, taken=2, free=0, over=0),
    }


def test_a_full_house_takes_nothing_from_another_and_ambulatory_has_no_places(house, team, counsellor):
    profile(house, -100, capacity=1)
    stay_at(house, "S-0101", -20)
    stay_at(house, "S-0102", -20)
    other = Location.objects.create(name="Huis aan de Kade", team=team)
    profile(other, -100, capacity=4)
    walk = Location.objects.create(name="Ambulant Noord", team=team, kind=LocationKind.AMBULATORY)
    profile(walk, -100, SupportForm.AMBULATORY, capacity=0)
    stay_at(walk, "S-0103", -20)
    found = occupancy(Location.objects.all(), day())
    assert found.total == Occupied(places=5, clients=3, taken=2, free=4, over=1)
    assert found.teams[0].total == found.total


def test_the_places_of_a_period_follow_their_number_of_each_night(house, team):
    late = Location.objects.create(name="Huis later", team=team, capacity=0)
    profile(late, -3, capacity=6)
    profile(house, -100, capacity=2)
    profile(house, -5, capacity=3)
    profile(house, -5, capacity=4)  # a mistake put right
    profile(house, 5, capacity=50)
    possible = place_nights([house, late], day(-10), day(-1))
    assert possible == {house.pk: 5 * 2 + 5 * 4, late.pk: 3 * 6}
    assert place_nights([house], day(-1), day(-10))[house.pk] == 0


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_tells_numbers_and_no_names(client, house, counsellor):
    profile(house, -100, capacity=2, clustering="clustered")
    stay = stay_at(house, "S-0101", -20, -5)
    client.force_login(counsellor)
    answer = client.get(reverse(ADDRESS), {"op": day(-6).isoformat()})
    page = answer.content.decode()
    assert answer.context["occupancy"].total == Occupied(places=2, clients=1, taken=1, free=1, over=0)
    assert "beschermd wonen" in page
    assert "residentieel" in page
    assert "geclusterd" in page
    assert stay.client.last_name not in page
    assert stay.client.number not in page
    assert client.get(reverse(ADDRESS)).context["occupancy"].total.clients == 0


def test_more_clients_than_places_is_said(client, house, counsellor):
    profile(house, -100, capacity=1)
    stay_at(house, "S-0101", -20)
    stay_at(house, "S-0102", -20)
    client.force_login(counsellor)
    assert "1 te veel" in client.get(reverse(ADDRESS)).content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (day(1).isoformat(), "tot en met vandaag"),
        ("gisteren", "datum"),
        ("", "verplicht"),
        ("0000-00-00", "datum"),
        ("2999-01-01", "jaar"),
    ],
)
def test_a_day_that_cannot_be_says_so_and_stays_on_the_page(client, house, counsellor, asked, sentence):
    client.force_login(counsellor)
    answer = client.get(reverse(ADDRESS), {"op": asked})
    assert answer.status_code == 200
    assert answer.context["occupancy"] is None
    assert sentence in answer.content.decode()
    assert f'value="{asked}"' in answer.content.decode()


def test_an_intake_officer_sees_the_locations_of_the_team_and_of_no_other(client, house, other_team, counsellor):
    elsewhere = Location.objects.create(name="Huis Elders", team=other_team, capacity=3)
    client.force_login(make_user("ingrid", Role.INTAKE_OFFICER, team=house.team))
    page = client.get(reverse(ADDRESS)).content.decode()
    assert house.name in page
    assert elsewhere.name not in page
    client.force_login(make_user("vera2", Role.VOLUNTEER, team=house.team))
    assert client.get(reverse(ADDRESS)).status_code == 403


def test_without_locations_the_page_says_who_records_them(client, outsider):
    client.force_login(outsider)
    assert "nog geen huizen" in client.get(reverse(ADDRESS)).content.decode()


def test_three_locations_cost_what_one_does(client, house, team, other_team, counsellor):
    profile(house, -100)
    stay_at(house, "S-0101", -20)
    client.force_login(counsellor)
    client.get(reverse(ADDRESS))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(ADDRESS))
    for number, name in enumerate(("Huis twee", "Huis drie")):
        other = Location.objects.create(name=name, team=team, capacity=4)
        profile(other, -100)
        stay_at(other, f"S-020{number}", -20)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse(ADDRESS))
    assert len(three) == len(one) <= 15


def test_the_list_of_houses_shows_the_places_of_today(client, house, counsellor):
    profile(house, -100, capacity=7)
    client.force_login(counsellor)
    cards = client.get(reverse("casework:house_list")).context["cards"]
    assert [(card.places, card.free) for card, _address in cards] == [(7, 7)]


# --- the administrator's screen ---------------------------------------------------------------------------------------


def typed(house: Location, **more: str) -> dict[str, str]:
    return {
        "name": house.name,
        "team": str(house.team_id),
        "kind": house.kind,
        "capacity": str(house.capacity),
        "policies-TOTAL_FORMS": "0",
        "policies-INITIAL_FORMS": "0",
        "profiles-TOTAL_FORMS": "1",
        "profiles-INITIAL_FORMS": "0",
        "profiles-0-valid_from": day(-1).isoformat(),
        "profiles-0-support_form": "shelter",
        "profiles-0-capacity": "9",
        **more,
    }


def test_an_administrator_adds_a_row_and_it_is_in_the_audit_trail(client, administrator, house):
    client.force_login(administrator)
    url = reverse("admin:accounts_location_change", args=[house.pk])
    assert client.post(url, typed(house)).status_code == 302
    row = house.profiles.get()
    assert (row.capacity, row.support_form) == (9, "shelter")
    entry = AuditEntry.objects.get(object_type="accounts.locationprofile")
    assert (entry.actor_name, entry.details["location"]) == ("Ad Beheer", house.pk)


def test_an_administrator_changes_no_row_that_stands(client, administrator, house):
    row = profile(house, -100, SupportForm.PROTECTED, capacity=3)
    client.force_login(administrator)
    url = reverse("admin:accounts_location_change", args=[house.pk])
    forged = typed(house, **{"profiles-INITIAL_FORMS": "1", "profiles-0-id": str(row.pk), "profiles-0-capacity": "99"})
    client.post(url, forged)
    row.refresh_from_db()
    assert (row.capacity, row.support_form) == (3, SupportForm.PROTECTED)


def test_a_postal_address_without_conditions_is_refused_in_words(client, administrator, house):
    client.force_login(administrator)
    url = reverse("admin:accounts_location_change", args=[house.pk])
    answer = client.post(url, typed(house, **{"profiles-0-support_form": "postal_address"}))
    assert answer.status_code == 200
    assert "onder welke voorwaarden" in answer.content.decode()
    assert not house.profiles.exists()
