"""How many questions about a place nobody answered yet, beside the way to them."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import SubstancePolicy
from accounts.models import Location, LocationPolicy, LocationProfile
from casework.enums.background import Topic
from casework.models import BackgroundCode, Stay, TitleKind
from casework.selectors.contra_indications import open_questions, questions_about, questions_at
from casework.selectors.stays import stay_page
from casework.services.background import add_background
from casework.services.legal import add_title
from casework.services.placement import answer_question, apply_for_place
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def offends(client_file, user):
    add_background(
        client=client_file,
        form_token=uuid4(),
        topic=Topic.OFFENCE,
        code=BackgroundCode.objects.get(key="offence-violence"),
        valid_from=day(-90),
        acting_user=user,
    )


def answer(client_file, place, question, user):
    answer_question(
        client=client_file,
        location=place,
        question=question,
        asked="Zo werd het gevraagd.",
        form_token=uuid4(),
        text="Besproken.",
        acting_user=user,
    )


@pytest.fixture
def places(client_file, house, team, counsellor):
    """The house near a school, and a street where somebody lives with the same kind of offence."""
    street = Location.objects.create(name="Straat", team=team)
    LocationProfile.objects.create(location=house, valid_from=day(-300), support_form="protected", nearby="een school")
    neighbour = make_client("S-88", team)
    Stay.objects.create(client=neighbour, location=street, valid_from=day(-200))
    for one in (client_file, neighbour):
        offends(one, counsellor)
    return house, street


@pytest.fixture
def short_title(client_file, counsellor):
    return add_title(
        client=client_file,
        form_token=uuid4(),
        kind=TitleKind.objects.get(key="vi"),
        valid_from=day(-60),
        valid_until=day(9),
        acting_user=counsellor,
    )


def test_each_place_is_asked_about_by_itself_and_what_is_about_the_client_at_both(client_file, places, short_title):
    house, street = places
    asked = {pk: {one.key for one in several} for pk, several in questions_at(client_file, places).items()}
    assert asked == {house.pk: {"nearby", "short-title"}, street.pk: {"same-offence", "short-title"}}
    assert {one.key for one in questions_about(client_file, house)} == asked[house.pk]


def test_an_answer_counts_for_its_own_place(client_file, places, short_title, counsellor):
    house, street = places
    answer(client_file, house, "short-title", counsellor)
    assert open_questions(client_file, places) == {house.pk: 1, street.pk: 2}
    assert open_questions(client_file, ()) == {}


def test_more_places_ask_no_more(client_file, places, short_title):
    counts = []
    for several in (places[:1], places):
        with CaptureQueriesContext(connection) as asked:
            questions_at(client_file, several)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_the_pages_show_what_is_open_at_the_stay_and_at_the_place_that_is_wished(
    client, client_file, places, short_title, counsellor
):
    house, street = places
    Stay.objects.create(client=client_file, location=house, valid_from=day(-40))
    Stay.objects.create(client=client_file, location=street, valid_from=day(-80), valid_until=day(-41))
    application = apply_for_place(
        client=client_file,
        form_token=uuid4(),
        received_on=day(-2),
        source="inside",
        wish_location=street,
        acting_user=counsellor,
    )
    LocationPolicy.objects.create(location=house, substance_policy=SubstancePolicy.ABSTINENT, valid_from=day(-300))
    view = stay_page(client_file)
    assert [line.open_questions for line in view.stays] == [2, 0]
    assert [(line.place, line.open_questions) for line in view.applications] == [(street, 2)]
    client.force_login(counsellor)
    page = client.get(reverse("casework:stays", args=[client_file.number])).content.decode()
    for place in places:
        assert reverse("casework:placement_questions", args=[client_file.number, place.pk]) in page
    assert page.count("2 open") == 2
    for key in ("short-title", "same-offence"):
        answer(client_file, street, key, counsellor)
    assert "2 open" not in client.get(application.get_absolute_url()).content.decode()
    assert client.get(reverse("casework:stays", args=[client_file.number])).content.decode().count("2 open") == 1
