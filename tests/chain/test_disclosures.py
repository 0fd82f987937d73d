"""The log of disclosures: by hand with a ground and whether the client knows, corrected beside, printed in plain Dutch."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.services.documents import issue_document, read_document
from chain.enums import Channel, Ground
from chain.models import Disclosure
from chain.selectors.disclosures import disclosures_of
from chain.services.disclosures import enter_disclosure
from tests.chain.test_sharing import make_document
from tests.pdf import text_of

pytestmark = pytest.mark.django_db


def enter(client_file, user, **changes) -> Disclosure:
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "recipient_name": "A. Smit, wijkagent",
        "what": "Dat hij is verhuisd.",
        "disclosed_at": timezone.now() - dt.timedelta(hours=1),
        "ground": Ground.CONSENT,
        "ground_text": "Mondeling, gisteren.",
        "channel": Channel.PHONE,
        "client_knows": True,
        "untold_reason": "",
    } | changes
    return enter_disclosure(client=client_file, acting_user=user, **values)


def test_what_was_told_by_phone_stands_in_the_log_and_in_the_trail(client_file, counsellor):
    entry = enter(client_file, counsellor)
    assert (entry.by_hand, entry.client_knows, entry.by) == (True, True, counsellor)
    row = AuditEntry.objects.get(object_type="chain.disclosure")
    assert row.action == "share"
    assert "verhuisd" not in str(row.details)
    with pytest.raises(TypeError, match="immutable"):
        entry.save()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disclosed_at": timezone.now() + dt.timedelta(days=2)}, "disclosed_on"),
        ({"what": " "}, "what"),
        ({"ground_text": ""}, "ground_text"),
        ({"client_knows": False}, "untold_reason"),
    ],
)
def test_an_entry_says_what_when_why_and_whether_he_knows(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        enter(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert not Disclosure.objects.exists()


def test_a_document_that_was_given_by_hand_names_itself(client_file, counsellor, other_client):
    document = make_document(client_file, counsellor, "O-2026-00001")
    entry = enter(client_file, counsellor, what="", document=document)
    assert entry.what == "Document: Overdracht (O-2026-00001)"
    assert (entry.object_type, entry.object_id) == ("casework.document", document.pk)
    with pytest.raises(Refused, match="andere cliënt"):
        enter(other_client, counsellor, document=document)


def test_a_correction_stands_beside_what_it_corrects_and_comes_once(client_file, counsellor, in_force):
    first = enter(client_file, counsellor)
    token = uuid4()
    second = enter(client_file, counsellor, what="Dat hij gaat verhuizen.", corrects=first, form_token=token)
    assert enter(client_file, counsellor, what="x", corrects=first, form_token=token) == second
    with pytest.raises(Refused, match="al verbeterd"):
        enter(client_file, counsellor, corrects=first)
    lines = {line.entry.pk: line.replaced_by for line in disclosures_of(client_file)}
    assert lines == {first.pk: second, second.pk: None}


def test_what_the_program_wrote_is_not_corrected(client, client_file, counsellor, sent):
    written = Disclosure.objects.get()
    with pytest.raises(Refused, match="door het programma zelf"):
        enter(client_file, counsellor, corrects=written)
    client.force_login(counsellor)
    answer = client.get(reverse("chain:disclosure_correct", args=["S-0001", written.pk]))
    assert answer.url == reverse("chain:disclosures", args=["S-0001"])


def test_the_client_reads_it_in_plain_dutch_without_what_was_corrected(client_file, counsellor, sent):
    first = enter(client_file, counsellor, what="Een vergissing.")
    enter(client_file, counsellor, corrects=first, client_knows=False, untold_reason="Hij was er niet.")
    document = issue_document(client=client_file, kind_key="disclosure_log", form_token=uuid4(), acting_user=counsellor)
    words = text_of(read_document(document=document, acting_user=counsellor))
    assert "hier staat wie iets over u hoorde of kreeg" in words
    assert "U vond dit goed." in words
    assert "Dit staat in de afspraken die u samen maakte." in words
    assert "Hij was er niet." in words
    assert "Een vergissing." not in words


def test_it_is_written_on_a_page_that_keeps_what_was_typed(client, client_file, counsellor):
    client.force_login(counsellor)
    page = reverse("chain:disclosure_create", args=["S-0001"])
    data = {
        "form_token": uuid4(),
        "recipient_name": "A. Smit, wijkagent",
        "what": "Dat hij is verhuisd.",
        "disclosed_on": timezone.localdate().isoformat(),
        "disclosed_time": "00:01",
        "channel": "phone",
        "ground": "law",
        "ground_text": "",
        "client_knows": "yes",
    }
    refused = client.post(page, data).content.decode()
    assert "waarop de grond rust" in refused
    assert "Dat hij is verhuisd." in refused
    assert client.post(page, data | {"ground_text": "Wmo art. 5.3.3"}).status_code == 302
    entry = Disclosure.objects.get()
    listed = client.get(reverse("chain:disclosures", args=["S-0001"])).content.decode()
    assert "zelf vastgelegd" in listed
    corrected = client.get(reverse("chain:disclosure_correct", args=["S-0001", entry.pk]))
    assert corrected.context["form"]["recipient_name"].value() == "A. Smit, wijkagent"


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_for_one_and_for_three(
    client, client_file, counsellor, count, django_assert_num_queries
):
    for _number in range(count):
        enter(client_file, counsellor)
    client.force_login(counsellor)
    page = reverse("chain:disclosures", args=["S-0001"])
    client.get(page)
    with django_assert_num_queries(13):
        client.get(page)
