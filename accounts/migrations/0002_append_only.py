"""Make the audit trail append-only in the database itself."""

from django.db import migrations

from accounts.append_only import APPEND_ONLY_TABLES, create_triggers, drop_triggers


def protect(apps, schema_editor):
    for table in APPEND_ONLY_TABLES:
        create_triggers(schema_editor.connection, table)


def lift(apps, schema_editor):
    for table in APPEND_ONLY_TABLES:
        drop_triggers(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
