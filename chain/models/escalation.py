"""When the term of a notification nears: who leads the team is told. And when an event had no rule: a hint."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.enums import RuleEvent
from chain.models.agreements import Agreement
from chain.models.notifications import Notification


class Escalation(models.Model):
    """Somebody who leads the team, or stands in for him, was told that a notification still waits. Once."""

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="escalations")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="escalations", verbose_name=_("aan wie")
    )
    created_at = models.DateTimeField(_("sinds"), auto_now_add=True)
    announced_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    message_id = models.CharField(_("berichtkenmerk van de mail"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("waarschuwing aan de teamleider")
        verbose_name_plural = _("waarschuwingen aan de teamleider")
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("notification", "recipient"), name="chain_escalated_once"),)

    def __str__(self) -> str:
        return f"{self.notification}: {self.recipient}"


class RuleHint(models.Model):
    """An event happened that others usually have a rule for, and this agreement has none: something to talk about."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="rule_hints")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rule_hints")
    event = models.CharField(_("gebeurtenis"), max_length=20, choices=RuleEvent)
    event_ref = models.CharField(_("waarover"), max_length=80)
    occurred_at = models.DateTimeField(_("wanneer gebeurd"))
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    settled_at = models.DateTimeField(_("besproken op"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("wat eruit kwam"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("gebeurtenis zonder meldregel")
        verbose_name_plural = _("gebeurtenissen zonder meldregel")
        ordering = ("-occurred_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "event_ref"), name="chain_hint_once_per_event"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="chain_hint_settled_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_event_display()}"
