"""The life of an agreement: every step, every step that is refused, and what stands fast once it was offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.enums import GoalOrigin
from casework.models import Goal, LifeDomain, SpecialCondition
from chain.enums import AgreementStatus, Decision, Party, RuleEvent
from chain.models import Agreement, AgreementAct, NotificationRule, digest_of
from chain.selectors.agreements import agreement_text, cooperation_of, term_in_words, tracks_of
from chain.selectors.duties import evaluation_duties
from chain.services.agreements import (
    RuleLine,
    act_on_agreement,
    change_draft,
    draft_agreement,
    end_agreement,
    offer_agreement,
)
from chain.services.staleness import mark_stale
from tests.chain.conftest import sign_by_all, typed


def act(agreement, party, user, decision=Decision.AGREED, reason=""):
    return act_on_agreement(
        agreement=agreement, party=party, decision=decision, reason=reason, acting_user=user, signature=typed(user)
    )


def next_version(client_file, clauses, rules, counsellor, **changes) -> Agreement:
    return draft_agreement(
        client=client_file,
        form_token=uuid4(),
        clauses=replace(clauses, **changes),
        rules=rules,
        acting_user=counsellor,
    )


# drafting


def test_draft_is_version_one_with_its_rules(drafted, officer):
    assert (drafted.version, drafted.status, drafted.officer) == (1, AgreementStatus.DRAFTED, officer)
    assert [rule.event for rule in drafted.rules.all()] == ["positive_check", "red_phase"]
    assert drafted.frozen is None


def test_double_click_drafts_once(client_file, title, involvement, clauses, rules, counsellor):
    token = uuid4()
    for _click in range(2):
        draft_agreement(client=client_file, form_token=token, clauses=clauses, rules=rules, acting_user=counsellor)

    assert Agreement.objects.count() == 1
    assert NotificationRule.objects.count() == 2


def test_draft_without_an_officer_is_refused(client_file, clauses, rules, counsellor):
    with pytest.raises(Refused, match="toezichthouder"):
        next_version(client_file, clauses, rules, counsellor)


def test_second_proposal_is_refused(client_file, drafted, clauses, rules, counsellor):
    with pytest.raises(Refused, match="al een voorstel"):
        next_version(client_file, clauses, rules, counsellor)


def test_evaluation_in_the_past_is_refused(client_file, involvement, clauses, rules, counsellor):
    with pytest.raises(Refused) as refusal:
        next_version(client_file, clauses, rules, counsellor, evaluate_on=timezone.localdate())
    assert refusal.value.field == "evaluate_on"


def test_two_rules_for_one_event_are_refused_and_nothing_is_kept(client_file, involvement, clauses, counsellor):
    twice = [RuleLine(RuleEvent.RED_PHASE, 0), RuleLine(RuleEvent.RED_PHASE, 24)]
    with pytest.raises(Refused, match="meldregel"):
        next_version(client_file, clauses, twice, counsellor)
    assert not Agreement.objects.exists()


def test_draft_can_be_changed(drafted, clauses, counsellor):
    changed = change_draft(
        agreement=drafted,
        clauses=replace(clauses, roles="Anders"),
        rules=[RuleLine(RuleEvent.ABSENCE, 4, working_hours=True)],
        acting_user=counsellor,
    )

    assert changed.roles == "Anders"
    assert [(rule.event, rule.within, rule.working_hours) for rule in drafted.rules.all()] == [("absence", 4, True)]


# offering and freezing


def test_offering_freezes_the_text_with_what_it_rests_on(offered, clauses, condition, title):
    frozen = offered.frozen

    assert offered.status == AgreementStatus.OFFERED
    assert frozen["clauses"]["roles"] == clauses.roles
    assert frozen["legal"]["titles"][0]["until"] == title.valid_until.isoformat()
    assert frozen["legal"]["conditions"] == [{"id": condition.pk, "kind": condition.kind.name, "text": condition.text}]
    assert [rule["term"] for rule in frozen["rules"]] == ["binnen een dag (24 uur)", "direct"]
    assert offered.frozen_sha256 == digest_of(frozen)
    assert offered.is_intact


def test_frozen_text_survives_the_database_unchanged(offered):
    assert Agreement.objects.get(pk=offered.pk).is_intact


def test_own_goals_of_the_client_are_frozen_with_it(client_file, drafted, counsellor):
    Goal.objects.create(
        client=client_file,
        origin=GoalOrigin.OWN,
        text="Weer aan het werk",
        domain=LifeDomain.objects.get(key="werk"),
        started_on=timezone.localdate(),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    offered = offer_agreement(agreement=drafted, acting_user=counsellor)
    Goal.objects.update(text="Iets anders")

    assert agreement_text(offered).own_goals == ("Weer aan het werk",)


def test_offering_twice_changes_nothing(offered, counsellor):
    again = offer_agreement(agreement=offered, acting_user=counsellor)

    assert (again.offered_at, again.frozen_sha256) == (offered.offered_at, offered.frozen_sha256)
    assert AuditEntry.objects.filter(action=AuditAction.SHARE, object_type="chain.agreement").count() == 1


def test_without_a_title_there_is_nothing_to_rest_on(drafted, title, counsellor):
    title.valid_until = timezone.localdate() - dt.timedelta(days=1)
    title.save()
    with pytest.raises(Refused, match="titel"):
        offer_agreement(agreement=drafted, acting_user=counsellor)


def test_draft_with_an_officer_who_left_is_not_offered(drafted, involvement, counsellor):
    involvement.valid_until = timezone.localdate() - dt.timedelta(days=1)
    involvement.save()
    with pytest.raises(Refused, match="andere toezichthouder"):
        offer_agreement(agreement=drafted, acting_user=counsellor)


def test_draft_whose_evaluation_passed_is_not_offered(drafted, counsellor):
    drafted.evaluate_on = timezone.localdate()
    drafted.save()
    with pytest.raises(Refused, match="evaluatiedatum"):
        offer_agreement(agreement=drafted, acting_user=counsellor)


def test_offered_text_cannot_be_changed_by_service_or_model(offered, clauses, counsellor):
    with pytest.raises(Refused, match="staat vast"):
        change_draft(agreement=offered, clauses=clauses, rules=[], acting_user=counsellor)
    offered.roles = "Stiekem anders"
    with pytest.raises(TypeError):
        offered.save()
    with pytest.raises(TypeError):
        offered.save(update_fields=["roles"])
    with pytest.raises(TypeError):
        offered.save(update_fields=["frozen"])
    rule = offered.rules.first()
    rule.agreement.refresh_from_db()
    with pytest.raises(TypeError):
        rule.save()


def test_tampered_text_is_noticed_and_not_signed(offered, counsellor):
    Agreement.objects.filter(pk=offered.pk).update(frozen=offered.frozen | {"version": 9})

    assert not Agreement.objects.get(pk=offered.pk).is_intact
    with pytest.raises(Refused, match="vingerafdruk"):
        act(offered, Party.ORGANISATION, counsellor)


# acting


def test_complete_agreement_is_in_force(in_force):
    assert in_force.status == AgreementStatus.IN_FORCE
    assert in_force.in_force_at is not None
    signed = AuditEntry.objects.filter(action=AuditAction.SIGN, object_type="chain.agreement").order_by("pk")
    assert [(entry.details["party"], entry.on_behalf_of) for entry in signed] == [
        ("organisation", ""),
        ("client", "Jeroen Dekker"),
        ("probation", ""),
    ]
    assert {act.frozen_sha256 for act in in_force.acts.all()} == {in_force.frozen_sha256}


@pytest.mark.parametrize("missing", list(Party))
def test_agreement_waits_for_every_party(offered, counsellor, officer, missing):
    for party, user in (
        (Party.CLIENT, counsellor),
        (Party.ORGANISATION, counsellor),
        (Party.PROBATION, officer),
    ):
        if party != missing:
            act(offered, party, user)

    offered.refresh_from_db()
    assert offered.status == AgreementStatus.OFFERED
    assert list(Agreement.objects.awaiting(missing)) == [offered]


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.COULD_NOT])
def test_client_who_refused_or_could_not_does_not_block(offered, counsellor, officer, decision):
    act(offered, Party.CLIENT, counsellor, decision, "Ik vind twee controles te veel.")
    act(offered, Party.ORGANISATION, counsellor)
    act(offered, Party.PROBATION, officer)

    offered.refresh_from_db()
    assert offered.status == AgreementStatus.IN_FORCE
    (track,) = [one for one in tracks_of(offered, agreement_text(offered)) if one.party == Party.CLIENT]
    assert (track.reason, track.account, track.line) == ("Ik vind twee controles te veel.", "Noor Öztürk", "heard")


@pytest.mark.parametrize("party", [Party.ORGANISATION, Party.PROBATION])
def test_refusal_of_a_professional_blocks_until_it_is_withdrawn(
    client_file, offered, counsellor, officer, clauses, rules, party
):
    users = {Party.ORGANISATION: counsellor, Party.PROBATION: officer, Party.CLIENT: counsellor}
    act(offered, party, users.pop(party), Decision.REFUSED, "De controle is te licht.")
    for other, user in users.items():
        act(offered, other, user)
    offered.refresh_from_db()
    assert offered.status == AgreementStatus.OFFERED

    end_agreement(agreement=offered, reason="Reclassering wil meer controle", acting_user=counsellor)
    assert next_version(client_file, clauses, rules, counsellor).version == 2


@pytest.mark.parametrize(
    ("party", "who"),
    [
        (Party.PROBATION, "counsellor"),
        (Party.PROBATION, "other_officer"),
        (Party.ORGANISATION, "officer"),
        (Party.ORGANISATION, "expert"),
        (Party.ORGANISATION, "outsider"),
        (Party.CLIENT, "officer"),
        (Party.CLIENT, "outsider"),
    ],
)
def test_nobody_acts_for_another_party(offered, request, party, who):
    with pytest.raises(Refused, match="Elke partij reageert zelf"):
        act(offered, party, request.getfixturevalue(who))
    assert not AgreementAct.objects.exists()


def test_officer_with_an_ended_account_does_not_act(offered, officer):
    officer.is_active = False
    officer.save()
    with pytest.raises(Refused):
        act(offered, Party.PROBATION, officer)


def test_deputy_of_the_officer_acts_on_his_behalf(offered, officer, other_officer):
    Deputy.objects.create(absent=officer, deputy=other_officer, valid_from=timezone.localdate())

    assert act(offered, Party.PROBATION, other_officer).on_behalf == "Tom Hendriks"


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.COULD_NOT])
def test_no_without_a_reason_is_refused(offered, counsellor, decision):
    with pytest.raises(Refused) as refusal:
        act(offered, Party.CLIENT, counsellor, decision, "   ")
    assert refusal.value.field == "reason"


def test_only_the_client_could_not(offered, officer):
    with pytest.raises(Refused, match="Alleen bij de cliënt"):
        act(offered, Party.PROBATION, officer, Decision.COULD_NOT, "Met vakantie")


def test_double_click_acts_once(offered, counsellor):
    assert act(offered, Party.CLIENT, counsellor) == act(offered, Party.CLIENT, counsellor)
    assert AgreementAct.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.SIGN).count() == 1


def test_second_and_other_answer_is_refused(offered, counsellor):
    act(offered, Party.CLIENT, counsellor)
    with pytest.raises(Refused, match="nieuwe versie"):
        act(offered, Party.CLIENT, counsellor, Decision.REFUSED, "Toch niet")


def test_unknown_decision_is_refused(offered, counsellor):
    with pytest.raises(Refused):
        act(offered, Party.CLIENT, counsellor, "misschien", "Weet niet")


def test_draft_and_ended_version_take_no_acts(drafted, counsellor):
    with pytest.raises(Refused, match="ligt niet voor"):
        act(drafted, Party.CLIENT, counsellor)
    end_agreement(agreement=drafted, reason="Toch niet", acting_user=counsellor)
    with pytest.raises(Refused, match="ligt niet voor"):
        act(drafted, Party.CLIENT, counsellor)


def test_act_is_immutable(in_force):
    one = in_force.acts.first()
    one.decision = Decision.REFUSED
    with pytest.raises(TypeError):
        one.save()


# going stale


def end_condition(condition: SpecialCondition) -> None:
    condition.valid_until = timezone.localdate() - dt.timedelta(days=1)
    condition.save()


def test_changed_condition_makes_it_stale_and_leaves_the_text(client_file, in_force, condition, counsellor):
    before = in_force.frozen_sha256
    end_condition(condition)

    marked = mark_stale(client=client_file, acting_user=counsellor)

    in_force.refresh_from_db()
    assert marked == [in_force]
    assert (in_force.is_stale, in_force.status) == (True, AgreementStatus.IN_FORCE)
    assert in_force.stale_reason == f"voorwaarde vervallen: {condition.kind}"
    assert (in_force.frozen_sha256, in_force.is_intact) == (before, True)
    assert agreement_text(in_force).conditions[0]["text"] == condition.text


def test_moved_title_makes_it_stale(client_file, in_force, title, counsellor):
    title.valid_until += dt.timedelta(days=30)
    title.save()

    mark_stale(client=client_file, acting_user=counsellor)

    in_force.refresh_from_db()
    assert in_force.stale_reason == f"titel gewijzigd: {title.kind}"


def test_event_without_a_change_leaves_it_fresh(client_file, in_force, counsellor):
    assert mark_stale(client=client_file, acting_user=counsellor) == []


def test_stale_keeps_its_first_reason(client_file, in_force, condition, counsellor):
    end_condition(condition)
    mark_stale(client=client_file, acting_user=counsellor)
    assert mark_stale(client=client_file, acting_user=counsellor, reason="iets anders") == []

    in_force.refresh_from_db()
    assert "voorwaarde vervallen" in in_force.stale_reason


def test_stale_proposal_takes_no_acts(client_file, offered, condition, counsellor):
    end_condition(condition)
    mark_stale(client=client_file, acting_user=counsellor)
    with pytest.raises(Refused, match="veranderd"):
        act(offered, Party.CLIENT, counsellor)


def test_draft_does_not_go_stale(client_file, drafted, condition, counsellor):
    end_condition(condition)

    assert mark_stale(client=client_file, acting_user=counsellor) == []


# the next version


def test_version_one_holds_until_version_two_is_complete(client_file, in_force, counsellor, officer, clauses, rules):
    second = next_version(client_file, clauses, rules, counsellor, control="Eén keer per week")
    assert (second.version, second.supersedes) == (2, in_force)
    offer_agreement(agreement=second, acting_user=counsellor)
    act(second, Party.ORGANISATION, counsellor)
    act(second, Party.CLIENT, counsellor)
    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.IN_FORCE

    act(second, Party.PROBATION, officer)

    in_force.refresh_from_db()
    second.refresh_from_db()
    assert (in_force.status, second.status) == (AgreementStatus.SUPERSEDED, AgreementStatus.IN_FORCE)
    assert in_force.ended_at == second.in_force_at
    assert cooperation_of(client_file).earlier == (in_force,)


def test_withdrawn_version_two_leaves_version_one(client_file, in_force, counsellor, clauses, rules):
    second = next_version(client_file, clauses, rules, counsellor)
    end_agreement(agreement=second, reason="Niet nodig", acting_user=counsellor)

    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.IN_FORCE
    assert next_version(client_file, clauses, rules, counsellor).version == 3


def test_agreement_with_the_successor_replaces_that_of_the_earlier_officer(
    client_file, in_force, involvement, counsellor, other_officer, clauses, rules
):
    involvement.officer = other_officer
    involvement.save()
    second = offer_agreement(agreement=next_version(client_file, clauses, rules, counsellor), acting_user=counsellor)

    sign_by_all(second, counsellor, other_officer)

    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.SUPERSEDED


# ending


def test_ending_needs_a_reason_and_happens_once(in_force, counsellor):
    with pytest.raises(Refused) as refusal:
        end_agreement(agreement=in_force, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"

    ended = end_agreement(agreement=in_force, reason="Toezicht afgelopen", acting_user=counsellor)
    again = end_agreement(agreement=in_force, reason="Nog eens", acting_user=counsellor)

    assert (again.ended_at, again.end_reason) == (ended.ended_at, "Toezicht afgelopen")


def test_superseded_version_cannot_be_ended(client_file, in_force, counsellor, officer, clauses, rules):
    second = offer_agreement(agreement=next_version(client_file, clauses, rules, counsellor), acting_user=counsellor)
    sign_by_all(second, counsellor, officer)
    with pytest.raises(Refused, match="vervangen"):
        end_agreement(agreement=in_force, reason="Klaar", acting_user=counsellor)


def test_withdrawn_draft_is_not_offered(drafted, counsellor):
    end_agreement(agreement=drafted, reason="Toch niet", acting_user=counsellor)
    with pytest.raises(Refused, match="ingetrokken"):
        offer_agreement(agreement=drafted, acting_user=counsellor)


# what the database holds, whoever writes


@pytest.mark.parametrize(
    "change",
    [
        {"status": AgreementStatus.DRAFTED},
        {"in_force_at": None},
        {"offered_at": None},
        {"frozen_sha256": ""},
        {"status": AgreementStatus.ENDED},
        {"stale_since": dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)},
        {"stale_reason": "zomaar"},
    ],
    ids=str,
)
def test_database_refuses_a_state_without_its_dates(in_force, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=in_force.pk).update(**change)


def test_database_keeps_one_in_force_and_one_proposal(in_force, client_file, counsellor, clauses, rules):
    copy = Agreement.objects.get(pk=in_force.pk)
    copy.pk, copy.version, copy.form_token, copy._state.adding = None, 9, uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    second = next_version(client_file, clauses, rules, counsellor)
    second.pk, second.version, second.form_token, second._state.adding = None, 10, uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize(
    "change", [{"decision": Decision.REFUSED}, {"decision": Decision.COULD_NOT, "reason": "x"}], ids=str
)
def test_database_refuses_a_no_without_a_reason(in_force, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        in_force.acts.filter(party=Party.PROBATION).update(**change)


def test_database_keeps_one_act_a_party(in_force, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementAct.objects.create(
            agreement=in_force,
            party=Party.PROBATION,
            decision=Decision.AGREED,
            acted_at=timezone.now(),
            account=officer,
            frozen_sha256=in_force.frozen_sha256,
        )


# what is due, and in words


def test_evaluation_is_due_while_it_is_in_force(in_force, counsellor):
    assert list(evaluation_duties(timezone.localdate())) == []
    (duty,) = evaluation_duties(in_force.evaluate_on)
    assert (duty.due_on, duty.owner_ids) == (in_force.evaluate_on, (counsellor.pk,))

    end_agreement(agreement=in_force, reason="Klaar", acting_user=counsellor)
    assert list(evaluation_duties(in_force.evaluate_on)) == []


@pytest.mark.parametrize(
    ("within", "working_hours", "words"),
    [
        (0, False, "direct"),
        (24, False, "binnen een dag (24 uur)"),
        (24, True, "binnen 24 werkuren"),
        (1, True, "binnen 1 werkuur"),
        (4, False, "binnen 4 uur"),
    ],
)
def test_term_in_words(within, working_hours, words):
    assert term_in_words(within, working_hours=working_hours) == words
