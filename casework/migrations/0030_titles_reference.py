from uuid import uuid5

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import load_reference


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the new fields of the reference rows, and write down the end dates that titles have by now."""
    load_reference(lambda name: apps.get_model("casework", name))
    TitleEnd = apps.get_model("casework", "TitleEnd")
    for title in apps.get_model("casework", "ForensicTitle").objects.filter(ends=None).order_by("pk"):
        rows = []
        if not title.confirmed_by or title.calculated_end not in (None, title.valid_until):
            rows.append(("calculated", title.calculated_end, ""))
        if title.confirmed_by and title.valid_until is not None:
            rows.append(("confirmed", title.valid_until, title.confirmed_by))
        elif title.valid_until != title.calculated_end:
            rows.append(("calculated", title.valid_until, ""))
        for place, (state, ends_on, who) in enumerate(rows):
            end = TitleEnd.objects.create(
                client_id=title.client_id,
                title=title,
                state=state,
                ends_on=ends_on,
                decided_by=who,
                recorded_by_id=title.recorded_by_id,
                form_token=uuid5(title.form_token, str(place)),
            )
            if place == 0:  # what was known when the title was recorded; when it changed is in the audit trail
                TitleEnd.objects.filter(pk=end.pk).update(recorded_at=title.recorded_at)


class Migration(migrations.Migration):
    dependencies = [("casework", "0029_titles_over_time")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
