"""Events below become duties of the chain, in the same transaction, exactly once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.enums import AuditAction
from accounts.models import AuditEntry
from casework.enums import ConditionOutcome, NoteKind, StayEnd
from casework.enums.life import DayActivityKind
from casework.events import condition_not_kept, contact_logged, legal_frame_changed, stay_ended
from casework.models import ConditionTouch, ContactNote, Stay, StayDestination
from casework.services.life import end_day_activity, start_day_activity
from casework.services.notes import write_note
from casework.services.stays import end_stay
from chain.enums import AgreementStatus, RuleEvent
from chain.models import Notification
from chain.services.agreements import RuleLine, draft_agreement, end_agreement, offer_agreement
from riskplans.enums import ChangeSource, CheckKind, CheckResult, PhaseLevel
from riskplans.events import check_recorded, phase_raised
from riskplans.models import Check, PhaseChange
from riskplans.services.checks import record_check
from tests.chain.conftest import sign_by_all

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HALF_PAST_NINE = dt.datetime(2026, 11, 14, 9, 30, tzinfo=AMSTERDAM)


@pytest.fixture
def rules() -> list[RuleLine]:
    """A rule for every event."""
    return [RuleLine(event, 24) for event in RuleEvent if event != RuleEvent.FREE]


def a_check(client_file, counsellor, result=CheckResult.POSITIVE, kind=CheckKind.URINE) -> Check:
    return Check.objects.create(
        client=client_file,
        kind=kind,
        taken_at=HALF_PAST_NINE,
        result=result,
        substance="cocaïne" if result == CheckResult.POSITIVE else "",
        explanation="medicijnen",
        recorded_by=counsellor,
        form_token=uuid4(),
    )


def a_note(client_file, counsellor, kind) -> ContactNote:
    return ContactNote.objects.create(
        client=client_file,
        author=counsellor,
        kind=kind,
        occurred_at=HALF_PAST_NINE,
        duration_minutes=0,
        text="Geheim van het gesprek.",
        form_token=uuid4(),
    )


def a_phase(client_file, counsellor, level) -> PhaseChange:
    return PhaseChange.objects.create(
        client=client_file,
        level=level,
        at=HALF_PAST_NINE,
        source=ChangeSource.OVERRIDE,
        reason="Bedreigde een huisgenoot.",
        recorded_by=counsellor,
    )


def test_a_positive_check_makes_a_notification_with_the_facts_alone(in_force, client_file, counsellor):
    check = a_check(client_file, counsellor)
    check_recorded.send(sender=Check, check=check, acting_user=counsellor)
    made = Notification.objects.get()
    assert made.facts == "Op 14 november 2026 was een urinecontrole positief op cocaïne."
    assert (made.client, made.agreement, made.rule.event) == (client_file, in_force, RuleEvent.POSITIVE_CHECK)
    assert made.event_ref == f"riskplans.check:{check.pk}"
    assert made.occurred_at == HALF_PAST_NINE
    assert (made.sent_at, made.client_told_at) == (None, None)
    row = AuditEntry.objects.get(object_type="chain.notification")
    assert (row.action, row.client_number, row.actor_id) == (AuditAction.CREATE, "S-0001", counsellor.pk)


def test_the_facts_are_in_dutch_whatever_the_language_of_the_screen(in_force, client_file, counsellor):
    with translation.override("en"):
        check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert Notification.objects.get().facts == "Op 14 november 2026 was een urinecontrole positief op cocaïne."


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (CheckKind.URINE, "Op 14 november 2026 werkte de cliënt niet mee aan een urinecontrole."),
        (CheckKind.BREATH, "Op 14 november 2026 werkte de cliënt niet mee aan een blaastest."),
        (CheckKind.OTHER, "Op 14 november 2026 werkte de cliënt niet mee aan een controle."),
    ],
)
def test_a_refused_check_is_told_as_well(in_force, client_file, counsellor, kind, facts):
    check = a_check(client_file, counsellor, CheckResult.REFUSED, kind)
    check_recorded.send(sender=Check, check=check, acting_user=counsellor)
    assert Notification.objects.get().facts == facts


@pytest.mark.parametrize("result", [CheckResult.NEGATIVE, CheckResult.MISSED])
def test_other_results_are_not_told(in_force, client_file, counsellor, result):
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor, result), acting_user=counsellor)
    assert not Notification.objects.exists()


def test_only_red_is_told_of_the_stoplight(in_force, client_file, counsellor):
    for level in (PhaseLevel.YELLOW, PhaseLevel.ORANGE):
        phase_raised.send(sender=PhaseChange, change=a_phase(client_file, counsellor, level), acting_user=counsellor)
    assert not Notification.objects.exists()
    phase_raised.send(
        sender=PhaseChange, change=a_phase(client_file, counsellor, PhaseLevel.RED), acting_user=counsellor
    )
    made = Notification.objects.get()
    assert made.facts == "Sinds 14 november 2026 om 09.30 uur staat het stoplicht van het signaleringsplan op rood."
    assert made.event == RuleEvent.RED_PHASE


def test_a_missed_appointment_is_told_and_a_talk_is_not(in_force, client_file, counsellor):
    contact_logged.send(sender=ContactNote, note=a_note(client_file, counsellor, NoteKind.TALK), acting_user=counsellor)
    assert not Notification.objects.exists()
    contact_logged.send(
        sender=ContactNote, note=a_note(client_file, counsellor, NoteKind.NO_SHOW), acting_user=counsellor
    )
    facts = "Op 14 november 2026 om 09.30 uur is de cliënt niet verschenen op een afspraak met de begeleiding."
    assert Notification.objects.get().facts == facts


def test_a_condition_that_was_not_kept_is_told_without_the_note(in_force, client_file, condition, counsellor):
    touch = ConditionTouch.objects.create(
        note=a_note(client_file, counsellor, NoteKind.TALK), condition=condition, outcome=ConditionOutcome.NOT_KEPT
    )
    condition_not_kept.send(sender=ConditionTouch, touch=touch, acting_user=counsellor)
    made = Notification.objects.get()
    assert made.facts == f"Op 14 november 2026 is de bijzondere voorwaarde ‘{condition.kind.name}’ niet nagekomen."
    assert "Geheim" not in made.facts


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (StayEnd.NEGATIVE, "Het verblijf van de cliënt is op 14 november 2026 geëindigd."),
        (StayEnd.MOVED, "De cliënt is op 14 november 2026 verhuisd naar een andere locatie van de organisatie."),
    ],
)
def test_the_end_of_a_stay_is_told_without_why(in_force, client_file, house, counsellor, kind, facts):
    stay = Stay.objects.create(
        client=client_file,
        location=house,
        valid_from=dt.date(2026, 1, 5),
        valid_until=dt.date(2026, 11, 14),
        end_kind=kind,
        end_reason="Ruzie.",
        form_token=uuid4(),
    )
    stay_ended.send(sender=Stay, stay=stay, acting_user=counsellor)
    made = Notification.objects.get()
    assert made.facts == facts
    assert timezone.localdate(made.occurred_at) == dt.date(2026, 11, 14)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (DayActivityKind.PAID, "Het werk van de cliënt is op {day} gestopt."),
        (DayActivityKind.PROGRAMME, "De dagbesteding van de cliënt is op {day} gestopt."),
    ],
)
def test_work_or_day_activity_that_stops_is_told_without_why(in_force, client_file, counsellor, kind, facts):
    today = timezone.localdate()
    activity = start_day_activity(
        client=client_file,
        form_token=uuid4(),
        kind=kind,
        name="Fietsenfabriek",
        hours=Decimal(24),
        valid_from=today,
        acting_user=counsellor,
    )
    for _click in range(2):
        end_day_activity(activity=activity, valid_until=today, ended_why="Ruzie met de baas.", acting_user=counsellor)
    made = Notification.objects.get()
    assert made.event == RuleEvent.DAY_ACTIVITY_ENDED
    assert made.facts == facts.format(day=date_format(today, "j F Y"))


def test_the_services_below_set_it_in_motion(in_force, client_file, condition, house, counsellor):
    now, token = timezone.now(), uuid4()
    for _click in range(2):
        record_check(
            client=client_file,
            form_token=token,
            kind=CheckKind.URINE,
            taken_at=now,
            result=CheckResult.POSITIVE,
            substance="cocaïne",
            acting_user=counsellor,
        )
    write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.NO_SHOW,
        occurred_at=now,
        duration_minutes=0,
        text="Niet verschenen.",
        touches=[(condition, ConditionOutcome.NOT_KEPT)],
        acting_user=counsellor,
    )
    stay = Stay.objects.create(client=client_file, location=house, valid_from=timezone.localdate(), form_token=uuid4())
    end_stay(
        stay=stay,
        valid_until=timezone.localdate(),
        end_kind=StayEnd.PLANNED,
        destination=StayDestination.objects.get(key="own-home"),
        acting_user=counsellor,
    )
    assert sorted(Notification.objects.values_list("event", flat=True)) == [
        RuleEvent.CONDITION_NOT_KEPT,
        RuleEvent.MISSED_APPOINTMENT,
        RuleEvent.POSITIVE_CHECK,
        RuleEvent.STAY_ENDED,
    ]


def test_an_event_that_is_sent_twice_gives_one_notification(in_force, client_file, counsellor):
    check = a_check(client_file, counsellor)
    for _time in range(3):
        check_recorded.send(sender=Check, check=check, acting_user=counsellor)
    assert Notification.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="chain.notification").count() == 1


def test_two_events_give_two_notifications(in_force, client_file, counsellor):
    for _time in range(2):
        check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert Notification.objects.count() == 2


def test_an_event_that_is_undone_leaves_no_notification(in_force, client_file, counsellor):
    with transaction.atomic():
        check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
        assert Notification.objects.exists()
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_an_agreement_that_is_only_offered_makes_nothing(offered, client_file, counsellor):
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert not Notification.objects.exists()


def test_an_agreement_that_ended_makes_nothing(in_force, client_file, counsellor):
    end_agreement(agreement=in_force, reason="De titel is voorbij.", acting_user=counsellor)
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert not Notification.objects.exists()


def test_a_stale_agreement_still_makes_it(in_force, client_file, title, counsellor):
    title.valid_until += dt.timedelta(days=30)
    title.save()
    legal_frame_changed.send(sender=type(client_file), client=client_file, acting_user=counsellor)
    in_force.refresh_from_db()
    assert in_force.is_stale
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert Notification.objects.count() == 1


def test_version_one_holds_until_version_two_is_complete(in_force, client_file, clauses, counsellor, officer):
    second = draft_agreement(
        client=client_file,
        form_token=uuid4(),
        clauses=clauses,
        rules=[RuleLine(RuleEvent.STAY_ENDED, 24)],
        acting_user=counsellor,
    )
    offer_agreement(agreement=second, acting_user=counsellor)
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert Notification.objects.get().agreement == in_force
    sign_by_all(second, counsellor, officer)
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert Notification.objects.count() == 1  # the second version does not ask for checks


def test_an_agreement_without_a_rule_for_it_makes_nothing(in_force, client_file, other_client, counsellor):
    in_force.rules.filter(event=RuleEvent.POSITIVE_CHECK).delete()
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    assert not Notification.objects.exists()


def test_the_event_of_another_client_makes_nothing(in_force, other_client, counsellor):
    check_recorded.send(sender=Check, check=a_check(other_client, counsellor), acting_user=counsellor)
    assert not Notification.objects.exists()


def test_a_changed_legal_frame_makes_the_agreement_stale(in_force, client_file, condition, counsellor):
    condition.valid_until = timezone.localdate() - dt.timedelta(days=1)
    condition.save()
    legal_frame_changed.send(sender=type(client_file), client=client_file, acting_user=counsellor)
    in_force.refresh_from_db()
    assert in_force.is_stale
    assert in_force.status == AgreementStatus.IN_FORCE
    assert condition.kind.name in in_force.stale_reason


# Checked by hand against the calendar: 27 April 2026 is Koningsdag (a Monday), 3 to 6 April Easter, 14 May Ascension
# Day, 25 and 26 December 2026 are a Friday and a Saturday.
def test_the_term_of_the_rule_counts_from_the_recording(in_force, client_file, counsellor):
    check_recorded.send(sender=Check, check=a_check(client_file, counsellor), acting_user=counsellor)
    made = Notification.objects.get()
    assert abs(made.due_at - made.created_at - dt.timedelta(hours=24)) < dt.timedelta(seconds=5)
