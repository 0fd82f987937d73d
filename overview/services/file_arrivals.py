"""A client file that comes in with the browser: looked through first, then brought in whole, or not.

The duty is the row: a task looks and brings in, and the sweep of every minute finds what the queue lost and what a killed
worker left. The file lies encrypted under ``EXPORT_ROOT`` until it is brought in, refused, thrown away, or an hour old.
"""

from __future__ import annotations

import json
import logging
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import decrypt, encrypt, open_file, seal_file
from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from casework.services.queue import ask
from overview import tasks
from overview.enums import BUSY, ArrivalState
from overview.models import FileArrival
from overview.services.file_imports import (
    import_client_upload,
    refuse_unlike_client_file,
    rehearse_client_upload,
)
from overview.services.file_restoring import Incoming, refuse_import

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from accounts.models import User

logger = logging.getLogger(__name__)

KEPT = timedelta(hours=1)
# A worker that was killed is taken to be so after this; a task takes at most as long (CELERY_TASK_TIME_LIMIT).
STUCK = timedelta(minutes=10)
MOST_ATTEMPTS = 3
MOST_UPLOADED = 200 * 1024 * 1024
IN_MEMORY = 16 * 1024 * 1024
LONGEST_NAME = 160
RULE = "import_client_file"


def take_client_file(*, file: IO[bytes], name: str, form_token: UUID, acting_user: User) -> FileArrival:
    """Keep a client file, encrypted, and have it looked through; the same ``form_token`` gives the same one.

    Call it outside every transaction. Raises ``Refused`` for anybody but an administrator, and for what is no client file
    at first sight: then nothing of it is kept.
    """
    _refuse(acting_user)
    refuse_unlike_client_file(file=file)
    size = file.seek(0, 2)
    file.seek(0)
    beside = _root() / f".import-{uuid4()}"
    try:
        with beside.open("xb") as target:
            beside.chmod(0o600)
            seal_file(file, target)  # type: ignore[arg-type]
        return _keep(beside, name=name, size=size, form_token=form_token, acting_user=acting_user)
    finally:
        beside.unlink(missing_ok=True)


@transaction.atomic
def _keep(beside: Path, *, name: str, size: int, form_token: UUID, acting_user: User) -> FileArrival:
    row, new = create_once(
        FileArrival,
        form_token,
        name=" ".join(name.split())[-LONGEST_NAME:] or "dossier.zip",
        size=size,
        uploaded_by=acting_user,
    )
    if row.uploaded_by_id != acting_user.pk:
        raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
    if new:
        beside.rename(_path(row))
        record(AuditAction.CREATE, acting_user=acting_user, obj=row, rule=RULE, details={"size": size})
        transaction.on_commit(lambda: ask(tasks.work_on_file_arrival, row.pk), robust=True)
    return row


def told_of(arrival: FileArrival, *, acting_user: User) -> Incoming | None:
    """Return what a file that was looked through would bring, with an audit row; None before that and afterwards."""
    if arrival.state != ArrivalState.SEEN:
        return None
    found = Incoming(**json.loads(decrypt(arrival.told)))
    _record_look(arrival, found.number, acting_user)
    return found


def _record_look(arrival: FileArrival, number: str, acting_user: User) -> None:
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=number,
        obj=arrival,
        rule=RULE,
        details={"preview": True},
    )


@transaction.atomic
def bring_in_client_file(*, arrival: FileArrival, acting_user: User) -> FileArrival:
    """Have a file that was looked through brought in, whole; raises ``Refused`` when it is not there any more."""
    row = _locked(arrival, acting_user)
    row.state, row.started_at, row.attempts = ArrivalState.WRITING, None, 0
    row.save(update_fields=["state", "started_at", "attempts"])
    record(AuditAction.UPDATE, acting_user=acting_user, obj=row, client_number=row.number, rule=RULE)
    transaction.on_commit(lambda: ask(tasks.work_on_file_arrival, row.pk), robust=True)
    return row


@transaction.atomic
def drop_client_file(*, arrival: FileArrival, acting_user: User) -> FileArrival:
    """Throw a file away; raises ``Refused`` while a task is at it."""
    row = _locked(arrival, acting_user)
    _end(row, ArrivalState.DROPPED)
    record(AuditAction.DELETE, acting_user=acting_user, obj=row, client_number=row.number, rule=RULE)
    transaction.on_commit(lambda: _path(row).unlink(missing_ok=True))
    return row


def _locked(arrival: FileArrival, acting_user: User) -> FileArrival:
    _refuse(acting_user)
    row = FileArrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
    if row.is_busy:
        raise Refused(_("Dit bestand wordt nu verwerkt. Wacht tot dat klaar is."))
    if row.has_ended or row.uploaded_by_id != acting_user.pk or _is_old(row) or not _path(row).exists():
        raise Refused(_("Dit bestand is er niet meer. Upload het opnieuw."))
    return row


def work_on_arrival(pk: int) -> FileArrival | None:
    """Look a file through, or bring it in, unless somebody is at it; return the row that was worked on.

    Call it outside every transaction. A refusal stands in the row; anything else is tried again by the sweep.
    """
    now = timezone.now()
    mine = FileArrival.objects.filter(Q(started_at=None) | Q(started_at__lt=now - STUCK), pk=pk, state__in=BUSY).update(
        started_at=now, attempts=F("attempts") + 1
    )
    if not mine:
        return None
    row = FileArrival.objects.select_related("uploaded_by").get(pk=pk)
    if row.attempts > MOST_ATTEMPTS:
        return _fail(row, _("Het inlezen is niet gelukt. Er is niets ingelezen. Meld dit bij uw beheerder."))
    try:
        with _opened(row) as file:
            if row.state == ArrivalState.LOOKING:
                _look(row, file)
            else:
                client = import_client_upload(
                    file=file, acting_user=row.uploaded_by, also=lambda: _finish(row, ArrivalState.DONE, told="")
                )
                row.number = client.number
    except Refused as refusal:
        return _fail(row, refusal.sentence)
    except Exception:
        # The row stays and is tried again; without content in the log, and no further than this file.
        logger.exception("File arrival %s could not be worked on.", pk)
        return None
    if row.has_ended:
        _path(row).unlink(missing_ok=True)
    return row


@contextmanager
def _opened(row: FileArrival) -> Iterator[IO[bytes]]:
    """Yield the file as it was uploaded."""
    if not _path(row).exists():
        raise Refused(_("Dit bestand is er niet meer. Upload het opnieuw."))
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(_root())) as file:
        with _path(row).open("rb") as source:
            for piece in open_file(source):
                file.write(piece)
        yield file


def _look(row: FileArrival, file: IO[bytes]) -> None:
    found = rehearse_client_upload(file=file, acting_user=row.uploaded_by)
    with transaction.atomic():
        row.number = found.number
        _finish(row, ArrivalState.SEEN, told=encrypt(json.dumps(asdict(found))))
        _record_look(row, found.number, row.uploaded_by)


def _finish(row: FileArrival, state: ArrivalState, *, told: str) -> None:
    """Write where the row stands after its task, in the transaction of what the task did; nobody else took it up."""
    now = timezone.now()
    ended = now if state == ArrivalState.DONE else None
    kept = FileArrival.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts).update(
        state=state, told=told, number=row.number, started_at=None, seen_at=now, ended_at=ended
    )
    if not kept:
        raise Refused(_("Dit bestand is er niet meer. Upload het opnieuw."))
    row.state, row.ended_at = state, ended


def _fail(row: FileArrival, sentence: str) -> FileArrival:
    _end(row, ArrivalState.FAILED, sentence)
    _path(row).unlink(missing_ok=True)
    return row


def _end(row: FileArrival, state: ArrivalState, refusal: str = "") -> None:
    row.state, row.refusal, row.told, row.ended_at = state, refusal, "", timezone.now()
    row.save(update_fields=["state", "refusal", "told", "ended_at"])


def sweep_arrivals() -> int:
    """Work on every file that waits or whose worker is gone, and forget those that are an hour old; return how many."""
    now, count = timezone.now(), 0
    old = FileArrival.objects.filter(state=ArrivalState.SEEN, seen_at__lt=now - KEPT)
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            row = FileArrival.objects.select_for_update(of=("self",)).get(pk=pk)
            if row.state == ArrivalState.SEEN:
                _end(row, ArrivalState.DROPPED, _("Dit bestand stond hier langer dan een uur en is weggegooid."))
                transaction.on_commit(partial(_path(row).unlink, missing_ok=True))
                count += 1
    waiting = FileArrival.objects.filter(Q(started_at=None) | Q(started_at__lt=now - STUCK), state__in=BUSY)
    return count + sum(
        work_on_arrival(pk) is not None for pk in list(waiting.order_by("pk").values_list("pk", flat=True))
    )


def _refuse(acting_user: User) -> None:
    try:
        refuse_import(acting_user=acting_user)
    except Refused:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            object_type="casework.client",
            outcome=AuditOutcome.REFUSED,
            rule=RULE,
        )
        raise


def _is_old(row: FileArrival) -> bool:
    return row.seen_at is not None and timezone.now() - row.seen_at > KEPT


def _root() -> Path:
    root = Path(settings.EXPORT_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _path(row: FileArrival) -> Path:
    return _root() / row.file_name
