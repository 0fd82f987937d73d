"""The wish of an application changes, and what was wished before stays to be read."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.enums.placement import DecisionKind
from casework.models import Application, EarlierWish
from casework.selectors.placement import application_view, wishes_before
from casework.services.placement import apply_for_place, decide_on_application
from casework.services.wishes import WishConflict, change_wish
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(client_file, house, counsellor):
    return apply_for_place(
        client=client_file,
        form_token=uuid4(),
        received_on=timezone.localdate() - dt.timedelta(days=9),
        source="prison",
        wish_form="protected",
        wish_location=house,
        wish_words="Een eigen kamer.",
        acting_user=counsellor,
    )


def change(application, user, **wish) -> Application:
    return change_wish(application=application, form_token=wish.pop("token", uuid4()), acting_user=user, **wish)


def test_every_earlier_wish_stays_with_who_wrote_it_and_who_changed_it(
    application, client_file, house, counsellor, team_lead
):
    change(application, team_lead, wish_form="independent", wish_words="Op mezelf.", reason="Hij heeft werk.", seen=0)
    now = change(application, counsellor, wish_words="Op mezelf, met tuin.")
    assert (now.wish_form, now.wish_location, now.wish_words) == ("", None, "Op mezelf, met tuin.")
    second, first = wishes_before(Application.objects.get(pk=application.pk))
    assert (first.wish.wish_form, first.wish.wish_location, first.wish.wish_words) == (
        "protected",
        house,
        "Een eigen kamer.",
    )
    assert (first.author, first.since, first.wish.recorded_by) == (counsellor, application.recorded_at, team_lead)
    assert first.wish.reason == "Hij heeft werk."
    assert (second.wish.wish_words, second.author, second.since) == ("Op mezelf.", team_lead, first.wish.recorded_at)
    row = AuditEntry.objects.filter(client_number=client_file.number, action="update").latest("pk")
    assert row.details == {"changed": ["wish_form", "wish_words"]}
    with pytest.raises(TypeError):
        first.wish.save()


def test_a_second_click_changes_nothing(application, counsellor):
    token = uuid4()
    for _click in range(2):
        change(application, counsellor, wish_words="Anders.", token=token, seen=0)
    assert EarlierWish.objects.count() == 1


def test_nothing_changed_a_closed_application_and_a_wish_that_somebody_else_changed_are_refused(
    application, house, counsellor, team_lead
):
    same = {"wish_form": "protected", "wish_location": house, "wish_words": " Een eigen kamer. "}
    with pytest.raises(Refused, match="niets gewijzigd"):
        change(application, counsellor, **same)
    change(application, team_lead, wish_words="Rust.", seen=0)
    with pytest.raises(WishConflict, match=str(team_lead)):
        change(application, counsellor, wish_words="Lawaai.", seen=0)
    change(application, counsellor, wish_words="Stilte.", seen=EarlierWish.objects.get().pk)
    Application.objects.update(closed_on=timezone.localdate())
    with pytest.raises(Refused, match="afgesloten"):
        change(application, counsellor, wish_words="Te laat.")
    assert EarlierWish.objects.count() == 2


def test_the_house_that_is_wished_since_the_last_decision_counts_beside_that_of_the_decision(
    application, client_file, house, other_team, counsellor, team_lead
):
    lead = make_user("anouk", Role.TEAM_LEAD, team=other_team)
    far = Location.objects.create(name="Huis Zuid", team=other_team)
    decide_on_application(
        application=application,
        form_token=uuid4(),
        kind=DecisionKind.WAITING,
        decided_on=timezone.localdate(),
        location=house,
        acting_user=team_lead,
    )
    assert not Application.objects.decided_by(lead).exists()
    changed = change(application, counsellor, wish_location=far)
    for user in (lead, team_lead):
        assert Application.objects.decided_by(user).get() == application
    assert application_view(client_file, changed).location == far
    change(application, counsellor, wish_words="Toch hier.")
    assert not Application.objects.decided_by(lead).exists()
    assert application_view(client_file, Application.objects.get()).location == house


def test_the_form_shows_what_somebody_else_wrote_and_keeps_what_was_typed(
    client, application, client_file, counsellor, team_lead
):
    client.force_login(counsellor)
    address = reverse("casework:application_wish", args=[client_file.number, application.pk])
    form = client.get(address).context["form"]
    assert form["wish_words"].value() == "Een eigen kamer."
    typed = {"form_token": str(uuid4()), "seen": "0", "wish_words": "Dicht bij mijn werk."}
    change(application, team_lead, wish_words="Rust in huis.")
    page = client.post(address, typed)
    assert page.status_code == 200
    assert "Rust in huis." in page.content.decode()
    again = page.context["form"]
    assert again["wish_words"].value() == "Dicht bij mijn werk."
    done = client.post(address, typed | {"seen": again["seen"].value()}, follow=True).content.decode()
    for words in ("Dicht bij mijn werk.", "Eerdere wensen", "Rust in huis.", "Een eigen kamer."):
        assert words in done
    assert client.post(address, typed | {"form_token": str(uuid4()), "seen": "x"}).status_code == 200


def test_a_page_with_more_wishes_asks_no_more(client, application, client_file, counsellor):
    client.force_login(counsellor)

    def counted() -> int:
        client.get(application.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(application.get_absolute_url())
        return len(asked)

    change(application, counsellor, wish_words="Eén.")
    few = counted()
    for words in ("Twee.", "Drie."):
        change(application, counsellor, wish_words=words)
    assert counted() == few
