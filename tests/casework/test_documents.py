"""Documents: numbered, stored with their digest, audited; and what a file that is brought in must be."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import zipfile
from io import BytesIO
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Document
from casework.registry import DocumentKind, registry
from casework.services import documents
from casework.services.documents import issue_document, read_document, store_upload, verify_document
from casework.services.rendering import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid_out(monkeypatch):
    """Stand in for the press: what was laid out, in order."""
    pages = []

    def lay_out(template, context):
        pages.append((template, context))
        return Paper(content=f"%PDF-1.7 {context['paper_number']} %%EOF".encode(), pages=2)

    monkeypatch.setattr(documents, "render_template", lay_out)
    return pages


def make_kind(monkeypatch, **fields):
    kind = DocumentKind(
        **{
            "key": "proef",
            "slug": "proef",
            "label": "Proefdocument",
            "template": "proef.html",
            "context": lambda client, user: {"words": f"{client.number} {user}"},
            "prefix": "ZP",
            **fields,
        }
    )
    monkeypatch.setitem(registry.document_kinds, kind.key, kind)
    return kind


@pytest.fixture
def kind(monkeypatch, laid_out):
    return make_kind(monkeypatch)


def issue(client, user, **fields):
    return issue_document(
        **{"client": client, "kind_key": "proef", "form_token": uuid4(), "acting_user": user, **fields}
    )


def stored_files(settings):
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_an_issued_document_is_numbered_stored_and_audited(kind, client_file, counsellor, laid_out, settings):
    document = issue(client_file, counsellor, recipient=" Tom Hendriks ")
    year = timezone.localdate().year
    assert document.number == f"ZP-{year}-00001"
    (path,) = stored_files(settings)
    content = path.read_bytes()
    assert content == f"%PDF-1.7 ZP-{year}-00001 %%EOF".encode()
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.size, document.pages, document.media_type) == (len(content), 2, "application/pdf")
    assert (document.kind, document.title, document.recipient) == ("proef", "Proefdocument", "Tom Hendriks")
    entry = AuditEntry.objects.get(object_type="casework.document")
    assert (entry.action, entry.client_number, entry.object_id) == ("print", "S-0001", str(document.pk))
    assert entry.details == {"kind": "proef", "number": document.number, "sha256": document.sha256}
    template, context = laid_out[0]
    assert template == "proef.html"
    assert context["words"] == "S-0001 Noor Öztürk"
    assert (context["client"], context["paper_recipient"]) == (client_file, "Tom Hendriks")


def test_the_name_of_the_file_says_nothing_about_the_client(kind, client_file, counsellor, settings):
    document = issue(client_file, counsellor)
    (path,) = stored_files(settings)
    assert path.name == f"{document.form_token.hex}.pdf"


def test_the_next_number_follows_the_highest_of_its_year(kind, client_file, counsellor):
    last_year = timezone.localdate() - dt.timedelta(days=366)
    numbers = [issue(client_file, counsellor, on=last_year).number, issue(client_file, counsellor).number]
    Document.objects.filter(number=numbers[1]).update(number=f"ZP-{timezone.localdate().year}-99999")
    numbers += [issue(client_file, counsellor).number, issue(client_file, counsellor).number]
    year = timezone.localdate().year
    assert numbers == [f"ZP-{last_year.year}-00001", f"ZP-{year}-00001", f"ZP-{year}-100000", f"ZP-{year}-100001"]


def test_a_double_click_gives_one_document(kind, client_file, counsellor, settings):
    token = uuid4()
    first, second = (issue(client_file, counsellor, form_token=token) for _click in range(2))
    assert first == second
    assert (
        Document.objects.count()
        == AuditEntry.objects.filter(action="print").count()
        == len(stored_files(settings))
        == 1
    )


def test_a_click_that_overtakes_another_gives_one_document(monkeypatch, client_file, counsellor, settings):
    """The second click comes while the first one's paper is being laid out."""
    make_kind(monkeypatch)
    token = uuid4()
    overtaking: list[Document] = []
    clicks = iter((True, False))

    def lay_out(template, context):
        if next(clicks):
            overtaking.append(issue(client_file, counsellor, form_token=token))
        return Paper(content=context["paper_number"].encode(), pages=1)

    monkeypatch.setattr(documents, "render_template", lay_out)
    assert issue(client_file, counsellor, form_token=token) == overtaking[0]
    assert (
        Document.objects.count()
        == AuditEntry.objects.filter(action="print").count()
        == len(stored_files(settings))
        == 1
    )


def test_a_number_taken_meanwhile_gives_the_next_on_paper_too(monkeypatch, client_file, counsellor, settings):
    make_kind(monkeypatch)
    meanwhile: list[Document] = []
    layouts = count()

    def lay_out(template, context):
        if next(layouts) == 0:
            meanwhile.append(issue(client_file, counsellor))
        return Paper(content=context["paper_number"].encode(), pages=1)

    monkeypatch.setattr(documents, "render_template", lay_out)
    document = issue(client_file, counsellor)
    assert (meanwhile[0].number[-5:], document.number[-5:]) == ("00001", "00002")
    assert read_document(document=document, acting_user=counsellor).decode() == document.number
    assert len(stored_files(settings)) == 2


def test_a_token_of_another_client_is_refused(kind, client_file, other_client, counsellor):
    token = uuid4()
    issue(client_file, counsellor, form_token=token)
    with pytest.raises(Refused, match="andere cliënt"):
        issue(other_client, counsellor, form_token=token)


def test_when_every_number_is_taken_meanwhile_nothing_is_left_behind(
    monkeypatch, laid_out, client_file, counsellor, settings
):
    make_kind(monkeypatch)
    taken = issue(client_file, counsellor)
    monkeypatch.setattr(documents, "_next_number", lambda *_args: taken.number)
    with pytest.raises(Refused, match="veel documenten tegelijk uitgegeven"):
        issue(client_file, counsellor)
    assert [path.stem for path in stored_files(settings)] == [taken.form_token.hex]


def test_a_token_of_another_client_is_refused_for_a_file_too(client_file, other_client, counsellor, settings):
    token = uuid4()
    bring(client_file, counsellor, "brief.pdf", PDF, form_token=token)
    with pytest.raises(Refused, match="andere cliënt"):
        bring(other_client, counsellor, "brief.pdf", PDF, form_token=token)
    assert len(stored_files(settings)) == 1


def test_an_unknown_kind_is_refused(client_file, counsellor):
    with pytest.raises(Refused, match="Dit soort document bestaat niet"):
        issue(client_file, counsellor, kind_key="onbekend")


def test_a_kind_may_refuse_and_nothing_is_laid_out(monkeypatch, laid_out, client_file, counsellor, settings):
    def check(client, user):
        raise Refused("Er is nog geen plan.")

    make_kind(monkeypatch, check=check)
    with pytest.raises(Refused, match="Er is nog geen plan"):
        issue(client_file, counsellor)
    assert laid_out == stored_files(settings) == []


def test_what_a_kind_adds_stands_or_falls_with_the_document(monkeypatch, laid_out, client_file, counsellor, settings):
    seen = []

    def add(*, document, acting_user, subject_id):
        assert subject_id is None
        seen.append((document.pk, acting_user))
        raise Refused("Toch niet.")

    make_kind(monkeypatch, after_issue=add)
    with pytest.raises(Refused, match="Toch niet"):
        issue(client_file, counsellor)
    assert seen == [(seen[0][0], counsellor)]
    assert not Document.objects.exists()
    assert not AuditEntry.objects.filter(action="print").exists()
    assert stored_files(settings) == []


def test_the_recipient_of_the_kind_stands_in_where_none_is_named(monkeypatch, laid_out, client_file, counsellor):
    make_kind(monkeypatch, recipient="Reclassering")
    assert issue(client_file, counsellor).recipient == "Reclassering"


def test_a_recipient_that_does_not_fit_is_refused_at_its_field(kind, client_file, counsellor):
    with pytest.raises(Refused) as refusal:
        issue(client_file, counsellor, recipient="x" * 161)
    assert refusal.value.field == "recipient"


def test_an_earlier_date_can_be_given(kind, client_file, counsellor, laid_out):
    document = issue(client_file, counsellor, on=dt.date(2026, 3, 2))
    assert timezone.localtime(document.issued_at) == timezone.make_aware(dt.datetime(2026, 3, 2, 12))  # noqa: DTZ001
    assert document.number == "ZP-2026-00001"
    assert laid_out[0][1]["paper_issued_at"] == document.issued_at


def test_a_document_that_was_changed_on_disk_is_not_opened(kind, client_file, counsellor, settings):
    document = issue(client_file, counsellor)
    assert verify_document(document)
    assert read_document(document=document, acting_user=counsellor)
    (path,) = stored_files(settings)
    path.write_bytes(path.read_bytes() + b" ")
    assert not verify_document(document)
    with pytest.raises(Refused, match="niet meer zoals het is opgeslagen"):
        read_document(document=document, acting_user=counsellor)
    entry = AuditEntry.objects.get(rule="sha256")
    assert (entry.action, entry.outcome, entry.object_id) == ("read", "refused", str(document.pk))
    assert entry.details["number"] == document.number


def test_a_document_that_is_gone_is_not_opened(kind, client_file, counsellor, settings):
    document = issue(client_file, counsellor)
    stored_files(settings)[0].unlink()
    assert not verify_document(document)
    with pytest.raises(Refused, match="niet meer zoals het is opgeslagen"):
        read_document(document=document, acting_user=counsellor)
    assert AuditEntry.objects.get(rule="sha256").details["found"] == "nothing"


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_numbers_stay_apart_when_many_issue_at_once(monkeypatch, laid_out, client_file, counsellor):
    make_kind(monkeypatch)
    failures = []

    def one():
        try:
            issue(client_file, counsellor)
        except Exception as error:  # noqa: BLE001 -- told by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(number[-5:] for number in Document.objects.values_list("number", flat=True)) == [
        f"{place:05d}" for place in range(1, 7)
    ]


# --- what is brought in ---------------------------------------------------------------------------------------------


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, kind)
    return content.getvalue()


def boxed(*entries: tuple[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as box:
        for name, inside in entries:
            box.writestr(zipfile.ZipInfo(name), inside)  # no time of day: the bytes name the test
    return content.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCX = boxed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))
ODT = boxed(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<office/>"))
EXE = b"MZ\x90\x00\x03" + b"\x00" * 200


def bring(client, user, name, content, **fields):
    return store_upload(
        **{
            "client": client,
            "form_token": uuid4(),
            "title": "Brief van de gemeente",
            "upload": SimpleUploadedFile(name, content, content_type="application/pdf"),
            "acting_user": user,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("brief.pdf", PDF, "application/pdf"),
        ("BRIEF.PDF", PDF, "application/pdf"),
        ("foto.jpg", picture("JPEG"), "image/jpeg"),
        ("foto.jpeg", picture("JPEG"), "image/jpeg"),
        ("scan.png", picture("PNG"), "image/png"),
        ("brief.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("brief.odt", ODT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_what_is_allowed_is_kept_by_what_it_is(client_file, counsellor, settings, name, content, media_type):
    document = bring(client_file, counsellor, name, content)
    assert (document.kind, document.title, document.media_type) == ("upload", "Brief van de gemeente", media_type)
    assert document.number == f"IN-{timezone.localdate().year}-00001"
    assert read_document(document=document, acting_user=counsellor) == content
    entry = AuditEntry.objects.get(object_type="casework.document")
    assert (entry.action, entry.details["kind"]) == ("create", "upload")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rapport.pdf", EXE, "Dit is een Windows-programma (exe) en kan niet worden bewaard."),
        ("rapport.pdf", b"\n<HTML><script>alert(1)</script></html>", "Dit is een webpagina (html) en"),
        ("foto.png", b"<!doctype html><html><body>hallo</body></html>", "Dit is een webpagina (html) en"),
        ("foto.jpg", b"\x00\x00\x00\x24ftypheic" + bytes(40), "Dit is een HEIC-foto"),
        ("brief.docx", b"\xd0\xcf\x11\xe0" + bytes(40), "Dit is een Office-bestand van een oude soort"),
        ("brief.pdf", b"zomaar tekst", "Dit soort bestand kan niet worden bewaard"),
        ("foto.png", picture("JPEG"), "het is JPEG."),
        ("rapport.pdf", picture("PNG"), "eindigt op .png"),
        ("rapport.exe", PDF, "het is PDF. Geef het een naam die eindigt op .pdf"),
        ("rapport", PDF, "het is PDF."),
        ("rapport.pdf", PDF[:20], "Kies een PDF, JPEG, PNG"),
        ("foto.png", picture("PNG")[:-20], "Kies een PDF, JPEG, PNG"),
        ("brief.docx", boxed(("iets.txt", b"tekst")), "Dit is een zip-bestand"),
        ("brief.docx", DOCX[:60], "Kies een PDF, JPEG, PNG"),
        (
            "brief.docx",
            boxed(("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"")),
            "zonder macro’s",
        ),
        (
            "brief.odt",
            boxed(
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", b""),
                ("Basic/Standard/x.xml", b""),
            ),
            "zonder macro’s",
        ),
        ("leeg.pdf", b"", "Dit bestand is leeg"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(client_file, counsellor, settings, name, content, words):
    with pytest.raises(Refused) as refusal:
        bring(client_file, counsellor, name, content)
    assert words in refusal.value.sentence
    assert refusal.value.field == "upload"
    assert not Document.objects.exists()
    assert stored_files(settings) == []


def test_a_picture_too_large_to_open_is_refused(client_file, counsellor, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 40)
    with pytest.raises(Refused, match="Kies een PDF"):
        bring(client_file, counsellor, "foto.png", picture("PNG"))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(Refused, match="Kies een PDF"):
        bring(client_file, counsellor, "foto.png", picture("PNG"))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client_file, counsellor, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    upload = SimpleUploadedFile("groot.pdf", PDF + b" " * 1024)
    upload.close()
    with pytest.raises(Refused, match=r"te groot .* ten hoogste 1,0"):
        bring(client_file, counsellor, "groot.pdf", b"", upload=upload)


def test_a_file_sent_twice_is_kept_once(client_file, counsellor, settings):
    token = uuid4()
    first, second = (bring(client_file, counsellor, "brief.pdf", PDF, form_token=token) for _click in range(2))
    assert first == second
    assert len(stored_files(settings)) == 1


def test_a_stored_file_is_readable_by_its_owner_alone(client_file, counsellor, settings):
    bring(client_file, counsellor, "brief.pdf", PDF)
    (path,) = stored_files(settings)
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert oct(path.parent.stat().st_mode)[-3:] == "700"
