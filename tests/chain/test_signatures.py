"""Signing an agreement: drawn, typed, by a link that works once, on paper with a scan; and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome, LinkState
from accounts.errors import LinkRefused, Refused
from accounts.models import AuditEntry, OneTimeLink
from casework.enums import SignatureKind
from casework.models import Document, Signature
from casework.registry import registry
from casework.services.documents import issue_document, read_document
from chain.enums import AgreementStatus, Decision, Party, SigningWay
from chain.models import AgreementAct
from chain.selectors.duties import agreement_duties
from chain.services.agreements import act_on_agreement, end_agreement
from chain.services.signatures import offer_link, sign_by_link, sign_on_paper
from tests.chain.conftest import sign_by_all, typed
from tests.pdf import text_of

DRAWN = "M40 150L80 60L120 150L160 60M200 100L260 110"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def scan(name="scan.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def url_of(page, agreement):
    return reverse(f"chain:{page}", args=[agreement.client.number, agreement.pk])


def on_paper(agreement, counsellor, party=Party.CLIENT, **more):
    values = {
        "decision": Decision.AGREED,
        "signed_on": timezone.localdate(),
        "upload": scan(),
        "form_token": uuid4(),
        "acting_user": counsellor,
        **more,
    }
    return sign_on_paper(agreement=agreement, party=party, **values)


# at the screen


@pytest.mark.parametrize("party", [Party.CLIENT, Party.ORGANISATION])
def test_agreeing_without_a_signature_is_refused(offered, counsellor, party):
    with pytest.raises(Refused, match="Zet uw handtekening") as refusal:
        act_on_agreement(agreement=offered, party=party, decision=Decision.AGREED, acting_user=counsellor)
    assert refusal.value.field == "signature"
    assert not offered.acts.exists()


def test_agreement_never_comes_into_force_without_the_client(offered, counsellor, officer):
    for party, user in ((Party.ORGANISATION, counsellor), (Party.PROBATION, officer)):
        act_on_agreement(
            agreement=offered, party=party, decision=Decision.AGREED, acting_user=user, signature=typed(user)
        )
    offered.refresh_from_db()
    assert offered.status == AgreementStatus.OFFERED


def test_client_draws_his_signature_on_the_shared_screen(client, offered, counsellor):
    client.force_login(counsellor)
    page = url_of("agreement_client", offered)
    empty = client.post(page, {"decision": "agreed", "signature": ""}).content.decode()
    assert "Zet uw handtekening of typ uw naam." in empty
    assert not offered.acts.exists()

    answer = client.post(page, {"decision": "agreed", "signature": "", "signature-strokes": DRAWN}, follow=True)

    act = offered.acts.get()
    assert (act.way, act.signature) == (SigningWay.SCREEN, Signature(SignatureKind.DRAWN, "", DRAWN))
    assert f'd="{DRAWN}"' in answer.content.decode()
    assert f'd="{DRAWN}"' in client.get(offered.get_absolute_url()).content.decode()


def test_what_was_typed_stays_when_a_signature_is_refused(client, offered, counsellor):
    client.force_login(counsellor)
    page = client.post(url_of("agreement_act", offered), {"decision": "agreed", "signature": "N", "reason": "Ook dit"})
    assert "Typ uw hele naam" in page.content.decode()
    assert 'value="N"' in page.content.decode()
    assert "Ook dit" in page.content.decode()


def test_the_database_holds_that_paper_has_its_scan(offered, counsellor):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementAct.objects.create(
            agreement=offered,
            party=Party.CLIENT,
            decision=Decision.AGREED,
            acted_at=timezone.now(),
            account=counsellor,
            frozen_sha256=offered.frozen_sha256,
            way=SigningWay.PAPER,
            signature_kind=SignatureKind.PAPER,
        )


# on paper


def test_paper_is_kept_and_counts(offered, counsellor, officer):
    for party in Party:
        on_paper(offered, counsellor, party)
    offered.refresh_from_db()
    assert offered.status == AgreementStatus.IN_FORCE
    assert {act.on_behalf for act in offered.acts.all()} >= {"Jeroen Dekker", str(officer)}
    assert {act.account for act in offered.acts.all()} == {counsellor}
    assert Document.objects.filter(title__startswith="Getekende samenwerkingsafspraken, versie 1").count() == 3
    assert AuditEntry.objects.filter(action=AuditAction.SIGN, details__way="paper").count() == 3


def test_paper_that_is_sent_twice_counts_once(offered, counsellor):
    token = uuid4()
    for _click in range(2):
        on_paper(offered, counsellor, form_token=token, upload=scan())
    assert offered.acts.count() == Document.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"signed_on": dt.timedelta(days=1)}, "signed_on", "nog niet geweest"),
        ({"signed_on": dt.timedelta(days=-1)}, "signed_on", "nog niet vast"),
        ({"decision": Decision.REFUSED}, "reason", "Schrijf op waarom"),
        ({"upload": None}, "upload", "kan niet worden bewaard"),
    ],
)
def test_paper_that_cannot_be_is_refused_and_leaves_nothing(offered, counsellor, settings, changes, field, words):
    if "signed_on" in changes:
        changes = {"signed_on": timezone.localdate() + changes["signed_on"]}
    if "upload" in changes:
        changes = {"upload": scan("scan.pdf", b"MZ geen papier")}
    before = set(settings.MEDIA_ROOT.rglob("*.pdf")) if settings.MEDIA_ROOT.exists() else set()
    with pytest.raises(Refused, match=words) as refusal:
        on_paper(offered, counsellor, **changes)
    assert refusal.value.field == field
    assert not offered.acts.exists()
    assert not Document.objects.exists()
    assert set(settings.MEDIA_ROOT.rglob("*.pdf")) == before if settings.MEDIA_ROOT.exists() else True


def test_paper_page_brings_in_a_scan(client, offered, counsellor):
    client.force_login(counsellor)
    page = url_of("agreement_paper", offered)
    assert "Jeroen Dekker" in client.get(page).content.decode()
    posted = {
        "form_token": uuid4(),
        "party": "client",
        "decision": "could_not",
        "reason": "",
        "signed_on": timezone.localdate().isoformat(),
    }
    refused = client.post(page, {**posted, "upload": scan()}).content.decode()
    assert "Schrijf op waarom" in refused
    client.post(page, {**posted, "reason": "Hij lag in het ziekenhuis.", "upload": scan()})
    act = offered.acts.get()
    assert (act.decision, act.scan.title) == (
        Decision.COULD_NOT,
        "Getekende samenwerkingsafspraken, versie 1, cliënt",
    )
    assert act.scan.number in client.get(offered.get_absolute_url()).content.decode()


# by link


def follow(client, path):
    """Open the address of a link, as a telephone does."""
    return client.get(path, follow=True)


def test_client_signs_by_link_without_an_account(client, offered, counsellor):
    client.force_login(counsellor)
    made = client.post(url_of("agreement_link", offered), {"party": "client"}).content.decode()
    path = re.search(r"http://testserver(/link/[^<\s]+)", made).group(1)
    assert "<svg" in made
    client.logout()

    page = follow(client, path).content.decode()
    assert "Jeroen leidt het zoeken naar werk." in page
    refused = client.post(reverse("chain:sign_by_link"), {"decision": "agreed", "signature": ""}).content.decode()
    assert "Zet uw handtekening" in refused
    thanks = client.post(
        reverse("chain:sign_by_link"), {"decision": "agreed", "signature": "Jeroen Dekker"}, follow=True
    ).content.decode()

    act = offered.acts.get()
    assert (act.party, act.way, act.account, act.on_behalf) == (
        Party.CLIENT,
        SigningWay.LINK,
        counsellor,
        "Jeroen Dekker",
    )
    assert "Dank u wel" in thanks
    assert client.get(reverse("chain:sign_by_link")).status_code == 410
    assert follow(client, path).status_code == 410


def test_expired_link_is_refused_in_words(client, offered, counsellor):
    issued = offer_link(agreement=offered, party=Party.CLIENT, acting_user=counsellor)
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        answer = follow(client, issued.path)
    assert answer.status_code == 410
    assert "Deze link is te oud" in answer.content.decode()
    assert AuditEntry.objects.filter(outcome=AuditOutcome.REFUSED, details__state="expired").exists()


def test_second_answer_by_link_is_refused_and_the_first_stays(offered, counsellor):
    issued = offer_link(agreement=offered, party=Party.CLIENT, acting_user=counsellor)
    sign_by_link(link=issued.link, decision=Decision.REFUSED, reason="Te streng.")
    with pytest.raises(LinkRefused) as refusal:
        sign_by_link(link=issued.link, decision=Decision.AGREED, signature=Signature(name="Jeroen"))
    assert refusal.value.state == LinkState.USED
    assert offered.acts.get().reason == "Te streng."


def test_link_that_was_refused_by_the_agreement_is_not_used_up(offered, counsellor):
    issued = offer_link(agreement=offered, party=Party.CLIENT, acting_user=counsellor)
    with pytest.raises(Refused):
        sign_by_link(link=issued.link, decision=Decision.AGREED)
    assert OneTimeLink.objects.get().used_at is None


def test_officer_who_opens_the_link_of_a_client_is_refused_and_logged(client, offered, counsellor, officer):
    issued = offer_link(agreement=offered, party=Party.CLIENT, acting_user=counsellor)
    client.force_login(officer)
    answer = follow(client, issued.path)
    assert answer.status_code == 404
    assert AuditEntry.objects.filter(outcome=AuditOutcome.REFUSED, rule="agreement-signature").count() == 1
    assert client.post(reverse("chain:sign_by_link"), {"decision": "agreed", "signature": "Tom"}).status_code == 404
    assert not offered.acts.exists()


def test_officer_signs_by_his_own_link(client, offered, counsellor, officer):
    issued = offer_link(agreement=offered, party=Party.PROBATION, acting_user=counsellor)
    follow(client, issued.path)
    client.post(reverse("chain:sign_by_link"), {"decision": "agreed", "signature": "Tom van Dijk"})
    act = offered.acts.get()
    assert (act.party, act.on_behalf) == (Party.PROBATION, str(officer))


@pytest.mark.parametrize("party", [Party.CLIENT, Party.ORGANISATION])
def test_no_link_where_there_is_nothing_to_sign(offered, counsellor, party):
    if party == Party.CLIENT:
        end_agreement(agreement=offered, reason="Anders", acting_user=counsellor)
    with pytest.raises(Refused):
        offer_link(agreement=offered, party=party, acting_user=counsellor)
    assert not OneTimeLink.objects.exists()


# in time


def _legal(client_file):
    from chain.selectors.legal import legal_frame

    return legal_frame(client_file)


def test_unsigned_proposal_is_due_after_two_weeks(offered, counsellor):
    act_on_agreement(
        agreement=offered,
        party=Party.ORGANISATION,
        decision=Decision.AGREED,
        acting_user=counsellor,
        signature=typed(counsellor),
    )
    (duty,) = agreement_duties(timezone.localdate())
    assert duty.label == "Samenwerkingsafspraken laten tekenen: cliënt, reclassering"
    assert duty.due_on == timezone.localdate() + dt.timedelta(days=14)


# on paper, as it is issued


def test_agreement_as_pdf_shows_text_and_signatures(in_force, counsellor):
    paper = issue_document(client=in_force.client, kind_key="agreement", form_token=uuid4(), acting_user=counsellor)
    words = text_of(read_document(document=paper, acting_user=counsellor))
    assert "Dit spreken Jeroen" in words
    assert "Twee keer per week een urinecontrole." in words
    assert in_force.frozen_sha256[:16] in words


def test_proposal_as_pdf_has_lines_to_sign_on(offered, counsellor):
    kind = registry.document_kinds["agreement_proposal"]
    context = kind.context(offered.client, counsellor)
    assert context["proposal"]
    assert [track.paper_words for track in context["tracks"]] == ["", "", ""]


@pytest.mark.parametrize("kind", ["agreement", "agreement_proposal"])
def test_no_paper_of_what_is_not_there(drafted, counsellor, kind):
    with pytest.raises(Refused):
        issue_document(client=drafted.client, kind_key=kind, form_token=uuid4(), acting_user=counsellor)


def test_pages_of_a_version_cost_the_same_however_it_was_signed(
    client, offered, counsellor, officer, django_assert_max_num_queries
):
    sign_by_all(offered, counsellor, officer)
    client.force_login(counsellor)
    client.get(offered.get_absolute_url())
    with django_assert_max_num_queries(23):
        client.get(offered.get_absolute_url())
