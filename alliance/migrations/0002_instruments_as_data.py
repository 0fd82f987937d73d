from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SHARING = {True: "answers", False: "topics"}


def keep_choices_and_answers(apps: Any, schema_editor: Any) -> None:
    """The old choice was yes or no; the old form had one item per aspect, of which the value was the answer."""
    check_in = apps.get_model("alliance", "AllianceCheckIn")
    for shares, sharing in SHARING.items():
        check_in.objects.filter(client_shares_answers=shares).update(client_sharing=sharing)
    score, item = apps.get_model("alliance", "AllianceScore"), apps.get_model("alliance", "AllianceItemAnswer")
    rows = score.objects.values_list("answers_id", "aspect", "value")
    item.objects.bulk_create(
        (item(answers_id=answers, item=aspect, value=int(value)) for answers, aspect, value in rows.iterator()),
        batch_size=500,
    )


def back_to_yes_and_no(apps: Any, schema_editor: Any) -> None:
    check_in = apps.get_model("alliance", "AllianceCheckIn")
    for shares, sharing in SHARING.items():
        check_in.objects.filter(client_sharing=sharing).update(client_shares_answers=shares)


class Migration(migrations.Migration):

    dependencies = [
        ('alliance', '0001_initial'),
        ('casework', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='alliancecheckin', name='alliance_declined_shares_nothing'),
        migrations.RemoveConstraint(model_name='alliancescore', name='alliance_value_on_the_scale'),
        migrations.AddField(
            model_name='alliancecheckin',
            name='client_sharing',
            field=models.CharField(blank=True, choices=[('answers', 'de antwoorden'), ('aspects', 'alleen de uitkomst per onderwerp'), ('topics', 'alleen waar wij over kunnen praten')], default='', max_length=12, verbose_name='wat de begeleider mag zien'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='alliancecheckin',
            name='imported_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ingelezen op'),
        ),
        migrations.CreateModel(
            name='AllianceItemAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.SlugField(max_length=40, verbose_name='item')),
                ('value', models.PositiveSmallIntegerField(verbose_name='waarde')),
                ('answers', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='alliance.allianceanswers')),
            ],
            options={
                'verbose_name': 'antwoord op een item',
                'verbose_name_plural': 'antwoorden op items',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('answers', 'item'), name='alliance_item_once_per_side')],
            },
        ),
        migrations.RunPython(keep_choices_and_answers, back_to_yes_and_no),
    ]
