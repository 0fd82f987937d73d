"""Looking back on the plan that holds: at its term, and always after an incident or red."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import EvaluationOccasion, EvaluationOutcome
from riskplans.models.monitoring import RecordedFact
from riskplans.models.plans import SignallingPlan


class PlanEvaluation(RecordedFact):
    """What worked, what did not, what the client says of it, and whether the plan stays (practice.md, section 4)."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="plan_evaluations")
    plan = models.ForeignKey(SignallingPlan, on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("besproken op"))
    occasion = models.CharField(_("aanleiding"), max_length=10, choices=EvaluationOccasion)
    present = models.CharField(_("met wie"), max_length=200)
    worked = models.TextField(_("wat werkte"))
    not_worked = models.TextField(_("wat werkte niet"), blank=True)
    client_view = models.TextField(_("wat de cliënt ervan vindt"))
    outcome = models.CharField(_("wat we besluiten"), max_length=10, choices=EvaluationOutcome)
    next_on = models.DateField(_("opnieuw kijken voor"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("evaluatie van het signaleringsplan")
        verbose_name_plural = _("evaluaties van het signaleringsplan")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(next_on__gt=F("held_on")),
                name="riskplans_evaluation_ahead",
                violation_error_message=_("Opnieuw kijken ligt na de evaluatie. Kies een latere datum."),
            ),
        )
        indexes = (models.Index(fields=("plan", "-held_on"), name="riskplans_evaluation_plan"),)

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_occasion_display()} {self.held_on:%Y-%m-%d}"
