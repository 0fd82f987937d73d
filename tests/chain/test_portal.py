"""A partner sees what was shared with him, item by item, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome, OrganisationKind, Role
from accounts.models import AuditEntry, Deputy, Organisation, RoleAssignment
from accounts.navigation import rail_for
from casework.enums import CommitmentOwner
from casework.models import Commitment, Document, Signature, Term
from chain.access import readable_documents, readable_notifications, shared_clients
from chain.enums import AgreementStatus, Decision, Ground, MeetingKind, Party
from chain.models import MEETING_ORIGIN, Agreement, AgreementAct, InboxItem, Involvement, ThreePartyMeeting
from chain.services.agreements import act_on_agreement, draft_agreement, end_agreement, offer_agreement
from chain.services.notifications import send_notification
from chain.services.sharing import end_sharing, share_document
from tests.chain.conftest import sign_by_all
from tests.conftest import make_client, make_user

PDF = b"%PDF-1.7 overdracht"


@pytest.fixture
def shared(in_force, client_file, counsellor):
    """A document that was shared with the officer."""
    return share_with_officer(in_force, counsellor, "O-2026-00001")


def share_with_officer(agreement, counsellor, number, title="Overdracht"):
    document = Document(
        client=agreement.client,
        kind="handover",
        title=title,
        number=number,
        media_type="application/pdf",
        size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(),
        issued_at=timezone.now(),
        issued_by=counsellor,
        form_token=uuid4(),
    )
    document.file.save("document.pdf", ContentFile(PDF), save=False)
    document.save()
    return share_document(
        document=document, agreement=agreement, ground=Ground.AGREEMENT, form_token=uuid4(), acting_user=counsellor
    )


@pytest.fixture
def deputy(probation, officer):
    user = make_user("mo", Role.PARTNER, organisation=probation, name="Mo Aziz")
    today = timezone.localdate()
    Deputy.objects.create(
        absent=officer, deputy=user, valid_from=today - dt.timedelta(days=1), valid_until=today + dt.timedelta(days=5)
    )
    return user


@pytest.fixture
def elsewhere(db):
    """A probation officer of another organisation, with the role but without agreements."""
    other = Organisation.objects.create(name="SVG Verslavingsreclassering", kind=OrganisationKind.PROBATION)
    return make_user("eef", Role.PARTNER, organisation=other, name="Eef Kok")


@pytest.fixture
def pages(in_force, sent, shared):
    """Every page that is about one client."""
    return [
        reverse("chain:portal_client", args=["S-0001"]),
        reverse("chain:portal_agreement", args=[in_force.pk]),
        reverse("chain:portal_notification", args=[sent.pk]),
        reverse("chain:portal_document", args=[shared.pk]),
    ]


def statuses(client, user, pages) -> list[int]:
    client.force_login(user)
    return [client.get(page).status_code for page in pages]


# ---------------------------------------------------------------------------------------------- who sees whom


@pytest.mark.parametrize("state", ["drafted", "offered", "in_force"])
def test_a_client_is_seen_from_the_offer_on(request, state, officer):
    agreement = request.getfixturevalue(state)
    assert list(shared_clients(officer)) == ([] if state == "drafted" else [agreement.client])


def test_a_stale_agreement_still_shows_the_client(in_force, officer):
    Agreement.objects.filter(pk=in_force.pk).update(stale_since=timezone.now(), stale_reason="titel gewijzigd")
    assert list(shared_clients(officer)) == [in_force.client]


def test_an_ended_agreement_shows_the_client_no_more(in_force, officer, counsellor):
    end_agreement(agreement=in_force, reason="Voorbij.", acting_user=counsellor)
    assert not shared_clients(officer).exists()


def test_involvement_alone_gives_nothing(involvement, officer):
    assert not shared_clients(officer).exists()


def test_the_officer_opens_everything_that_was_shared(client, pages, officer):
    assert statuses(client, officer, pages) == [200] * 4


def test_every_opening_leaves_a_row_of_its_own(client, pages, officer):
    statuses(client, officer, pages)
    rows = AuditEntry.objects.filter(actor_id=officer.pk, action=AuditAction.READ, outcome=AuditOutcome.DONE)
    assert [(row.object_type, row.client_number, row.on_behalf_of) for row in rows.order_by("pk")] == [
        ("chain.portal", "S-0001", ""),
        ("chain.agreement", "S-0001", ""),
        ("chain.notification", "S-0001", ""),
        ("casework.document", "S-0001", ""),
    ]


def test_strangers_find_nothing_and_their_attempts_are_recorded(
    client, pages, other_officer, elsewhere, outsider, volunteer, administrator
):
    for stranger in (other_officer, elsewhere, outsider, volunteer, administrator):
        assert statuses(client, stranger, pages) == [404] * 4
        refused = AuditEntry.objects.filter(actor_id=stranger.pk, outcome=AuditOutcome.REFUSED)
        assert [row.client_number for row in refused] == ["S-0001"] * 4
        assert (
            not AuditEntry.objects.filter(actor_id=stranger.pk, outcome=AuditOutcome.DONE)
            .exclude(action=AuditAction.LOGIN)
            .exists()
        )


def test_what_does_not_exist_leaves_no_row(client, in_force, officer):
    client.force_login(officer)
    for name, key in (
        ("portal_client", "S-9999"),
        ("portal_client", "x" * 200),
        ("portal_agreement", in_force.pk + 1000),
        ("portal_notification", 10**30),
        ("portal_document", 1),
    ):
        assert client.get(reverse(f"chain:{name}", args=[key])).status_code == 404
    assert not AuditEntry.objects.filter(outcome=AuditOutcome.REFUSED).exists()


def test_the_counsellor_does_not_use_the_portal(client, pages, counsellor):
    assert statuses(client, counsellor, pages) == [404] * 4
    client.force_login(counsellor)
    assert client.get(reverse("chain:portal_home")).status_code == 403
    assert client.get(reverse("chain:portal_inbox")).status_code == 403


def test_nobody_comes_in_without_logging_in(client, pages):
    for page in [*pages, reverse("chain:portal_home"), reverse("chain:portal_inbox")]:
        answer = client.get(page)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_an_account_that_ended_sees_nothing(pages, officer):
    officer.is_active = False
    officer.save()
    assert not shared_clients(officer).exists()
    assert not readable_notifications(officer).exists()
    assert not readable_documents(officer).exists()


def test_a_role_that_ended_sees_nothing(client, pages, officer):
    RoleAssignment.objects.filter(user=officer).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert statuses(client, officer, pages) == [404] * 4


def test_a_deputy_sees_what_the_officer_sees_on_his_behalf(client, pages, deputy):
    assert statuses(client, deputy, pages) == [200] * 4
    rows = AuditEntry.objects.filter(actor_id=deputy.pk, action=AuditAction.READ)
    assert {row.on_behalf_of for row in rows} == {"Tom Hendriks"}


def test_a_deputy_of_last_week_sees_nothing_even_of_what_he_was_sent(client, told, counsellor, deputy, shared):
    sent = send_notification(notification=told, facts=told.facts, acting_user=counsellor)
    assert InboxItem.objects.filter(recipient=deputy).exists()
    Deputy.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    pages = [
        reverse("chain:portal_client", args=["S-0001"]),
        reverse("chain:portal_notification", args=[sent.pk]),
        reverse("chain:portal_document", args=[shared.pk]),
    ]
    assert statuses(client, deputy, pages) == [404] * 3


@pytest.mark.parametrize(("days", "expected"), [(1, 200), (89, 200), (91, 404)])
def test_after_the_end_documents_and_notifications_stay_readable_for_ninety_days(
    client, pages, in_force, officer, counsellor, days, expected
):
    assert Term.objects.get(key="partner-access-after-end").days == 90
    end_agreement(agreement=in_force, reason="Voorbij.", acting_user=counsellor)
    Agreement.objects.filter(pk=in_force.pk).update(ended_at=timezone.now() - dt.timedelta(days=days))
    assert statuses(client, officer, pages) == [404, 404, expected, expected]
    home = client.get(reverse("chain:portal_home")).content.decode()
    assert ("Van samenwerking die voorbij is" in home) == (expected == 200)


def test_the_term_after_the_end_is_the_organisations_own(client, pages, in_force, officer, counsellor):
    Term.objects.filter(key="partner-access-after-end").update(days=10)
    end_agreement(agreement=in_force, reason="Voorbij.", acting_user=counsellor)
    Agreement.objects.filter(pk=in_force.pk).update(ended_at=timezone.now() - dt.timedelta(days=11))
    assert statuses(client, officer, pages) == [404] * 4


def test_what_came_under_an_earlier_version_stays_readable_under_the_next(
    client, pages, in_force, clauses, rules, officer, counsellor
):
    second = draft_agreement(
        client=in_force.client, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
    )
    sign_by_all(offer_agreement(agreement=second, acting_user=counsellor), counsellor, officer)
    Agreement.objects.filter(pk=in_force.pk).update(ended_at=timezone.now() - dt.timedelta(days=400))
    in_force.refresh_from_db()
    assert in_force.status == AgreementStatus.SUPERSEDED
    assert statuses(client, officer, pages) == [200] * 4


def test_a_new_officer_does_not_see_what_the_earlier_one_was_told(
    client, sent, shared, in_force, clauses, rules, involvement, other_officer, counsellor
):
    Involvement.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    Involvement.objects.create(
        client=in_force.client,
        officer=other_officer,
        valid_from=timezone.localdate(),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    second = draft_agreement(
        client=in_force.client, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
    )
    sign_by_all(offer_agreement(agreement=second, acting_user=counsellor), counsellor, other_officer)
    pages = [
        reverse("chain:portal_client", args=["S-0001"]),
        reverse("chain:portal_agreement", args=[second.pk]),
        reverse("chain:portal_agreement", args=[in_force.pk]),
        reverse("chain:portal_notification", args=[sent.pk]),
        reverse("chain:portal_document", args=[shared.pk]),
    ]
    assert statuses(client, other_officer, pages) == [200, 200, 404, 404, 404]
    page = client.get(pages[0]).content.decode()
    assert "Overdracht" not in page


def test_a_sharing_that_was_ended_is_closed_at_once(client, shared, officer, counsellor):
    page = reverse("chain:portal_document", args=[shared.pk])
    assert statuses(client, officer, [page]) == [200]
    end_sharing(item=shared, acting_user=counsellor)
    assert statuses(client, officer, [page]) == [404]


# ---------------------------------------------------------------------------------------------- what stands on the pages


def test_the_page_of_a_client_shows_what_was_shared_and_no_more(client, pages, officer, condition, positive_check):
    client.force_login(officer)
    page = client.get(pages[0]).content.decode()
    for word in ("Jeroen Dekker", "S-0001", "Overdracht", condition.kind.name, "Geen drugs", "Noor Öztürk"):
        assert word.lower() in page.lower()
    for secret in ("Zegt het niet te begrijpen", "Ik baal ervan", "stoplicht", "signaleringsplan", "1990"):
        assert secret.lower() not in page.lower()


def test_conditions_are_those_of_the_frozen_text(client, pages, officer, condition):
    condition.text = "Iets heel anders."
    condition.save()
    client.force_login(officer)
    page = client.get(pages[0]).content.decode()
    assert "Geen drugs, en meewerken aan urinecontrole." in page
    assert "Iets heel anders." not in page


def test_the_reaction_of_the_client_is_not_part_of_what_is_sent(client, sent, officer):
    client.force_login(officer)
    page = client.get(reverse("chain:portal_notification", args=[sent.pk])).content.decode()
    assert sent.facts in page
    assert "Ik baal ervan." not in page


def test_commitments_of_meetings_are_shown_of_the_officers_own_time(client, in_force, officer, counsellor):
    now = timezone.now()
    for days, text in ((2, "Tom belt de gemeente."), (200, "Afspraak van voor zijn tijd.")):
        meeting = ThreePartyMeeting.objects.create(
            client=in_force.client,
            kind=MeetingKind.REGULAR,
            held_at=now - dt.timedelta(days=days),
            place="Kamer",
            present="Iedereen",
            proud_of="Werk",
            client_view="Goed",
            counsellor_view="Geheim oordeel.",
            lead=Party.CLIENT,
            recorded_by=counsellor,
            form_token=uuid4(),
        )
        Commitment.objects.create(
            client=in_force.client,
            text=text,
            owner=CommitmentOwner.PROBATION,
            due_on=timezone.localdate(),
            origin_type=MEETING_ORIGIN,
            origin_id=meeting.pk,
            recorded_by=counsellor,
            form_token=uuid4(),
        )
    client.force_login(officer)
    page = client.get(reverse("chain:portal_client", args=["S-0001"])).content.decode()
    assert "Tom belt de gemeente." in page
    assert "Afspraak van voor zijn tijd." not in page
    assert "Geheim oordeel." not in page


def test_home_shows_what_waits_and_writes_one_row_with_the_numbers(client, sent, shared, officer):
    client.force_login(officer)
    page = client.get(reverse("chain:portal_home")).content.decode()
    assert "Melding over Jeroen: positieve of geweigerde controle" in page
    assert "Overdracht" in page
    (row,) = AuditEntry.objects.filter(actor_id=officer.pk, action=AuditAction.LIST)
    assert [subject.client_number for subject in row.subjects.all()] == ["S-0001"]
    assert row.client_number == ""


def test_home_of_a_partner_without_agreements_says_what_to_expect(client, other_officer):
    client.force_login(other_officer)
    page = client.get(reverse("chain:portal_home")).content.decode()
    assert "Er wacht niets op u" in page
    assert "U hebt nu met niemand samenwerkingsafspraken" in page
    assert "Nog geen meldingen" in client.get(reverse("chain:portal_inbox")).content.decode()


def test_the_rail_counts_what_waits_and_marks_one_page(rf, sent, officer):
    request = rf.get("/partner/meldingen/")
    request.user = officer
    entries = rail_for(request)
    assert [(entry.label, entry.active, entry.count) for entry in entries] == [
        ("Mijn cliënten", False, 0),
        ("Meldingen", True, 1),
        ("Overleggen", False, 0),
        ("Vervanging", False, 0),
    ]


def test_a_document_comes_as_a_file_to_keep_under_its_number(client, shared, officer):
    client.force_login(officer)
    answer = client.get(reverse("chain:portal_document", args=[shared.pk]))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="O-2026-00001.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_document_that_was_tampered_with_is_not_given(client, shared, officer):
    with shared.document.file.open("wb") as file:
        file.write(b"%PDF vervalst")
    client.force_login(officer)
    answer = client.get(reverse("chain:portal_document", args=[shared.pk]), follow=True)
    assert "niet meer zoals het is opgeslagen" in answer.content.decode()


# ---------------------------------------------------------------------------------------------- acting


def test_the_officer_confirms_the_agreement(client, offered, officer, counsellor):
    for party in (Party.ORGANISATION, Party.CLIENT):
        act_on_agreement(
            agreement=offered,
            party=party,
            decision=Decision.AGREED,
            acting_user=counsellor,
            signature=Signature(name="Noor"),
        )
    page = reverse("chain:portal_agreement", args=[offered.pk])
    client.force_login(officer)
    assert "Samenwerkingsafspraken met Jeroen, versie 1" in client.get(reverse("chain:portal_home")).content.decode()
    for _click in range(2):
        assert client.post(page, {"decision": "agreed", "signature": "Tom van Dijk"}).status_code == 302
    offered.refresh_from_db()
    assert offered.status == AgreementStatus.IN_FORCE
    assert AgreementAct.objects.filter(party=Party.PROBATION).count() == 1
    assert "Besluit ondertekenen" not in client.get(page).content.decode()


def test_no_needs_a_reason(client, offered, officer):
    page = reverse("chain:portal_agreement", args=[offered.pk])
    client.force_login(officer)
    answer = client.post(page, {"decision": "refused", "reason": " "})
    assert answer.context["form"].errors.keys() == {"reason"}
    assert client.post(page, {"decision": "refused", "reason": "De controle is te licht."}).status_code == 302
    assert AgreementAct.objects.get().reason == "De controle is te licht."


@pytest.mark.parametrize("decision", ["", "could_not", "maybe"])
def test_only_yes_and_no_can_be_said(client, offered, officer, decision):
    client.force_login(officer)
    answer = client.post(reverse("chain:portal_agreement", args=[offered.pk]), {"decision": decision})
    assert answer.status_code == 200
    assert not AgreementAct.objects.exists()


def test_a_stranger_does_not_act(client, offered, other_officer):
    client.force_login(other_officer)
    page = reverse("chain:portal_agreement", args=[offered.pk])
    assert client.post(page, {"decision": "agreed"}).status_code == 404
    assert not AgreementAct.objects.exists()


def test_the_officer_acknowledges_and_the_counsellor_sees_when(client, sent, officer, counsellor):
    page = reverse("chain:portal_notification", args=[sent.pk])
    client.force_login(officer)
    assert "Ontvangst bevestigen" in client.get(page).content.decode()
    for _click in range(2):
        assert client.post(page).status_code == 302
    sent.refresh_from_db()
    assert sent.acknowledged_by == officer
    assert AuditEntry.objects.filter(action=AuditAction.ACKNOWLEDGE).count() == 1
    assert "Ontvangst bevestigen" not in client.get(page).content.decode()
    client.force_login(counsellor)
    assert "bevestigd door Tom Hendriks" in client.get(sent.get_absolute_url()).content.decode()


def test_a_stranger_does_not_acknowledge(client, sent, other_officer):
    client.force_login(other_officer)
    assert client.post(reverse("chain:portal_notification", args=[sent.pk])).status_code == 404
    sent.refresh_from_db()
    assert sent.acknowledged_at is None


def test_what_was_not_sent_is_not_there(client, told, officer):
    client.force_login(officer)
    assert client.get(reverse("chain:portal_notification", args=[told.pk])).status_code == 404
    assert told.facts not in client.get(reverse("chain:portal_client", args=["S-0001"])).content.decode()


def test_a_get_changes_nothing(client, pages, sent, officer):
    models = (Agreement, AgreementAct, InboxItem, type(sent))
    before = [list(model.objects.values()) for model in models]
    statuses(client, officer, [*pages, reverse("chain:portal_home"), reverse("chain:portal_inbox")])
    assert [list(model.objects.values()) for model in models] == before


def test_a_page_that_is_read_only_takes_no_post(client, pages, shared, officer):
    client.force_login(officer)
    for page in (reverse("chain:portal_home"), reverse("chain:portal_inbox"), pages[0], pages[3]):
        assert client.post(page).status_code == 405


# ---------------------------------------------------------------------------------------------- cost


def test_home_and_inbox_take_the_same_number_of_queries_for_three_clients(
    client, sent, shared, in_force, officer, counsellor, team, title, clauses, rules
):
    client.force_login(officer)

    def queries() -> list[int]:
        counts = []
        for page in (reverse("chain:portal_home"), reverse("chain:portal_inbox")):
            client.get(page)  # what is kept for a process is asked for once
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            counts.append(len(captured))
        return counts

    with_one = queries()
    for number in ("S-0003", "S-0004"):
        other = make_client(number, team, first_name="Rik", last_name=f"Bos{number}")
        type(title).objects.create(
            client=other,
            kind=title.kind,
            valid_from=title.valid_from,
            valid_until=title.valid_until,
            recorded_by=counsellor,
            form_token=uuid4(),
        )
        Involvement.objects.create(
            client=other, officer=officer, valid_from=title.valid_from, recorded_by=counsellor, form_token=uuid4()
        )
        agreement = draft_agreement(
            client=other, form_token=uuid4(), clauses=clauses, rules=rules, acting_user=counsellor
        )
        sign_by_all(offer_agreement(agreement=agreement, acting_user=counsellor), counsellor, officer)
        share_with_officer(agreement, counsellor, f"O-{number}")
        copy = type(sent).objects.create(
            rule=agreement.rules.first(),
            client=other,
            agreement=agreement,
            event=sent.event,
            event_ref=f"riskplans.check:{number}",
            facts="Feiten.",
            occurred_at=timezone.now(),
            due_at=timezone.now(),
            client_told_at=timezone.now(),
            client_told_by=counsellor,
        )
        send_notification(notification=copy, facts="Feiten.", acting_user=counsellor)
    assert queries() == with_one
    assert max(with_one) <= 15
    page = client.get(reverse("chain:portal_home")).content.decode()
    assert "S-0003" in page
    assert "S-0004" in page


def test_the_page_of_a_client_takes_the_same_number_of_queries_however_much_is_shared(
    client, sent, shared, in_force, officer, counsellor
):
    client.force_login(officer)
    url = reverse("chain:portal_client", args=["S-0001"])

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    def hold_meeting(days: int) -> None:
        meeting = ThreePartyMeeting.objects.create(
            client=in_force.client,
            kind=MeetingKind.REGULAR,
            held_at=timezone.now() - dt.timedelta(days=days),
            place="Kamer",
            present="Iedereen",
            proud_of="Werk",
            client_view="Goed",
            lead=Party.CLIENT,
            next_on=dt.date(2030, 5, days),
            recorded_by=counsellor,
            form_token=uuid4(),
        )
        Commitment.objects.create(
            client=in_force.client,
            text="Bellen.",
            owner=CommitmentOwner.CLIENT,
            due_on=timezone.localdate(),
            origin_type=MEETING_ORIGIN,
            origin_id=meeting.pk,
            recorded_by=counsellor,
            form_token=uuid4(),
        )

    hold_meeting(9)
    with_one = queries()
    for number in (2, 3):
        hold_meeting(number)
        share_with_officer(in_force, counsellor, f"O-{number}", title=f"Stuk {number}")
    assert queries() == with_one <= PAGE_QUERIES
    page = client.get(url).content.decode()
    assert "Stuk 2" in page
    assert "Stuk 3" in page
    assert "2 mei 2030" in page  # what the last meeting planned
    assert "2 mei 2030" in client.get(reverse("chain:portal_home")).content.decode()


PAGE_QUERIES = 19  # two of them only open and close the trail of the reading; each of the others is a kind of its own
