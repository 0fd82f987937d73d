"""Writing a report: proposed, kept back, edited by two, read by the client, issued once, and disclosed in each case."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import HandoverPurpose
from casework.models import Document, DocumentRequest
from casework.services import documents
from casework.services.document_requests import finish_waiting_requests
from casework.services.rendering import Paper
from chain.enums import Channel, Ground, ReadingOutcome, ReportEnding
from chain.models import Disclosure, HandoverReport, SharedItem
from chain.services.report_issuing import issue_report
from chain.services.reports import (
    ReportConflict,
    drop_report,
    record_reading,
    renew_part,
    save_report,
    start_report,
)
from riskplans.enums import PhaseLevel
from riskplans.services.monitoring import set_phase


@pytest.fixture(autouse=True)
def press(monkeypatch):
    """Lay nothing out: what stands on the paper is tested in test_handover_sections."""
    told: list[dict[str, Any]] = []

    def lay_out(_template, context):
        told.append(context)
        return Paper(b"%PDF-1.7 %%EOF", 6)

    monkeypatch.setattr(documents, "render_template", lay_out)
    return told


def start(client_file, user, purpose=HandoverPurpose.WARM, **fields) -> HandoverReport:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "recipient_name": "Iris Bakker",
        "recipient_organisation": "De Haven",
        "since": today - dt.timedelta(days=100),
        "until": today,
    } | fields
    return start_report(client=client_file, purpose=purpose, acting_user=user, **values)


def write(report, user, texts=None, **fields) -> HandoverReport:
    parts = list(report.parts.all())
    values: dict[str, Any] = {
        "revision": HandoverReport.objects.get(pk=report.pk).revision,
        "texts": {part.key: part.text for part in parts} | (texts or {}),
        "included": [part.key for part in parts if part.included],
        "reasons": {},
        "ending": "",
        "why_not_fit": "",
    } | fields
    return save_report(report=report, acting_user=user, **values)


def read(report, user, outcome=ReadingOutcome.AGREES, **words):
    return record_reading(report=report, outcome=outcome, acting_user=user, **words)


def issue(report, user, **fields) -> DocumentRequest:
    values: dict[str, Any] = {
        "channel": Channel.PAPER,
        "ground": Ground.CONSENT,
        "ground_text": "Mondeling, vandaag.",
        "form_token": uuid4(),
    } | fields
    return issue_report(report=report, acting_user=user, **values)


def test_a_report_begins_with_what_may_be_shared_and_says_why_not_the_rest(client_file, counsellor, title, condition):
    report = start(client_file, counsellor, HandoverPurpose.MUNICIPALITY)
    parts = {part.key: part for part in report.parts.all()}
    assert condition.text in parts["title"].text
    assert parts["title"].ground
    kept = parts["signalling-plan"]
    assert (kept.included, kept.text, kept.ground) == (False, "", "")
    assert kept.why_not.startswith("De gemeente heeft dit niet nodig")
    assert parts["title"].sources == [["tabblad Plan", "/clienten/S-0001/plan/"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recipient_name": " ", "recipient_organisation": ""}, "recipient_name"),
        ({"until": dt.date(2099, 1, 1)}, "until"),
        ({"since": dt.date(2098, 1, 1)}, "since"),
    ],
)
def test_a_report_needs_a_recipient_and_a_period_that_was(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        start(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert not HandoverReport.objects.exists()


def test_only_probation_gets_a_report_through_an_agreement(client_file, counsellor, in_force, other_client):
    with pytest.raises(Refused, match="eindverslag, een voortgangsverslag of een bericht"):
        start(client_file, counsellor, agreement=in_force)
    with pytest.raises(Refused, match="andere cliënt"):
        start(other_client, counsellor, HandoverPurpose.PROGRESS, agreement=in_force)
    report = start(client_file, counsellor, HandoverPurpose.PROGRESS, agreement=in_force, recipient_name="")
    assert report.recipient == "Tom Hendriks, Reclassering Nederland, Noord"


def test_a_second_click_begins_one(client_file, counsellor):
    token = uuid4()
    assert start(client_file, counsellor, form_token=token) == start(client_file, counsellor, form_token=token)
    assert HandoverReport.objects.count() == 1


def test_what_is_kept_back_is_taken_in_only_with_a_reason(client_file, counsellor):
    report = start(client_file, counsellor, HandoverPurpose.MUNICIPALITY)
    chosen = [*[part.key for part in report.parts.all() if part.included], "factors"]
    with pytest.raises(Refused) as refusal:
        write(report, counsellor, {"factors": "Sport beschermt."}, included=chosen)
    assert refusal.value.field == "reason-factors"
    write(report, counsellor, {"factors": "Sport beschermt."}, included=chosen, reasons={"factors": "Vroeg hij zelf."})
    part = report.parts.get(key="factors")
    assert (part.included, part.reason, part.on_paper) == (True, "Vroeg hij zelf.", True)


def test_a_negative_end_asks_why_it_did_not_fit(client_file, counsellor):
    report = start(client_file, counsellor)
    with pytest.raises(Refused, match="waarom het niet paste") as refusal:
        write(report, counsellor, ending=ReportEnding.NEGATIVE)
    assert refusal.value.field == "why_not_fit"
    saved = write(report, counsellor, ending=ReportEnding.NEGATIVE, why_not_fit="De groep was te druk.")
    assert saved.why_not_fit == "De groep was te druk."


def test_the_second_of_two_writers_is_shown_the_first(client_file, counsellor, colleague):
    report = start(client_file, counsellor)
    write(report, colleague, {"approach": "Kort en rustig."}, revision=0)
    with pytest.raises(ReportConflict) as conflict:
        write(report, counsellor, {"approach": "Veel vragen."}, revision=0)
    assert str(colleague) in conflict.value.sentence
    assert conflict.value.stored["approach"] == "Kort en rustig."
    assert report.parts.get(key="approach").text == "Kort en rustig."


def test_a_section_is_taken_from_the_file_again(client_file, counsellor, title):
    report = start(client_file, counsellor)
    write(report, counsellor, {"title": "Iets anders."})
    assert "Voorwaardelijke veroordeling" in renew_part(report=report, key="title", acting_user=counsellor).text
    with pytest.raises(Refused, match="bestaat niet"):
        renew_part(report=report, key="niets", acting_user=counsellor)


# --- the client reads it first ------------------------------------------------------------------------------------------


def test_nothing_is_issued_before_the_client_read_this_very_text(client_file, counsellor, title):
    report = start(client_file, counsellor)
    with pytest.raises(Refused, match="Laat het eerst de cliënt lezen"):
        issue(report, counsellor)
    read(report, counsellor, remark="Goed zo.")
    write(report, counsellor, {"approach": "Kort en rustig."})
    with pytest.raises(Refused, match="veranderd nadat de cliënt hem las"):
        issue(report, counsellor)
    read(report, counsellor)
    assert issue(report, counsellor).kind == "handover"


def test_the_client_says_no_in_words_or_the_counsellor_says_why_not_read(client_file, counsellor, title):
    report = start(client_file, counsellor)
    with pytest.raises(Refused, match="wat er niet klopt"):
        read(report, counsellor, ReadingOutcome.DISAGREES)
    with pytest.raises(Refused, match="waarom de cliënt het niet las"):
        read(report, counsellor, ReadingOutcome.COULD_NOT)
    reading = read(report, counsellor, ReadingOutcome.COULD_NOT, reason="Niet bereikbaar.", remark="verdwijnt")
    assert (reading.remark, reading.reason) == ("", "Niet bereikbaar.")
    with pytest.raises(TypeError, match="immutable"):
        reading.save()
    assert AuditEntry.objects.filter(object_type="chain.reportreading").count() == 1


def test_what_the_client_said_comes_on_the_paper(client_file, counsellor, title, press):
    report = start(client_file, counsellor)
    read(report, counsellor, ReadingOutcome.DISAGREES, remark="Ik gebruik al een jaar niet.")
    issue(report, counsellor)
    finish_waiting_requests()
    assert press[-1]["reading"].remark == "Ik gebruik al een jaar niet."
    assert press[-1]["paper_recipient"] == "Iris Bakker, De Haven"


# --- issued, shared or given, and disclosed ---------------------------------------------------------------------------------


def test_a_report_on_paper_is_one_document_and_one_disclosure(client_file, counsellor, title):
    report = start(client_file, counsellor)
    read(report, counsellor)
    token = uuid4()
    assert issue(report, counsellor, form_token=token) == issue(report, counsellor, form_token=token)
    with pytest.raises(Refused, match="wordt uitgegeven"):
        write(report, counsellor)
    finish_waiting_requests()
    finish_waiting_requests()
    document = Document.objects.get()
    report.refresh_from_db()
    assert report.document == document
    given = Disclosure.objects.get()
    assert (given.recipient_name, given.channel, given.ground) == ("Iris Bakker, De Haven", "paper", "consent")
    with pytest.raises(TypeError, match="immutable"):
        report.save()
    with pytest.raises(TypeError, match="immutable"):
        report.parts.first().save()
    with pytest.raises(Refused, match="uitgegeven"):
        read(report, counsellor)


def test_through_the_portal_the_officer_can_open_it(client_file, counsellor, officer, in_force):
    report = start(client_file, counsellor, HandoverPurpose.PROGRESS, agreement=in_force)
    read(report, counsellor)
    issue(report, counsellor, channel=Channel.PORTAL, ground=Ground.AGREEMENT, ground_text="")
    finish_waiting_requests()
    item = SharedItem.objects.get()
    assert (item.shared_with, item.document) == (officer, Document.objects.get())
    assert Disclosure.objects.get().channel == Channel.PORTAL


def test_inside_the_house_nothing_is_disclosed(client_file, counsellor, title):
    report = start(client_file, counsellor, HandoverPurpose.INSIDE)
    read(report, counsellor)
    issue(report, counsellor, channel="", ground="", ground_text="")
    finish_waiting_requests()
    assert Document.objects.get().kind == "handover_inside"
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "duif"}, "channel"),
        ({"ground": ""}, "ground"),
        ({"channel": Channel.PORTAL}, "channel"),
        ({"ground": Ground.AGREEMENT}, "ground"),
        ({"ground_text": " "}, "ground_text"),
        ({"ground_text": "x" * 301}, "ground_text"),
    ],
)
def test_giving_needs_a_way_and_a_ground(client_file, counsellor, title, changes, field):
    report = start(client_file, counsellor)
    read(report, counsellor)
    with pytest.raises(Refused) as refusal:
        issue(report, counsellor, **changes)
    assert refusal.value.field == field
    assert not DocumentRequest.objects.exists()


def test_a_paper_that_failed_can_be_written_and_issued_again(client_file, counsellor, title, monkeypatch):
    def refuse(*_args):
        raise Refused("Het ging mis.")

    report = start(client_file, counsellor)
    read(report, counsellor)
    with monkeypatch.context() as patch:
        patch.setattr(documents, "render_template", refuse)
        issue(report, counsellor)
        finish_waiting_requests()
    assert not Document.objects.exists()
    assert not Disclosure.objects.exists(), "what was not made was not given"
    issue(report, counsellor)
    finish_waiting_requests()
    assert Disclosure.objects.count() == 1


def test_an_empty_report_is_neither_read_nor_issued(client_file, counsellor):
    report = start(client_file, counsellor)
    write(report, counsellor, included=[])
    for act in (read, issue):
        with pytest.raises(Refused, match="Er staat nog niets in"):
            act(report, counsellor)


def test_a_draft_lapses_and_then_stays_so(client_file, counsellor):
    report = start(client_file, counsellor)
    drop_report(report=report, acting_user=counsellor)
    drop_report(report=report, acting_user=counsellor)
    with pytest.raises(Refused, match="vervallen"):
        write(report, counsellor)


def test_the_stoplight_of_after_the_draft_does_not_creep_in(client_file, counsellor, title):
    """What was read is what is issued: a later fact of the file changes no section."""
    report = start(client_file, counsellor)
    read(report, counsellor)
    set_phase(client=client_file, level=PhaseLevel.RED, reason="Crisis.", acting_user=counsellor)
    assert issue(report, counsellor).document is None
    assert "Crisis." not in report.parts.get(key="stoplight").text
