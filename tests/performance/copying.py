"""Rows into tables by the hundred thousand: ``COPY`` on PostgreSQL, many at once on SQLite; memory stays as it is."""

from __future__ import annotations

import io
import itertools
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import connection
from django.db.models import JSONField, Max, UUIDField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

AT_ONCE = 20_000
# What means something in the text format of COPY.
MEANINGFUL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Value: TypeAlias = str | int | None


class Sink:
    """Takes the rows of one table. ``columns`` change with every row, everything else is the same in all of them.

    What is neither named nor given gets what the model says: its default, nothing, or an empty text. A column that has none
    of these is asked for. Values are text (moments as ``2026-11-25 09:30:00``, in UTC), numbers or None.
    """

    def __init__(self, model: type[Model], columns: tuple[str, ...], **constants: Any) -> None:
        """Look up the columns, and where the numbers of the table go on."""
        fields = {field.attname: field for field in model._meta.concrete_fields}
        varying = [fields.pop(name) for name in columns]
        fixed = [(field, self._constant(field, constants)) for field in fields.values() if not field.primary_key]
        self.model = model
        self.columns = [str(field.column) for field in (*varying, *(field for field, _value in fixed))]
        self.fixed: tuple[Value, ...] = tuple(value for _field, value in fixed)
        self.ending = "".join(f"\t{_text(value)}" for value in self.fixed) + "\n"
        last: int | None = model._base_manager.aggregate(last=Max("pk"))["last"]
        self.ids = itertools.count((last or 0) + 1)
        self.waiting: list[tuple[Value, ...]] = []
        self.rows = 0

    def _constant(self, field: Any, constants: dict[str, Any]) -> Value:
        if field.attname in constants:
            value = constants[field.attname]
        elif field.has_default() and not isinstance(field, UUIDField):
            value = field.get_default()
        elif field.null:
            value = None
        elif field.blank and field.empty_strings_allowed:
            value = ""
        else:
            msg = f"{field.model._meta.label}.{field.attname} has no value."
            raise TypeError(msg)
        if isinstance(field, JSONField):
            return json.dumps(value)
        return value if value is None or isinstance(value, (int, str)) else str(value)

    def add(self, *values: Value) -> None:
        """Take one row."""
        self.waiting.append(values)
        if len(self.waiting) >= AT_ONCE:
            self.flush()

    def add_numbered(self, *values: Value) -> int:
        """Take one row whose first column is its number; return that."""
        number = next(self.ids)
        self.add(number, *values)
        return number

    def flush(self) -> None:
        """Write what waits."""
        if not self.waiting:
            return
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        columns = ", ".join([quote(column) for column in self.columns])
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                ending = self.ending
                lines = "".join(
                    ["\t".join(["\\N" if one is None else str(one) for one in row]) + ending for row in self.waiting]
                )
                cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.BytesIO(lines.encode()), 1 << 18)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 -- names of our own models
                    [(*row, *self.fixed) for row in self.waiting],
                )
        self.rows += len(self.waiting)
        self.waiting.clear()


def _text(value: Value) -> str:
    return "\\N" if value is None else str(value).translate(MEANINGFUL)


LAID_ASIDE = """
    SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
           'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u')
    ORDER BY contype
"""
LAID_ASIDE_INDEXES = """
    SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


@contextmanager
def without_indexes(models: list[type[Model]]) -> Iterator[None]:
    """Lay aside the indexes, unique constraints and foreign keys of the tables, and make them again afterwards.

    Making them again checks every row. Numbers go on after the last one. On SQLite, where little is filled, everything stays in place.
    """
    tables = sorted({model._meta.db_table for model in models})
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        again: list[str] = []
        for question in (LAID_ASIDE, LAID_ASIDE_INDEXES):
            cursor.execute(question, [tables])
            for away, back in cursor.fetchall():
                cursor.execute(away)
                again.append(back)
    yield
    with connection.cursor() as cursor:
        # Unique first, then indexes, then foreign keys.
        for statement in sorted(again, key=lambda one: ("FOREIGN KEY" in one, "INDEX" in one)):
            cursor.execute(statement)
