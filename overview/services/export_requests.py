"""A whole client file with the browser: asked for, made by a task, fetched once by who asked, and gone.

The duty is the row: whatever happens to the queue or the worker, the sweep of every minute finds it again. What lies on
disk is encrypted, and is there until it was fetched or a day went by. It is logged as given when it is fetched, not when
it is made: what nobody fetched was given to nobody.
"""

from __future__ import annotations

import logging
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import open_file, seal_file
from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.access import get_client
from casework.models import ClientIdentifier
from casework.selectors.merging import family
from casework.services.once import create_once
from casework.services.queue import ask
from overview import tasks
from overview.models import FileArrival, FileExport
from overview.services.file_exports import laid_out, log_export, refuse_export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client

logger = logging.getLogger(__name__)

# A worker that was killed is taken to be so after this; a task takes at most as long (CELERY_TASK_TIME_LIMIT).
STUCK = timedelta(minutes=10)
MOST_ATTEMPTS = 3


def _root() -> Path:
    root = Path(settings.EXPORT_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def request_export(
    *,
    client: Client,
    purpose: str,
    recipient: str,
    reason: str,
    channel: str,
    form_token: UUID,
    acting_user: User,
    with_numbers: bool = False,
    numbers_reason: str = "",
) -> FileExport:
    """Ask for a whole file; a task makes it. The same ``form_token`` gives the same one.

    Encrypted numbers go along only ``with_numbers``, and then with why (``numbers_reason``).
    Raises ``Refused`` when the user may not give this file, or does not say to whom and why.
    """
    refuse_export(
        client=client,
        recipient=recipient,
        reason=reason,
        acting_user=acting_user,
        with_numbers=with_numbers,
        numbers_reason=numbers_reason,
    )
    with transaction.atomic():
        asked, new = create_once(
            FileExport,
            form_token,
            client=client,
            purpose=purpose,
            recipient=recipient.strip(),
            reason=reason.strip(),
            numbers_reason=numbers_reason.strip() if with_numbers else "",
            channel=channel,
            requested_by=acting_user,
        )
        if asked.requested_by_id != acting_user.pk:
            raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
        if new:
            record(
                AuditAction.CREATE,
                acting_user=acting_user,
                client_number=client.number,
                obj=asked,
                rule="may_export",
                details={"purpose": asked.purpose, "encrypted_numbers": asked.with_numbers},
            )
            transaction.on_commit(lambda: ask(tasks.make_file_export, asked.pk), robust=True)
    return asked


def make_export(pk: int) -> FileExport | None:
    """Make the file that was asked for, unless that was done or is being done; return the row that was worked on.

    Call it outside every transaction. A refusal stands in the row; anything else is tried again by the sweep.
    """
    now = timezone.now()
    mine = FileExport.objects.filter(
        Q(started_at=None) | Q(started_at__lt=now - STUCK), pk=pk, ready_at=None, ended_at=None
    ).update(started_at=now, attempts=F("attempts") + 1)
    if not mine:
        return None
    row = FileExport.objects.select_related("client", "requested_by").get(pk=pk)
    if row.attempts > MOST_ATTEMPTS:
        return _fail(row, _("Het maken van het bestand is niet gelukt. Probeer het nog eens, of meld dit."))
    try:
        _make(row)
    except Refused as refusal:
        return _fail(row, refusal.sentence)
    except (Http404, PermissionDenied):
        return _fail(row, _("U heeft geen toegang meer tot dit dossier. Er is niets geëxporteerd."))
    except Exception:
        # The row stays and is tried again; without content in the log, and no further than this file.
        logger.exception("File export %s could not be made.", pk)
        return None
    kept = FileExport.objects.filter(pk=pk, attempts=row.attempts, ended_at=None).update(
        ready_at=timezone.now(), rows=row.rows, size=row.size
    )
    if not kept:  # thrown away in the meantime, or taken for stuck and made anew
        (_root() / row.file_name).unlink(missing_ok=True)
    return row


def _make(row: FileExport) -> None:
    client = get_client(row.requested_by, row.client.number, what="overview.client_file")
    refuse_export(client=client, recipient=row.recipient, reason=row.reason, acting_user=row.requested_by)
    with laid_out(
        client=client,
        parent=_root(),
        purpose=row.purpose,
        recipient=row.recipient,
        reason=row.reason,
        acting_user=row.requested_by,
        encrypted=row.with_numbers,
    ) as (found, folder):
        packed, sealed = folder.parent / "dossier.zip", folder.parent / "dossier.sealed"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder).as_posix())
        with packed.open("rb") as source, sealed.open("xb") as target:
            sealed.chmod(0o600)
            seal_file(source, target)
        row.rows, row.size = sum(map(len, found.rows.values())), packed.stat().st_size
        sealed.rename(_root() / row.file_name)


def _fail(row: FileExport, sentence: str) -> FileExport:
    row.ended_at, row.refusal = timezone.now(), sentence
    row.save(update_fields=["ended_at", "refusal"])
    return row


def fetch_export(*, export: FileExport, acting_user: User) -> tuple[FileExport, Iterator[bytes]]:
    """Return the zip, a piece at a time; the first time it is logged as given to whom it was asked for.

    Raises ``Refused`` when it is not there yet or any more, and when the user may no longer give this file.
    """
    refuse_export(client=export.client, recipient=export.recipient, reason=export.reason, acting_user=acting_user)
    with transaction.atomic():
        row = FileExport.objects.select_for_update(of=("self",)).select_related("client").get(pk=export.pk)
        if row.requested_by_id != acting_user.pk or not row.is_available:
            raise Refused(_("Dit bestand is er niet meer. Vraag het opnieuw."))
        path = _root() / row.file_name
        if not path.exists():
            raise Refused(_("Dit bestand is er niet meer. Vraag het opnieuw."))
        if row.fetched_at is None:
            row.fetched_at = timezone.now()
            row.save(update_fields=["fetched_at"])
            log_export(
                client=row.client,
                purpose=row.purpose,
                recipient=row.recipient,
                reason=row.reason,
                channel=row.channel,
                rows=row.rows,
                numbers=_numbers(row) if row.with_numbers else None,
                numbers_reason=row.numbers_reason,
                acting_user=acting_user,
            )
        else:
            record(
                AuditAction.EXPORT,
                acting_user=acting_user,
                client_number=row.client.number,
                obj=row,
                rule="may_export",
                details={"again": True},
            )
        return row, _pieces(path)


def _numbers(row: FileExport) -> QuerySet[ClientIdentifier]:
    """Return the numbers that went along: those that held when the file was made."""
    held = Q(replaced_at=None) | Q(replaced_at__gt=row.started_at)
    return ClientIdentifier.objects.select_related("client").filter(
        held, client__in=family(row.client), recorded_at__lte=row.ready_at
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from open_file(file)


@transaction.atomic
def drop_export(*, export: FileExport, acting_user: User) -> FileExport:
    """Throw the file away, or ask no longer for it; raises ``Refused`` when it has gone already."""
    row = FileExport.objects.select_for_update(of=("self",)).select_related("client").get(pk=export.pk)
    if row.ended_at is not None:
        raise Refused(_("Dit bestand is er niet meer. Vraag het opnieuw."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record(AuditAction.DELETE, acting_user=acting_user, client_number=row.client.number, obj=row)
    transaction.on_commit(lambda: (_root() / row.file_name).unlink(missing_ok=True))
    return row


def sweep_exports() -> int:
    """Make every file that waits, end those whose time is over, and remove what belongs to nobody; return how many."""
    now, count = timezone.now(), 0
    for row in FileExport.objects.filter(ended_at=None, ready_at__isnull=False):
        if not row.is_available:
            count += FileExport.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now)
            (_root() / row.file_name).unlink(missing_ok=True)
    waiting = FileExport.objects.filter(
        Q(started_at=None) | Q(started_at__lt=now - STUCK), ready_at=None, ended_at=None
    ).order_by("pk")
    count += sum(make_export(pk) is not None for pk in list(waiting.values_list("pk", flat=True)))
    return count + _clean(now.timestamp() - STUCK.total_seconds())


def _clean(before: float) -> int:
    """Remove what a killed worker left: half made, or made for a row that has ended; what is fresh may be at work."""
    kept = {row.file_name for row in FileExport.objects.filter(ended_at=None)}
    kept |= {row.file_name for row in FileArrival.objects.filter(ended_at=None).defer("told")}
    count = 0
    for path in _root().iterdir():
        try:
            if path.stat().st_mtime > before or path.name in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            count += 1
        except FileNotFoundError:  # whoever made it took it away just now
            continue
    return count
