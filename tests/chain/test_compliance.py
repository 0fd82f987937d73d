"""The report on keeping to the care: the closed list of the law, filled from the file, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import AppointmentResult, ConditionOutcome, HandoverPurpose, NoteKind, StayEnd
from casework.models import ConditionKind, SpecialCondition, Stay
from casework.registry import HandoverFrame, registry
from casework.services.appointments import plan_appointment, tell_outcome
from casework.services.notes import write_note
from casework.services.stays import start_stay
from chain.enums import Ground, ReadingOutcome
from chain.models import Disclosure, HandoverReport
from chain.papers import written_context
from chain.selectors import compliance
from chain.services.report_issuing import report_issued, usual_ground
from chain.services.reports import record_reading, save_report, start_report
from riskplans.enums import PhaseLevel
from riskplans.services.monitoring import set_phase
from riskplans.services.violations import record_violation
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db
LIST = [key for key, _label, _propose in compliance.SECTIONS]


def ago(days: int, hour: int = 10) -> dt.datetime:
    day = timezone.localdate() - dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def frame(days: int = 60) -> HandoverFrame:
    today = timezone.localdate()
    return HandoverFrame(HandoverPurpose.COMPLIANCE, today - dt.timedelta(days=days), today)


def start(client_file, user, **fields) -> HandoverReport:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "purpose": HandoverPurpose.COMPLIANCE,
        "recipient_name": "",
        "recipient_organisation": "Openbaar Ministerie Noord",
        "since": today - dt.timedelta(days=60),
        "until": today,
    } | fields
    return start_report(client=client_file, acting_user=user, **values)


def note(client, user, days, kind=NoteKind.TALK, **more):
    return write_note(
        client=client,
        form_token=uuid4(),
        kind=kind,
        occurred_at=ago(days),
        duration_minutes=20,
        text="Gesproken over zijn moeder.",
        acting_user=user,
        **more,
    )


def test_the_report_offers_the_list_of_the_law_and_nothing_beside_it(client_file, counsellor, title):
    report = start(client_file, counsellor)
    assert [part.key for part in report.parts.all()] == LIST
    assert all(part.ground == usual_ground(HandoverPurpose.COMPLIANCE) for part in report.parts.all())
    assert "art. 2.6 lid 6" in report.parts.all()[0].ground


def test_what_is_on_the_list_stands_in_no_other_report():
    for purpose in set(HandoverPurpose) - {HandoverPurpose.COMPLIANCE}:
        for key in LIST:
            section = registry.handover_sections[key]
            assert section.only_for == frozenset({HandoverPurpose.COMPLIANCE})
            assert purpose not in section.grounds


def test_another_report_does_not_offer_the_list(client_file, counsellor):
    report = start(client_file, counsellor, purpose=HandoverPurpose.PROGRESS)
    assert not set(LIST) & {part.key for part in report.parts.all()}


def test_a_part_that_is_not_on_the_list_cannot_be_slipped_in(client_file, counsellor):
    report = start(client_file, counsellor)
    saved = save_report(
        report=report,
        revision=0,
        texts={"network": "Zijn zus Ria"},
        included=[*LIST, "network"],
        reasons={"network": "handig"},
        ending="",
        why_not_fit="",
        acting_user=counsellor,
    )
    assert [part.key for part in saved.parts.all()] == LIST


def test_violations_are_facts_and_name_nobody(client_file, counsellor, title, condition):
    ban = SpecialCondition.objects.create(
        client=client_file,
        title=title,
        kind=ConditionKind.objects.get(key="contactverbod"),
        text="Geen contact met mevrouw Jansen.",
        valid_from=title.valid_from,
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    for held, fact in ((condition, "Blaastest positief."), (ban, "Belde mevrouw Jansen.")):
        record_violation(
            client=client_file,
            form_token=uuid4(),
            condition=held,
            happened_at=ago(5),
            fact=fact,
            interpretation="Hij was gespannen.",
            acting_user=counsellor,
        )
    note(client_file, counsellor, 3, touches=[(condition, ConditionOutcome.NOT_KEPT)])
    note(client_file, counsellor, 2, touches=[(condition, ConditionOutcome.NOT_RAISED)])
    text = compliance.violations_proposal(client_file, counsellor, frame()).text
    assert "Blaastest positief." in text
    assert "gespannen" not in text
    assert "Jansen" not in text
    assert "in een contact gezien" in text
    assert len(text.splitlines()) == 3
    assert "geen overtreding" in compliance.violations_proposal(client_file, counsellor, frame(1)).text


def test_days_of_care_are_days_and_a_no_show_is_none(client_file, counsellor, house):
    start_stay(client=client_file, location=house, valid_from=ago(100).date(), acting_user=counsellor)
    note(client_file, counsellor, 4)
    note(client_file, counsellor, 4, NoteKind.PHONE)
    note(client_file, counsellor, 2, NoteKind.NO_SHOW)
    note(client_file, counsellor, 90)
    text = compliance.care_proposal(client_file, counsellor, frame()).text
    assert "1 dag met contact" in text
    assert "verblijf: sinds" in text
    assert "niet afwezig" in text
    assert "moeder" not in text, "what was said is not on the list"


def test_appointments_tell_what_was_missed_and_why_in_a_word(client_file, counsellor):
    for days, result, reason in (
        (9, AppointmentResult.CAME, ""),
        (6, AppointmentResult.MISSED, "Deed niet open."),
        (3, "", ""),
    ):
        row = plan_appointment(
            client=client_file,
            form_token=uuid4(),
            user=counsellor,
            purpose="session",
            starts_at=ago(days),
            ends_at=ago(days, 11),
            acting_user=counsellor,
        )
        if result:
            tell_outcome(appointment=row, form_token=uuid4(), result=result, reason=reason, acting_user=counsellor)
    text = compliance.appointments_proposal(client_file, counsellor, frame()).text
    assert "1 van de 2 afspraken nagekomen." in text
    assert text.count("- ") == 1
    assert "Deed niet open." not in text
    nothing = compliance.appointments_proposal(client_file, counsellor, frame(1))
    assert (nothing.text, len(nothing.warnings)) == ("", 1)


def test_medication_and_motivation_are_for_a_person_to_write(client_file, counsellor):
    for propose in (compliance.medication_proposal, compliance.motivation_proposal):
        found = propose(client_file, counsellor, frame())
        assert found.text == ""
        assert found.hint


def test_an_ending_and_unrest_are_told_with_their_days(client_file, counsellor, house):
    stay = start_stay(client=client_file, location=house, valid_from=ago(100).date(), acting_user=counsellor)
    Stay.objects.filter(pk=stay.pk).update(
        valid_until=ago(2).date(), end_kind=StayEnd.NEGATIVE, end_reason="Het huis was te druk."
    )
    make_active_plan(client_file, counsellor)
    set_phase(client=client_file, level=PhaseLevel.ORANGE, reason="Oom Henk belde.", acting_user=counsellor)
    ending = compliance.ending_proposal(client_file, counsellor, frame()).text
    assert "verblijf eindigt op" in ending
    assert "te druk" not in ending
    risk = compliance.risk_proposal(client_file, counsellor, frame()).text
    assert "stoplicht op oranje" in risk
    assert "Henk" not in risk
    assert (
        compliance.risk_proposal(
            client_file, counsellor, HandoverFrame(HandoverPurpose.COMPLIANCE, ago(50).date(), ago(40).date())
        ).text
        == ""
    )


def test_the_client_reads_it_first_and_it_is_disclosed_by_law(client, client_file, counsellor, monkeypatch):
    report = start(client_file, counsellor)
    client.force_login(counsellor)
    page = reverse("chain:report_issue", args=[client_file.number, report.pk])
    assert "art. 2.6 lid 6" in client.get(page).content.decode()
    record_reading(report=report, outcome=ReadingOutcome.AGREES, acting_user=counsellor, remark="Klopt.")
    form = {"channel": "mail", "ground": "law", "ground_text": "Wfz art. 2.6 lid 6", "form_token": str(uuid4())}
    assert client.post(page, form).status_code == 302
    report.refresh_from_db()
    assert (report.ground, report.request.kind) == (Ground.LAW, "compliance_report")
    context = written_context(client_file, counsellor, report.pk)
    assert context["closed_list"] is True
    assert (context["stay"], context["phase"], context["reachable"]) == (None, None, None)
    document = report.request.document
    if document is None:
        from tests.chain.test_sharing import make_document

        document = make_document(client_file, counsellor, "BT-2026-00001")
        report_issued(
            document=document, acting_user=counsellor, subject_id=report.pk, purpose=HandoverPurpose.COMPLIANCE
        )
    given = Disclosure.objects.get()
    assert (given.recipient_name, given.ground) == ("Openbaar Ministerie Noord", Ground.LAW)


def test_the_officer_of_an_agreement_can_get_it_through_the_portal(client_file, counsellor, in_force, other_client):
    report = start(client_file, counsellor, agreement=in_force, recipient_organisation="")
    assert report.recipient.startswith("Tom Hendriks")
    with pytest.raises(Refused, match="andere cliënt"):
        start(other_client, counsellor, agreement=in_force)
