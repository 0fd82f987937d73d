import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0021_colleagues_and_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallifedomain",
            name="eight_phases",
            field=models.CharField(blank=True, max_length=160, verbose_name="in het 8-fasenmodel"),
        ),
        migrations.AddField(
            model_name="historicallifedomain",
            name="positive_health",
            field=models.CharField(blank=True, max_length=160, verbose_name="in positieve gezondheid"),
        ),
        migrations.AddField(
            model_name="historicallifedomain",
            name="risc",
            field=models.CharField(blank=True, max_length=160, verbose_name="in de RISc"),
        ),
        migrations.AddField(
            model_name="historicallifedomain",
            name="zrm",
            field=models.CharField(blank=True, max_length=160, verbose_name="in de ZRM 2017"),
        ),
        migrations.AddField(
            model_name="lifedomain",
            name="eight_phases",
            field=models.CharField(blank=True, max_length=160, verbose_name="in het 8-fasenmodel"),
        ),
        migrations.AddField(
            model_name="lifedomain",
            name="positive_health",
            field=models.CharField(blank=True, max_length=160, verbose_name="in positieve gezondheid"),
        ),
        migrations.AddField(
            model_name="lifedomain",
            name="risc",
            field=models.CharField(blank=True, max_length=160, verbose_name="in de RISc"),
        ),
        migrations.AddField(
            model_name="lifedomain",
            name="zrm",
            field=models.CharField(blank=True, max_length=160, verbose_name="in de ZRM 2017"),
        ),
        migrations.CreateModel(
            name="DebtPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="vanaf")),
                (
                    "arrangement",
                    models.CharField(
                        choices=[
                            ("inventory", "schulden in kaart brengen"),
                            ("budget_help", "budgetbeheer"),
                            ("own", "zelf afgesproken betalingsregeling"),
                            ("municipal", "schuldregeling via de gemeente"),
                            ("court", "wettelijke schuldsanering (Wsnp)"),
                            ("administration", "beschermingsbewind"),
                            ("settled", "schulden afgelost"),
                        ],
                        max_length=14,
                        verbose_name="regeling",
                    ),
                ),
                (
                    "administrator",
                    models.CharField(blank=True, max_length=160, verbose_name="bewindvoerder of budgetbeheerder"),
                ),
                (
                    "living_money",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="leefgeld per week",
                    ),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=300, verbose_name="contact met de schuldhulpverlener"),
                ),
                ("note", models.TextField(blank=True, verbose_name="wat is afgesproken")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debt_plans", to="casework.client"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debt_plans",
                        to="casework.goal",
                        verbose_name="helpt dit eigen doel",
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
                "verbose_name": "schuldenplan",
                "verbose_name_plural": "schuldenplannen",
                "ordering": ("-valid_from", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="DayActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="vanaf")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paid", "betaald werk"),
                            ("supported", "werk met begeleiding"),
                            ("volunteer", "vrijwilligerswerk"),
                            ("education", "opleiding of cursus"),
                            ("programme", "dagbesteding"),
                            ("care", "zorg voor kinderen of familie"),
                            ("other", "iets anders"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="wat en waar")),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="uren per week",
                    ),
                ),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="waarom het stopte")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="day_activities", to="casework.client"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_activities",
                        to="casework.goal",
                        verbose_name="helpt dit eigen doel",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "dagbesteding of werk",
                "verbose_name_plural": "dagbesteding en werk",
                "ordering": ("-valid_from", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="casework_dayactivity_ends_after_start",
                        violation_error_message="De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_why", ""), ("valid_until", None)),
                            models.Q(("valid_until__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="casework_day_activity_end_has_reason",
                        violation_error_message="Schrijf op waarom het stopte.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DomainEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                ("valid_from", models.DateField(verbose_name="zo op")),
                ("now", models.TextField(blank=True, verbose_name="hoe het nu is")),
                ("wanted", models.TextField(blank=True, verbose_name="wat de cliënt wil")),
                ("how", models.TextField(blank=True, verbose_name="hoe we daar komen")),
                (
                    "must_change",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nee"), ("unknown", "weten we niet")],
                        default="unknown",
                        max_length=8,
                        verbose_name="moet het veranderen",
                    ),
                ),
                ("active", models.JSONField(blank=True, default=list, verbose_name="wie is actief")),
                ("active_words", models.CharField(blank=True, max_length=300, verbose_name="wie doet wat")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="domain_entries", to="casework.client"
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="casework.lifedomain",
                        verbose_name="leefgebied",
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
                "verbose_name": "stand van een leefgebied",
                "verbose_name_plural": "stand van de leefgebieden",
                "ordering": ("-valid_from", "-pk"),
                "indexes": [models.Index(fields=["client", "domain", "-valid_from"], name="casework_domain_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("now", ""), _negated=True),
                            models.Q(("wanted", ""), _negated=True),
                            models.Q(("how", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casework_domain_says_something",
                        violation_error_message="Schrijf op hoe het nu is, wat de cliënt wil of hoe jullie daar komen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Strength",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("form_token", models.UUIDField(editable=False, unique=True)),
                (
                    "factor",
                    models.CharField(
                        choices=[
                            ("resources", "hulpbronnen: mensen, plek en middelen"),
                            ("identity", "identiteit en zin: wie ik ben en wat telt"),
                            ("emotions", "positieve gevoelens: waar ik blij van word"),
                            ("coping", "omgaan met tegenslag: wat me erdoor helpt"),
                            ("worth", "eigenwaarde: waar ik trots op ben"),
                            ("free", "andere kracht"),
                        ],
                        max_length=10,
                        verbose_name="soort kracht",
                    ),
                ),
                ("words", models.CharField(max_length=400, verbose_name="in de woorden van de cliënt")),
                ("noted_on", models.DateField(verbose_name="opgeschreven op")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="geldt niet meer sinds")),
                ("ended_why", models.CharField(blank=True, max_length=300, verbose_name="waarom niet meer")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="strengths", to="casework.client"
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
            ],
            options={
                "verbose_name": "kracht",
                "verbose_name_plural": "krachten",
                "ordering": ("-noted_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("ended_why", "")),
                            models.Q(("ended_on__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="casework_strength_end_has_reason",
                        violation_error_message="Schrijf op waarom dit niet meer geldt.",
                    )
                ],
            },
        ),
    ]
