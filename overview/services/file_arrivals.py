"""A client file that comes in with the browser: looked through first, then brought in whole, or not.

The file lies encrypted under ``EXPORT_ROOT`` between the look and the answer, an hour at most, with what was seen beside it.
A file in which something is wrong does not stay at all. The sweep of every minute removes what nobody came back to.
"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.encryption import decrypt, encrypt, open_file, seal_file
from accounts.enums import AuditAction, AuditOutcome
from accounts.errors import Refused
from accounts.services.audit import record
from overview.services.file_imports import import_client_upload, rehearse_client_upload
from overview.services.file_restoring import Incoming, refuse_import

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client

KEPT = timedelta(hours=1)
PREFIX, TOLD = "import-", ".told"
MOST_UPLOADED = 200 * 1024 * 1024
IN_MEMORY = 16 * 1024 * 1024


def take_client_file(*, file: IO[bytes], form_token: UUID, acting_user: User) -> Incoming:
    """Look through a client file and keep it, encrypted, for the answer; return what it would bring.

    Call it outside every transaction. Raises ``Refused`` for anybody but an administrator, and for whatever keeps the file
    from coming in: then nothing of it is kept.
    """
    _refuse(acting_user)
    found = rehearse_client_upload(file=file, acting_user=acting_user)
    path = _path(form_token, acting_user)
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=found.number,
        object_type="casework.client",
        rule="import_client_file",
        details={"preview": True},
    )
    file.seek(0)
    path.unlink(missing_ok=True)
    with path.open("xb") as target:
        path.chmod(0o600)
        seal_file(file, target)  # type: ignore[arg-type]
    path.with_suffix(TOLD).write_text(encrypt(json.dumps(asdict(found))), encoding="ascii")
    return found


def waiting_file(*, token: UUID, acting_user: User) -> Incoming:
    """Return what a file that waits for an answer would bring; raises ``Refused`` when it is not there any more."""
    _refuse(acting_user)
    told = _present(token, acting_user).with_suffix(TOLD)
    found = Incoming(**json.loads(decrypt(told.read_text(encoding="ascii"))))
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=found.number,
        object_type="casework.client",
        rule="import_client_file",
        details={"preview": True},
    )
    return found


def bring_in_client_file(*, token: UUID, acting_user: User) -> Client:
    """Bring in a file that waits, whole, and remove it; raises what ``import_client_file`` raises, and removes it too."""
    _refuse(acting_user)
    path = _present(token, acting_user)
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(path.parent)) as file:
            with path.open("rb") as source:
                for piece in open_file(source):
                    file.write(piece)
            return import_client_upload(file=file, acting_user=acting_user)
    finally:
        _remove(path)


def drop_client_file(*, token: UUID, acting_user: User) -> None:
    """Throw a file away that waits; one that is not there any more is gone already."""
    _refuse(acting_user)
    path = _path(token, acting_user)
    if path.exists():
        record(AuditAction.DELETE, acting_user=acting_user, object_type="casework.client", rule="import_client_file")
    _remove(path)


def is_waiting(path: Path) -> bool:
    """Return whether this is a file that still waits for an answer."""
    return path.name.startswith(PREFIX) and time.time() - path.stat().st_mtime < KEPT.total_seconds()


def _refuse(acting_user: User) -> None:
    try:
        refuse_import(acting_user=acting_user)
    except Refused:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            object_type="casework.client",
            outcome=AuditOutcome.REFUSED,
            rule="import_client_file",
        )
        raise


def _path(token: UUID, acting_user: User) -> Path:
    root = Path(settings.EXPORT_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root / f"{PREFIX}{acting_user.pk}-{token}.sealed"


def _present(token: UUID, acting_user: User) -> Path:
    path = _path(token, acting_user)
    if not (path.exists() and path.with_suffix(TOLD).exists() and is_waiting(path)):
        _remove(path)
        raise Refused(_("Dit bestand is er niet meer. Upload het opnieuw."))
    return path


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(TOLD).unlink(missing_ok=True)
