"""Checks on use: what was held, and what came out of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import CheckKind, CheckOccasion, CheckResult
from riskplans.models.monitoring import RecordedFact


class Check(RecordedFact):
    """A check that was held, refused or missed. It states what was found, never what that means."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(_("soort controle"), max_length=10, choices=CheckKind, default=CheckKind.URINE)
    taken_at = models.DateTimeField(_("wanneer"))
    occasion = models.CharField(_("aanleiding"), max_length=10, choices=CheckOccasion, default=CheckOccasion.PLANNED)
    result = models.CharField(_("uitslag"), max_length=10, choices=CheckResult)
    substance = models.CharField(_("middel"), max_length=120, blank=True)
    explanation = models.CharField(_("toelichting"), max_length=300, blank=True)  # medication that explains it, say
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("controle")
        verbose_name_plural = _("controles")
        ordering = ("-taken_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(result=CheckResult.POSITIVE) | ~Q(substance=""),
                name="riskplans_positive_names_substance",
                violation_error_message=_("Schrijf op welk middel is gevonden."),
            ),
        )
        indexes = (models.Index(fields=("client", "-taken_at"), name="riskplans_check_by_client"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_kind_display()} {self.get_result_display()}"

    @property
    def summary(self) -> str:
        """Return the check in a few words: what it was, what came out, of what."""
        words = f"{self.get_kind_display()}: {self.get_result_display()}"
        return f"{words}, {self.substance}" if self.substance else words

    @property
    def needs_attention(self) -> bool:
        """Return whether the result is one that an agreement may say something about."""
        return self.result in {CheckResult.POSITIVE, CheckResult.REFUSED}
