"""Migrating an empty SQLite database takes most of a short run, so a copy of the result is kept in ``VAR_DIR``.

It is named after everything that the migrations are made of: when one of them, a reference list or Django changes, the name
changes and the database is migrated anew. Nothing else of a run is kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

_create: Any = DatabaseCreation.create_test_db


def _kept() -> Path:
    """Return where the copy for these migrations stands, whether or not it is there yet."""
    digest = hashlib.sha256(django.get_version().encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        folder = Path(config.path)
        parts = [*folder.glob("migrations/*.py"), *folder.glob("reference/**/*.yaml"), *folder.glob("append_only.py")]
        for part in sorted(parts):
            digest.update(part.name.encode() + part.read_bytes())
    return Path(settings.VAR_DIR) / "test-db" / f"{digest.hexdigest()[:24]}.sqlite3"


def _create_from_copy(creation: DatabaseCreation, *args: Any, **kwargs: Any) -> str:
    """Stand in for ``create_test_db`` of SQLite: in memory, and in the file that the browser tests use."""
    name: str = creation._get_test_db_name()  # type: ignore[attr-defined] # private, and unknown to the stubs
    kept, connection = _kept(), creation.connection
    if not creation.is_in_memory_db(name):
        return _as_file(creation, Path(name), kept) if kept.exists() else str(_create(creation, *args, **kwargs))
    if not kept.exists():
        name = _create(creation, *args, **kwargs)
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(half) as copy:
            connection.connection.backup(copy)
        copy.close()
        half.replace(kept)
        return name
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with sqlite3.connect(f"file:{kept}?mode=ro", uri=True) as copy:
        copy.backup(connection.connection)
    copy.close()
    return name


def _as_file(creation: DatabaseCreation, name: Path, kept: Path) -> str:
    """Give the browser tests a copy in a file of their own; the two threads of a live server share it."""
    connection = creation.connection
    connection.close()
    shutil.copyfile(kept, name)
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = str(name)
    connection.ensure_connection()
    return str(name)


DatabaseCreation.create_test_db = _create_from_copy  # type: ignore[assignment, method-assign]
