import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_location_kinds"),
        ("chain", "0010_compliance_report"),
    ]

    operations = [
        migrations.AddField(
            model_name="involvement",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="namens welke organisatie",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="officer_organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="organisatie van de toezichthouder",
            ),
        ),
    ]
