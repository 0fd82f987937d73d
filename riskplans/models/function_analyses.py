"""The function analysis (*functieanalyse*): one situation taken apart, whether it went wrong or went right."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import AnalysisOutcome
from riskplans.models.monitoring import RecordedFact


class FunctionAnalysis(RecordedFact):
    """What came before, what he felt and did, what was too much, and what he does next time (practice.md, section 4).

    Made with the client, in his words. Written once: a better one replaces it, with the reason, and the old one stays.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="function_analyses")
    happened_on = models.DateField(_("wanneer was dit"))
    outcome = models.CharField(_("hoe liep het af"), max_length=10, choices=AnalysisOutcome)
    situation = models.TextField(_("wat er gebeurde"))
    triggers = models.TextField(_("wat eraan voorafging"), blank=True)
    noticed = models.TextField(_("waaraan ik het had kunnen merken"), blank=True)
    feelings = models.TextField(_("wat ik dacht en voelde"), blank=True)
    too_much = models.TextField(_("wat ik niet aankon"), blank=True)
    behaviour = models.TextField(_("wat ik toen deed"), blank=True)
    helped = models.TextField(_("wat hielp of nog goed ging"), blank=True)
    next_time = models.TextField(_("wat ik de volgende keer doe"))
    made_with = models.CharField(_("met wie is dit besproken"), max_length=200)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("komt in de plaats van"),
    )
    replace_reason = models.CharField(_("waarom opnieuw"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("functieanalyse")
        verbose_name_plural = _("functieanalyses")
        ordering = ("-happened_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(replaces=None, replace_reason="") | (Q(replaces__isnull=False) & ~Q(replace_reason="")),
                name="riskplans_analysis_replaced_why",
                violation_error_message=_("Schrijf op waarom u de analyse opnieuw maakt."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="riskplans_analysis_not_itself"
            ),
        )
        indexes = (models.Index(fields=("client", "-happened_on"), name="riskplans_analysis_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_outcome_display()} {self.happened_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return where the analysis is read."""
        return reverse("riskplans:analysis", args=[self.client.number, self.pk])

    @property
    def went_right(self) -> bool:
        """Return whether it was a situation that went right."""
        return self.outcome == AnalysisOutcome.RIGHT
