"""A plan that holds, for the acts that span rooms."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from riskplans.enums import PhaseLevel, PlanStatus
from riskplans.models import Phase, Sign, SignallingPlan


@pytest.fixture
def plan(client_file, counsellor) -> SignallingPlan:
    """An active plan with one sign in each phase."""
    today = timezone.localdate()
    plan = SignallingPlan.objects.create(
        client=client_file,
        version=1,
        status=PlanStatus.DRAFT,
        created_by=counsellor,
        changed_by=counsellor,
        form_token=uuid4(),
    )
    for level, text in (
        (PhaseLevel.GREEN, "Ik sta op tijd op"),
        (PhaseLevel.ORANGE, "Ik slaap slecht"),
        (PhaseLevel.RED, "Ik sluit me op"),
    ):
        phase = Phase.objects.create(plan=plan, level=level, how_i_am="…")
        Sign.objects.create(phase=phase, text=text)
    SignallingPlan.objects.filter(pk=plan.pk).update(
        status=PlanStatus.ACTIVE,
        established_on=today - dt.timedelta(days=30),
        evaluate_on=today + dt.timedelta(days=150),
        client_signed_on=today - dt.timedelta(days=30),
    )
    return SignallingPlan.objects.get(pk=plan.pk)


def sign(plan: SignallingPlan, level: str) -> Sign:
    """Return the one sign of a phase."""
    return Sign.objects.get(phase__plan=plan, phase__level=level)
