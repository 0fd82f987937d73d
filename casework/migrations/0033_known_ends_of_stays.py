"""An end of a title is kept once, as a ``TitleEnd``: what was kept beside it goes, and known ends are of stays alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django.db.models.deletion
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def drop_those_of_titles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the rows of titles; their ends stand in ``TitleEnd`` since the migration ``titles_reference``."""
    apps.get_model("casework", "KnownEnd").objects.filter(stay=None).delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0032_identifiers")]

    operations = [
        migrations.RemoveConstraint(model_name="knownend", name="casework_known_end_of_one"),
        migrations.RunPython(drop_those_of_titles, migrations.RunPython.noop),
        migrations.RemoveField(model_name="knownend", name="title"),
        migrations.AlterField(
            model_name="knownend",
            name="stay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="known_ends", to="casework.stay"
            ),
        ),
    ]
