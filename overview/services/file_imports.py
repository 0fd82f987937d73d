"""Reading a client file from a folder, a zip or its JSON, with its documents, and bringing it in."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext as _

from accounts.errors import Refused
from casework.models import Document
from casework.services.scanning import have_papers_scanned
from casework.validators import recognise
from overview.services.file_exports import ATTACHMENTS, CONTENTS, DATA
from overview.services.file_restoring import Incoming, rehearse, restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from accounts.models import User
    from casework.models import Client

MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
# Two levels at most, of plain characters: no way out of the folder of documents.
SAFE_NAME = re.compile(r"[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)?\.[0-9a-z]{1,5}")


def import_client_file(*, path: Path, acting_user: User) -> Client:
    """Bring in a client file: ``dossier.json`` with its folder beside it, that folder, or a zip of it.

    All of it or nothing; stored documents are removed again when it fails. Raises ``Refused`` in words that say what to
    do when the file is no client file, is not whole or was changed on the way, or is of a newer version, and when the
    client is here already.
    """
    with ExitStack() as open_ones:
        return _bring_in(_source(path, open_ones), acting_user)


def import_client_upload(*, file: IO[bytes], acting_user: User, also: Callable[[], None] | None = None) -> Client:
    """Bring in a client file that was uploaded, ``dossier.json`` or a zip; see ``import_client_file``.

    ``also`` is called in the same transaction, when everything else is written.
    """
    with ExitStack() as open_ones:
        return _bring_in(_uploaded(file, open_ones), acting_user, also)


def refuse_unlike_client_file(*, file: IO[bytes]) -> None:
    """Raise ``Refused`` for what is no client file at first sight: empty, too large, no JSON, or a zip without one in it."""
    with ExitStack() as open_ones:
        file.seek(0)
        if (start := file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")) and not start.startswith((b"PK", b"{")):
            raise Refused(_("Dit is geen dossierbestand. Kies het zipbestand van een export."), field="file")
        _text(_uploaded(file, open_ones))


def rehearse_client_upload(*, file: IO[bytes], acting_user: User) -> Incoming:
    """Return what an uploaded client file would bring, with nothing written; raises what bringing it in raises."""
    with ExitStack() as open_ones:
        read = _uploaded(file, open_ones)
        data = _data(read)
        return rehearse(data=data, acting_user=acting_user, keep_files=lambda rows: _keep_files(rows, read, None))


def _text(read: Callable[[str], bytes | None]) -> bytes:
    text = read(DATA)
    if text is None:
        raise Refused(_("Er staat geen dossier.json in. Kies een export van een dossier."), field="file")
    _check_digest(read, text)
    return text


def _data(read: Callable[[str], bytes | None]) -> Any:  # noqa: ANN401 -- any JSON
    text = _text(read)
    try:
        return json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused(
            _("Dit bestand is beschadigd of niet heel. Er is niets ingelezen. Vraag een nieuw bestand."), field="file"
        ) from error


def _bring_in(read: Callable[[str], bytes | None], acting_user: User, also: Callable[[], None] | None = None) -> Client:
    data = _data(read)
    kept: list[Any] = []

    def keep(rows: list[Model]) -> None:
        _keep_files(rows, read, kept)
        have_papers_scanned(documents=[row for row in rows if isinstance(row, Document)])
        if also is not None:
            also()

    try:
        return restore(data=data, acting_user=acting_user, keep_files=keep)
    except BaseException:
        for storage, name in kept:
            storage.delete(name)
        raise


def _uploaded(file: IO[bytes], open_ones: ExitStack) -> Callable[[str], bytes | None]:
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start:
        raise Refused(_("Dit bestand is leeg. Kies een ander bestand."), field="file")
    if start.startswith(b"PK"):
        archive = _opened(file, open_ones)
        return lambda name: _from_zip(archive, name)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large()
    return lambda name: content if name == DATA else None


def _opened(file: IO[bytes] | Path, open_ones: ExitStack) -> zipfile.ZipFile:
    try:
        archive = open_ones.enter_context(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Refused(_("Dit zipbestand is beschadigd. Vraag een nieuw bestand."), field="file") from error
    if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
        raise _too_large()
    return archive


def _source(path: Path, open_ones: ExitStack) -> Callable[[str], bytes | None]:
    """Return a function that reads one file of the export, or gives None when it is not there."""
    if not path.exists():
        raise Refused(_("Dit bestand is er niet. Controleer de naam."), field="file")
    if path.is_file() and path.suffix.lower() == ".zip":
        archive = _opened(path, open_ones)
        return lambda name: _from_zip(archive, name)
    folder = path if path.is_dir() else path.parent
    main = folder / DATA if path.is_dir() else path
    return lambda name: _from_disk(main if name == DATA else folder / name)


def _too_large() -> Refused:
    return Refused(_("Dit bestand is te groot om een dossier te zijn. Er is niets ingelezen."), field="file")


def _from_disk(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large()
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _from_zip(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        found = archive.getinfo(name)
        if found.file_size > MOST_BYTES:
            raise _too_large()
        with archive.open(found) as file:
            content = file.read(MOST_BYTES + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise Refused(_("Dit zipbestand is beschadigd. Vraag een nieuw bestand."), field="file") from error
    if len(content) > MOST_BYTES:
        raise _too_large()
    return content


def _check_digest(read: Callable[[str], bytes | None], text: bytes) -> None:
    """Refuse a file that is not the one that its list of contents names; without such a list it is taken as it is."""
    contents = read(CONTENTS)
    if contents is None:
        return
    try:
        named = json.loads(contents)["sha256"][DATA]
    except (ValueError, KeyError, TypeError, RecursionError):
        named = ""
    if named != hashlib.sha256(text).hexdigest():
        raise Refused(
            _(
                "dossier.json is veranderd nadat het is gemaakt, of niet heel. Er is niets ingelezen. Vraag een nieuw bestand."
            ),
            field="file",
        )


def _keep_files(rows: list[Model], read: Callable[[str], bytes | None], kept: list[Any] | None) -> None:
    """Store the files of rows under the names they had (only look, without ``kept``).

    Raises ``Refused`` for one that is absent, was changed, or is by its content not of the kind that its row says.
    """
    for row in rows:
        for one in row._meta.concrete_fields:
            file = getattr(row, one.attname) if isinstance(one, models.FileField) else None
            if not file:
                continue
            name = file.name
            content = read(f"{ATTACHMENTS}/{name}") if SAFE_NAME.fullmatch(name) else None
            if content is None or hashlib.sha256(content).hexdigest() != getattr(row, "sha256", ""):
                raise Refused(
                    _("Bijlage %(name)s ontbreekt of is veranderd. Er is niets ingelezen. Vraag een nieuw bestand.")
                    % {"name": name[:80]},
                    field="file",
                )
            found = recognise(content)
            if found is None or found.media_type != getattr(row, "media_type", found.media_type):
                raise Refused(
                    _("Bijlage %(name)s is iets anders dan het dossier zegt. Er is niets ingelezen.")
                    % {"name": name[:80]},
                    field="file",
                )
            if file.storage.exists(name):
                raise Refused(
                    _("Bijlage %(name)s staat hier al. Er is niets ingelezen.") % {"name": name}, field="file"
                )
            if kept is not None:
                file.storage.save(name, ContentFile(content))
                kept.append((file.storage, name))
