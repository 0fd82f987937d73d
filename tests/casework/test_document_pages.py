"""The documents of a client: the list, issuing, bringing in, opening, and who may."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Document, FileKind
from casework.registry import DocumentKind, registry
from casework.services import documents
from casework.services.documents import store_upload
from casework.services.rendering import Paper
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """The only paper there is, laid out without the press."""
    kind = DocumentKind(
        key="proef",
        slug="proefstuk",
        label="Proefstuk",
        template="proef.html",
        context=lambda _client, _user: {},
        about="Om te proberen.",
        prefix="PR",
        recipient="Reclassering",
    )
    monkeypatch.setattr(registry, "document_kinds", {kind.key: kind})
    monkeypatch.setattr(
        documents,
        "render_template",
        lambda _template, context: Paper(f"%PDF-1.7 {context['paper_number']} %%EOF".encode(), 3),
    )
    return kind


@pytest.fixture
def list_url(client_file):
    return reverse("casework:documents", args=[client_file.number])


@pytest.fixture
def issue_url(client_file):
    return reverse("casework:document_issue", args=[client_file.number, "proefstuk"])


@pytest.fixture
def upload_url(client_file):
    return reverse("casework:document_upload", args=[client_file.number])


def add(client_file, user, title="Brief van de gemeente") -> Document:
    return store_upload(
        client=client_file,
        form_token=uuid4(),
        title=title,
        upload=SimpleUploadedFile("brief.pdf", PDF),
        acting_user=user,
    )


def test_an_empty_list_says_what_to_do(client, counsellor, list_url):
    client.force_login(counsellor)
    page = client.get(list_url).content.decode()
    assert "Er is nog niets uitgegeven" in page
    assert "Er is nog niets toegevoegd" in page
    assert "Om te proberen." in page


def test_a_paper_is_issued_listed_and_opened(client, counsellor, client_file, list_url, issue_url):
    client.force_login(counsellor)
    asked = client.get(issue_url)
    assert asked.context["form"]["recipient"].value() == "Reclassering"
    assert not Document.objects.exists()
    answer = client.post(issue_url, {"form_token": uuid4(), "recipient": "Tom Hendriks"}, follow=True)
    assert answer.redirect_chain == [(list_url, 302)]
    document = Document.objects.get()
    page = answer.content.decode()
    assert f"Proefstuk {document.number} is uitgegeven." in page
    for words in ("Tom Hendriks", "Noor Öztürk", document.sha256[:12], document.number):
        assert words in page
    opened = client.get(document.get_absolute_url())
    assert opened.content == f"%PDF-1.7 {document.number} %%EOF".encode()
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"] == f'inline; filename="{document.number}.pdf"'
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert opened["Cache-Control"] == "private, no-store"
    assert "sandbox" in opened["Content-Security-Policy"]
    assert "default-src 'none'" in opened["Content-Security-Policy"]


def test_a_double_click_issues_once(client, counsellor, issue_url):
    client.force_login(counsellor)
    token = uuid4()
    for _click in range(2):
        assert client.post(issue_url, {"form_token": token, "recipient": ""}).status_code == 302
    assert Document.objects.count() == AuditEntry.objects.filter(action=AuditAction.PRINT).count() == 1


def test_a_refusal_keeps_what_was_typed(client, counsellor, issue_url, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise Refused("Er is nog geen plan.")

    monkeypatch.setattr(documents, "render_template", refuse)
    client.force_login(counsellor)
    page = client.post(issue_url, {"form_token": uuid4(), "recipient": "Tom Hendriks"})
    assert page.status_code == 200
    assert "Er is nog geen plan." in page.content.decode()
    assert page.context["form"]["recipient"].value() == "Tom Hendriks"


def test_a_paper_that_cannot_be_made_yet_says_so_before_the_form(client, counsellor, issue_url, kind, monkeypatch):
    def check(_client, _user):
        raise Refused("Er is nog geen plan.")

    monkeypatch.setitem(registry.document_kinds, "proef", DocumentKind(**{**vars(kind), "check": check}))
    client.force_login(counsellor)
    page = client.get(issue_url).content.decode()
    assert "Er is nog geen plan." in page
    assert 'name="recipient"' not in page


def test_an_empty_form_says_what_is_missing(client, counsellor, issue_url, upload_url):
    client.force_login(counsellor)
    assert "Dit veld is verplicht." in client.post(issue_url).content.decode()
    assert "Kies een bestand." in client.post(upload_url).content.decode()


def test_an_unknown_kind_does_not_exist(client, counsellor, client_file):
    client.force_login(counsellor)
    address = reverse("casework:document_issue", args=[client_file.number, "onbekend"])
    assert client.get(address).status_code == client.post(address, {"form_token": uuid4()}).status_code == 404


def test_a_file_is_brought_in_and_only_ever_leaves_as_a_file(client, counsellor, list_url, upload_url):
    client.force_login(counsellor)
    assert client.get(upload_url).status_code == 200
    answer = client.post(
        upload_url,
        {
            "form_token": uuid4(),
            "kind": FileKind.objects.get(key="indication").pk,
            "title": "Indicatie",
            "upload": SimpleUploadedFile("besluit.pdf", PDF),
        },
        follow=True,
    )
    assert answer.redirect_chain == [(list_url, 302)]
    document = Document.objects.get()
    assert f"Indicatie staat nu in het dossier, als {document.number}." in answer.content.decode()
    opened = client.get(document.get_absolute_url())
    assert opened.content == PDF
    assert opened["Content-Disposition"] == f'attachment; filename="{document.number}.pdf"'


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rapport.pdf", b"MZ\x90\x00" + bytes(200), "een Windows-programma (exe)"),
        ("foto.png", b"<!doctype html><p>hallo</p>", "een webpagina (html)"),
        ("leeg.pdf", b"", "Dit bestand is leeg."),
        ("groot.pdf", PDF + bytes(2048), "Dit bestand is te groot"),
        (None, None, "Kies een bestand."),
    ],
)
def test_a_file_that_is_refused_keeps_the_title(client, counsellor, upload_url, settings, name, content, words):
    settings.UPLOAD_MAX_BYTES = 2000
    client.force_login(counsellor)
    files = {"upload": SimpleUploadedFile(name, content)} if name else {}
    typed = {"kind": FileKind.objects.get(key="letter").pk, "title": "Brief van de gemeente"}
    page = client.post(upload_url, {"form_token": uuid4(), **typed, **files})
    assert page.status_code == 200
    assert words in page.content.decode()
    assert 'value="Brief van de gemeente"' in page.content.decode()
    assert not Document.objects.exists()


def test_a_document_that_was_changed_is_not_given(client, counsellor, client_file, list_url, settings):
    document = add(client_file, counsellor)
    (Path(settings.MEDIA_ROOT) / str(document.file.name)).write_bytes(b"%PDF-1.7 iets anders %%EOF")
    client.force_login(counsellor)
    answer = client.get(document.get_absolute_url(), follow=True)
    assert answer.redirect_chain == [(list_url, 302)]
    assert "is niet meer zoals het is opgeslagen" in answer.content.decode()
    assert AuditEntry.objects.filter(rule="sha256", outcome=AuditOutcome.REFUSED).count() == 1


def test_a_stranger_finds_nothing(client, outsider, counsellor, client_file, list_url, issue_url, upload_url):
    document = add(client_file, counsellor)
    client.force_login(outsider)
    for address in (list_url, issue_url, upload_url, document.get_absolute_url()):
        assert client.get(address).status_code == 404
    for address in (issue_url, upload_url):
        assert client.post(address, {"form_token": uuid4(), "title": "x"}).status_code == 404
    assert Document.objects.count() == 1


def test_a_document_is_not_found_under_another_client(client, counsellor, client_file, team):
    document = add(client_file, counsellor)
    make_client("S-0009", team)
    client.force_login(counsellor)
    assert client.get(reverse("casework:document", args=["S-0009", document.pk])).status_code == 404


def test_a_reader_opens_and_does_not_issue(client, expert, counsellor, client_file, list_url, issue_url, upload_url):
    document = add(client_file, counsellor)
    client.force_login(expert)
    page = client.get(list_url)
    assert page.status_code == 200
    assert issue_url not in page.content.decode()
    assert upload_url not in page.content.decode()
    assert client.get(document.get_absolute_url()).status_code == 200
    for address in (issue_url, upload_url):
        assert client.get(address).status_code == client.post(address, {}).status_code == 403


def test_opening_a_document_is_written_down_with_its_number(client, counsellor, client_file):
    document = add(client_file, counsellor)
    client.force_login(counsellor)
    client.get(document.get_absolute_url())
    entry = AuditEntry.objects.get(action=AuditAction.READ)
    assert (entry.object_type, entry.object_id, entry.client_number) == (
        "casework.document",
        str(document.pk),
        "S-0001",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, counsellor, colleague, client_file, own_frame, list_url, kind, count, django_assert_num_queries
):
    for place in range(count):
        add(client_file, (counsellor, colleague)[place % 2])
        documents.issue_document(
            client=client_file, kind_key=kind.key, form_token=uuid4(), acting_user=(counsellor, colleague)[place % 2]
        )
    client.force_login(counsellor)
    # Seventeen, and the savepoint of the test around the audit row.
    with django_assert_num_queries(19):
        page = client.get(list_url)
    assert len(page.context["issued"]) == len(page.context["uploads"]) == count
