"""Make the audit trail append-only in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.append_only import APPEND_ONLY_TABLES, create_triggers, drop_triggers


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY_TABLES:
        create_triggers(schema_editor.connection, table)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in APPEND_ONLY_TABLES:
        drop_triggers(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(protect, lift)]
