"""The rules of a house, in versions, and what each client was told of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import SubstancePolicy
from accounts.models import Location
from casework.enums import ToldHow
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


class HouseRules(RecordedOnce):
    """A version of the rules of one house. The one that began last holds; none is overwritten."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rules", verbose_name=_("locatie"))
    version = models.PositiveSmallIntegerField(_("versie"))
    valid_from = models.DateField(_("geldt vanaf"))
    text = models.TextField(_("huisregels"))
    substance_policy = models.CharField(_("middelenbeleid"), max_length=20, choices=SubstancePolicy)
    substance_text = models.TextField(_("wat het middelenbeleid betekent"))
    home_from = models.TimeField(_("'s avonds thuis om"), null=True, blank=True)
    home_until = models.TimeField(_("tot 's ochtends"), null=True, blank=True)
    visitors_recorded = models.BooleanField(_("bezoek wordt opgeschreven"), default=False)
    change = models.CharField(_("wat er verandert"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("huisregels")
        verbose_name_plural = _("huisregels")
        ordering = ("location", "-version")
        constraints = (
            models.UniqueConstraint(fields=("location", "version"), name="casework_rules_version_once"),
            models.CheckConstraint(
                condition=Q(home_from=None, home_until=None) | Q(home_from__isnull=False, home_until__isnull=False),
                name="casework_rules_curfew_whole",
                violation_error_message=_("Vul beide tijden in, of geen van beide."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.location}: v{self.version}"

    def get_absolute_url(self) -> str:
        """Return where this version is read."""
        return reverse("casework:house_rules_version", args=[self.location_id, self.pk])


class RulesTold(RecordedOnce):
    """A client was told a version of the rules: when, how, and what he said to it."""

    rules = models.ForeignKey(HouseRules, on_delete=models.PROTECT, related_name="told", verbose_name=_("huisregels"))
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="rules_told")
    told_on = models.DateField(_("verteld op"))
    how = models.CharField(_("hoe"), max_length=10, choices=ToldHow)
    reaction = models.CharField(_("wat de cliënt ervan vindt"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("huisregels verteld")
        verbose_name_plural = _("huisregels verteld")
        ordering = ("-told_on", "-pk")

    def __str__(self) -> str:
        return f"{self.client.number}: {self.rules}"
