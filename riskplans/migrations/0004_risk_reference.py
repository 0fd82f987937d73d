from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import load_reference as load_terms
from riskplans.services.reference import load_reference


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_terms(lambda name: apps.get_model("casework", name))
    load_reference(lambda name: apps.get_model("riskplans", name))


class Migration(migrations.Migration):
    dependencies = [("riskplans", "0003_risk_records")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
