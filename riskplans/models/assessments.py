"""Results of risk assessments: what an instrument gave, for which setting, and what it means. Never its items."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import AssessedBy, Setting
from riskplans.models.monitoring import RecordedFact
from riskplans.models.reference import Instrument, Judgement
from riskplans.querysets import AssessmentQuerySet


class RiskAssessment(RecordedFact):
    """The result of one assessment. Written once; a slip is corrected by a row that replaces it, with the reason."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="risk_assessments")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, verbose_name=_("instrument"))
    version = models.CharField(_("versie van het instrument"), max_length=40, blank=True)
    assessed_on = models.DateField(_("datum van de taxatie"))
    made_by = models.CharField(_("gemaakt door"), max_length=12, choices=AssessedBy, default=AssessedBy.OWN)
    organisation_name = models.CharField(_("welke organisatie"), max_length=120, blank=True)
    assessor = models.CharField(_("wie taxeerde"), max_length=120)
    setting = models.CharField(_("gemaakt voor welke situatie"), max_length=12, choices=Setting)
    sources = models.CharField(_("welke bronnen"), max_length=500)
    judgement = models.ForeignKey(
        Judgement, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("eindoordeel")
    )
    protective_factors = models.TextField(_("wat beschermt"), max_length=2000)
    risk_factors = models.TextField(_("wat het risico vergroot"), max_length=2000)
    meaning = models.TextField(_("wat dit betekent voor plan en begeleiding"), max_length=2000)
    next_on = models.DateField(_("opnieuw voor"))
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    correction_reason = models.CharField(_("waarom verbeterd"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("risicotaxatie")
        verbose_name_plural = _("risicotaxaties")
        ordering = ("-assessed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(next_on__gt=F("assessed_on")),
                name="riskplans_assessment_next_later",
                violation_error_message=_("De volgende taxatie ligt na deze. Kies een latere datum."),
            ),
            models.CheckConstraint(
                condition=Q(made_by=AssessedBy.OWN) | ~Q(organisation_name=""),
                name="riskplans_assessment_names_partner",
                violation_error_message=_("Vul in welke organisatie de taxatie maakte."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(correction_reason=""),
                name="riskplans_assessment_correction_reason",
                violation_error_message=_("Schrijf op waarom u de taxatie verbetert."),
            ),
        )
        indexes = (models.Index(fields=("client", "-assessed_on"), name="riskplans_assessed"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.instrument} {self.assessed_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the assessment."""
        return reverse("riskplans:assessment", args=[self.client.number, self.pk])

    def clean(self) -> None:
        """Refuse a judgement from the list of another instrument."""
        if self.judgement_id and self.instrument_id and self.judgement.instrument_id != self.instrument_id:
            raise ValidationError(
                {"judgement": _("Dit oordeel hoort bij een ander instrument. Kies er een uit de lijst.")}
            )

    @property
    def is_taken_over(self) -> bool:
        """Return whether a partner made it."""
        return self.made_by != AssessedBy.OWN

    @property
    def maker(self) -> str:
        """Return who made it and for which organisation, in a few words."""
        return f"{self.assessor}, {self.organisation_name or self.get_made_by_display()}"
