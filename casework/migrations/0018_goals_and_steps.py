import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0017_merging"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "imposed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_up", to="casework.goal"
                    ),
                ),
                (
                    "own",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_down", to="casework.goal"
                    ),
                ),
            ],
            options={
                "verbose_name": "samenhang tussen doelen",
                "verbose_name_plural": "samenhang tussen doelen",
                "constraints": [
                    models.UniqueConstraint(fields=("imposed", "own"), name="casework_goal_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("imposed", models.F("own")), _negated=True),
                        name="casework_goal_link_between_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("text", models.CharField(max_length=300, verbose_name="stap")),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("alone", "cliënt zelf"),
                            ("example", "cliënt, na een voorbeeld"),
                            ("together", "samen"),
                            ("help", "begeleider helpt als het niet lukt"),
                        ],
                        max_length=10,
                        verbose_name="wie doet het",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="vanaf")),
                ("due_on", models.DateField(verbose_name="uiterlijk")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("reached", "gelukt"), ("partly", "deels gelukt"), ("dropped", "losgelaten")],
                        max_length=10,
                        verbose_name="resultaat",
                    ),
                ),
                ("reached", models.CharField(blank=True, max_length=300, verbose_name="wat is bereikt")),
                ("remains", models.CharField(blank=True, max_length=300, verbose_name="wat nog overblijft")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="waarom losgelaten")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="afgerond op")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="afronden vastgelegd op")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="casework.client"
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
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="casework.goal",
                        verbose_name="doel",
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
                "verbose_name": "stap",
                "verbose_name_plural": "stappen",
                "ordering": ("due_on", "pk"),
                "indexes": [
                    models.Index(condition=models.Q(("ended_on", None)), fields=["due_on"], name="casework_open_steps")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="casework_step_due_after_start",
                        violation_error_message="De datum ligt voor het begin. Kies een latere datum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="casework_step_ends_after_start",
                        violation_error_message="Een stap kan niet klaar zijn voor hij begon.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on", None), ("reached", ""), ("reason", ""), ("remains", ""), ("result", "")
                            ),
                            models.Q(("ended_on__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="casework_step_end_has_result",
                        violation_error_message="Kies bij het afronden ook hoe het ging.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "partly"), _negated=True),
                            models.Q(
                                models.Q(("reached", ""), _negated=True), models.Q(("remains", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="casework_step_partly_is_whole",
                        violation_error_message="Schrijf op wat er is bereikt en wat er nog overblijft.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "dropped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casework_step_dropped_has_reason",
                        violation_error_message="Schrijf op waarom de stap is losgelaten.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Celebration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("what", models.CharField(max_length=300, verbose_name="wat is gevierd")),
                ("how", models.CharField(max_length=300, verbose_name="hoe")),
                ("celebrated_on", models.DateField(verbose_name="wanneer")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="celebrations", to="casework.client"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="celebrations",
                        to="casework.goal",
                        verbose_name="doel",
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
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="celebrations",
                        to="casework.goalstep",
                        verbose_name="stap",
                    ),
                ),
            ],
            options={
                "verbose_name": "viering",
                "verbose_name_plural": "vieringen",
                "ordering": ("-celebrated_on", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="contactnote",
            name="steps",
            field=models.ManyToManyField(
                blank=True, related_name="notes", to="casework.goalstep", verbose_name="stappen"
            ),
        ),
    ]
