"""Results of risk assessments: what is kept, when it wants renewal, and the contact it asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.models import ContactNote
from casework.services.notes import write_note
from casework.services.stays import end_stay, start_stay
from riskplans.models import Instrument, Judgement, RiskAssessment, RiskLevel
from riskplans.selectors.assessments import assessment_duties, assessments_of, counting_of, rhythms_for
from riskplans.services.assessments import AssessmentResult, record_assessment
from tests.conftest import make_client

TODAY = timezone.localdate


def result(key="hkt-r-matig", **changes) -> AssessmentResult:
    judgement = Judgement.objects.select_related("instrument").get(key=key)
    return replace(
        AssessmentResult(
            instrument=judgement.instrument,
            judgement=judgement,
            assessed_on=TODAY() - dt.timedelta(days=30),
            assessor="R. Meijer",
            setting="residential",
            sources="Dossier en gesprek",
            protective_factors="Werk, zijn zus",
            risk_factors="Gebruik, lege avonden",
            meaning="Twee keer per week contact",
            next_on=TODAY() + dt.timedelta(days=300),
        ),
        **changes,
    )


def record(client, user, *, token=None, replaces=None, why="", **changes) -> RiskAssessment:
    return record_assessment(
        client=client,
        form_token=token or uuid4(),
        result=result(**changes),
        replaces=replaces,
        correction_reason=why,
        acting_user=user,
    )


def test_a_result_is_kept_once_and_leaves_its_audit_row_without_words(client_file, counsellor):
    token = uuid4()

    assert record(client_file, counsellor, token=token) == record(client_file, counsellor, token=token)

    details = AuditEntry.objects.get(object_type="riskplans.riskassessment").details
    assert details["instrument"] == "hkt-r"
    assert "zus" not in str(details)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"assessed_on": dt.date(1950, 1, 1)}, "assessed_on", "voor de geboortedatum"),
        ({"assessed_on": dt.date(2999, 1, 1)}, "assessed_on", "in de toekomst"),
        ({"next_on": dt.date(2020, 1, 1)}, "next_on", "ligt na deze"),
        ({"made_by": "clinic"}, "organisation_name", "welke organisatie"),
        ({"setting": "moon"}, "setting", ""),
        ({"assessor": " "}, "assessor", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client_file, counsellor, changes, field, words):
    with pytest.raises(Refused) as refusal:
        record(client_file, counsellor, **changes)

    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not RiskAssessment.objects.exists()


def test_a_judgement_of_another_instrument_is_refused(client_file, counsellor):
    with pytest.raises(Refused) as refusal:
        record(client_file, counsellor, instrument=Instrument.objects.get(key="fare"))

    assert refusal.value.field == "judgement"


def test_a_correction_replaces_and_keeps_the_first(client_file, counsellor):
    first = record(client_file, counsellor)
    with pytest.raises(Refused) as refusal:
        record(client_file, counsellor, replaces=first)
    assert refusal.value.field == "correction_reason"

    second = record(client_file, counsellor, replaces=first, why="Verkeerde datum", key="hkt-r-hoog")

    views = assessments_of(client_file)
    assert counting_of(views).assessment == second
    assert {view.assessment.pk: view.is_corrected for view in views} == {first.pk: True, second.pk: False}
    with pytest.raises(Refused):
        record(client_file, counsellor, replaces=first, why="Nog eens")
    with pytest.raises(TypeError):
        first.save()


@pytest.fixture
def placed(client_file, counsellor, house):
    """The client lives in the house since a hundred days."""
    return start_stay(
        client=client_file, location=house, valid_from=TODAY() - dt.timedelta(days=100), acting_user=counsellor
    )


def renewals(client):
    return counting_of(assessments_of(client)).renew


def test_one_of_our_own_wants_renewal_at_its_date_only(client_file, counsellor, placed):
    record(client_file, counsellor, assessed_on=TODAY() - dt.timedelta(days=400), next_on=TODAY())

    assert renewals(client_file) == ("De afgesproken datum voor een nieuwe taxatie is voorbij.",)


def test_a_taken_over_one_fits_while_setting_and_stay_are_the_same(client_file, counsellor, placed):
    record(client_file, counsellor, made_by="probation", organisation_name="RN")

    assert renewals(client_file) == ()


def test_a_taken_over_one_for_another_setting_is_flagged(client_file, counsellor, placed):
    record(client_file, counsellor, made_by="clinic", organisation_name="FPK", setting="clinic")

    assert renewals(client_file) == ("Overgenomen, en gemaakt voor een andere situatie: kliniek.",)


def test_a_taken_over_one_is_flagged_and_due_when_the_stay_changes(client_file, counsellor, placed, team):
    record(client_file, counsellor, made_by="probation", organisation_name="RN")
    assert assessment_duties(TODAY()) == []
    moved = TODAY() - dt.timedelta(days=10)
    end_stay(stay=placed, valid_until=moved, end_kind="moved", acting_user=counsellor)
    elsewhere = Location.objects.create(name="Ander huis", team=team, capacity=4)
    start_stay(client=client_file, location=elsewhere, valid_from=moved, acting_user=counsellor)

    assert renewals(client_file) == ("Overgenomen, en het verblijf is sindsdien veranderd.",)
    duty = assessment_duties(TODAY())[0]
    assert duty.due_on == moved + dt.timedelta(days=42)
    assert duty.owner_ids == (counsellor.pk,)
    assert "verblijf is sindsdien veranderd" in duty.basis


def note(client, user, days_ago, kind="talk"):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=kind,
        occurred_at=timezone.now() - dt.timedelta(days=days_ago, minutes=1),
        duration_minutes=20,
        text="Gesproken.",
        acting_user=user,
    )


def test_the_level_sets_the_planned_contact_and_only_contact_with_the_client_counts(client_file, counsellor):
    record(client_file, counsellor)
    for days_ago, kind in (
        (1, "talk"),
        (2, "phone"),
        (8, "house_visit"),
        (3, "no_show"),
        (4, "with_network"),
        (40, "talk"),
    ):
        note(client_file, counsellor, days_ago, kind)

    rhythm = rhythms_for([client_file.pk])[client_file.pk]

    assert (rhythm.level.key, rhythm.planned, rhythm.delivered, rhythm.is_short) == ("matig", 8, 3, True)
    assert sum(number for _week, number in rhythm.by_week) == 3
    assert rhythm.by_week[-1][0] == TODAY() - dt.timedelta(days=6)


def test_the_organisation_changes_its_table_and_the_plan_follows(client_file, counsellor):
    record(client_file, counsellor)
    RiskLevel.objects.filter(key="matig").update(contacts=1, per_weeks=4)
    note(client_file, counsellor, 1)

    rhythm = rhythms_for([client_file.pk])[client_file.pk]

    assert (rhythm.planned, rhythm.is_short) == (1, False)


def test_a_judgement_without_a_level_plans_nothing(client_file, counsellor):
    record(client_file, counsellor, key="saprof-veel-bescherming")

    rhythm = rhythms_for([client_file.pk])[client_file.pk]

    assert (rhythm.level, rhythm.planned, rhythm.is_short) == (None, None, False)


def test_the_rhythm_of_three_clients_costs_what_one_costs(client_file, counsellor, team, django_assert_num_queries):
    clients = [client_file, *(make_client(number, team) for number in ("S-0201", "S-0202"))]
    for one in clients:
        record(one, counsellor)
    for ids in ([client_file.pk], [one.pk for one in clients]):
        with django_assert_num_queries(2):
            rhythms_for(ids)
    assert not ContactNote.objects.exists()
