"""The network in the timeline, the duty before a consent ends, and the question about the family at the end of a stay."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.enums import ConsentGiver, ConsentScope, NoteKind, Relation
from casework.models import Term
from casework.selectors.network_entries import consent_duties, family_question, network_entries
from casework.services.network import (
    add_member,
    change_member,
    end_membership,
    give_consent,
    withdraw_consent,
)
from casework.services.network_drawings import draw_network
from casework.services.notes import write_note
from casework.services.stays import start_stay

pytestmark = pytest.mark.django_db


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def add(client, user, name="Anna", relation=Relation.SIBLING, **facts):
    return add_member(
        client=client,
        form_token=uuid4(),
        facts={"name": name, "relation": relation, **facts},
        valid_from=ago(30),
        acting_user=user,
    )


def consent(member, user, until=None, since=20, scope=ConsentScope.CONTACT):
    return give_consent(
        member=member,
        form_token=uuid4(),
        scope=scope,
        given_by=ConsentGiver.CLIENT,
        valid_from=ago(since),
        valid_until=until,
        words="Alleen bellen.",
        acting_user=user,
    )


def titles(client, user):
    entries = network_entries(client, user, timezone.now() + dt.timedelta(days=1), 50)
    return [entry.title for entry in entries]


def test_the_timeline_tells_who_came_and_went_the_drawing_and_consent(client_file, counsellor):
    anna, bert = add(client_file, counsellor), add(client_file, counsellor, "Bert", Relation.FRIEND)
    given = consent(anna, counsellor)
    places = {anna.pk: {"ring": 1, "angle": 15}, bert.pk: {"ring": 3, "angle": 30}}
    draw_network(client=client_file, form_token=uuid4(), places=places, valid_from=ago(10), acting_user=counsellor)
    change_member(
        member=bert, form_token=uuid4(), facts={"phone": "0600000000"}, valid_from=ago(9), acting_user=counsellor
    )
    withdraw_consent(consent=given, withdrawn_on=ago(5), why="Ruzie", acting_user=counsellor)
    end_membership(member=bert, form_token=uuid4(), left_on=ago(2), why="Verhuisd", acting_user=counsellor)
    assert titles(client_file, counsellor) == [
        "Uit het netwerk: Bert (vriend of vriendin)",
        "Toestemming ingetrokken over Anna: contact opnemen",
        "De tekening van het netwerk is aangepast",
        "Toestemming van de cliënt over Anna: contact opnemen",
        "In het netwerk: Anna (broer of zus)",
        "In het netwerk: Bert (vriend of vriendin)",
    ]
    drawing = network_entries(client_file, counsellor, timezone.now(), 50)[2]
    assert (drawing.body, drawing.url[-10:]) == ("Verplaatst of anders: 2.", ago(10).isoformat())


def test_the_timeline_keeps_victims_and_third_persons_out(client_file, counsellor):
    add(client_file, counsellor, "het slachtoffer", Relation.VICTIM, note="Contactverbod.")
    assert titles(client_file, counsellor) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_timeline_of_the_network_costs_the_same_for_one_as_for_three(client_file, counsellor, count):
    for number in range(count):
        consent(add(client_file, counsellor, f"Anna {number}"), counsellor)
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(client_file, counsellor)) == 2 * count
    assert len(queries) == 4


def test_a_consent_is_due_from_its_term_before_the_end_until_it_goes_on(client_file, counsellor):
    anna = add(client_file, counsellor)
    row = consent(anna, counsellor, until=ago(-20))
    (duty,) = consent_duties(timezone.localdate())
    assert (duty.key, duty.due_on, duty.owner_ids) == (f"casework.consent-end:{row.pk}", ago(-20), (counsellor.pk,))
    assert "Anna" in duty.label
    assert consent_duties(ago(9)) == []  # 29 days before its end
    consent(anna, counsellor, until=ago(-90), since=0, scope=ConsentScope.TALKS)
    assert len(consent_duties(timezone.localdate())) == 1
    consent(anna, counsellor, until=ago(-90), since=0)
    assert consent_duties(timezone.localdate()) == []


def test_a_consent_that_was_withdrawn_or_whose_member_left_is_not_due(client_file, counsellor):
    anna, bert = add(client_file, counsellor), add(client_file, counsellor, "Bert")
    withdraw_consent(
        consent=consent(anna, counsellor, until=ago(-5)), withdrawn_on=ago(0), why="", acting_user=counsellor
    )
    consent(bert, counsellor, until=ago(-5))
    assert len(consent_duties(timezone.localdate())) == 1
    end_membership(member=bert, form_token=uuid4(), left_on=ago(0), why="Weg", acting_user=counsellor)
    assert consent_duties(timezone.localdate()) == []


def test_no_term_no_duty(client_file, counsellor):
    consent(add(client_file, counsellor), counsellor, until=ago(-5))
    Term.objects.filter(key="consent-end").delete()
    assert consent_duties(timezone.localdate()) == []


@pytest.fixture
def stay(client_file, house, counsellor):
    return start_stay(
        client=client_file, location=house, valid_from=ago(25), acting_user=counsellor, form_token=uuid4()
    )


def note(client, user, kind, **more):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=kind,
        occurred_at=timezone.now() - dt.timedelta(days=3),
        duration_minutes=30,
        text="Met zijn zus.",
        acting_user=user,
        **more,
    )


def test_the_end_of_a_stay_asks_whether_the_family_was_seen(client, client_file, counsellor, stay):
    page = reverse("casework:stay_end", args=[client_file.number, stay.pk])
    client.force_login(counsellor)
    assert "Een open vraag" not in client.get(page).content.decode()  # no family, no question
    add(client_file, counsellor)
    note(client_file, counsellor, NoteKind.TALK)
    assert "Is de familie tijdens dit verblijf gezien?" in client.get(page).content.decode()
    note(client_file, counsellor, NoteKind.WITH_NETWORK)
    assert "Een open vraag" not in client.get(page).content.decode()


def test_the_question_stops_nobody(client, client_file, counsellor, stay):
    add(client_file, counsellor)
    assert family_question(stay, timezone.localdate())
    client.force_login(counsellor)
    page = reverse("casework:stay_end", args=[client_file.number, stay.pk])
    sent = client.post(page, {"valid_until": ago(0).isoformat(), "end_kind": "moved", "end_reason": "Groter huis."})
    stay.refresh_from_db()
    assert (sent.status_code, stay.valid_until) == (302, ago(0))
