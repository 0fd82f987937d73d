"""Incidents: each file its own part, facts apart, nothing rewritten, and the floors above are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from riskplans.events import incident_recorded
from riskplans.models import Incident, IncidentKind, IncidentPart
from riskplans.selectors.incidents import incident_duties, incident_in_file
from riskplans.services.incidents import (
    IncidentFacts,
    PartText,
    add_follow_up,
    add_part,
    decide_calamity,
    record_incident,
    record_report,
)
from tests.conftest import make_client

PART = PartText(role="involved", facts="Hij gooide een stoel door de kamer.", interpretation="Hij was geschrokken.")


@pytest.fixture
def heard():
    """Return the parts that the floors above were told of."""
    parts = []

    def receiver(sender, part, acting_user, **kwargs):
        parts.append(part)

    incident_recorded.connect(receiver)
    yield parts
    incident_recorded.disconnect(receiver)


def facts(**changes) -> IncidentFacts:
    return replace(
        IncidentFacts(
            kind=IncidentKind.objects.get(key="fysiek-persoon"),
            occurred_at=timezone.now() - dt.timedelta(hours=3),
            place="huiskamer",
            seriousness="serious",
        ),
        **changes,
    )


def record(client, user, what=None, part=PART, token=None) -> IncidentPart:
    return record_incident(
        client=client, form_token=token or uuid4(), what=what or facts(), part=part, acting_user=user
    )


def test_an_incident_stands_in_the_file_and_the_floors_above_hear_it_once(client_file, counsellor, heard):
    token = uuid4()

    part = record(client_file, counsellor, token=token)
    again = record(client_file, counsellor, token=token)

    assert (part.client, part.incident.place, part.facts) == (client_file, "huiskamer", PART.facts)
    assert again == part
    assert heard == [part]
    row = AuditEntry.objects.get(object_type="riskplans.incidentpart")
    assert row.details == {"kind": "fysiek-persoon", "seriousness": "serious", "role": "involved"}


def test_a_listener_that_fails_undoes_the_incident(client_file, counsellor):
    def receiver(sender, **kwargs):
        raise RuntimeError

    incident_recorded.connect(receiver)
    try:
        with pytest.raises(RuntimeError):
            record(client_file, counsellor)
    finally:
        incident_recorded.disconnect(receiver)

    assert not Incident.objects.exists()


def test_each_file_shows_its_own_part_and_nothing_of_the_other(client_file, counsellor, team, heard):
    other = make_client("S-0099", team, first_name="Piet")
    part = record(client_file, counsellor)
    theirs = add_part(
        incident=part.incident,
        client=other,
        form_token=uuid4(),
        part=PartText(role="harmed", facts="Een stoel kwam tegen zijn been."),
        acting_user=counsellor,
    )
    told = timezone.now()
    for one, body in ((part, "relatives"), (theirs, "treatment"), (part, "igj")):
        record_report(part=one, form_token=uuid4(), body=body, told_at=told, how="Gebeld", acting_user=counsellor)

    mine, his = incident_in_file(part), incident_in_file(theirs)

    assert heard == [part, theirs]
    assert [one.body for one in mine.reports] == ["relatives", "igj"]
    assert [one.body for one in his.reports] == ["treatment", "igj"]
    assert mine.has_others
    assert his.part.facts == "Een stoel kwam tegen zijn been."


def test_the_same_incident_stands_in_a_file_once(client_file, counsellor):
    part = record(client_file, counsellor)

    with pytest.raises(Refused) as refusal:
        add_part(incident=part.incident, client=client_file, form_token=uuid4(), part=PART, acting_user=counsellor)

    assert "staat al in dit dossier" in refusal.value.sentence


@pytest.mark.parametrize(
    ("changes", "part", "field"),
    [
        ({"occurred_at": timezone.now() + dt.timedelta(days=300)}, PART, "occurred_at"),
        ({"occurred_at": dt.datetime(1950, 1, 1, tzinfo=dt.UTC)}, PART, "occurred_at"),
        ({"established_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, PART, "established_at"),
        ({"established_at": timezone.now() + dt.timedelta(days=300)}, PART, "established_at"),
        ({}, replace(PART, facts="  "), "facts"),
        ({"seriousness": "dreadful"}, PART, "seriousness"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(client_file, counsellor, heard, changes, part, field):
    with pytest.raises(Refused) as refusal:
        record(client_file, counsellor, what=facts(**changes), part=part)

    assert refusal.value.field == field
    assert not Incident.objects.exists()
    assert heard == []


def test_nothing_of_an_incident_is_rewritten(client_file, counsellor):
    part = record(client_file, counsellor)
    follow_up = add_follow_up(
        part=part, form_token=uuid4(), kind="analysis", text="Te veel mensen in de kamer.", acting_user=counsellor
    )

    for row in (part, part.incident, follow_up):
        with pytest.raises(TypeError):
            row.save()


def test_a_correction_needs_its_reason(client_file, counsellor):
    part = record(client_file, counsellor)

    with pytest.raises(Refused) as refusal:
        add_follow_up(
            part=part, form_token=uuid4(), kind="correction", text="Het was een krukje.", acting_user=counsellor
        )

    assert refusal.value.field == "reason"


def test_nobody_was_told_before_it_happened(client_file, counsellor):
    part = record(client_file, counsellor)

    with pytest.raises(Refused) as refusal:
        record_report(
            part=part,
            form_token=uuid4(),
            body="police",
            told_at=part.incident.occurred_at - dt.timedelta(minutes=1),
            how="Gebeld",
            acting_user=counsellor,
        )

    assert refusal.value.field == "told_at"


def test_a_calamity_is_decided_with_a_reason(client_file, counsellor):
    part = record(client_file, counsellor, what=facts(calamity="doubt"))
    with pytest.raises(Refused) as refusal:
        decide_calamity(part=part, form_token=uuid4(), is_calamity=True, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"
    assert incident_in_file(part).calamity == "twijfel, we zoeken het uit"

    decide_calamity(part=part, form_token=uuid4(), is_calamity=False, reason="Een ongeluk.", acting_user=counsellor)

    assert incident_in_file(part).calamity == "nee"


def test_what_must_be_told_is_a_duty_of_the_counsellor_with_its_basis(client_file, counsellor):
    part = record(client_file, counsellor, what=facts(calamity="yes"))

    duties = incident_duties(timezone.localdate())

    assert [(one.label, one.client_id, one.owner_ids) for one in duties] == [
        ("Calamiteit melden bij de IGJ", client_file.pk, (counsellor.pk,))
    ]
    assert "Wkkgz" in duties[0].basis
    record_report(
        part=part, form_token=uuid4(), body="igj", told_at=timezone.now(), how="Formulier", acting_user=counsellor
    )
    assert incident_duties(timezone.localdate()) == []


def test_the_duties_cost_the_same_for_one_incident_and_for_three(
    client_file, counsellor, team, django_assert_num_queries
):
    record(client_file, counsellor, what=facts(calamity="yes"))
    with django_assert_num_queries(5):
        incident_duties(timezone.localdate())
    for number in ("S-0101", "S-0102"):
        record(make_client(number, team), counsellor, what=facts(calamity="yes"))
    with django_assert_num_queries(7):  # two more for those without a counsellor
        incident_duties(timezone.localdate())
