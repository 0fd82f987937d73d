"""Triggers that refuse to change what was written of a contact, on both databases, whoever asks: also an UPDATE by hand.

No service changes any of these rows once they stand: merging files repoints no note, a restriction is chosen when the note
is written, and the words are searched through an index over them. So every UPDATE is refused. A DELETE is not: a file can be
destroyed at the end of its term, and nothing else deletes them.

Called from a migration and again after every ``migrate``: SQLite drops a table's triggers when Django rebuilds it. A
migration that has to change such rows calls ``lift`` before and ``protect`` after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections

from accounts.append_only import REFUSE_FUNCTION

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WRITTEN_ONCE_TABLES = (
    "casework_contactnote",
    "casework_noteaddendum",
    "casework_noteparticipant",
    "casework_conditiontouch",
)


def protect(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse every change of a row of the table; does nothing where that is so already."""
    quote = connection.ops.quote_name
    name = f"{table}_written_once"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {quote(name)} BEFORE UPDATE ON {quote(table)} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
            return
        # Asked first: making a trigger waits for everybody who reads the table.
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass", [name, quote(table)])
        if cursor.fetchone() is None:
            cursor.execute(REFUSE_FUNCTION)
            cursor.execute(
                f"CREATE TRIGGER {quote(name)} BEFORE UPDATE ON {quote(table)} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )


def lift(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let rows of the table be changed: for a migration that has to, and for tests."""
    quote = connection.ops.quote_name
    on_table = "" if connection.vendor == "sqlite" else f" ON {quote(table)}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {quote(table + '_written_once')}{on_table}")


def ensure(*, using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every table of these that exists."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    for table in WRITTEN_ONCE_TABLES:
        if table in existing:
            protect(connection, table)
