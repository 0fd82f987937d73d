"""What a rule of an agreement demands to be told, and the inbox in which it arrives."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.enums import Channel, RuleEvent
from chain.models.agreements import Agreement
from chain.models.rules import NotificationRule
from chain.querysets import InboxItemQuerySet, NotificationQuerySet

# What may still be written once a notification was sent: the receipt, and that the client was told after all.
OPEN_AFTER_SENDING = frozenset(
    {"acknowledged_at", "acknowledged_by", "client_told_at", "client_told_by", "client_reaction"}
)


def _together(name: str, first: str, second: str) -> models.CheckConstraint:
    """Return the constraint that two fields are both filled or both empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
    )


class Notification(models.Model):
    """One event under one rule. The rule makes it; a person tells the client, checks it and sends it.

    ``event_ref`` names the row it is about (``riskplans.check:12``), so that one event gives one notification a rule.
    """

    rule = models.ForeignKey(NotificationRule, on_delete=models.PROTECT, related_name="notifications")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notifications")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="notifications")
    event = models.CharField(_("gebeurtenis"), max_length=20, choices=RuleEvent)
    event_ref = models.CharField(_("waarover"), max_length=80)
    event_text = models.CharField(_("gebeurtenis in woorden"), max_length=160, blank=True, default="")
    facts = models.TextField(_("feiten"))
    occurred_at = models.DateTimeField(_("wanneer gebeurd"))
    due_at = models.DateTimeField(_("uiterlijk melden"))
    escalate_at = models.DateTimeField(_("teamleider waarschuwen vanaf"), null=True, blank=True)
    created_at = models.DateTimeField(_("aangemaakt op"), auto_now_add=True)
    client_told_at = models.DateTimeField(_("de cliënt weet het sinds"), null=True, blank=True)
    client_told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie het de cliënt vertelde"),
    )
    client_reaction = models.TextField(_("reactie van de cliënt"), blank=True)
    exception_reason = models.TextField(_("waarom de cliënt het niet eerst hoorde"), blank=True)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verstuurd door"),
    )
    channel = models.CharField(_("hoe gemeld"), max_length=10, choices=Channel, default=Channel.PORTAL)
    spoken_to = models.CharField(_("met wie gesproken"), max_length=160, blank=True, default="")
    recorded_at = models.DateTimeField(_("vastgelegd op"), null=True, blank=True)  # of what was told outside
    dropped_at = models.DateTimeField(_("vervallen op"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie de melding liet vervallen"),
    )
    drop_reason = models.CharField(_("waarom melden niet nodig was"), max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(_("ontvangst bevestigd op"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ontvangst bevestigd door"),
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ("-occurred_at", "-pk")
        indexes = (models.Index(fields=("sent_at", "due_at"), name="chain_notification_due"),)
        constraints = (
            models.UniqueConstraint(fields=("rule", "event_ref"), name="chain_notification_once_per_event"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(client_told_at__isnull=False) | ~Q(exception_reason=""),
                name="chain_notification_client_first",
                violation_error_message=_("Vertel het eerst de cliënt, of schrijf op waarom dat niet kon."),
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.PORTAL, spoken_to="", recorded_at=None)
                | (~Q(channel=Channel.PORTAL) & Q(sent_at__isnull=False, recorded_at__gte=F("sent_at"))),
                name="chain_notification_outside_has_its_moment",
            ),
            _together("chain_notification_told_by", "client_told_at", "client_told_by"),
            _together("chain_notification_sent_by", "sent_at", "sent_by"),
            _together("chain_notification_acknowledged_by", "acknowledged_at", "acknowledged_by"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("sent_at")),
                name="chain_notification_sent_before_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None, drop_reason="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False, sent_at=None) & ~Q(drop_reason="")),
                name="chain_notification_drop_explained",
                violation_error_message=_("Schrijf op waarom melden niet nodig is."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_event_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise ``TypeError`` when the text or the sending of a sent notification would be written again."""
        if not self._state.adding and Notification.objects.sent().filter(pk=self.pk).exists():
            written = kwargs.get("update_fields")
            if written is None or not set(written) <= OPEN_AFTER_SENDING:
                msg = "A sent notification is immutable."
                raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the notification on the organisation's side."""
        return reverse("chain:notification", args=[self.client.number, self.pk])

    def get_event_display(self) -> str:  # type: ignore[no-redef]  # instead of the one Django makes
        """Return the event in words: of a free rule, or of an incident with its kind, as it was then."""
        return self.event_text or str(RuleEvent(self.event).label)

    @property
    def was_told_outside(self) -> bool:
        """Return whether it was told by phone, in a talk or on paper, and not through the portal."""
        return self.channel != Channel.PORTAL

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to do something with it: it was not sent and not dropped."""
        return self.sent_at is None and self.dropped_at is None

    @property
    def may_be_sent(self) -> bool:
        """Return whether the client heard it, or there is a reason why he did not, and it is still open."""
        return self.is_open and (self.client_told_at is not None or bool(self.exception_reason))

    @property
    def is_late(self) -> bool:
        """Return whether the term of the rule passed without it being sent."""
        return self.is_open and self.due_at < timezone.now()


class InboxItem(models.Model):
    """A notification in the inbox of a partner. This row *is* the sending; the empty mail only announces it."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inbox_items",
        verbose_name=_("ontvanger"),
    )
    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="inbox_items")
    created_at = models.DateTimeField(_("bezorgd op"), auto_now_add=True)
    read_at = models.DateTimeField(_("geopend op"), null=True, blank=True)
    announced_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    message_id = models.CharField(_("berichtkenmerk van de mail"), max_length=120, unique=True)

    objects = InboxItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht in het postvak")
        verbose_name_plural = _("berichten in het postvak")
        ordering = ("-created_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("recipient", "notification"), name="chain_inbox_exactly_once"),)

    def __str__(self) -> str:
        return f"{self.recipient}: {self.notification}"
