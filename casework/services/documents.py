"""Issuing papers and keeping what is brought in. A document is immutable, with its digest and its audit row.

A paper is laid out before the transaction begins; the row, its audit row and what the kind adds to it are written in
one short transaction, and the file goes again when that fails.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Document
from casework.registry import DocumentKind, registry
from casework.selectors.personal import reads_easy
from casework.services.rendering import Paper, render_template
from casework.services.scanning import UPLOADS, have_scanned, refuse_unless_clean
from casework.validators import FileType, lookalike, recognise

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client

UPLOAD = UPLOADS
UPLOAD_PREFIX = "IN"
PDF = "application/pdf"
LONGEST_RECIPIENT = 160
# Somebody else may take a number while our paper is being laid out; then it is laid out again with the next one.
TRIES = 12
# How many sizes of type a paper with a limit of pages may be tried in.
STEPS = 6


def issue_document(
    *,
    client: Client,
    kind_key: str,
    form_token: UUID,
    acting_user: User,
    recipient: str = "",
    on: date | None = None,
    subject_id: int | None = None,
) -> Document:
    """Issue a paper of a registered kind: laid out as PDF, numbered, stored with its digest, audited.

    ``recipient`` says for whom it is (the kind's own when left out). ``on`` dates the paper on an earlier day, at noon.
    ``subject_id`` is the written row that it is made of, for kinds that have one (``DocumentKind.subject_context``).
    The same ``form_token`` gives the same document. Raises ``Refused`` when the kind is not registered, when it says
    itself that the paper cannot be made yet, or when no PDF can be made here. Call it outside every transaction.
    """
    earlier = _issued_before(client, form_token)
    if earlier is not None:
        return earlier
    kind = registry.document_kinds.get(kind_key)
    if kind is None:
        raise Refused(_("Dit soort document bestaat niet."))
    recipient = recipient.strip() or _in_dutch(kind.recipient)
    refuse_long_recipient(recipient)
    if kind.check is not None and subject_id is None:
        kind.check(client, acting_user)
    issued_at = timezone.now() if on is None else timezone.make_aware(datetime.combine(on, time(12)))
    for _attempt in range(TRIES):
        number = _next_number(kind.prefix, timezone.localdate(issued_at).year)
        paper = _lay_out(
            kind, client, acting_user, number=number, recipient=recipient, issued_at=issued_at, subject_id=subject_id
        )
        document = _keep(
            Document(
                client=client,
                kind=kind.key,
                title=_title_of(kind, client, subject_id),
                number=number,
                media_type=PDF,
                pages=paper.pages,
                recipient=recipient,
                issued_at=issued_at,
                issued_by=acting_user,
                form_token=form_token,
            ),
            paper.content,
            "pdf",
            action=AuditAction.PRINT,
            acting_user=acting_user,
            then=kind.after_issue and partial(kind.after_issue, subject_id=subject_id),
        )
        if document is not None:
            return document
    raise Refused(_("Er worden nu veel documenten tegelijk uitgegeven. Probeer het over een minuut nog eens."))


def refuse_long_recipient(recipient: str) -> None:
    """Raise ``Refused`` when the name of a recipient does not fit."""
    if len(recipient.strip()) > LONGEST_RECIPIENT:
        raise Refused(_("Maak de naam van de ontvanger korter: ten hoogste 160 tekens."), field="recipient")


def store_upload(
    *,
    client: Client,
    form_token: UUID,
    title: str,
    upload: UploadedFile[Any],
    acting_user: User,
    then: Callable[..., object] | None = None,
) -> Document:
    """Keep a file that was brought in, by what it is and not by what it is called.

    ``then`` gets the document in the transaction that makes it, and undoes it by raising.

    Raises ``Refused`` when it is empty, larger than ``UPLOAD_MAX_BYTES``, no PDF, JPEG, PNG, Word (docx) or
    OpenDocument (odt), when it carries macros, or when its name says something else than its content.
    """
    earlier = _issued_before(client, form_token)
    if earlier is not None:
        return earlier
    content, kind = _checked(upload)
    for _attempt in range(TRIES):
        now = timezone.now()
        document = _keep(
            Document(
                client=client,
                kind=UPLOAD,
                title=title.strip(),
                number=_next_number(UPLOAD_PREFIX, timezone.localdate(now).year),
                media_type=kind.media_type,
                issued_at=now,
                issued_by=acting_user,
                form_token=form_token,
            ),
            content,
            kind.suffixes[0],
            action=AuditAction.CREATE,
            acting_user=acting_user,
            then=partial(_then_scanned, then),
        )
        if document is not None:
            return document
    raise Refused(_("Er worden nu veel documenten tegelijk toegevoegd. Probeer het over een minuut nog eens."))


def _then_scanned(then: Callable[..., object] | None, *, document: Document, acting_user: User) -> None:
    if then is not None:
        then(document=document, acting_user=acting_user)
    have_scanned(document=document)


def read_document(*, document: Document, acting_user: User) -> bytes:
    """Return the file, having compared it with the digest that was stored with it.

    Raises ``Refused``, and records that in the audit trail, when the file is gone or is not what was stored, or when
    the virus scanner did not call it clean. The opening itself is recorded by the door through which it came.
    """
    refuse_unless_clean(document=document, acting_user=acting_user)
    content = _stored(document)
    if content is None or _digest(content) != document.sha256:
        record(
            AuditAction.READ,
            acting_user=acting_user,
            client_number=document.client.number,
            obj=document,
            outcome=AuditOutcome.REFUSED,
            rule="sha256",
            details={"number": document.number, "found": "nothing" if content is None else _digest(content)},
        )
        raise Refused(
            _(
                "Document %(number)s is niet meer zoals het is opgeslagen en wordt daarom niet geopend. Meld dit bij uw beheerder."
            )
            % {"number": document.number}
        )
    return content


def verify_document(document: Document) -> bool:
    """Return whether the stored file is, byte for byte, what was issued or brought in."""
    content = _stored(document)
    return content is not None and _digest(content) == document.sha256


def _stored(document: Document) -> bytes | None:
    try:
        with document.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _issued_before(client: Client, form_token: UUID) -> Document | None:
    """Return what an earlier click with this token made; raise ``Refused`` when that was for another client."""
    earlier = Document.objects.filter(form_token=form_token).first()
    if earlier is not None and earlier.client_id != client.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere cliënt. Open het opnieuw."))
    return earlier


def _next_number(prefix: str, year: int) -> str:
    """Return the number after the highest of this prefix and year, as in ``ZP-2026-00017``; it is taken on saving."""
    series = f"{prefix}-{year}-"
    highest = (
        Document.objects.filter(number__startswith=series)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{series}{int(highest.removeprefix(series)) + 1 if highest else 1:05d}"


def _lay_out(
    kind: DocumentKind,
    client: Client,
    user: User,
    *,
    number: str,
    recipient: str,
    issued_at: datetime,
    subject_id: int | None = None,
) -> Paper:
    """Return the paper, set smaller until it fits where its kind has a limit; raise ``Refused`` when it never does."""
    with translation.override(settings.LANGUAGE_CODE):  # the sentences that are put together here stand on the paper
        context = {
            "client": client,
            "paper_title": kind.label,
            "paper_number": number,
            "paper_recipient": recipient,
            "paper_issued_at": issued_at,
            "paper_issued_by": user,
            "organisation_name": settings.ORGANISATION_NAME,
            "paper_easy": kind.for_client and reads_easy(client),
            **(
                kind.context(client, user)
                if subject_id is None or kind.subject_context is None
                else kind.subject_context(client, user, subject_id)
            ),
        }
    limit = 0 if context["paper_easy"] else kind.most_pages  # large type may take a second sheet
    for step in range(STEPS if limit else 1):
        paper = render_template(kind.template, {**context, "paper_step": step})
        if not limit or paper.pages <= limit:
            return paper
    raise Refused(
        _("Er staat te veel in om op %(pages)s te passen. Maak de teksten waaruit dit document bestaat korter.")
        % {"pages": ngettext("één bladzijde", "%(count)s bladzijden", kind.most_pages) % {"count": kind.most_pages}}
    )


def _title_of(kind: DocumentKind, client: Client, subject_id: int | None) -> str:
    if kind.title is None or subject_id is None:
        return _in_dutch(kind.label)
    return kind.title(client, subject_id)


def _in_dutch(words: str | _StrPromise) -> str:
    """Return what stands on a paper or beside it in the file, whatever language the screen is in."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)


def _keep(
    document: Document,
    content: bytes,
    suffix: str,
    *,
    action: AuditAction,
    acting_user: User,
    then: Callable[..., object] | None = None,
) -> Document | None:
    """Store the file, then the row with its audit row and what ``then`` adds, in one transaction.

    Returns None when the number was taken meanwhile, and the document of the other click when that was first. Removes
    the file again whenever the row does not come about.
    """
    document.size, document.sha256 = len(content), _digest(content)
    document.file.save(f"document.{suffix}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
            details: dict[str, Any] = {"kind": document.kind, "number": document.number, "sha256": document.sha256}
            record(
                action,
                acting_user=acting_user,
                client_number=document.client.number,
                obj=document,
                details=details,
            )
            if then is not None:
                then(document=document, acting_user=acting_user)
    except BaseException as error:
        document.file.delete(save=False)
        if not isinstance(error, IntegrityError):
            raise
        earlier = _issued_before(document.client, document.form_token)
        if earlier is None and not Document.objects.filter(number=document.number).exists():
            raise
        return earlier
    return document


def _checked(upload: UploadedFile[Any]) -> tuple[bytes, FileType]:
    """Return the content and what it is; raise ``Refused`` in words that say what to do."""
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("Dit bestand is te groot (%(size)s). Kies een bestand van ten hoogste %(limit)s.")
            % {"size": filesizeformat(upload.size), "limit": limit},
            field="upload",
        )
    content = upload.read()
    if not content:
        raise Refused(_("Dit bestand is leeg. Kies een bestand met inhoud."), field="upload")
    kind = recognise(content)
    suffix = (upload.name or "").rpartition(".")[2].lower()
    if kind is None:
        instead = lookalike(content)
        what = (
            _("Dit is %(what)s en kan niet worden bewaard.") % {"what": instead}
            if instead
            else _("Dit soort bestand kan niet worden bewaard, of het bestand is niet heel.")
        )
        raise Refused(
            f"{what} " + _("Kies een PDF, JPEG, PNG, Word (docx) of OpenDocument (odt), zonder macro’s."),
            field="upload",
        )
    if suffix not in kind.suffixes:
        raise Refused(
            _(
                "De naam van dit bestand past niet bij de inhoud: het is %(kind)s. "
                "Geef het een naam die eindigt op .%(suffix)s en kies het opnieuw."
            )
            % {"kind": kind.label, "suffix": kind.suffixes[0]},
            field="upload",
        )
    return content, kind
