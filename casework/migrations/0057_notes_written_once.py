"""Refuse a change of a note in the database itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.append_only import WRITTEN_ONCE_TABLES, lift, protect


def protect_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in WRITTEN_ONCE_TABLES:
        protect(schema_editor.connection, table)


def lift_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in WRITTEN_ONCE_TABLES:
        lift(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("casework", "0056_client_teams_filled")]
    operations = [migrations.RunPython(protect_all, lift_all)]
