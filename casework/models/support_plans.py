"""What client and counsellor said of a version of the support plan, and how it was evaluated. Written once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.enums.support_plans import PlanDecision, PlanParty
from casework.models.plans import SupportPlan
from casework.models.recorded import RecordedOnce
from casework.models.signatures import HandSigned, signature_is_whole


class SupportPlanAct(RecordedOnce, HandSigned):
    """What the client or the counsellor said of a version: signed, refused with the reason, or why he could not.

    ``content_sha256`` is the digest of what lay before him. The account is that of ``recorded_by``; ``on_behalf`` names
    who acted where that is somebody else.
    """

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="acts")
    party = models.CharField(_("wie"), max_length=10, choices=PlanParty)
    decision = models.CharField(_("besluit"), max_length=10, choices=PlanDecision)
    reason = models.CharField(_("omdat"), max_length=500, blank=True)
    on_behalf = models.CharField(_("namens"), max_length=160)
    content_sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64)

    class Meta:
        verbose_name = _("handtekening onder het begeleidingsplan")
        verbose_name_plural = _("handtekeningen onder het begeleidingsplan")
        ordering = ("recorded_at", "pk")
        constraints = (
            signature_is_whole("casework_plan_act_signature"),
            models.UniqueConstraint(
                fields=("plan", "party"),
                name="casework_plan_act_once",
                violation_error_message=_("Hier is al op gereageerd. Een ander antwoord vraagt een nieuwe versie."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=PlanDecision.SIGNED) | ~Q(signature_kind=""),
                name="casework_plan_act_is_signed",
                violation_error_message=_("Zet uw handtekening of typ uw naam."),
            ),
            models.CheckConstraint(
                condition=Q(decision=PlanDecision.SIGNED) | (~Q(reason="") & Q(signature_kind="")),
                name="casework_plan_act_has_reason",
                violation_error_message=_("Schrijf op waarom."),
            ),
            models.CheckConstraint(
                condition=~Q(decision=PlanDecision.COULD_NOT) | Q(party=PlanParty.CLIENT),
                name="casework_plan_act_only_client_could_not",
                violation_error_message=_("Alleen bij de cliënt kan staan dat tekenen niet kon."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_party_display()} {self.get_decision_display()}"

    @property
    def signed(self) -> bool:
        """Return whether it was signed."""
        return self.decision == PlanDecision.SIGNED


class PlanEvaluation(RecordedOnce):
    """A full evaluation of the version that held: both name something positive, or it is none."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("besproken op"))
    client_positive = models.TextField(_("wat er goed gaat, zegt de cliënt"))
    counsellor_positive = models.TextField(_("wat er goed gaat, zegt de begeleider"))
    went = models.TextField(_("hoe het is gegaan"))
    onwards = models.TextField(_("wat er anders wordt"), blank=True)
    present = models.CharField(_("wie erbij waren"), max_length=200, blank=True)
    next_on = models.DateField(_("volgende evaluatie voor"))

    class Meta:
        verbose_name = _("evaluatie van het begeleidingsplan")
        verbose_name_plural = _("evaluaties van het begeleidingsplan")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(client_positive="") & ~Q(counsellor_positive=""),
                name="casework_evaluation_both_positive",
                violation_error_message=_("De cliënt en de begeleider noemen allebei iets wat goed gaat."),
            ),
            models.CheckConstraint(
                condition=Q(next_on__gt=F("held_on")),
                name="casework_evaluation_next_later",
                violation_error_message=_("De volgende evaluatie ligt na deze. Kies een latere datum."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}: {self.held_on}"
