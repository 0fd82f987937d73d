from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from casework.services.reference import load_reference


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    goals, links = apps.get_model("casework", "Goal"), apps.get_model("casework", "GoalLink")
    links.objects.bulk_create(
        [
            links(imposed_id=imposed, own_id=own)
            for imposed, own in goals.objects.exclude(serves=None).values_list("pk", "serves_id")  # type: ignore[misc] # the column of that moment
        ]
    )
    load_reference(lambda name: apps.get_model("casework", name))


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Go back to one own goal for each imposed one: the first that was linked."""
    goals, links = apps.get_model("casework", "Goal"), apps.get_model("casework", "GoalLink")
    for imposed, own in links.objects.order_by("-pk").values_list("imposed_id", "own_id"):
        goals.objects.filter(pk=imposed).update(serves_id=own)  # type: ignore[misc] # the same


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_goals_and_steps")]

    operations = [migrations.RunPython(fill, empty)]
