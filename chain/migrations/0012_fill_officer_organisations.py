from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill_organisations(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each officer worked for the organisation of his account until now."""
    users = apps.get_model("accounts", "User").objects
    own = users.filter(pk=OuterRef("officer_id")).values("organisation_id")[:1]
    apps.get_model("chain", "Involvement").objects.filter(organisation=None).update(organisation_id=Subquery(own))
    agreements = apps.get_model("chain", "Agreement").objects
    agreements.filter(officer_organisation=None).update(officer_organisation_id=Subquery(own))


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0011_officer_organisations"),
    ]

    operations = [
        migrations.RunPython(fill_organisations, migrations.RunPython.noop),
    ]
