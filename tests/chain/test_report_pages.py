"""The pages of the composer: begin, write, read with the client, issue; what was typed stays, and readers do not write."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums import HandoverPurpose
from casework.models import DocumentRequest, FormDraft
from casework.services.documents import issue_document
from chain.enums import ReadingOutcome
from chain.models import HandoverReport, ReportReading
from tests.chain.test_reports import read, start, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client_file, counsellor, title, condition) -> HandoverReport:
    return start(client_file, counsellor)


def url(name, *args):
    return reverse(f"chain:{name}", args=["S-0001", *args])


def post_of(report, **changes):
    """Return what the page of the sections posts as it stands."""
    data = {"revision": report.revision, "ending": report.ending, "why_not_fit": report.why_not_fit}
    for part in report.parts.all():
        data[part.key] = part.text
        if part.included:
            data[f"in-{part.key}"] = "on"
    return data | changes


def test_the_documents_lead_to_the_composer_and_nowhere_else(client, counsellor, client_file):
    client.force_login(counsellor)
    answer = client.get(reverse("casework:document_issue", args=["S-0001", "end-report"]))
    assert answer.url == url("report_create") + "?soort=end-report"
    page = client.get(answer.url)
    assert page.context["form"]["purpose"].value() == HandoverPurpose.END_REPORT


def test_beginning_leads_to_the_sections(client, counsellor, client_file, in_force):
    client.force_login(counsellor)
    today = timezone.localdate()
    data = {
        "form_token": uuid4(),
        "purpose": "progress",
        "agreement": in_force.pk,
        "since": (today - dt.timedelta(days=90)).isoformat(),
        "until": today.isoformat(),
    }
    answer = client.post(url("report_create"), data)
    report = HandoverReport.objects.get()
    assert answer.url == url("report_edit", report.pk)
    page = client.get(answer.url).content.decode()
    assert "Mag gedeeld worden:" in page
    assert "Niet voorgesteld: Wat de cliënt over de samenwerking zegt" in page
    assert "Opnieuw uit het dossier" in page


def test_a_refusal_at_the_beginning_keeps_what_was_typed(client, counsellor, client_file):
    client.force_login(counsellor)
    data = {
        "form_token": uuid4(),
        "purpose": "warm",
        "recipient_name": "Iris",
        "since": "1-1-2026",
        "until": "1-1-2099",
    }
    page = client.post(url("report_create"), data).content.decode()
    assert "De periode kan niet in de toekomst eindigen." in page
    assert 'value="Iris"' in page


def test_the_sections_are_saved_and_shown_as_they_will_be_read(client, counsellor, report):
    client.force_login(counsellor)
    data = post_of(report, approach="## Helpt\n- kort en rustig\n> Laat me even. (gesprek)")
    assert client.post(url("report_edit", report.pk), data).status_code == 302
    page = client.get(url("report", report.pk)).content.decode()
    assert "<li>kort en rustig</li>" in page
    assert "<footer>gesprek</footer>" in page
    assert "Nog te doen" in page


def test_what_is_typed_is_never_markup(client, counsellor, report):
    client.force_login(counsellor)
    client.post(url("report_edit", report.pk), post_of(report, approach="- <script>alert(1)</script>"))
    page = client.get(url("report", report.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_conflict_shows_both_and_saving_again_is_meant(client, counsellor, colleague, report):
    write(report, colleague, {"approach": "Kort en rustig."})
    client.force_login(counsellor)
    data = post_of(report, approach="Veel vragen.", revision=0)
    page = client.post(url("report_edit", report.pk), data)
    text = page.content.decode()
    assert "wijzigde dit verslag intussen" in text
    assert "Kort en rustig." in text
    assert "Veel vragen." in text
    assert page.context["form"]["revision"].value() == "1"
    assert client.post(url("report_edit", report.pk), data | {"revision": 1}).status_code == 302
    assert report.parts.get(key="approach").text == "Veel vragen."


def test_a_negative_end_without_why_keeps_the_page(client, counsellor, report):
    client.force_login(counsellor)
    page = client.post(url("report_edit", report.pk), post_of(report, ending="negative", approach="Nieuw."))
    assert page.status_code == 200
    assert "dat helpt bij een terugkeer" in page.content.decode()
    assert "Nieuw." in page.content.decode()


def test_the_client_reads_it_section_by_section_and_says_yes(client, counsellor, report):
    client.force_login(counsellor)
    address = url("report_client", report.pk)
    assert "U leest het eerst." in client.get(address).content.decode()
    first = client.get(address + "?stap=1").content.decode()
    assert "Titel en voorwaarden" in first
    assert "Stuk 1 van" in first
    last = client.get(address + "?stap=99").content.decode()
    assert "Klopt dit verslag?" in last
    answer = client.post(address, {"outcome": "agrees", "remark": "Eerlijk geschreven."}, follow=True)
    assert "U zei: het klopt." in answer.content.decode()
    reading = ReportReading.objects.get()
    assert (reading.outcome, reading.remark) == (ReadingOutcome.AGREES, "Eerlijk geschreven.")
    assert url("report_issue", report.pk) in client.get(url("report", report.pk)).content.decode()


@pytest.mark.parametrize("step", ["0", "-1", "x", "99999", "²"])
def test_no_step_breaks_the_screen_of_the_client(client, counsellor, report, step):
    client.force_login(counsellor)
    assert client.get(url("report_client", report.pk), {"stap": step}).status_code == 200


def test_no_without_words_asks_for_them(client, counsellor, report):
    client.force_login(counsellor)
    page = client.post(url("report_client", report.pk), {"outcome": "disagrees", "remark": ""}).content.decode()
    assert "Schrijf op wat er niet klopt." in page
    assert "Wat klopt er niet?" in page


def test_why_he_did_not_read_it_is_written_down(client, counsellor, report):
    client.force_login(counsellor)
    page = client.post(url("report_not_read", report.pk), {"reason": ""})
    assert page.status_code == 200
    client.post(url("report_not_read", report.pk), {"reason": "Hij is verhuisd."})
    assert ReportReading.objects.get().reason == "Hij is verhuisd."


def test_issuing_leads_to_the_page_that_shows_how_far_it_is(client, counsellor, report):
    read(report, counsellor)
    client.force_login(counsellor)
    page = client.get(url("report_issue", report.pk))
    assert "ook als het op papier gaat" in page.content.decode()
    assert "portal" not in dict(page.context["form"].fields["channel"].choices)
    data = {"form_token": uuid4(), "channel": "paper", "ground": "consent", "ground_text": ""}
    refused = client.post(url("report_issue", report.pk), data)
    assert "waarop de grond rust" in refused.content.decode()
    answer = client.post(url("report_issue", report.pk), data | {"ground_text": "Mondeling."})
    assert answer.url == DocumentRequest.objects.get().get_absolute_url()
    assert client.get(url("report_edit", report.pk)).url == report.get_absolute_url()


def test_a_section_is_renewed_and_a_draft_lapses(client, counsellor, report):
    client.force_login(counsellor)
    assert client.post(url("report_renew", report.pk, "title")).url.endswith("#onderdeel-title")
    assert client.post(url("report_renew", report.pk, "niets")).url == report.get_absolute_url()
    assert client.post(url("report_drop", report.pk)).url == url("handovers")
    report.refresh_from_db()
    assert report.dropped_at is not None


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_costs_the_same_for_one_and_for_three(
    client, counsellor, client_file, title, count, django_assert_num_queries
):
    for _number in range(count):
        start(client_file, counsellor)
    client.force_login(counsellor)
    client.get(url("handovers"))
    # Fourteen, and the savepoint of the test around the audit row.
    with django_assert_num_queries(16):
        page = client.get(url("handovers"))
    assert len(page.context["drafts"]) == count


def test_a_page_of_a_report_costs_few_queries(client, counsellor, report, django_assert_max_num_queries):
    read(report, counsellor)
    client.force_login(counsellor)
    for name in ("report", "report_edit", "report_client"):
        client.get(url(name, report.pk))
        # Fourteen, and the savepoint of the test around the audit row.
        with django_assert_max_num_queries(16):
            client.get(url(name, report.pk))


def test_readers_read_and_strangers_see_nothing(client, expert, outsider, report):
    client.force_login(expert)
    assert client.get(url("report", report.pk)).status_code == 200
    assert client.get(url("report_edit", report.pk)).status_code == 403
    client.force_login(outsider)
    assert client.get(url("report", report.pk)).status_code == 404


def test_what_is_typed_is_kept_and_goes_when_the_sections_are_saved(client, counsellor, report):
    client.force_login(counsellor)
    page = url("report_edit", report.pk)
    shown = client.get(page)
    assert f'data-draft-path="{page}"' in shown.content.decode()
    token = str(shown.context["form"]["form_token"].value())
    kept = {"draft_form": "chain.report", "draft_client": "S-0001", "draft_path": page, "form_token": token}
    typed = post_of(report, approach="Rustig en kort.", form_token=token)
    assert client.post(reverse("casework:draft_save"), typed | kept).status_code == 200

    again = client.get(page, {"concept": token})
    assert "Rustig en kort." in again.content.decode()
    assert not report.parts.filter(text="Rustig en kort.").exists()

    client.post(page, typed)
    assert report.parts.filter(text="Rustig en kort.").exists()
    assert not FormDraft.objects.exists()


def test_a_document_in_the_list_leads_to_the_log_of_what_was_given(client, counsellor, client_file):
    document = issue_document(client=client_file, kind_key="disclosure_log", form_token=uuid4(), acting_user=counsellor)
    client.force_login(counsellor)
    link = url("disclosure_create") + f"?document={document.pk}"
    assert link in client.get(reverse("casework:documents", args=["S-0001"])).content.decode()
    assert str(client.get(link).context["form"]["document"].value()) == str(document.pk)
