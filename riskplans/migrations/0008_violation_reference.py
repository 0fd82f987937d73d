from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from riskplans.services.reference import load_reference


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_reference(lambda name: apps.get_model("riskplans", name))


class Migration(migrations.Migration):
    dependencies = [("riskplans", "0007_violations")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
