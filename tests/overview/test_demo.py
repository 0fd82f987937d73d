"""The demo is told once, through the services, and holds together."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.services.audit import verify
from casework.models import Client, ContactNote
from chain.models import Agreement, Notification
from overview.demo.house import PASSWORD
from overview.demo.loading import CASES, demo_facts, load_demo
from overview.models import Reminder
from riskplans.selectors import current_phase
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def told():
    out = StringIO()
    call_command("load_demo", stdout=out)
    return json.loads(out.getvalue())


def test_it_loads_the_worked_cases_and_forty_more_and_a_second_time_changes_nothing(client):
    facts = told()
    assert set(facts["clients"]) == {"A", "B", "C"}
    assert Client.objects.count() == 46  # three of them wait for a place
    assert len({client.team_id for client in Client.objects.all()}) == 4
    for username in facts["logins"].values():
        assert client.login(username=username, password=facts["password"])
    before = Client.objects.count(), ContactNote.objects.count(), AuditEntry.objects.count(), Reminder.objects.count()
    assert told() == facts
    assert before == (
        Client.objects.count(),
        ContactNote.objects.count(),
        AuditEntry.objects.count(),
        Reminder.objects.count(),
    )
    assert facts["password"] == PASSWORD
    case_a, case_b, case_c = (Client.objects.get(number=facts["clients"][letter]) for letter in "ABC")
    assert (case_a.called, current_phase(case_a).level) == ("Daan", "green")
    assert [agreement.version for agreement in Agreement.objects.in_force().filter(client=case_a)] == [2]
    assert Notification.objects.filter(client=case_a, acknowledged_at__isnull=False).count() == 1
    stay = case_b.stays.get()
    assert (stay.end_kind, bool(stay.end_reason)) == ("negative", True)
    assert current_phase(case_c).level == "orange"
    assert (timezone.now() - case_c.notes.earliest("occurred_at").occurred_at).days > 365
    assert not ContactNote.objects.filter(occurred_at__gt=timezone.now()).exists()
    cooked = case_a.notes.get(group__isnull=False)
    assert cooked.group.notes.count() == 3
    assert [cooked.condition_touches.exists(), cooked.sign_observations.exists(), cooked.goals.exists()] == [True] * 3
    assert verify().broken == ""


def test_it_does_not_come_among_clients_of_an_organisation(team):
    make_client("S-0001", team)
    with pytest.raises(CommandError, match="eigen cliënten"):
        call_command("load_demo", stdout=StringIO())
    assert not User.objects.filter(username="noor").exists()


def test_a_case_with_a_namesake_or_another_name_stops_no_start(team):
    first, last, _tell = CASES["A"]
    for number in ("S-0001", "X-0001"):
        make_client(number, team, first_name=first, last_name=last)
    assert demo_facts()["clients"] == {"A": "S-0001"}


def test_it_does_not_load_where_the_demo_is_off(settings, db):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("load_demo", stdout=StringIO())
    assert not Client.objects.exists()


def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch, db):
    def fall(*_args):
        raise RuntimeError("midden in het verhaal")

    monkeypatch.setattr("overview.demo.crowd.tell", fall)
    with pytest.raises(RuntimeError):
        load_demo()
    assert not Client.objects.exists()
