"""Writing a plan, and the moment it holds."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from riskplans.enums import PhaseLevel, PlanStatus
from riskplans.models import PhaseChange, Sign, SignallingPlan
from riskplans.selectors import PhaseText, PlanContent, active_plan, content_of, current_phase, tickable_signs
from riskplans.services.plans import DraftConflict, create_plan, establish_plan, save_draft
from tests.riskplans.conftest import FULL, make_active_plan


def test_what_is_written_comes_back_as_it_was(draft):
    assert content_of(draft) == FULL


def test_a_first_draft_has_the_three_phases_and_nothing_in_them(client_file, counsellor):
    plan = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)

    assert [phase.level for phase in plan.ordered_phases] == ["green", "orange", "red"]
    assert plan.version == 1
    assert plan.is_draft
    assert AuditEntry.objects.filter(object_type="riskplans.signallingplan", object_id=str(plan.pk)).count() == 1


def test_a_double_click_gives_one_draft(client_file, counsellor):
    token = uuid4()

    first = create_plan(client=client_file, form_token=token, acting_user=counsellor)
    second = create_plan(client=client_file, form_token=token, acting_user=counsellor)

    assert first == second
    assert SignallingPlan.objects.count() == 1
    assert first.phases.count() == 3


def test_a_second_draft_is_refused(draft, client_file, counsellor):
    with pytest.raises(Refused, match="Er is al een concept"):
        create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)


def test_a_new_version_starts_as_a_copy_and_leaves_the_old_one_as_it_is(active, client_file, counsellor):
    copy = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)

    assert content_of(copy) == FULL
    assert copy.version == 2
    save_draft(plan=copy, revision=copy.revision, content=replace(FULL, occasion="Nieuw"), acting_user=counsellor)
    held = active_plan(client_file)
    assert held is not None
    assert held == active
    assert content_of(held) == FULL


def test_a_draft_is_saved_whole(draft, colleague):
    shorter = replace(FULL, triggers="", phases=FULL.phases[:2], contacts=())

    saved = save_draft(plan=draft, revision=0, content=shorter, acting_user=colleague)

    assert saved.revision == 1
    assert saved.changed_by == colleague
    assert content_of(saved) == replace(shorter, phases=(*FULL.phases[:2], PhaseText(PhaseLevel.RED)))


def test_yellow_is_there_only_when_something_is_written_in_it(draft, counsellor):
    yellow = PhaseText(PhaseLevel.YELLOW, "Ik pieker.")
    with_yellow = replace(FULL, phases=(FULL.phases[0], yellow, *FULL.phases[1:]))

    save_draft(plan=draft, revision=0, content=with_yellow, acting_user=counsellor)
    assert content_of(draft) == with_yellow

    emptied = replace(FULL, phases=(*FULL.phases, PhaseText(PhaseLevel.YELLOW)))
    save_draft(plan=draft, revision=1, content=emptied, acting_user=counsellor)
    assert content_of(SignallingPlan.objects.get(pk=draft.pk)) == FULL


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(draft, counsellor, colleague):
    save_draft(plan=draft, revision=0, content=replace(FULL, wishes="Van Bas"), acting_user=colleague)

    with pytest.raises(DraftConflict, match="Bas Wiersma heeft dit concept") as conflict:
        save_draft(plan=draft, revision=0, content=replace(FULL, wishes="Van Noor"), acting_user=counsellor)

    assert conflict.value.plan.revision == 1
    assert SignallingPlan.objects.get(pk=draft.pk).wishes == "Van Bas"


def test_an_established_plan_is_not_saved_as_a_draft(active, counsellor):
    with pytest.raises(Refused, match="vastgesteld"):
        save_draft(plan=active, revision=active.revision, content=PlanContent(), acting_user=counsellor)

    assert content_of(active) == FULL


def test_establishing_makes_the_plan_hold_and_begins_the_stoplight(draft, client_file, counsellor):
    today = timezone.localdate()

    plan = establish_plan(plan=draft, client_signed_on=today, acting_user=counsellor)

    assert plan.status == PlanStatus.ACTIVE
    assert plan.established_on == today
    assert plan.evaluate_on == today + dt.timedelta(days=183)
    change = current_phase(client_file)
    assert change is not None
    assert (change.level, change.source, change.plan) == ("green", "start", plan)
    assert AuditEntry.objects.filter(action="sign", object_id=str(plan.pk)).count() == 1


def test_establishing_twice_changes_nothing(draft, counsellor):
    today = timezone.localdate()

    first = establish_plan(plan=draft, client_signed_on=today, acting_user=counsellor)
    second = establish_plan(plan=draft, client_signed_on=today, acting_user=counsellor)

    assert first == second
    assert PhaseChange.objects.count() == 1
    assert AuditEntry.objects.filter(action="sign").count() == 1


def test_a_client_who_is_not_calm_now_starts_where_he_is(draft, client_file, counsellor):
    establish_plan(
        plan=draft, client_signed_on=timezone.localdate(), start_level=PhaseLevel.ORANGE, acting_user=counsellor
    )

    assert current_phase(client_file).level == "orange"


def test_a_plan_of_some_time_ago_counts_from_then(draft, client_file, counsellor):
    day = timezone.localdate() - dt.timedelta(days=60)

    plan = establish_plan(plan=draft, established_on=day, client_signed_on=day, acting_user=counsellor)

    assert plan.evaluate_on == day + dt.timedelta(days=183)
    assert timezone.localdate(current_phase(client_file).at) == day


def test_the_new_version_supersedes_the_old_one_and_leaves_the_colour(active, client_file, counsellor):
    copy = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)

    establish_plan(plan=copy, refusal_reason="Hij wil er niet over praten", acting_user=counsellor)

    assert SignallingPlan.objects.get(pk=active.pk).status == PlanStatus.SUPERSEDED
    assert active_plan(client_file) == copy
    assert PhaseChange.objects.count() == 1
    assert {sign.phase.plan_id for group in tickable_signs(client_file) for sign in group.signs} == {copy.pk}


def test_a_superseded_version_does_not_come_back(active, client_file, counsellor):
    copy = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)
    establish_plan(plan=copy, client_signed_on=timezone.localdate(), acting_user=counsellor)

    with pytest.raises(Refused, match="vervangen"):
        establish_plan(plan=active, client_signed_on=timezone.localdate(), acting_user=counsellor)


def _without(level: str, **parts: Any) -> PlanContent:
    return replace(FULL, phases=tuple(replace(one, **parts) if one.level == level else one for one in FULL.phases))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_without("orange", actions=()), "Bij oranje staat nog niet wat er dan gebeurt"),
        (_without("green", actions=()), "Bij groen staat nog niet wat er dan gebeurt"),
        (_without("red", signs=()), "Bij rood staan nog geen signalen"),
        (PlanContent(), "Bij groen staat nog niet wat er dan gebeurt"),
    ],
)
def test_a_plan_that_is_not_complete_is_not_established(client_file, counsellor, content, sentence):
    plan = create_plan(client=client_file, form_token=uuid4(), content=content, acting_user=counsellor)

    with pytest.raises(Refused, match=sentence):
        establish_plan(plan=plan, client_signed_on=timezone.localdate(), acting_user=counsellor)

    assert SignallingPlan.objects.get().is_draft
    assert not PhaseChange.objects.exists()


def test_a_plan_without_a_phase_is_not_established(draft, counsellor):
    draft.phases.get(level="orange").delete()

    with pytest.raises(Refused, match="nog geen fase oranje"):
        establish_plan(plan=draft, client_signed_on=timezone.localdate(), acting_user=counsellor)


def test_green_needs_no_signs(client_file, counsellor):
    assert make_active_plan(client_file, counsellor, _without("green", signs=())).status == PlanStatus.ACTIVE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "refusal_reason"),
        ({"refusal_reason": "   "}, "refusal_reason"),
        ({"client_signed_on": 0, "refusal_reason": "nee"}, "refusal_reason"),
        ({"client_signed_on": 1}, "client_signed_on"),
        ({"client_signed_on": 0, "established_on": 1}, "established_on"),
    ],
)
def test_the_client_signs_or_it_says_why_not_and_no_date_lies_ahead(draft, counsellor, given, field):
    today = timezone.localdate()
    values: dict[str, Any] = {
        name: today + dt.timedelta(days=value) if isinstance(value, int) else value for name, value in given.items()
    }

    with pytest.raises(Refused) as refusal:
        establish_plan(plan=draft, acting_user=counsellor, **values)

    assert refusal.value.field == field


def test_a_version_is_not_established_before_the_one_it_replaces(active, client_file, counsellor):
    copy = create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    with pytest.raises(Refused, match="De vorige versie"):
        establish_plan(plan=copy, established_on=yesterday, client_signed_on=yesterday, acting_user=counsellor)


def test_signs_are_offered_from_calm_to_crisis(active, client_file):
    groups = tickable_signs(client_file)

    assert [group.phase.level for group in groups] == ["green", "orange", "red"]
    assert [sign.text for sign in groups[1].signs] == ["Ik zeg afspraken af", "Hij loopt veel heen en weer"]


def test_signs_of_a_draft_or_of_another_client_are_not_offered(draft, client_file):
    assert tickable_signs(client_file) == []
    assert Sign.objects.exists()
