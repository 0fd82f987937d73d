from django.db import migrations

from casework.services.reference import load_reference


def load(apps, schema_editor):
    load_reference(lambda name: apps.get_model("casework", name))


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
