import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casework.validators


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0026_background_reference"),
    ]

    operations = [
        migrations.AddField(
            model_name="supportplan",
            name="content",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="inhoud"),
        ),
        migrations.AddField(
            model_name="supportplan",
            name="stage",
            field=models.CharField(
                choices=[("first", "eerste versie"), ("definitive", "definitieve versie")],
                default="definitive",
                max_length=10,
                verbose_name="soort versie",
            ),
        ),
        migrations.AlterField(
            model_name="supportplan",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vastgelegd door",
            ),
        ),
        migrations.CreateModel(
            name="PlanEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("held_on", models.DateField(verbose_name="besproken op")),
                ("client_positive", models.TextField(verbose_name="wat er goed gaat, zegt de cliënt")),
                ("counsellor_positive", models.TextField(verbose_name="wat er goed gaat, zegt de begeleider")),
                ("went", models.TextField(verbose_name="hoe het is gegaan")),
                ("onwards", models.TextField(blank=True, verbose_name="wat er anders wordt")),
                ("present", models.CharField(blank=True, max_length=200, verbose_name="wie erbij waren")),
                ("next_on", models.DateField(verbose_name="volgende evaluatie voor")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="casework.supportplan",
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
            ],
            options={
                "verbose_name": "evaluatie van het begeleidingsplan",
                "verbose_name_plural": "evaluaties van het begeleidingsplan",
                "ordering": ("-held_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("client_positive", ""), _negated=True),
                            models.Q(("counsellor_positive", ""), _negated=True),
                        ),
                        name="casework_evaluation_both_positive",
                        violation_error_message="De cliënt en de begeleider noemen allebei iets wat goed gaat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_on__gt", models.F("held_on"))),
                        name="casework_evaluation_next_later",
                        violation_error_message="De volgende evaluatie ligt na deze. Kies een latere datum.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportPlanAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                (
                    "signature_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drawn", "getekend op het scherm"),
                            ("typed", "getypte naam"),
                            ("paper", "op papier"),
                        ],
                        editable=False,
                        max_length=6,
                        verbose_name="soort handtekening",
                    ),
                ),
                (
                    "signature_name",
                    models.CharField(blank=True, editable=False, max_length=160, verbose_name="naam onder de tekst"),
                ),
                (
                    "signature_strokes",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=16000,
                        validators=[casework.validators.check_strokes],
                        verbose_name="getekende handtekening",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[("client", "cliënt"), ("counsellor", "begeleider")], max_length=10, verbose_name="wie"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("signed", "akkoord"), ("refused", "niet akkoord"), ("could_not", "kon niet tekenen")],
                        max_length=10,
                        verbose_name="besluit",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="omdat")),
                ("on_behalf", models.CharField(max_length=160, verbose_name="namens")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="vingerafdruk (SHA-256)")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="casework.supportplan"
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
            ],
            options={
                "verbose_name": "handtekening onder het begeleidingsplan",
                "verbose_name_plural": "handtekeningen onder het begeleidingsplan",
                "ordering": ("recorded_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signature_kind", ""), ("signature_name", ""), ("signature_strokes", "")),
                            models.Q(("signature_kind", "drawn"), models.Q(("signature_strokes", ""), _negated=True)),
                            models.Q(
                                ("signature_kind", "typed"),
                                ("signature_strokes", ""),
                                models.Q(("signature_name", ""), _negated=True),
                            ),
                            models.Q(("signature_kind", "paper"), ("signature_strokes", "")),
                            _connector="OR",
                        ),
                        name="casework_plan_act_signature",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "party"),
                        name="casework_plan_act_once",
                        violation_error_message="Hier is al op gereageerd. Een ander antwoord vraagt een nieuwe versie.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "signed"), _negated=True),
                            models.Q(("signature_kind", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casework_plan_act_is_signed",
                        violation_error_message="Zet uw handtekening of typ uw naam.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "signed"),
                            models.Q(models.Q(("reason", ""), _negated=True), ("signature_kind", "")),
                            _connector="OR",
                        ),
                        name="casework_plan_act_has_reason",
                        violation_error_message="Schrijf op waarom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "could_not"), _negated=True), ("party", "client"), _connector="OR"
                        ),
                        name="casework_plan_act_only_client_could_not",
                        violation_error_message="Alleen bij de cliënt kan staan dat tekenen niet kon.",
                    ),
                ],
            },
        ),
    ]
