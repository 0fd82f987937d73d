"""Bringing in a list of clients with the browser: uploaded, columns chosen, checked, then brought in whole or not.

The file is kept encrypted in the row, and only until the list is brought in, thrown away, refused, or a day old. A task does
what takes longer than a moment; the sweep of every minute finds what the queue lost and what a killed worker left.
Bringing in twice changes nothing the second time, since clients are known by number.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import decrypt, encrypt
from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework import tasks
from casework.enums.imports import BUSY, ENDED, UploadState
from casework.models import ClientUpload
from casework.selectors.client_columns import BY_KEY, plain_name, propose
from casework.services.client_imports import IMPORTERS, import_clients, refuse_head, refuse_without_head
from casework.services.once import create_once
from casework.services.queue import ask
from casework.services.tables import csv_text, excel_file, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import User
    from casework.services.client_imports import ClientImport

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
# A worker that was killed is taken to be so after this; a task takes at most as long (CELERY_TASK_TIME_LIMIT).
STUCK = timedelta(minutes=10)
MOST_ATTEMPTS = 3
LONGEST_NAME = 160


def take_upload(*, name: str, content: bytes, form_token: UUID, acting_user: User) -> ClientUpload:
    """Keep an uploaded list until it is brought in; the same ``form_token`` gives the same one.

    Raises ``Refused`` for who brings in no clients, and for what is no table.
    """
    if not standing_of(acting_user).has(*IMPORTERS):
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            object_type="casework.clientupload",
            outcome=AuditOutcome.REFUSED,
            rule="import_clients",
        )
        raise Refused(_("Alleen een teamleider of een beheerder leest cliënten in."))
    table = read_table(content)
    refuse_without_head(table.head)
    with transaction.atomic():
        upload, new = create_once(
            ClientUpload,
            form_token,
            name=" ".join(name.split())[-LONGEST_NAME:] or "clienten.csv",
            sealed=encrypt(base64.b64encode(zlib.compress(content)).decode()),
            head=list(table.head),
            head_digest=_digest(table.head),
            rows=len(table.rows),
            uploaded_by=acting_user,
        )
        if upload.uploaded_by_id != acting_user.pk:
            raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
        if new:
            record(AuditAction.CREATE, acting_user=acting_user, obj=upload, details={"rows": upload.rows})
    return upload


def _digest(head: tuple[str, ...]) -> str:
    return hashlib.sha256(json.dumps(sorted(plain_name(name) for name in head)).encode()).hexdigest()


def suggested_columns(upload: ClientUpload) -> dict[int, str]:
    """Return the column of each heading, by its place: as chosen, as chosen last time, or as the heading says.

    Last time is one's own latest list with the same headings, or else the latest of anybody that was brought in. One query.
    """
    if upload.chosen:
        return _by_place(upload, upload.chosen)
    mine = Q(uploaded_by=upload.uploaded_by_id)
    same = ClientUpload.objects.filter(mine | Q(state=UploadState.DONE), head_digest=upload.head_digest)
    earlier = (
        same.exclude(chosen={})
        .annotate(mine=mine)
        .order_by("-mine", "-uploaded_at", "-pk")
        .values_list("chosen", flat=True)
        .first()
    )
    return _by_place(upload, earlier) if earlier else propose(upload.head)


def _by_place(upload: ClientUpload, chosen: Mapping[str, str]) -> dict[int, str]:
    known = {plain_name(name): key for name, key in chosen.items()}
    return {place: known.get(plain_name(name), "") for place, name in enumerate(upload.head)}


@transaction.atomic
def choose_columns(*, upload: ClientUpload, columns: Mapping[int, str], acting_user: User) -> ClientUpload:
    """Say which column each heading is (by place; nothing: not used), and have the whole list checked.

    Raises ``Refused`` when the list is busy or has ended, or when the columns do not make a list of clients.
    """
    row = _locked(upload)
    names = [plain_name(name) for name in row.head]
    keys = [key for key in columns.values() if key]
    if not set(keys) <= set(BY_KEY):
        raise Refused(_("Kies een kolom uit de lijst."))
    refuse_head(keys)
    used = [name for place, name in enumerate(names) if columns.get(place)]
    if any(names.count(name) > 1 for name in used):
        raise Refused(_("Twee koppen in het bestand heten hetzelfde. Geef ze elk een eigen naam en upload opnieuw."))
    row.chosen = {name: columns.get(place, "") for place, name in enumerate(row.head)}
    _hand_over(row, UploadState.CHECKING)
    record(AuditAction.UPDATE, acting_user=acting_user, obj=row, details={"state": str(row.state)})
    return row


@transaction.atomic
def bring_in(*, upload: ClientUpload, acting_user: User) -> ClientUpload:
    """Have the list brought in, whole; raises ``Refused`` when it was not checked or something in it is wrong."""
    row = _locked(upload)
    if not row.is_right:
        raise Refused(_("Dit bestand is niet nagekeken, of er klopt iets niet. Er is niets ingelezen."))
    _hand_over(row, UploadState.WRITING)
    record(AuditAction.UPDATE, acting_user=acting_user, obj=row, details={"state": str(row.state)})
    return row


@transaction.atomic
def drop_upload(*, upload: ClientUpload, acting_user: User) -> ClientUpload:
    """Throw the file away; raises ``Refused`` while it is being brought in."""
    row = _locked(upload)
    _end(row, UploadState.DROPPED)
    record(AuditAction.DELETE, acting_user=acting_user, obj=row)
    return row


def _locked(upload: ClientUpload) -> ClientUpload:
    row = ClientUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.has_ended:
        raise Refused(_("Dit bestand is er niet meer. Upload het opnieuw."))
    if row.is_busy:
        raise Refused(_("Dit bestand wordt nu verwerkt. Wacht tot dat klaar is."))
    return row


def _hand_over(row: ClientUpload, state: UploadState) -> None:
    row.state, row.started_at, row.attempts, row.told, row.refusal = state, None, 0, {}, ""
    row.save()
    transaction.on_commit(lambda: ask(tasks.work_on_upload, row.pk), robust=True)


def _end(row: ClientUpload, state: UploadState, refusal: str = "") -> None:
    """End the row and take the file away in the same write; what was chosen stays for a list that was brought in."""
    row.state, row.refusal, row.sealed, row.ended_at = state, refusal, "", timezone.now()
    if state != UploadState.DONE:
        row.head, row.chosen, row.told = [], {}, {}
    row.save()


def work_on(pk: int) -> ClientUpload | None:
    """Check a list, or bring it in, unless somebody is at it; return the row that was worked on.

    Call it outside every transaction: reading the file takes long, and writing has its own.
    """
    now = timezone.now()
    mine = ClientUpload.objects.filter(
        Q(started_at=None) | Q(started_at__lt=now - STUCK), pk=pk, state__in=BUSY
    ).update(started_at=now, attempts=F("attempts") + 1)
    if not mine:
        return None
    row = ClientUpload.objects.select_related("uploaded_by").get(pk=pk)
    if row.attempts > MOST_ATTEMPTS:
        _end(
            row,
            UploadState.FAILED,
            _("Het verwerken is niet gelukt. Er is niets ingelezen. Meld dit bij uw beheerder."),
        )
        return row
    writing = row.state == UploadState.WRITING
    try:
        told = import_clients(
            content=zlib.decompress(base64.b64decode(decrypt(row.sealed))),
            acting_user=row.uploaded_by,
            chosen=row.chosen,
            dry_run=not writing,
        )
    except Refused as refusal:
        _end(row, UploadState.FAILED, refusal.sentence)
        return row
    except Exception:
        # The row stays and is tried again; without content in the log, and no further than this list.
        logger.exception("Client upload %s could not be worked on.", pk)
        return None
    return _keep(row, told, done=writing and not told.problems)


def _keep(row: ClientUpload, told: ClientImport, *, done: bool) -> ClientUpload:
    row.told = _as_told(told)
    if done:
        _end(row, UploadState.DONE)
    else:
        row.state = UploadState.CHECKED
        row.save()
    return row


def _as_told(told: ClientImport) -> dict[str, object]:
    return {
        "created": told.created,
        "updated": told.updated,
        "same": told.same,
        "ignored": told.ignored,
        "problems": [[one.row, one.column, one.sentence] for one in told.problems],
    }


def sweep_uploads() -> int:
    """Work on every list that waits or whose worker is gone, forget those of a day old; return how many."""
    now = timezone.now()
    old = ClientUpload.objects.exclude(state__in=ENDED | BUSY).filter(uploaded_at__lt=now - KEPT)
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            row = ClientUpload.objects.select_for_update(of=("self",)).get(pk=pk)
            if not (row.has_ended or row.is_busy):
                _end(row, UploadState.DROPPED, _("Dit bestand stond hier langer dan een dag en is weggegooid."))
                count += 1
    waiting = ClientUpload.objects.filter(Q(started_at=None) | Q(started_at__lt=now - STUCK), state__in=BUSY)
    return count + sum(work_on(pk) is not None for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


def report_file(upload: ClientUpload, ending: str) -> bytes:
    """Return every mistake as CSV or Excel, with the heading of the file that the column came from."""
    headings = {key: name for name, key in upload.chosen.items() if key}
    rows: list[list[object]] = [[_("regel"), _("kolom"), _("kop in uw bestand"), _("wat er niet klopt en wat u doet")]]
    rows += [[row, column, headings.get(column, ""), sentence] for row, column, sentence in upload.problems]
    return excel_file(rows) if ending == "xlsx" else csv_text(rows).encode("utf-8-sig")
