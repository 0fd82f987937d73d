"""A notification: the client first, then the officer; once, and fixed from then on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.registry import registry
from chain.enums import Channel, Ground, Informer
from chain.models import Disclosure, InboxItem, Notification
from chain.selectors.notifications import notification_duties, notification_entries, open_notifications
from chain.services.notifications import (
    LONGEST_FACTS,
    acknowledge,
    drop_notification,
    send_notification,
    tell_client,
)
from tests.conftest import make_user


def rows(action: AuditAction) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(object_type="chain.notification", action=action))


def address(notification: Notification, name: str = "notification") -> str:
    return reverse(f"chain:{name}", args=[notification.client.number, notification.pk])


@pytest.fixture
def deputy(probation, officer):
    """Somebody who stands in for the officer this week."""
    user = make_user("mo", Role.PARTNER, organisation=probation, name="Mo Aziz")
    today = timezone.localdate()
    Deputy.objects.create(
        absent=officer, deputy=user, valid_from=today - dt.timedelta(days=1), valid_until=today + dt.timedelta(days=5)
    )
    return user


# ---------------------------------------------------------------------------------------------- telling the client


def test_the_counsellor_records_when_the_client_heard_it_and_what_he_said(notification, counsellor):
    heard = timezone.now() - dt.timedelta(minutes=5)
    tell_client(notification=notification, told_at=heard, reaction="  Ik baal ervan. ", acting_user=counsellor)
    notification.refresh_from_db()
    assert (notification.client_told_at, notification.client_told_by) == (heard, counsellor)
    assert notification.client_reaction == "Ik baal ervan."
    assert notification.may_be_sent
    assert rows(AuditAction.UPDATE)[0].details == {"step": "told"}


def test_a_reason_stands_in_for_telling(notification, counsellor):
    tell_client(notification=notification, told_at=None, exception_reason="Dreiging.", acting_user=counsellor)
    notification.refresh_from_db()
    assert notification.client_told_at is None
    assert notification.exception_reason == "Dreiging."
    assert notification.may_be_sent
    assert rows(AuditAction.UPDATE)[0].details == {"step": "exception"}


def test_telling_after_all_takes_the_reason_away_while_it_was_not_sent(notification, counsellor):
    tell_client(notification=notification, told_at=None, exception_reason="Dreiging.", acting_user=counsellor)
    tell_client(notification=notification, told_at=timezone.now(), acting_user=counsellor)
    notification.refresh_from_db()
    assert notification.exception_reason == ""
    assert notification.client_told_at is not None


@pytest.mark.parametrize(
    ("told", "reason", "field"),
    [
        (None, "  ", "exception_reason"),
        (dt.timedelta(hours=1), "", "told_at"),
        (dt.timedelta(days=-400), "", "told_at"),
        (dt.timedelta(0), "Dreiging.", None),
    ],
    ids=["neither", "future", "before-the-event", "both"],
)
def test_an_impossible_telling_is_refused(notification, counsellor, told, reason, field):
    moment = None if told is None else timezone.now() + told
    with pytest.raises(Refused) as refusal:
        tell_client(notification=notification, told_at=moment, exception_reason=reason, acting_user=counsellor)
    assert refusal.value.field == field
    notification.refresh_from_db()
    assert (notification.client_told_at, notification.exception_reason) == (None, "")


def test_after_sending_the_telling_is_fixed(sent, counsellor):
    with pytest.raises(Refused):
        tell_client(notification=sent, told_at=timezone.now(), acting_user=counsellor)


def test_what_was_sent_with_a_reason_can_still_be_told_once(notification, counsellor):
    tell_client(notification=notification, told_at=None, exception_reason="Dreiging.", acting_user=counsellor)
    send_notification(notification=notification, facts=notification.facts, acting_user=counsellor)
    with pytest.raises(Refused):
        tell_client(notification=notification, told_at=None, exception_reason="Anders.", acting_user=counsellor)
    tell_client(notification=notification, told_at=timezone.now(), acting_user=counsellor)
    notification.refresh_from_db()
    assert notification.exception_reason == "Dreiging."
    assert notification.client_told_at is not None
    with pytest.raises(Refused):
        tell_client(notification=notification, told_at=timezone.now(), acting_user=counsellor)


# ---------------------------------------------------------------------------------------------- sending


def test_sending_puts_it_in_the_inbox_with_its_disclosure_and_audit_row(told, counsellor, officer):
    send_notification(notification=told, facts="Op 14 november was een\r\ncontrole positief. ", acting_user=counsellor)
    told.refresh_from_db()
    assert told.facts == "Op 14 november was een\ncontrole positief."
    assert told.sent_by == counsellor
    item = InboxItem.objects.get()
    assert (item.recipient, item.notification, item.announced_at) == (officer, told, None)
    disclosure = Disclosure.objects.get()
    assert disclosure.recipient_name == "Tom Hendriks, Reclassering Nederland, Noord"
    assert disclosure.what == "Melding: positieve of geweigerde controle"
    assert (disclosure.ground, disclosure.channel, disclosure.by) == (Ground.AGREEMENT, Channel.PORTAL, counsellor)
    assert disclosure.disclosed_at == told.sent_at
    assert (disclosure.object_type, disclosure.object_id) == ("chain.notification", told.pk)
    (row,) = rows(AuditAction.SEND)
    assert row.details == {"recipients": [officer.pk], "event": "positive_check", "client_told": True}
    assert (row.client_number, row.actor_id) == ("S-0001", counsellor.pk)


def test_nothing_is_sent_before_the_client_knows_or_a_reason_is_given(notification, counsellor):
    with pytest.raises(Refused):
        send_notification(notification=notification, facts="Feiten.", acting_user=counsellor)
    notification.refresh_from_db()
    assert notification.sent_at is None
    assert (InboxItem.objects.count(), Disclosure.objects.count(), rows(AuditAction.SEND)) == (0, 0, [])


def test_the_database_itself_holds_back_what_the_client_does_not_know(notification, counsellor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(pk=notification.pk).update(sent_at=timezone.now(), sent_by=counsellor)


def test_sending_twice_gives_one(sent, counsellor, colleague):
    send_notification(notification=sent, facts=sent.facts, acting_user=counsellor)
    send_notification(notification=sent, facts=sent.facts, acting_user=colleague)
    assert (InboxItem.objects.count(), Disclosure.objects.count(), len(rows(AuditAction.SEND))) == (1, 1, 1)
    sent.refresh_from_db()
    assert sent.sent_by == counsellor


def test_a_second_text_is_refused_and_says_who_sent_the_first(sent, colleague):
    with pytest.raises(Refused, match="Noor Öztürk"):
        send_notification(notification=sent, facts="Iets anders.", acting_user=colleague)
    sent.refresh_from_db()
    assert sent.facts == "Op 14 november 2026 was een urinecontrole positief op cocaïne."


@pytest.mark.parametrize("field", ["facts", "sent_at", "event_ref", "due_at"])
def test_a_sent_notification_is_immutable(sent, field):
    sent.facts = "Anders."
    with pytest.raises(TypeError):
        sent.save()
    with pytest.raises(TypeError):
        sent.save(update_fields=[field])


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (LONGEST_FACTS + 1)])
def test_an_impossible_text_is_refused(told, counsellor, text):
    with pytest.raises(Refused) as refusal:
        send_notification(notification=told, facts=text, acting_user=counsellor)
    assert refusal.value.field == "facts"
    assert not InboxItem.objects.exists()


def test_whoever_stands_in_for_the_officer_gets_it_too(told, counsellor, officer, deputy):
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert set(InboxItem.objects.values_list("recipient", flat=True)) == {officer.pk, deputy.pk}
    assert InboxItem.objects.values("message_id").distinct().count() == 2
    assert Disclosure.objects.count() == 2


def test_a_deputy_of_last_week_gets_nothing(told, counsellor, officer, deputy):
    Deputy.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert InboxItem.objects.get().recipient == officer


def test_an_officer_whose_account_ended_gets_nothing_and_his_deputy_does(told, counsellor, officer, deputy):
    officer.is_active = False
    officer.save()
    send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert InboxItem.objects.get().recipient == deputy


def test_sending_to_nobody_is_refused_with_what_to_do(told, counsellor, officer):
    officer.is_active = False
    officer.save()
    with pytest.raises(Refused, match="Bel de reclassering"):
        send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    told.refresh_from_db()
    assert told.sent_at is None
    assert not Disclosure.objects.exists()


# ---------------------------------------------------------------------------------------------- dropping, acknowledging


def test_a_notification_lapses_with_a_reason_once(notification, counsellor):
    drop_notification(notification=notification, reason=" Fout van het laboratorium. ", acting_user=counsellor)
    drop_notification(notification=notification, reason="Nogmaals.", acting_user=counsellor)
    notification.refresh_from_db()
    assert notification.drop_reason == "Fout van het laboratorium."
    assert (notification.dropped_by, notification.is_open) == (counsellor, False)
    assert [row.details for row in rows(AuditAction.UPDATE)] == [{"step": "dropped"}]


def test_dropping_asks_for_a_reason(notification, counsellor):
    with pytest.raises(Refused) as refusal:
        drop_notification(notification=notification, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"


def test_what_was_sent_does_not_lapse_and_what_lapsed_is_not_sent(sent, counsellor, in_force):
    with pytest.raises(Refused):
        drop_notification(notification=sent, reason="Toch niet.", acting_user=counsellor)
    other = Notification.objects.create(
        rule=sent.rule,
        client=sent.client,
        agreement=in_force,
        event=sent.event,
        event_ref="riskplans.check:99",
        facts="Feiten.",
        occurred_at=timezone.now(),
        due_at=timezone.now(),
    )
    drop_notification(notification=other, reason="Fout.", acting_user=counsellor)
    with pytest.raises(Refused):
        tell_client(notification=other, told_at=timezone.now(), acting_user=counsellor)
    with pytest.raises(Refused):
        send_notification(notification=other, facts="Feiten.", acting_user=counsellor)
    assert InboxItem.objects.count() == 1


def test_the_officer_acknowledges_once(sent, officer):
    acknowledge(notification=sent, acting_user=officer)
    acknowledge(notification=sent, acting_user=officer)
    sent.refresh_from_db()
    assert sent.acknowledged_by == officer
    assert InboxItem.objects.get().read_at == sent.acknowledged_at
    (row,) = rows(AuditAction.ACKNOWLEDGE)
    assert (row.actor_id, row.client_number, row.on_behalf_of) == (officer.pk, "S-0001", "")


def test_a_deputy_acknowledges_on_behalf_of_the_officer(told, counsellor, officer, deputy):
    sent = send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    acknowledge(notification=sent, acting_user=deputy)
    sent.refresh_from_db()
    assert sent.acknowledged_by == deputy
    (row,) = rows(AuditAction.ACKNOWLEDGE)
    assert (row.actor_name, row.on_behalf_of) == ("Mo Aziz", "Tom Hendriks")
    assert not InboxItem.objects.unread().exists()


def test_nobody_else_acknowledges(sent, told, other_officer, counsellor):
    for stranger in (other_officer, counsellor):
        with pytest.raises(Refused):
            acknowledge(notification=sent, acting_user=stranger)
    sent.refresh_from_db()
    assert sent.acknowledged_at is None


def test_what_was_not_sent_cannot_be_acknowledged(told, officer):
    with pytest.raises(Refused):
        acknowledge(notification=told, acting_user=officer)


# ---------------------------------------------------------------------------------------------- frame


def test_the_duty_is_the_counsellors_until_it_is_sent_or_dropped(notification, counsellor, client_file):
    (duty,) = notification_duties(timezone.localdate())
    assert (duty.key, duty.client_id) == (f"chain.notification:{notification.pk}", client_file.pk)
    assert duty.owner_ids == (counsellor.pk,)
    assert duty.due_on == timezone.localdate(notification.due_at)
    assert duty.url == address(notification)
    assert duty.basis == "Samenwerkingsafspraken versie 1: positieve of geweigerde controle, binnen een dag (24 uur)"
    assert "notification" in registry.duty_sources
    drop_notification(notification=notification, reason="Fout.", acting_user=counsellor)
    assert list(notification_duties(timezone.localdate())) == []


def test_a_sent_notification_is_no_duty(sent):
    assert list(notification_duties(timezone.localdate())) == []


def test_the_duty_is_the_team_leads_where_the_rule_says_so(notification, team_lead):
    type(notification.rule).objects.update(informer=Informer.TEAM_LEAD)
    (duty,) = notification_duties(timezone.localdate())
    assert duty.owner_ids == (team_lead.pk,)


def test_the_timeline_shows_each_step(notification, client_file, counsellor, officer):
    def entry():
        (one,) = notification_entries(client_file, counsellor, timezone.now() + dt.timedelta(seconds=1), 10)
        return one

    assert entry().title == "Nog te melden aan Tom Hendriks: positieve of geweigerde controle"
    tell_client(notification=notification, told_at=timezone.now(), acting_user=counsellor)
    send_notification(notification=notification, facts="Feiten.", acting_user=counsellor)
    assert entry().title == "Verstuurd aan Tom Hendriks: positieve of geweigerde controle"
    assert entry().author == "Noor Öztürk"
    acknowledge(notification=notification, acting_user=officer)
    assert "Ontvangst bevestigd door Tom Hendriks" in entry().body
    assert list(notification_entries(client_file, counsellor, notification.created_at, 10)) == []


def test_the_panel_shows_what_is_still_to_be_done(notification, client_file, counsellor, officer):
    def panel():
        return {key: len(rows) for key, rows in open_notifications(client_file, counsellor).items()}

    assert panel() == {"unsent": 1, "untold": 0, "unread": 0}
    tell_client(notification=notification, told_at=None, exception_reason="Dreiging.", acting_user=counsellor)
    send_notification(notification=notification, facts="Feiten.", acting_user=counsellor)
    assert panel() == {"unsent": 0, "untold": 1, "unread": 1}
    tell_client(notification=notification, told_at=timezone.now(), acting_user=counsellor)
    acknowledge(notification=notification, acting_user=officer)
    assert panel() == {"unsent": 0, "untold": 0, "unread": 0}


# ---------------------------------------------------------------------------------------------- pages


def test_the_page_offers_sending_only_after_the_telling(client, notification, counsellor):
    client.force_login(counsellor)
    page = client.get(address(notification)).content.decode()
    assert "Alleen vastleggen dat de cliënt het weet" in page
    assert "De cliënt weet het: versturen aan Tom Hendriks" in page
    refused = client.post(address(notification, "notification_send"), {"facts": "Zonder de cliënt."})
    assert "Vertel het eerst aan de cliënt" in refused.content.decode()
    answer = client.post(
        address(notification, "notification_tell"),
        {"told-told_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "told-reaction": "Ik baal ervan."},
    )
    assert answer.status_code == 302
    page = client.get(address(notification)).content.decode()
    assert "Versturen aan Tom Hendriks" in page
    assert "Ik baal ervan." in page


def test_a_double_click_on_sending_gives_one(client, told, counsellor):
    client.force_login(counsellor)
    for _click in range(2):
        answer = client.post(address(told, "notification_send"), {"facts": "Eerste regel.\r\nTweede regel."})
        assert answer.status_code == 302
    assert InboxItem.objects.count() == 1
    page = client.get(address(told)).content.decode()
    assert "nog niet bevestigd" in page
    assert 'name="facts"' not in page


def test_what_was_typed_is_kept_when_sending_is_refused(client, notification, counsellor):
    client.force_login(counsellor)
    answer = client.post(address(notification, "notification_send"), {"facts": "Mijn eigen woorden."})
    assert answer.status_code == 200
    assert "Vertel het eerst aan de cliënt" in answer.content.decode()
    assert not InboxItem.objects.exists()


def test_a_reason_that_is_left_out_says_so_at_its_field(client, notification, counsellor):
    client.force_login(counsellor)
    answer = client.post(
        address(notification, "notification_tell"), {"exception": "1", "exception-exception_reason": ""}
    )
    assert answer.status_code == 200
    assert answer.context["exception_form"].errors.keys() == {"exception_reason"}
    answer = client.post(
        address(notification, "notification_tell"), {"exception": "1", "exception-exception_reason": "Dreiging."}
    )
    assert answer.status_code == 302
    notification.refresh_from_db()
    assert notification.exception_reason == "Dreiging."


@pytest.mark.parametrize("moment", ["", "gisteren", "2999-01-01T10:00", "0001-01-01T10:00", "31-2-2026 10:00"])
def test_a_moment_that_cannot_be_is_refused_in_words(client, notification, counsellor, moment):
    client.force_login(counsellor)
    answer = client.post(
        address(notification, "notification_tell"), {"told-told_at": moment, "told-reaction": "Bewaar dit."}
    )
    assert answer.status_code == 200
    assert answer.context["told_form"].errors.keys() == {"told_at"}
    assert "Bewaar dit." in answer.content.decode()


def test_a_notification_is_dropped_on_its_page(client, notification, counsellor):
    client.force_login(counsellor)
    answer = client.post(address(notification, "notification_drop"), {"reason": ""})
    assert answer.context["drop_form"].errors.keys() == {"reason"}
    assert client.post(address(notification, "notification_drop"), {"reason": "Fout."}).status_code == 302
    assert "Fout." in client.get(address(notification)).content.decode()


def test_the_page_says_when_the_term_has_passed(client, notification, counsellor):
    Notification.objects.update(due_at=timezone.now() - dt.timedelta(hours=1))
    client.force_login(counsellor)
    assert "De afgesproken termijn is verstreken" in client.get(address(notification)).content.decode()
    assert "te laat" in client.get(reverse("casework:client", args=["S-0001"])).content.decode()


STEPS = ("notification_tell", "notification_send", "notification_drop")


def test_strangers_find_nothing_and_readers_cannot_act(client, told, outsider, officer, volunteer, expert):
    for stranger in (outsider, officer, volunteer):
        client.force_login(stranger)
        assert client.get(address(told)).status_code == 404
        for step in STEPS:
            assert client.post(address(told, step), {"facts": "X"}).status_code == 404
    client.force_login(expert)
    page = client.get(address(told))
    assert page.status_code == 200
    assert b"<textarea" not in page.content
    for step in STEPS:
        assert client.post(address(told, step), {"facts": "X"}).status_code == 403
    told.refresh_from_db()
    assert (told.sent_at, told.dropped_at) == (None, None)


def test_a_notification_of_another_file_is_not_found_under_this_one(client, told, counsellor, other_client):
    client.force_login(counsellor)
    assert client.get(reverse("chain:notification", args=[told.client.number, told.pk + 1])).status_code == 404
    assert client.get(reverse("chain:notification", args=[other_client.number, told.pk])).status_code == 404


def test_a_get_changes_nothing(client, told, counsellor):
    client.force_login(counsellor)
    before = Notification.objects.values().get()
    client.get(address(told))
    for step in STEPS:
        assert client.get(address(told, step)).status_code == 405
    assert Notification.objects.values().get() == before


def test_opening_the_page_leaves_an_audit_row(client, told, counsellor):
    client.force_login(counsellor)
    client.get(address(told))
    assert AuditEntry.objects.filter(
        action=AuditAction.READ, object_type="chain.notification", client_number="S-0001", actor_id=counsellor.pk
    ).exists()
