"""Sharing a document: item by item, on a ground, in the log, and to be ended."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Document
from chain.enums import AlertKind, Ground
from chain.models import Disclosure, PortalAlert, SharedItem
from chain.services.agreements import end_agreement
from chain.services.alerts import announce_alerts
from chain.services.sharing import end_sharing, share_document

PAGE = "/clienten/S-0001/delen/"


@pytest.fixture
def document(client_file, counsellor) -> Document:
    return make_document(client_file, counsellor, "O-2026-00001")


def make_document(client_file, counsellor, number) -> Document:
    document = Document(
        client=client_file,
        kind="handover",
        title="Overdracht",
        number=number,
        media_type="application/pdf",
        size=4,
        sha256="0" * 64,
        issued_at=timezone.now(),
        issued_by=counsellor,
        form_token=uuid4(),
    )
    document.file.save("document.pdf", ContentFile(b"%PDF"), save=False)
    document.save()
    return document


def share(document, agreement, user, **changes) -> SharedItem:
    values = {"ground": Ground.AGREEMENT, "form_token": uuid4(), **changes}
    return share_document(document=document, agreement=agreement, acting_user=user, **values)


def test_sharing_leaves_a_disclosure_and_an_audit_row(document, in_force, counsellor, officer):
    item = share(document, in_force, counsellor)
    assert (item.shared_with, item.shared_by, item.agreement, item.until) == (officer, counsellor, in_force, None)
    disclosure = Disclosure.objects.get()
    assert disclosure.what == "Document: Overdracht (O-2026-00001)"
    assert disclosure.recipient_name == "Tom Hendriks, Reclassering Nederland, Noord"
    assert (disclosure.ground, disclosure.ground_text) == (Ground.AGREEMENT, "versie 1")
    row = AuditEntry.objects.get(action=AuditAction.SHARE, object_type="casework.document")
    assert row.details == {"recipient": officer.pk, "number": "O-2026-00001", "sha256": "0" * 64}
    assert (row.client_number, row.reason) == ("S-0001", "samenwerkingsafspraken")


@pytest.mark.parametrize("same_form", [True, False])
def test_sharing_twice_gives_one(document, in_force, counsellor, same_form):
    token = uuid4()
    first = share(document, in_force, counsellor, form_token=token)
    second = share(document, in_force, counsellor, form_token=token if same_form else uuid4())
    assert first == second
    assert (SharedItem.objects.count(), Disclosure.objects.count()) == (1, 1)


def test_an_ended_sharing_is_opened_again_and_logged_again(document, in_force, counsellor):
    item = share(document, in_force, counsellor)
    end_sharing(item=item, acting_user=counsellor)
    again = share(document, in_force, counsellor, ground=Ground.CONSENT, ground_text="Mondeling, 3 november.")
    assert again.pk == item.pk
    assert (again.until, again.ground) == (None, Ground.CONSENT)
    assert Disclosure.objects.count() == 2


def test_ending_takes_effect_today_once_and_leaves_the_log(document, in_force, counsellor):
    item = share(document, in_force, counsellor)
    for _time in range(2):
        end_sharing(item=item, acting_user=counsellor)
    item.refresh_from_db()
    assert item.until == timezone.localdate() - dt.timedelta(days=1)
    assert Disclosure.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="chain.shareditem", action=AuditAction.UPDATE).count() == 1


@pytest.mark.parametrize("ground", [Ground.CONSENT, Ground.LAW, Ground.EMERGENCY])
def test_another_ground_is_explained(document, in_force, counsellor, ground):
    with pytest.raises(Refused) as refusal:
        share(document, in_force, counsellor, ground=ground, ground_text="  ")
    assert refusal.value.field == "ground_text"
    assert not SharedItem.objects.exists()
    item = share(document, in_force, counsellor, ground=ground, ground_text="Getekend op 3 november.")
    assert Disclosure.objects.get(object_id=item.pk).ground_text == "Getekend op 3 november."


def test_a_long_explanation_is_refused(document, in_force, counsellor):
    with pytest.raises(Refused) as refusal:
        share(document, in_force, counsellor, ground_text="x" * 301)
    assert refusal.value.field == "ground_text"


def test_agreements_that_are_not_in_force_are_no_ground(document, offered, counsellor):
    with pytest.raises(Refused) as refusal:
        share(document, offered, counsellor)
    assert refusal.value.field == "ground"
    assert share(document, offered, counsellor, ground=Ground.CONSENT, ground_text="Schriftelijk.").pk


def test_nothing_is_shared_under_an_agreement_that_is_not_open(document, drafted, counsellor):
    with pytest.raises(Refused) as refusal:
        share(document, drafted, counsellor, ground=Ground.CONSENT, ground_text="Schriftelijk.")
    assert refusal.value.field == "agreement"


def test_nothing_is_shared_after_the_end(document, in_force, counsellor):
    end_agreement(agreement=in_force, reason="Voorbij.", acting_user=counsellor)
    with pytest.raises(Refused):
        share(document, in_force, counsellor)


def test_a_document_of_another_client_is_not_shared(other_client, in_force, counsellor):
    document = make_document(other_client, counsellor, "O-2026-00002")
    with pytest.raises(Refused) as refusal:
        share(document, in_force, counsellor)
    assert refusal.value.field == "document"
    assert not Disclosure.objects.exists()


# ---------------------------------------------------------------------------------------------- pages


def form(document, agreement, **changes):
    return {
        "form_token": str(uuid4()),
        "document": document.pk,
        "agreement": agreement.pk,
        "ground": "agreement",
        "ground_text": "",
        **changes,
    }


def test_a_double_click_on_the_page_shares_once(client, document, in_force, counsellor):
    client.force_login(counsellor)
    data = form(document, in_force)
    for _click in range(2):
        assert client.post(PAGE, data).status_code == 302
    assert (SharedItem.objects.count(), Disclosure.objects.count()) == (1, 1)
    page = client.get(PAGE).content.decode()
    assert "Niet meer delen" in page


def test_a_refusal_on_the_page_keeps_what_was_typed(client, document, in_force, counsellor):
    client.force_login(counsellor)
    answer = client.post(PAGE, form(document, in_force, ground="law"))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"ground_text"}
    assert not SharedItem.objects.exists()


def test_the_page_offers_only_documents_and_agreements_of_this_client(
    client, document, in_force, other_client, counsellor
):
    foreign = make_document(other_client, counsellor, "O-2026-00002")
    client.force_login(counsellor)
    answer = client.post(PAGE, form(foreign, in_force))
    assert answer.context["form"].errors.keys() == {"document"}


def test_a_sharing_is_ended_on_the_page(client, document, in_force, counsellor):
    item = share(document, in_force, counsellor)
    client.force_login(counsellor)
    url = reverse("chain:share_end", args=["S-0001", item.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    item.refresh_from_db()
    assert item.until is not None


def test_without_agreements_the_page_says_what_to_do(client, client_file, counsellor):
    client.force_login(counsellor)
    assert "Nog niets om te delen" in client.get(PAGE).content.decode()


def test_the_log_shows_who_was_told_what_and_on_what_ground(client, document, in_force, sent, counsellor, expert):
    share(document, in_force, counsellor, ground=Ground.CONSENT, ground_text="Schriftelijk, 3 november.")
    for reader in (counsellor, expert):
        client.force_login(reader)
        page = client.get(reverse("chain:disclosures", args=["S-0001"])).content.decode()
        assert "Document: Overdracht (O-2026-00001)" in page
        assert "Schriftelijk, 3 november." in page
        assert "Op 14 november 2026 was een urinecontrole positief op cocaïne." in page
        assert "Tom Hendriks, Reclassering Nederland, Noord" in page
    assert AuditEntry.objects.filter(object_type="chain.disclosure", action=AuditAction.READ).count() == 2


def test_log_and_sharing_take_the_same_number_of_queries_however_much_was_shared(client, in_force, sent, counsellor):
    client.force_login(counsellor)
    urls = (reverse("chain:disclosures", args=["S-0001"]), PAGE)

    def queries() -> list[int]:
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts.append(len(captured))
        return counts

    share(make_document(in_force.client, counsellor, "O-2026-00001"), in_force, counsellor)
    of_two = queries()
    for number in (2, 3):
        share(make_document(in_force.client, counsellor, f"O-2026-0000{number}"), in_force, counsellor)
    assert Disclosure.objects.count() == 4
    assert queries() == of_two
    assert max(of_two) <= 16  # two of them are the savepoint of the test around the audit row


def test_strangers_and_readers_do_not_share(client, document, in_force, counsellor, outsider, officer, expert):
    item = share(document, in_force, counsellor)
    end = reverse("chain:share_end", args=["S-0001", item.pk])
    log = reverse("chain:disclosures", args=["S-0001"])
    for stranger in (outsider, officer):
        client.force_login(stranger)
        assert [client.get(PAGE).status_code, client.get(log).status_code, client.post(end).status_code] == [404] * 3
    client.force_login(expert)
    assert [client.get(PAGE).status_code, client.get(log).status_code, client.post(end).status_code] == [403, 200, 403]
    item.refresh_from_db()
    assert item.until is None


def test_the_officer_hears_by_an_empty_mail_that_something_was_shared_and_once(
    document, in_force, counsellor, officer, client_file, mailoutbox
):
    item = share(document, in_force, counsellor)
    share(document, in_force, counsellor)
    owed = PortalAlert.objects.get()
    assert (owed.recipient, owed.kind, owed.object_id) == (officer, AlertKind.DOCUMENT, item.pk)
    announce_alerts()
    announce_alerts()
    (mail,) = mailoutbox
    assert mail.to == [officer.email]
    assert "Overdracht" not in mail.subject + mail.body
    assert client_file.last_name not in mail.subject + mail.body


def test_what_is_opened_again_is_told_again(document, in_force, counsellor):
    item = share(document, in_force, counsellor)
    announce_alerts()
    end_sharing(item=item, acting_user=counsellor)
    share(document, in_force, counsellor)
    assert PortalAlert.objects.count() == 2
