"""Organisations in the chain, our teams and their locations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import LocationKind, OrganisationKind, SubstancePolicy
from accounts.models.dated import Dated, ends_after_start


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

    ``on_call_phone`` is the number that is answered day and night, whoever is on call.
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
