"""Triggers that refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE, on both databases.

Called from a migration and again after every ``migrate``: SQLite drops a table's triggers when Django rebuilds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY_TABLES = ("accounts_auditentry", "accounts_auditsubject", "accounts_auditseal")

REFUSE_FUNCTION = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '23001'; END$$"
)


def create_triggers(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the table append-only; does nothing where that is so already."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                name = quote(f"{table}_no_{act.lower()}")
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {quote(table)} "
                    "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
                )
            return
        cursor.execute(REFUSE_FUNCTION)
        drop_triggers(connection, table)
        cursor.execute(
            f"CREATE TRIGGER {quote(table + '_no_change')} BEFORE UPDATE OR DELETE ON {quote(table)} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        cursor.execute(
            f"CREATE TRIGGER {quote(table + '_no_truncate')} BEFORE TRUNCATE ON {quote(table)} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def drop_triggers(connection: BaseDatabaseWrapper, table: str) -> None:
    """Lift the protection; only a reversed migration and the teardown of tests do this."""
    quote = connection.ops.quote_name
    names = ("_no_update", "_no_delete") if connection.vendor == "sqlite" else ("_no_change", "_no_truncate")
    on_table = "" if connection.vendor == "sqlite" else f" ON {quote(table)}"
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(table + name)}{on_table}")


def ensure_triggers(*, using: str = "default", **_kwargs: Any) -> None:
    """Put the triggers on every append-only table that exists."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    for table in APPEND_ONLY_TABLES:
        if table in existing:
            create_triggers(connection, table)
