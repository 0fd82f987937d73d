"""How it is in a life domain, what somebody is strong in, his day activities and his debts; dated, never overwritten."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Dated, ends_after_start
from casework.enums import KnownAnswer
from casework.enums.life import ActiveParty, DayActivityKind, DebtArrangement, StrengthFactor
from casework.models.clients import Client
from casework.models.legal import LifeDomain
from casework.models.plans import Goal
from casework.models.recorded import RecordedOnce

WEEK_HOURS = 100


class DomainEntry(RecordedOnce):
    """How it is in one life domain on a day: now, wanted, how, must it change, and who is active. The newest holds."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="domain_entries")
    domain = models.ForeignKey(
        LifeDomain, on_delete=models.PROTECT, related_name="entries", verbose_name=_("leefgebied")
    )
    valid_from = models.DateField(_("zo op"))
    now = models.TextField(_("hoe het nu is"), blank=True)
    wanted = models.TextField(_("wat de cliënt wil"), blank=True)
    how = models.TextField(_("hoe we daar komen"), blank=True)
    must_change = models.CharField(
        _("moet het veranderen"), max_length=8, choices=KnownAnswer, default=KnownAnswer.UNKNOWN
    )
    active = models.JSONField(_("wie is actief"), default=list, blank=True)
    active_words = models.CharField(_("wie doet wat"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stand van een leefgebied")
        verbose_name_plural = _("stand van de leefgebieden")
        ordering = ("-valid_from", "-pk")
        indexes = (models.Index(fields=("client", "domain", "-valid_from"), name="casework_domain_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(now="") | ~Q(wanted="") | ~Q(how=""),
                name="casework_domain_says_something",
                violation_error_message=_("Schrijf op hoe het nu is, wat de cliënt wil of hoe jullie daar komen."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.domain_id} {self.valid_from}"

    @property
    def active_labels(self) -> list[str]:
        """Who is active, in words, in the order of the list."""
        return [str(one.label) for one in ActiveParty if one in self.active]


class Strength(RecordedOnce):
    """Something the client is strong in, in his own words; it holds until it is said to hold no longer."""

    MAY_CHANGE = frozenset({"ended_on", "ended_why", "ended_by"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="strengths")
    factor = models.CharField(_("soort kracht"), max_length=10, choices=StrengthFactor)
    words = models.CharField(_("in de woorden van de cliënt"), max_length=400)
    noted_on = models.DateField(_("opgeschreven op"))
    ended_on = models.DateField(_("geldt niet meer sinds"), null=True, blank=True)
    ended_why = models.CharField(_("waarom niet meer"), max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("kracht")
        verbose_name_plural = _("krachten")
        ordering = ("-noted_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | (Q(ended_on__isnull=False) & ~Q(ended_why="")),
                name="casework_strength_end_has_reason",
                violation_error_message=_("Schrijf op waarom dit niet meer geldt."),
            ),
        )

    def __str__(self) -> str:
        return self.words


class DayActivity(Dated):
    """Work or day activity (*dagbesteding*): what, how many hours, since when, and why it ended."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="day_activities")
    kind = models.CharField(_("soort"), max_length=10, choices=DayActivityKind)
    name = models.CharField(_("wat en waar"), max_length=160)
    hours = models.DecimalField(
        _("uren per week"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(WEEK_HOURS)],
    )
    goal = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="day_activities",
        verbose_name=_("helpt dit eigen doel"),
    )
    ended_why = models.CharField(_("waarom het stopte"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("dagbesteding of werk")
        verbose_name_plural = _("dagbesteding en werk")
        ordering = ("-valid_from", "-pk")
        constraints = (
            ends_after_start(),
            models.CheckConstraint(
                condition=Q(valid_until=None, ended_why="") | (Q(valid_until__isnull=False) & ~Q(ended_why="")),
                name="casework_day_activity_end_has_reason",
                violation_error_message=_("Schrijf op waarom het stopte."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class DebtPlan(RecordedOnce):
    """What is arranged for debts from a day on; a change is a new row, the newest holds."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="debt_plans")
    valid_from = models.DateField(_("vanaf"))
    arrangement = models.CharField(_("regeling"), max_length=14, choices=DebtArrangement)
    administrator = models.CharField(_("bewindvoerder of budgetbeheerder"), max_length=160, blank=True)
    living_money = models.DecimalField(
        _("leefgeld per week"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    contact = models.CharField(_("contact met de schuldhulpverlener"), max_length=300, blank=True)
    note = models.TextField(_("wat is afgesproken"), blank=True)
    goal = models.ForeignKey(
        Goal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="debt_plans",
        verbose_name=_("helpt dit eigen doel"),
    )

    class Meta:
        verbose_name = _("schuldenplan")
        verbose_name_plural = _("schuldenplannen")
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.get_arrangement_display()}"
