"""What an agreement wants told to the officer, by whom, how fast and how."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chain.enums import Channel, Informer, RuleEvent
from chain.models.agreements import Agreement


class NotificationRule(models.Model):
    """Who tells the officer what, and how fast. Part of one version of the agreement, and frozen with it.

    ``within`` is in hours: 0 is at once. With ``working_hours`` only working hours count (Dutch holidays do not).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rules")
    event = models.CharField(_("gebeurtenis"), max_length=20, choices=RuleEvent)
    within = models.PositiveSmallIntegerField(_("binnen (uren)"))
    working_hours = models.BooleanField(_("alleen werkuren tellen"), default=False)
    informer = models.CharField(_("wie meldt"), max_length=12, choices=Informer, default=Informer.COUNSELLOR)
    channel = models.CharField(_("hoe"), max_length=10, choices=Channel, default=Channel.PORTAL)
    client_first = models.BooleanField(_("de cliënt hoort het eerst"), default=True)
    text = models.CharField(_("toelichting"), max_length=300, blank=True)
    # Keys of riskplans.IncidentKind; empty is every kind. Only for incidents.
    incident_kinds = models.JSONField(_("soorten incidenten"), default=list, blank=True)
    free_event = models.CharField(_("wat er dan gebeurt"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("meldregel")
        verbose_name_plural = _("meldregels")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "event", "free_event"),
                name="chain_rule_once_per_event",
                violation_error_message=_("Er staat al een meldregel voor deze gebeurtenis in de afspraken."),
            ),
            models.CheckConstraint(
                condition=Q(event=RuleEvent.FREE) & ~Q(free_event="") | ~Q(event=RuleEvent.FREE) & Q(free_event=""),
                name="chain_rule_free_event_in_words",
                violation_error_message=_("Schrijf op wat er dan gebeurt."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_event_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the rule of a draft; raise ``TypeError`` once the agreement was offered."""
        if self.agreement.offered_at is not None:
            msg = "The rules of an offered agreement are frozen; draft a new version."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_event_display(self) -> str:  # type: ignore[no-redef]  # instead of the one Django makes
        """Return the event in words; of a free rule its own."""
        return self.free_event or str(RuleEvent(self.event).label)

    def covers(self, detail: str) -> bool:
        """Return whether the rule is about this kind of incident; a rule that names none is about all."""
        return not self.incident_kinds or not detail or detail in self.incident_kinds
