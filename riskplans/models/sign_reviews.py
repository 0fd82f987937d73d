"""Going through all signs of the plan: weekly together, or by the client alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import Presence, ReviewedBy
from riskplans.models.monitoring import PhaseChange, RecordedFact
from riskplans.models.plans import Sign, SignallingPlan


class SignReview(RecordedFact):
    """One round through the signs of the plan that held: what was said of each of them.

    Weekly and together is the heart of early recognition (docs/domain/practice.md). It states what was seen and said;
    nothing is added up.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="sign_reviews")
    plan = models.ForeignKey(SignallingPlan, on_delete=models.PROTECT, related_name="sign_reviews")
    by = models.CharField(_("wie nam ze door"), max_length=10, choices=ReviewedBy)
    reviewed_at = models.DateTimeField(_("doorgenomen op"))
    remark = models.CharField(_("wat ons opvalt"), max_length=500, blank=True)
    # The phase that followed; empty where it stayed as it was.
    change = models.ForeignKey(
        PhaseChange, on_delete=models.PROTECT, null=True, blank=True, related_name="sign_reviews"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ronde langs de signalen")
        verbose_name_plural = _("rondes langs de signalen")
        ordering = ("-reviewed_at", "-pk")
        indexes = (models.Index(fields=("client", "-reviewed_at"), name="riskplans_review_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_by_display()} {self.reviewed_at:%Y-%m-%d}"


class SignReviewLine(RecordedFact):
    """What was said of one sign."""

    review = models.ForeignKey(SignReview, on_delete=models.PROTECT, related_name="lines")
    sign = models.ForeignKey(Sign, on_delete=models.PROTECT, related_name="review_lines")
    presence = models.CharField(_("is het er"), max_length=4, choices=Presence)

    class Meta:
        verbose_name = _("signaal in een ronde")
        verbose_name_plural = _("signalen in een ronde")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("review", "sign"), name="riskplans_sign_once_per_review"),)

    def __str__(self) -> str:
        return f"{self.sign}: {self.get_presence_display()}"
