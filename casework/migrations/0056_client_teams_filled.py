from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Min
from django.utils import timezone

BATCH = 1000
DATED = (
    ("Stay", "valid_from"),
    ("Assignment", "valid_from"),
    ("ForensicTitle", "valid_from"),
    ("Application", "received_on"),
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every client one row: his team of now, since the first day that we know of him."""
    clients, rows = apps.get_model("casework", "Client"), apps.get_model("casework", "ClientTeam")
    first: dict[int, date] = {}
    for model, column in DATED:
        known = apps.get_model("casework", model).objects.order_by().values_list("client").annotate(day=Min(column))
        for client_id, day in known:
            first[client_id] = min(day, first.get(client_id, day))
    batch = []
    for pk, team_id, made in clients.objects.order_by("pk").values_list("pk", "team", "created_at").iterator():
        day = timezone.localdate(made)
        batch.append(
            rows(client_id=pk, team_id=team_id, valid_from=min(day, first.get(pk, day)), began_at=made)
        )
        if len(batch) == BATCH:
            rows.objects.bulk_create(batch)
            batch = []
    rows.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("casework", "0055_client_teams")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
