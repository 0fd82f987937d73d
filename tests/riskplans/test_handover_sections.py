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
from tests.riskplans.test_assessments import record

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


def test_the_call_list_stays_in_the_house(client_file, counsellor):
    plan = make_active_plan(client_file, counsellor)
    inside = propose("signalling-plan", client_file, counsellor, HandoverPurpose.INSIDE).text
    names = list(EmergencyContact.objects.filter(plan=plan).values_list("name", flat=True))
    assert names
    assert all(name in inside for name in names)
    for purpose in set(HandoverPurpose) - {HandoverPurpose.INSIDE, HandoverPurpose.COMPLIANCE}:
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


def test_the_latest_assessment_is_told_with_its_setting_and_what_it_means(client_file, counsellor):
    old = record(client_file, counsellor, assessed_on=timezone.localdate() - dt.timedelta(days=200), meaning="Ouder.")
    one = record(client_file, counsellor)
    told = propose("assessment", client_file, counsellor, HandoverPurpose.INSIDE)
    assert "Gemaakt voor deze situatie: wonen met begeleiding." in told.text
    assert f"Eindoordeel: {one.judgement}." in told.text
    assert "## Wat beschermt\nWerk, zijn zus" in told.text
    assert "## Wat het risico vergroot\nGebruik, lege avonden" in told.text
    assert "Twee keer per week contact" in told.text
    assert "Bronnen: Dossier en gesprek" in told.text
    assert old.meaning not in told.text
    assert "overgenomen" not in told.text


def test_an_assessment_of_a_partner_is_marked_and_its_setting_warned_of(client_file, counsellor):
    record(client_file, counsellor, made_by="clinic", organisation_name="De Kliniek", setting="clinic")
    told = propose("assessment", client_file, counsellor)
    assert "overgenomen van De Kliniek" in told.text
    assert any("gemaakt voor een andere situatie: kliniek" in warning for warning in told.warnings)


@pytest.mark.parametrize("purpose", sorted(set(HandoverPurpose) - {HandoverPurpose.INSIDE, HandoverPurpose.COMPLIANCE}))
def test_outside_an_assessment_names_nobody(client_file, counsellor, purpose):
    plan = make_active_plan(client_file, counsellor)
    name = EmergencyContact.objects.filter(plan=plan).values_list("name", flat=True)[0]
    record(client_file, counsellor, protective_factors=f"Hij werkt graag. {name} belt elke week.")
    told = propose("assessment", client_file, counsellor, purpose)
    assert "Hij werkt graag." in told.text
    assert name not in told.text
    assert "R. Meijer" not in told.text
    assert "Bronnen" not in told.text
    assert "1 zin met een naam van de bellijst is weggelaten." in told.hint
    assert name in propose("assessment", client_file, counsellor, HandoverPurpose.INSIDE).text


def test_without_an_assessment_the_section_says_so(client_file, counsellor):
    told = propose("assessment", client_file, counsellor)
    assert told.text == ""
    assert told.warnings == (
        "Er is geen risicotaxatie vastgelegd. Vraag haar op, en let op voor welke situatie zij is gemaakt.",
    )
