"""Warnings on the ladder of the organisation, which the client knew beforehand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.models.incidents import IncidentPart
from riskplans.models.monitoring import RecordedFact
from riskplans.models.reference import WarningRung


class ClientWarning(RecordedFact):
    """A warning: on which rung, why, and what the client had been told of it beforehand."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="warnings")
    rung = models.ForeignKey(WarningRung, on_delete=models.PROTECT, related_name="warnings", verbose_name=_("trede"))
    part = models.ForeignKey(
        IncidentPart,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="warnings",
        verbose_name=_("incident"),
    )
    given_on = models.DateField(_("gegeven op"))
    reason = models.TextField(_("wat is er gebeurd"), max_length=2000)
    foretold = models.CharField(_("wat wist de cliënt vooraf"), max_length=500)
    foretold_on = models.DateField(_("wanneer is dat verteld"))
    skipped_rungs = models.CharField(_("waarom een trede is overgeslagen"), max_length=300, blank=True)
    decided_by = models.CharField(_("wie besloot dit"), max_length=200)
    client_words = models.TextField(_("wat zei de cliënt ervan"), max_length=2000, blank=True)
    holds_until = models.DateField(_("telt mee tot en met"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("waarschuwing")
        verbose_name_plural = _("waarschuwingen")
        ordering = ("-given_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(foretold_on__lte=F("given_on")),
                name="riskplans_warning_foretold",
                violation_error_message=_(
                    "De cliënt hoort vooraf wat er kan gebeuren. Deze datum ligt na de waarschuwing."
                ),
            ),
            models.CheckConstraint(
                condition=Q(holds_until__gte=F("given_on")),
                name="riskplans_warning_holds",
                violation_error_message=_("De waarschuwing telt minstens op de dag zelf."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.rung} {self.given_on:%Y-%m-%d}"


class WarningWithdrawal(RecordedFact):
    """A warning that does not count any more, and why."""

    warning = models.OneToOneField(ClientWarning, on_delete=models.PROTECT, related_name="withdrawal")
    withdrawn_on = models.DateField(_("ingetrokken op"))
    reason = models.CharField(_("waarom"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ingetrokken waarschuwing")
        verbose_name_plural = _("ingetrokken waarschuwingen")

    def __str__(self) -> str:
        return f"{self.warning}: {self.reason}"
