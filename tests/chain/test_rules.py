"""Rules: every event that an agreement may want told, who is told when the term nears, and what has no rule."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.enums import AppointmentResult
from casework.models import Absence, Appointment, AppointmentOutcome
from chain.enums import Channel, Informer, RuleEvent
from chain.models import Agreement, Disclosure, Escalation, InboxItem, Notification, NotificationRule, RuleHint
from chain.receivers import on_absence, on_appointment, on_incident
from chain.selectors.agreements import snapshot_of
from chain.selectors.rules import habits
from chain.services.agreements import RuleLine, draft_agreement, offer_agreement
from chain.services.escalation import escalate_due
from chain.services.hints import settle_hint
from chain.services.inbox import announce_waiting_items
from chain.services.notifications import record_told_outside, tell_and_send, tell_client
from chain.services.rules import notify_by_hand, on_event
from chain.tasks import escalate_notifications
from riskplans.models import IncidentKind
from tests.chain.conftest import sign_by_all
from tests.conftest import make_user

FACTS = "Er is iets gebeurd."


@pytest.fixture
def agreed(client_file, title, involvement, clauses, counsellor, officer):
    """Return a function that puts an agreement with these rules in force."""

    def with_rules(*rules: RuleLine) -> Agreement:
        agreement = draft_agreement(
            client=client_file, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
        )
        return sign_by_all(offer_agreement(agreement=agreement, acting_user=counsellor), counsellor, officer)

    return with_rules


def happens(agreement, event, counsellor, **more):
    values = {"event_ref": f"test:{uuid4()}", "occurred_at": timezone.now(), "facts": FACTS, **more}
    return on_event(client=agreement.client, event=event, acting_user=counsellor, **values)


class Part:
    """A part of an incident as the event brings it, without the rows around it."""

    _meta = Notification._meta
    pk = 7

    def __init__(self, client, kind):
        self.client = client
        self.incident = type("Incident", (), {"kind": kind, "occurred_at": timezone.now()})()
        self.facts = "Sloeg Pieter."


# events


@pytest.mark.parametrize(("kind", "count"), [("wapen", 1), ("diefstal", 0)])
def test_a_rule_may_name_the_kinds_of_incident(agreed, counsellor, kind, count):
    agreement = agreed(RuleLine(RuleEvent.INCIDENT, 0, incident_kinds=("wapen", "brand")))
    on_incident(part=cast("Any", Part(agreement.client, IncidentKind.objects.get(key=kind))), acting_user=counsellor)
    assert Notification.objects.count() == count
    if count:
        made = Notification.objects.get()
        assert made.get_event_display() == "incident: wapen gevonden of gebruikt"
        assert "Pieter" not in made.facts


def test_kinds_of_incident_are_frozen_in_words(agreed):
    agreement = agreed(RuleLine(RuleEvent.INCIDENT, 0, incident_kinds=("wapen",)))
    assert agreement.frozen["rules"][0]["what"] == "incident: wapen gevonden of gebruikt"


def test_absence_is_told_since_when_and_nothing_else(agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.ABSENCE, 0))
    absence = Absence(
        pk=3, client=agreement.client, missed_at=timezone.now() - dt.timedelta(hours=2), circumstances="Ruzie gehad."
    )
    on_absence(absence=absence, acting_user=counsellor)
    made = Notification.objects.get()
    assert made.facts.startswith("De cliënt is ongeoorloofd afwezig sinds ")
    assert "Ruzie" not in made.facts


@pytest.mark.parametrize(
    ("result", "count"),
    [(AppointmentResult.MISSED, 1), (AppointmentResult.MISSED_ACCEPTABLE, 0), (AppointmentResult.LOGISTICS, 0)],
)
def test_only_what_was_missed_without_a_good_reason_is_told_once(agreed, counsellor, result, count):
    agreement = agreed(RuleLine(RuleEvent.MISSED_APPOINTMENT, 24))
    appointment = Appointment(pk=5, client=agreement.client, starts_at=timezone.now() - dt.timedelta(hours=1))
    for number in (1, 2):  # a correction is another outcome of the same appointment
        outcome = AppointmentOutcome(pk=number, appointment=appointment, result=result, reason="Geen zin")
        on_appointment(outcome=outcome, acting_user=counsellor)
    assert Notification.objects.count() == count
    assert not Notification.objects.filter(facts__contains="Geen zin").exists()


def test_free_rules_have_words_of_their_own(agreed):
    agreement = agreed(
        RuleLine(RuleEvent.FREE, 24, free_event="contact met de ex-partner"),
        RuleLine(RuleEvent.FREE, 24, free_event="verhuizing van de dochter"),
    )
    assert [rule["what"] for rule in agreement.frozen["rules"]] == [
        "contact met de ex-partner",
        "verhuizing van de dochter",
    ]


@pytest.mark.parametrize(
    "line", [RuleLine(RuleEvent.FREE, 24), RuleLine(RuleEvent.RED_PHASE, 0, free_event="nog iets")]
)
def test_free_words_belong_to_free_rules(agreed, line):
    with pytest.raises(Refused, match="Schrijf op wat er dan gebeurt"):
        agreed(line)


# by hand


def test_what_the_file_does_not_tell_is_made_by_hand_once(agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.DAY_ACTIVITY_ENDED, 24))
    token = uuid4()
    made = {
        notify_by_hand(
            client=agreement.client,
            rule=agreement.rules.get(),
            occurred_at=timezone.now() - dt.timedelta(hours=1),
            facts="Het werk bij de kringloop is gestopt.",
            form_token=token,
            acting_user=counsellor,
        ).pk
        for _click in range(2)
    }
    assert len(made) == Notification.objects.count() == 1
    assert Notification.objects.get().get_event_display() == "einde van de dagbesteding of het werk"


def test_rule_of_an_older_version_is_refused(agreed, client_file, clauses, counsellor, officer):
    old = agreed(RuleLine(RuleEvent.DAY_ACTIVITY_ENDED, 24))
    rule = old.rules.get()
    agreed(RuleLine(RuleEvent.RED_PHASE, 0))
    with pytest.raises(Refused, match="geldt niet meer"):
        notify_by_hand(
            client=client_file,
            rule=rule,
            occurred_at=timezone.now(),
            facts=FACTS,
            form_token=uuid4(),
            acting_user=counsellor,
        )


def test_page_makes_one_and_keeps_what_was_typed(client, agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.FREE, 8, working_hours=True, free_event="verlies van werk"))
    client.force_login(counsellor)
    page = reverse("chain:notification_create", args=[agreement.client.number])
    assert "Verlies van werk, binnen 8 werkuren" in client.get(page).content.decode()
    posted = {"form_token": uuid4(), "rule": agreement.rules.get().pk, "facts": "Ontslagen."}
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    refused = client.post(page, {**posted, "occurred_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}).content.decode()
    assert "Dit moment is nog niet geweest." in refused
    assert "Ontslagen." in refused
    client.post(page, {**posted, "occurred_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"})
    assert Notification.objects.get().facts == "Ontslagen."


# two clicks, and outside


def test_telling_and_sending_is_one_act(client, notification, counsellor):
    client.force_login(counsellor)
    page = reverse("chain:notification_send", args=[notification.client.number, notification.pk])
    posted = {
        "told-told_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "told-reaction": "Ik baal ervan.",
        "facts": notification.facts,
    }
    for _click in range(2):
        assert client.post(page, posted).status_code == 302
    notification.refresh_from_db()
    assert notification.client_reaction == "Ik baal ervan."
    assert InboxItem.objects.count() == Disclosure.objects.count() == 1


def test_neither_is_written_when_one_is_refused(notification, counsellor):
    with pytest.raises(Refused):
        tell_and_send(
            notification=notification, told_at=timezone.now(), reaction="Ja", facts=" ", acting_user=counsellor
        )
    notification.refresh_from_db()
    assert notification.client_told_at is None


def outside(notification, counsellor, **more):
    values = {
        "channel": Channel.PHONE,
        "said_at": timezone.now(),
        "spoken_to": "Piketdienst, Sanne",
        "facts": FACTS,
        **more,
    }
    return record_told_outside(notification=notification, acting_user=counsellor, **values)


def test_a_phone_call_is_kept_with_time_and_ground_and_rings_no_bell(told, counsellor):
    said_at = timezone.now()
    for _click in range(2):
        outside(told, counsellor, said_at=said_at)
    told.refresh_from_db()
    assert (told.sent_at, told.channel, told.spoken_to) == (said_at, Channel.PHONE, "Piketdienst, Sanne")
    assert not InboxItem.objects.exists()
    kept = Disclosure.objects.get()
    assert (kept.channel, kept.ground, kept.disclosed_at) == (Channel.PHONE, "agreement", said_at)
    assert kept.recipient_name.startswith("Piketdienst, Sanne")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"said_at": dt.timedelta(hours=1)}, "said_at"),
        ({"said_at": dt.timedelta(days=-4000)}, "said_at"),
        ({"spoken_to": " "}, "spoken_to"),
        ({"facts": " "}, "facts"),
        ({"channel": Channel.PORTAL}, "channel"),
    ],
)
def test_a_call_that_cannot_be_is_refused(told, counsellor, changes, field):
    if "said_at" in changes:
        changes = {"said_at": timezone.now() + changes["said_at"]}
    with pytest.raises(Refused) as refusal:
        outside(told, counsellor, **changes)
    assert refusal.value.field == field
    assert not Disclosure.objects.exists()


def test_a_call_before_the_client_knows_is_refused(notification, counsellor):
    with pytest.raises(Refused, match="Vertel het eerst aan de cliënt"):
        outside(notification, counsellor)


def test_page_asks_for_the_call_where_a_call_was_agreed(client, agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.RED_PHASE, 0, channel=Channel.PHONE))
    (made,) = happens(agreement, RuleEvent.RED_PHASE, counsellor)
    tell_client(notification=made, told_at=timezone.now(), acting_user=counsellor)
    client.force_login(counsellor)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Afgesproken is: telefoon." in page
    posted = {
        "outside-channel": "phone",
        "outside-said_at": f"{timezone.localtime() + dt.timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "outside-spoken_to": "Tom",
        "outside-facts": "Rood.",
    }
    url = reverse("chain:notification_outside", args=[agreement.client.number, made.pk])
    refused = client.post(url, posted | {"outside-spoken_to": ""}).content.decode()
    assert "Rood." in refused
    made.refresh_from_db()
    assert made.sent_at is None


# when the term nears


def test_the_lead_and_the_deputy_are_told_once_when_a_quarter_is_left(agreed, counsellor, team_lead, team):
    team_lead.email = "karin@samenspoor.example"
    team_lead.save()
    deputy = make_user("vervanger", Role.TEAM_LEAD)
    today = timezone.localdate()
    Deputy.objects.create(absent=team_lead, deputy=deputy, valid_from=today, valid_until=today + dt.timedelta(days=9))
    agreement = agreed(RuleLine(RuleEvent.POSITIVE_CHECK, 24, informer=Informer.COUNSELLOR))
    (made,) = happens(agreement, RuleEvent.POSITIVE_CHECK, counsellor)
    assert escalate_due() == 0
    with time_machine.travel(made.due_at - dt.timedelta(hours=6)):
        assert escalate_due() == 2
        escalate_notifications()
        assert escalate_due() == 0
        assert {one.recipient for one in Escalation.objects.all()} == {team_lead, deputy}
        assert announce_waiting_items() >= 1
        assert announce_waiting_items() == 0
    assert [one.to for one in mail.outbox].count(["karin@samenspoor.example"]) == 1
    assert agreement.client.last_name not in mail.outbox[0].body
    assert AuditEntry.objects.filter(object_type="chain.escalation").count() == 1


def test_what_was_sent_in_time_warns_nobody(sent, team_lead):
    with time_machine.travel(sent.due_at + dt.timedelta(days=1)):
        assert escalate_due() == 0


def test_a_team_without_a_lead_is_asked_again(notification, team, caplog):
    with time_machine.travel(notification.due_at):
        assert escalate_due() == 0
        assert "nobody leads its team" in caplog.text
        make_user("nieuw", Role.TEAM_LEAD, team=team)
        assert escalate_due() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_what_waits_costs_the_same(client, agreed, team_lead, counsellor, count, django_assert_max_num_queries):
    agreement = agreed(RuleLine(RuleEvent.POSITIVE_CHECK, 24))
    for _time in range(count):
        happens(agreement, RuleEvent.POSITIVE_CHECK, counsellor)
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        escalate_due()
        client.force_login(team_lead)
        with django_assert_max_num_queries(12):
            page = client.get(reverse("chain:to_report")).content.decode()
    assert page.count("te laat, was") == count
    assert "U wordt gewaarschuwd" in page


# no rule


def test_event_without_a_rule_that_others_have_gives_a_hint_once(agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.POSITIVE_CHECK, 24))
    for _time in range(2):
        happens(agreement, RuleEvent.RED_PHASE, counsellor, event_ref="riskplans.phasechange:1")
    assert not Notification.objects.exists()
    hint = RuleHint.objects.get()
    with pytest.raises(Refused):
        settle_hint(hint=hint, outcome=" ", acting_user=counsellor)
    settle_hint(hint=hint, outcome="Besproken: hier niet nodig.", acting_user=counsellor)
    assert RuleHint.objects.get().settled_by == counsellor


def test_event_that_others_have_no_rule_for_gives_no_hint(agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.POSITIVE_CHECK, 24))
    happens(agreement, RuleEvent.STAY_ENDED, counsellor)
    assert not RuleHint.objects.exists()


def test_with_enough_agreements_the_half_of_them_decides(agreed, monkeypatch):
    agreed(RuleLine(RuleEvent.STAY_ENDED, 24))
    monkeypatch.setattr("chain.selectors.rules.ENOUGH", 1)
    known = habits()
    assert known[RuleEvent.STAY_ENDED].is_usual
    assert not known[RuleEvent.POSITIVE_CHECK].is_usual


def test_hint_is_shown_and_settled_on_the_tab(client, agreed, counsellor):
    agreement = agreed(RuleLine(RuleEvent.POSITIVE_CHECK, 24))
    happens(agreement, RuleEvent.RED_PHASE, counsellor)
    client.force_login(counsellor)
    tab = reverse("chain:cooperation", args=[agreement.client.number])
    assert "Om te bespreken: geen meldregel" in client.get(tab).content.decode()
    settle = reverse("chain:hint_settle", args=[agreement.client.number, RuleHint.objects.get().pk])
    assert "Eén zin is genoeg" in client.post(settle, {"outcome": ""}, follow=True).content.decode()
    client.post(settle, {"outcome": "In het driegesprek besproken."})
    assert "Om te bespreken: geen meldregel" not in client.get(tab).content.decode()


# a partner who left


def test_rule_of_an_officer_who_left_is_refused_in_words_and_nothing_is_lost(told, officer, counsellor):
    from chain.services.notifications import send_notification

    officer.is_active = False
    officer.save()
    with pytest.raises(Refused, match="geen actief account meer"):
        send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    told.refresh_from_db()
    assert told.is_open
    outside(told, counsellor)  # by phone it can still be told
    assert Disclosure.objects.count() == 1


def test_rules_are_frozen_with_their_channel_and_kinds(agreed):
    agreement = agreed(RuleLine(RuleEvent.INCIDENT, 0, channel=Channel.PHONE, incident_kinds=("brand",)))
    rule = agreement.rules.get()
    with pytest.raises(TypeError):
        rule.save()
    assert NotificationRule.objects.get().incident_kinds == ["brand"]
    assert snapshot_of(agreement)["rules"][0]["channel"] == "phone"
