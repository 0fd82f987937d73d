"""What the signalling plan, the stoplight and the checks propose for a handover; people of the client stay in the house."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import HandoverPurpose
from riskplans.enums import CheckKind, CheckResult, PhaseLevel
from riskplans.models import EmergencyContact
from riskplans.services.checks import record_check
from riskplans.services.monitoring import set_phase
from tests.casework.test_handover_sections import propose
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db


def test_the_plan_is_told_phase_by_phase_with_who_does_what(client_file, counsellor):
    make_active_plan(client_file, counsellor)
    told = propose("signalling-plan", client_file, counsellor)
    assert "## Groen" in told.text
    assert "## Rood" in told.text
    assert "Ik zeg afspraken af" in told.text
    assert "Bel de crisisdienst" in told.text
    factors = propose("factors", client_file, counsellor)
    assert "Mijn zus, sport." in factors.text
    assert any("Risicotaxatie" in warning for warning in factors.warnings)


def test_the_call_list_stays_in_the_house(client_file, counsellor):
    plan = make_active_plan(client_file, counsellor)
    inside = propose("signalling-plan", client_file, counsellor, HandoverPurpose.INSIDE).text
    names = list(EmergencyContact.objects.filter(plan=plan).values_list("name", flat=True))
    assert names
    assert all(name in inside for name in names)
    for purpose in set(HandoverPurpose) - {HandoverPurpose.INSIDE}:
        outside = propose("signalling-plan", client_file, counsellor, purpose).text
        assert not any(name in outside for name in names)
        assert "06" not in outside


def test_unrest_and_checks_of_the_period_are_told(client_file, counsellor):
    set_phase(client=client_file, level=PhaseLevel.ORANGE, reason="slaapt slecht", acting_user=counsellor)
    record_check(
        client=client_file,
        form_token=uuid4(),
        kind=CheckKind.URINE,
        taken_at=timezone.now() - dt.timedelta(days=2),
        result=CheckResult.POSITIVE,
        substance="cocaïne",
        explanation="Zelf gemeld.",
        acting_user=counsellor,
    )
    told = propose("stoplight", client_file, counsellor).text
    assert "Het stoplicht staat op oranje, sinds" in told
    assert "slaapt slecht" not in told, "a reason may name others, so it stays in the house"
    assert "slaapt slecht" in propose("stoplight", client_file, counsellor, HandoverPurpose.INSIDE).text
    assert "1 controle: 1 positief." in told
    assert "Zelf gemeld." in told
