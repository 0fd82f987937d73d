"""Indexes for the words in contact notes and their additions; PostgreSQL only, SQLite looks at the words themselves."""

from typing import Any

from django.db import migrations

INDEXES = {
    "casework_note_words": ("casework_contactnote", "text || ' ' || went_well || ' ' || client_view"),
    "casework_addendum_words": ("casework_noteaddendum", "text"),
}


def make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name, (table, words) in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (to_tsvector('dutch'::regconfig, {words}))")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_contact_notes")]

    operations = [migrations.RunPython(make, drop)]
