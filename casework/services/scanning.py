"""Having every file that is brought in looked at by the virus scanner of the organisation, when it has one.

The duty is the row: whatever happens to the queue or the scanner, the sweep of every minute asks again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.services.audit import record
from casework import tasks
from casework.enums.scanning import ScanState
from casework.models import ClientPhoto, Document, DocumentScan, PhotoScan
from casework.services.queue import ask
from casework.services.scanners import ScannerUnreachableError, ask_scanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.fields.files import FieldFile

    from accounts.models import User

logger = logging.getLogger(__name__)

UPLOADS = "upload"  # the kind of every document that was brought in here
# A paper of another kind came in with a client file when it has a row of the scanner.
BROUGHT_IN = Q(kind=UPLOADS) | Q(scan__isnull=False)
TO_DO = (ScanState.WAITING, ScanState.UNREACHABLE)
MOST_IN_A_SWEEP = 200


@transaction.atomic
def have_scanned(*, document: Document) -> None:
    """Ask for the check of a file that was just brought in, in the transaction that makes it; nothing without a scanner."""
    if not settings.VIRUS_SCANNER:
        return
    DocumentScan.objects.create(document=document)
    transaction.on_commit(lambda: ask(tasks.scan_document, document.pk), robust=True)


@transaction.atomic
def have_papers_scanned(*, documents: Iterable[Document]) -> None:
    """Ask for the check of papers that another house made and that came in with a client file.

    Without a scanner they wait: from the day that there is one, nobody gets them before it looked. The sweep asks.
    """
    DocumentScan.objects.bulk_create(DocumentScan(document=one) for one in documents if one.kind != UPLOADS)


@transaction.atomic
def have_photo_scanned(*, photo: ClientPhoto) -> None:
    """Ask for the check of a photo that was just brought in, as ``have_scanned`` does for a document."""
    if not settings.VIRUS_SCANNER:
        return
    PhotoScan.objects.create(photo=photo)
    transaction.on_commit(lambda: ask(tasks.scan_photo, photo.pk), robust=True)


def scan_document(pk: int) -> ScanState | None:
    """Have one file checked and keep what the scanner said; None when there is nothing to check.

    Call it outside every transaction. A verdict stays: what is clean or refused is not asked again.
    """
    document = Document.objects.filter(BROUGHT_IN, pk=pk).first()
    if document is None or not settings.VIRUS_SCANNER:
        return None
    return _check(DocumentScan.objects.get_or_create(document=document)[0], document.file)


def scan_photo(pk: int) -> ScanState | None:
    """Have one photo checked, as ``scan_document`` does a document; None when it was taken away meanwhile."""
    photo = ClientPhoto.objects.filter(pk=pk, removed_at=None).first()
    if photo is None or not settings.VIRUS_SCANNER:
        return None
    return _check(PhotoScan.objects.get_or_create(photo=photo)[0], photo.file)


def _check(scan: DocumentScan | PhotoScan, stored: FieldFile) -> ScanState | None:
    if scan.state not in TO_DO:
        return None
    still = type(scan)._default_manager.filter(pk=scan.pk, state__in=TO_DO)
    try:
        with stored.open("rb") as file:
            verdict = ask_scanner(settings.VIRUS_SCANNER, file.read())
    except FileNotFoundError:
        return None  # whoever opens it is told so
    except ScannerUnreachableError as error:
        logger.warning("The virus scanner gave no verdict (%s).", error)
        still.update(state=ScanState.UNREACHABLE, checked_at=timezone.now())
        return ScanState.UNREACHABLE
    state = ScanState.CLEAN if verdict.clean else ScanState.REFUSED
    still.update(state=state, found=verdict.found, checked_at=timezone.now())
    return state


def scan_waiting() -> int:
    """Have every file checked that was not yet, those from before the scanner included; return how many got a verdict.

    Stops at the first time that the scanner gives no verdict: the next sweep goes on with what was asked longest ago, so
    that one file that the scanner never judges holds up no other.
    """
    if not settings.VIRUS_SCANNER:
        return 0
    unjudged = Q(scan=None) | Q(scan__state__in=TO_DO)
    done = 0
    for rows, scan in (
        (Document.objects.filter(BROUGHT_IN, unjudged), scan_document),
        (ClientPhoto.objects.filter(unjudged, removed_at=None), scan_photo),
    ):
        waiting = rows.order_by(F("scan__checked_at").asc(nulls_first=True), "pk")
        for pk in list(waiting.values_list("pk", flat=True)[:MOST_IN_A_SWEEP]):
            state = scan(pk)
            if state == ScanState.UNREACHABLE:
                break
            done += state is not None
    return done


def refuse_unless_clean(*, document: Document, acting_user: User) -> None:
    """Raise ``Refused``, and record it, for a file that the scanner did not call clean; nothing without a scanner."""
    if not settings.VIRUS_SCANNER:
        return
    scan = DocumentScan.objects.filter(document=document).first()
    if scan is None and document.kind != UPLOADS:
        return  # made here
    state = ScanState(scan.state) if scan else ScanState.WAITING
    if state == ScanState.CLEAN:
        return
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=document.client.number,
        obj=document,
        outcome=AuditOutcome.REFUSED,
        rule="virus_scan",
        details={"number": document.number, "state": str(state)},
    )
    sentence = {
        ScanState.REFUSED: _(
            "In %(number)s is een virus gevonden. Het bestand wordt niet geopend. Vraag de afzender om een schoon bestand en meld dit bij uw beheerder."
        ),
        ScanState.UNREACHABLE: _(
            "%(number)s is nog niet nagekeken op virussen: de scanner is niet bereikbaar. Probeer het later nog eens, of meld dit bij uw beheerder."
        ),
    }.get(
        state,
        _("%(number)s wordt nog nagekeken op virussen. Probeer het over een minuut nog eens."),
    )
    raise Refused(sentence % {"number": document.number})
