from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import reference_rows

NAMES = ("zrm", "eight_phases", "risc", "positive_health")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the domains that were there already the names they have in other models."""
    domains = apps.get_model("casework", "LifeDomain")
    for row in reference_rows("life_domains.yaml"):
        domains.objects.filter(key=row["key"]).update(**{name: row.get(name, "") for name in NAMES})


class Migration(migrations.Migration):
    dependencies = [("casework", "0022_life_domains")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
