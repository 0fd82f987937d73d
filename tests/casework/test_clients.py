"""Registering a client and assigning his counsellor."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import AssignmentRole
from casework.events import counsellor_changed
from casework.models import Assignment, Client
from casework.selectors import counsellor_of
from casework.services import clients, once
from casework.services.clients import assign_counsellor, create_client, next_number, set_horizon
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def heard():
    """Every change of counsellor that was told to the rooms above."""
    found = []

    def listen(sender, client, acting_user, **kwargs):
        found.append((client, acting_user))

    counsellor_changed.connect(listen)
    yield found
    counsellor_changed.disconnect(listen)


def register(team, acting_user, **changes):
    fields = {
        "form_token": uuid4(),
        "first_name": "Daniël",
        "last_name": "Verhoeven",
        "preferred_name": "Daan",
        "birth_date": dt.date(1992, 3, 14),
        "gender": "male",
        "team": team,
        "horizon": "Weer aan het werk als stukadoor",
        "acting_user": acting_user,
        "somebody_else": Client.objects.exists(),  # looking for double files is tried in test_merging
    }
    return create_client(**{**fields, **changes})


def test_a_client_gets_the_first_free_number_of_the_year(team, counsellor):
    year = today().year
    make_client(f"S-{year}-0041", team)
    make_client(f"S-{year}-9", team)
    make_client(f"S-{year - 1}-0090", team)
    make_client(f"S-{year}-oud", team)
    client = register(team, counsellor)
    assert client.number == f"S-{year}-0042"
    assert (client.called, client.team, client.horizon) == ("Daan", team, "Weer aan het werk als stukadoor")


def test_the_ten_thousandth_client_of_a_year_is_followed_by_another(team, db):
    make_client("S-2026-9999", team)
    make_client("S-2026-10000", team)
    assert next_number(2026) == "S-2026-10001"


def test_registering_leaves_an_audit_row_without_content(team, counsellor):
    client = register(team, counsellor)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.client_number, entry.object_type) == (
        AuditAction.CREATE,
        client.number,
        "casework.client",
    )
    assert (entry.actor_id, entry.details) == (counsellor.pk, {})


def test_registering_with_a_counsellor_assigns_him(team, counsellor, heard):
    client = register(team, counsellor, counsellor=counsellor, starts_on=today() - dt.timedelta(days=3))
    assert counsellor_of(client) == counsellor
    assert client.assignments.get().valid_from == today() - dt.timedelta(days=3)
    assert heard == [(client, counsellor)]


def test_a_second_click_gives_one_client(team, counsellor):
    token = uuid4()
    first = register(team, counsellor, form_token=token, counsellor=counsellor)
    second = register(team, counsellor, form_token=token, counsellor=counsellor)
    assert first == second
    assert Client.objects.count() == 1
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"birth_date": dt.date(2999, 1, 1)}, "birth_date", "niet in het verleden"),
        ({"birth_date": dt.date(1850, 1, 1)}, "birth_date", "te lang geleden"),
        ({"first_name": ""}, "first_name", "leeg"),
        ({"gender": "iets"}, "gender", "keuze"),
        ({"horizon": "x" * 201}, "horizon", "200"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(team, counsellor, changes, field, words):
    with pytest.raises(Refused) as refusal:
        register(team, counsellor, **changes)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not Client.objects.exists()


def test_a_client_of_a_team_that_is_not_ones_own_is_refused(other_team, counsellor):
    with pytest.raises(Refused, match="team waar u zelf in werkt"):
        register(other_team, counsellor)


def test_a_refused_counsellor_leaves_no_half_client(team, counsellor, volunteer):
    with pytest.raises(Refused, match="geen begeleider"):
        register(team, counsellor, counsellor=volunteer)
    assert not Client.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_new_counsellor_follows_the_old_one(client_file, counsellor, colleague, team_lead, heard):
    assign_counsellor(client=client_file, counsellor=colleague, starts_on=today(), acting_user=team_lead)
    before, after = client_file.assignments.order_by("valid_from")
    assert (before.user, before.valid_until) == (counsellor, today() - dt.timedelta(days=1))
    assert (after.user, after.valid_from, after.valid_until) == (colleague, today(), None)
    assert counsellor_of(client_file) == colleague
    assert counsellor_of(client_file, today() - dt.timedelta(days=1)) == counsellor
    assert heard == [(client_file, team_lead)]
    entry = AuditEntry.objects.get()
    assert entry.action == AuditAction.UPDATE
    assert entry.details == {"from": today().isoformat(), "user": colleague.pk, "before": counsellor.pk}


def test_the_present_counsellor_cannot_be_assigned_again(client_file, counsellor, team_lead):
    with pytest.raises(Refused, match="al de persoonlijk begeleider"):
        assign_counsellor(client=client_file, counsellor=counsellor, starts_on=today(), acting_user=team_lead)
    assert client_file.assignments.count() == 1


def test_a_change_before_the_present_counsellor_began_is_refused(client_file, colleague, team_lead):
    with pytest.raises(Refused, match="latere datum") as refusal:
        assign_counsellor(
            client=client_file, counsellor=colleague, starts_on=today() - dt.timedelta(days=100), acting_user=team_lead
        )
    assert refusal.value.field == "starts_on"


def test_somebody_who_left_cannot_become_the_counsellor(client_file, team, team_lead):
    gone = make_user("gone", Role.COUNSELLOR, team=team)
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused, match="geen begeleider"):
        assign_counsellor(client=client_file, counsellor=gone, starts_on=today(), acting_user=team_lead)


def test_a_second_counsellor_does_not_count_as_the_counsellor(client_file, counsellor, colleague):
    Assignment.objects.create(client=client_file, user=colleague, role=AssignmentRole.SECOND, valid_from=today())
    assert counsellor_of(client_file) == counsellor


def test_the_horizon_is_written_in_his_own_words(client_file, counsellor):
    set_horizon(client=client_file, horizon="  Mijn dochter elk weekend zien ", acting_user=counsellor)
    client_file.refresh_from_db()
    assert client_file.horizon == "Mijn dochter elk weekend zien"
    assert AuditEntry.objects.get().details == {"changed": ["horizon"]}


def test_an_earlier_horizon_stays_to_be_read(client, client_file, counsellor):
    for words in ("Eerst weer werk.", "Eerst weer werk. ", "Een eigen voordeur.", ""):
        set_horizon(client=client_file, horizon=words, acting_user=counsellor)
    kept = client_file.earlier_horizons.values_list("words", "recorded_by")
    assert list(kept) == [("Een eigen voordeur.", counsellor.pk), ("Eerst weer werk.", counsellor.pk)]
    client.force_login(counsellor)
    page = client.get(reverse("casework:horizon", args=[client_file.number])).content.decode()
    assert page.index("Een eigen voordeur.") < page.index("Eerst weer werk.")
    assert f"gewijzigd door {counsellor}" in page


def test_two_who_register_at_once_get_two_numbers(team, counsellor, monkeypatch):
    taken = register(team, counsellor)
    numbers = iter([taken.number, taken.number, next_number(today().year)])
    monkeypatch.setattr(clients, "next_number", lambda _year: next(numbers))
    assert register(team, counsellor).number != taken.number
    assert Client.objects.count() == 2


def test_a_number_that_was_taken_while_saving_is_tried_again(team, counsellor, monkeypatch):
    taken = register(team, counsellor)
    numbers = iter([taken.number, next_number(today().year)])
    monkeypatch.setattr(clients, "next_number", lambda _year: next(numbers))
    monkeypatch.setattr(once, "refuse_if_invalid", lambda _row: None)
    assert register(team, counsellor).number != taken.number


def test_when_no_number_comes_free_nothing_is_registered(team, counsellor, monkeypatch):
    taken = register(team, counsellor)
    monkeypatch.setattr(clients, "next_number", lambda _year: taken.number)
    with pytest.raises(Refused) as refusal:
        register(team, counsellor)
    assert refusal.value.field == "number"
    monkeypatch.setattr(once, "refuse_if_invalid", lambda _row: None)
    with pytest.raises(IntegrityError):
        register(team, counsellor)
    assert Client.objects.get() == taken
