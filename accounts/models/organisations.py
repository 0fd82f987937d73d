"""Organisations in the chain, our teams and their locations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import (
    RESIDENTIAL_FORMS,
    Clustering,
    LocationKind,
    OrganisationKind,
    SubstancePolicy,
    SupportForm,
)
from accounts.models.dated import Dated, ends_after_start
from accounts.querysets import LocationProfileQuerySet
from accounts.validators import validate_postcode


class Organisation(models.Model):
    """An organisation in the chain, our own included."""

    name = models.CharField(_("naam"), max_length=120, unique=True)
    kind = models.CharField(_("soort"), max_length=20, choices=OrganisationKind)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team of counsellors with its team lead."""

    name = models.CharField(_("naam"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A house, an ambulatory base or a postal address, of one team.

    ``on_call_phone`` is the number that is answered day and night, whoever is on call. ``capacity`` counts on days before
    the first ``LocationProfile`` alone.
    """

    name = models.CharField(_("naam"), max_length=80, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="locations", verbose_name=_("team"))
    address = models.CharField(_("adres"), max_length=160, blank=True)
    kind = models.CharField(_("soort"), max_length=20, choices=LocationKind, default=LocationKind.HOUSE)
    capacity = models.PositiveSmallIntegerField(_("plaatsen"), default=0)
    phone = models.CharField(_("telefoon van het huis"), max_length=30, blank=True)
    on_call_phone = models.CharField(_("telefoon van de achterwacht"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("locatie")
        verbose_name_plural = _("locaties")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class LocationPolicy(Dated):
    """The substance policy of a house, dated: a figure at a past date uses what held then."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="policies", verbose_name=_("locatie"))
    substance_policy = models.CharField(_("middelenbeleid"), max_length=20, choices=SubstancePolicy)

    class Meta:
        verbose_name = _("middelenbeleid")
        verbose_name_plural = _("middelenbeleid")
        ordering = ("location", "-valid_from")
        constraints = (
            ends_after_start(),
            models.UniqueConstraint(fields=("location", "valid_from"), name="accounts_policy_one_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.location}: {self.get_substance_policy_display()}"


class LocationProfile(models.Model):
    """What a location was from a day on, until a later row says otherwise. Rows are added, never changed.

    Of the rows that began by a day the one that began last describes it; of two that began on the same day the one that
    was recorded last, which is how a mistake is put right. So a figure at a past date can be told as known then.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="profiles", verbose_name=_("locatie"))
    valid_from = models.DateField(_("vanaf"))
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)
    support_form = models.CharField(_("vorm van ondersteuning"), max_length=20, choices=SupportForm)
    capacity = models.PositiveSmallIntegerField(
        _("plaatsen"), default=0, help_text=_("0 als het aantal niet vastligt, zoals bij ambulant.")
    )
    clustering = models.CharField(_("geclusterd of gespikkeld"), max_length=20, choices=Clustering, blank=True)
    target_group = models.CharField(_("voor wie"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True, validators=[validate_postcode])
    neighbourhood = models.CharField(_("buurt of wijk"), max_length=80, blank=True)
    nearby = models.CharField(
        _("in de buurt"),
        max_length=300,
        blank=True,
        help_text=_("Wat telt bij een locatieverbod of een delict: een school, een speeltuin, een plein met handel."),
    )
    conditions = models.TextField(
        _("voorwaarden"), blank=True, max_length=1000, help_text=_("Bij een postadres: wat de cliënt ervoor moet doen.")
    )

    objects = LocationProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("kenmerken vanaf een dag")
        verbose_name_plural = _("kenmerken vanaf een dag")
        ordering = ("location", "-valid_from", "-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(support_form=SupportForm.POSTAL_ADDRESS) | ~models.Q(conditions=""),
                name="accounts_postal_address_has_conditions",
                violation_error_message=_("Schrijf bij een postadres op onder welke voorwaarden iemand het krijgt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.location}: {self.get_support_form_display()}"

    @property
    def is_residential(self) -> bool:
        """Return whether who gets this support sleeps in a place of the organisation; otherwise it is ambulatory."""
        return self.support_form in RESIDENTIAL_FORMS
