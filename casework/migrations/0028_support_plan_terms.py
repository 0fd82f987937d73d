from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import load_reference


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the term of the first version; the old one is about the definitive version, unless the organisation named it."""
    terms = apps.get_model("casework", "Term")
    terms.objects.filter(key="support-plan-first", name="Eerste begeleidingsplan").update(
        name="Definitief begeleidingsplan"
    )
    load_reference(lambda name: apps.get_model("casework", name))


class Migration(migrations.Migration):
    dependencies = [("casework", "0027_support_plans")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
