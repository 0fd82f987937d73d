"""What the database and the models themselves refuse."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from riskplans.enums import ChangeSource, CheckResult, PhaseLevel, PlanStatus
from riskplans.models import Check, EmergencyContact, Phase, PhaseAction, PhaseChange, Sign, SignallingPlan


def test_phases_are_ordered_from_calm_to_crisis():
    assert sorted(["red", "green", "orange", "yellow"], key=lambda level: PhaseLevel(level).rank) == [
        "green",
        "yellow",
        "orange",
        "red",
    ]


def test_an_established_plan_cannot_be_saved_again(active):
    active.occasion = "Iets anders"

    with pytest.raises(TypeError):
        active.save()

    assert SignallingPlan.objects.get(pk=active.pk).occasion != "Iets anders"


def test_an_established_plan_cannot_be_saved_by_way_of_its_status(active):
    active.status = PlanStatus.DRAFT

    with pytest.raises(TypeError):
        active.save()
    with pytest.raises(TypeError):
        active.save(update_fields=["status"])
    with pytest.raises(TypeError):
        active.delete()


@pytest.mark.parametrize("model", [Phase, Sign, PhaseAction, EmergencyContact])
def test_no_part_of_an_established_plan_changes(active, model):
    part = model.objects.first()

    with pytest.raises(TypeError):
        part.save()
    with pytest.raises(TypeError):
        part.delete()
    with pytest.raises(TypeError):
        model.objects.all().delete()
    with pytest.raises(TypeError):
        model.objects.update(pk=part.pk)

    assert model.objects.filter(pk=part.pk).exists()


def test_a_draft_and_its_parts_change_and_go(draft):
    draft.phases.first().save()
    Sign.objects.filter(phase__plan=draft).update(text="Anders")
    draft.contacts.all().delete()

    draft.delete()

    assert not SignallingPlan.objects.exists()


def _plan(client, user, **fields) -> SignallingPlan:
    return SignallingPlan(client=client, created_by=user, changed_by=user, form_token=uuid4(), **fields)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"version": 1, "status": "draft"}, id="the same version twice"),
        pytest.param({"version": 2, "status": "active"}, id="two plans that hold"),
        pytest.param({"version": 2, "status": "superseded", "established_on": None}, id="held, but from no day"),
        pytest.param(
            {"version": 2, "status": "superseded", "evaluate_on": dt.date(2026, 1, 1)}, id="evaluated at once"
        ),
        pytest.param(
            {"version": 2, "status": "superseded", "client_signed_on": None}, id="not signed, without a reason"
        ),
        pytest.param({"version": 2, "status": "superseded", "refusal_reason": "nee"}, id="signed and refused"),
    ],
)
def test_the_database_refuses(active, client_file, counsellor, wrong):
    dates = {
        "established_on": dt.date(2026, 1, 1),
        "evaluate_on": dt.date(2026, 7, 1),
        "client_signed_on": dt.date(2026, 1, 1),
    }
    if wrong["status"] == "draft":
        dates = {}

    with pytest.raises(IntegrityError), transaction.atomic():
        _plan(client_file, counsellor, **(dates | wrong)).save(force_insert=True)


def test_one_draft_at_a_time(draft, client_file, counsellor):
    with pytest.raises(IntegrityError), transaction.atomic():
        _plan(client_file, counsellor, version=2).save()


def test_a_correction_without_a_reason_is_no_fact(client_file, counsellor):
    change = PhaseChange(
        client=client_file, level="orange", at=timezone.now(), source=ChangeSource.OVERRIDE, recorded_by=counsellor
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


def test_a_positive_check_without_a_substance_is_no_fact(client_file, counsellor):
    check = Check(
        client=client_file,
        taken_at=timezone.now(),
        result=CheckResult.POSITIVE,
        recorded_by=counsellor,
        form_token=uuid4(),
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        check.save()


def test_a_recorded_fact_does_not_change(active):
    change = PhaseChange.objects.get()

    with pytest.raises(TypeError):
        change.save()
