import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_support_plan_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="conditionkind",
            name="check_plain",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="zo wordt gecontroleerd, in gewone woorden"
            ),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="checked_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="wie gewoonlijk controleert"),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="number",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nummer in de wet"),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="pictogram",
            field=models.SlugField(blank=True, max_length=20, verbose_name="pictogram"),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="sub_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sub_kinds",
                to="casework.conditionkind",
                verbose_name="valt onder",
            ),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="to_record",
            field=models.CharField(blank=True, max_length=200, verbose_name="wat u vastlegt"),
        ),
        migrations.AddField(
            model_name="conditionkind",
            name="what_happens",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="wat er gebeurt als het niet lukt, in gewone woorden"
            ),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="check_plain",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="zo wordt gecontroleerd, in gewone woorden"
            ),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="checked_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="wie gewoonlijk controleert"),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="number",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nummer in de wet"),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="pictogram",
            field=models.SlugField(blank=True, max_length=20, verbose_name="pictogram"),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="sub_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="casework.conditionkind",
                verbose_name="valt onder",
            ),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="to_record",
            field=models.CharField(blank=True, max_length=200, verbose_name="wat u vastlegt"),
        ),
        migrations.AddField(
            model_name="historicalconditionkind",
            name="what_happens",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="wat er gebeurt als het niet lukt, in gewone woorden"
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="end_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid van de einddatum",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="end_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("decided", "de beslissing noemt een termijn"),
                    ("follows", "volgt de straf of maatregel waar het bij hoort"),
                    ("open", "geen vaste einddatum: tot een volgende beslissing"),
                    ("unknown", "niet gevonden in de bronnen"),
                ],
                max_length=10,
                verbose_name="soort einde",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="extendable",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "te verlengen"),
                    ("no", "niet te verlengen"),
                    ("unknown", "niet gevonden of het te verlengen is"),
                ],
                max_length=10,
                verbose_name="te verlengen",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="supervision_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid van het toezicht",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="suspension",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moves", "schuift de berekende einddatum op"),
                    ("keeps", "verandert de einddatum niet"),
                    ("unknown", "niet nagelezen: laat de einddatum bevestigen"),
                ],
                max_length=10,
                verbose_name="bij een schorsing",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="suspension_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid over een schorsing",
            ),
        ),
        migrations.AddField(
            model_name="historicaltitlekind",
            name="suspension_rule",
            field=models.CharField(blank=True, max_length=400, verbose_name="wat een schorsing doet"),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="end_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid van de einddatum",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="end_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("decided", "de beslissing noemt een termijn"),
                    ("follows", "volgt de straf of maatregel waar het bij hoort"),
                    ("open", "geen vaste einddatum: tot een volgende beslissing"),
                    ("unknown", "niet gevonden in de bronnen"),
                ],
                max_length=10,
                verbose_name="soort einde",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="extendable",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "te verlengen"),
                    ("no", "niet te verlengen"),
                    ("unknown", "niet gevonden of het te verlengen is"),
                ],
                max_length=10,
                verbose_name="te verlengen",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="supervision_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid van het toezicht",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="suspension",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moves", "schuift de berekende einddatum op"),
                    ("keeps", "verandert de einddatum niet"),
                    ("unknown", "niet nagelezen: laat de einddatum bevestigen"),
                ],
                max_length=10,
                verbose_name="bij een schorsing",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="suspension_certainty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("verified", "gelezen in de bron"),
                    ("partly", "deels gelezen in de bron"),
                    ("background", "achtergrondkennis, niet nagelezen"),
                ],
                max_length=12,
                verbose_name="zekerheid over een schorsing",
            ),
        ),
        migrations.AddField(
            model_name="titlekind",
            name="suspension_rule",
            field=models.CharField(blank=True, max_length=400, verbose_name="wat een schorsing doet"),
        ),
        migrations.CreateModel(
            name="TitleSuspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="vanaf")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="einde vastgelegd op")),
                ("end_note", models.CharField(blank=True, max_length=300, verbose_name="toelichting bij het einde")),
                ("reason", models.CharField(max_length=300, verbose_name="reden")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="title_suspensions",
                        to="casework.client",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
                    ),
                ),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="casework.forensictitle",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="casework_titlesuspension_ends_after_start",
                        violation_error_message="De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until", None)),
                        fields=("title",),
                        name="casework_titlesuspension_one_open",
                        violation_error_message="Er loopt al een schorsing. Leg eerst vast wanneer die eindigt.",
                    ),
                ],
                "verbose_name": "schorsing van een titel",
                "verbose_name_plural": "schorsingen van titels",
                "ordering": ("valid_from", "pk"),
            },
        ),
        migrations.CreateModel(
            name="TitleEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("calculated", "berekend"), ("confirmed", "bevestigd")],
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="einddatum")),
                ("decided_by", models.CharField(blank=True, max_length=120, verbose_name="bevestigd door")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="waarop dit berust")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="waarom eerder dan berekend")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="title_ends", to="casework.client"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
                    ),
                ),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="casework.forensictitle"
                    ),
                ),
                (
                    "suspension",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ends",
                        to="casework.titlesuspension",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("ends_on__isnull", False), models.Q(("decided_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="casework_titleend_confirmed_whole",
                        violation_error_message="Vul in wie de einddatum heeft bevestigd.",
                    )
                ],
                "verbose_name": "vastgestelde einddatum",
                "verbose_name_plural": "vastgestelde einddatums",
                "ordering": ("-pk",),
            },
        ),
    ]
