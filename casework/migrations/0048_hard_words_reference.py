from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import load_reference


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_reference(lambda name: apps.get_model("casework", name))


class Migration(migrations.Migration):
    dependencies = [("casework", "0047_hard_words")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
