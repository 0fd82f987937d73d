"""What was given to whom outside the organisation: shared documents, and the log of disclosures."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client, Document
from chain.enums import Channel, Ground
from chain.models.agreements import Agreement
from chain.querysets import SharedItemQuerySet


class SharedItem(models.Model):
    """A document that a partner may open: during the agreement, and for a set time after it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="shared_items")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="shared_items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="shared_items")
    shared_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="shared_items",
        verbose_name=_("gedeeld met"),
    )
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(_("gedeeld op"), auto_now_add=True)
    ground = models.CharField(_("op welke grond"), max_length=12, choices=Ground, default=Ground.AGREEMENT)
    until = models.DateField(_("leesbaar tot en met"), null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    objects = SharedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("gedeeld document")
        verbose_name_plural = _("gedeelde documenten")
        ordering = ("-shared_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "shared_with"),
                name="chain_shared_once",
                violation_error_message=_("Dit document is al gedeeld met deze ontvanger."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.document.number}: {self.shared_with}"


class Disclosure(models.Model):
    """One thing told or given to one person outside, with its ground. Written once; the client may read it.

    ``object_type`` and ``object_id`` are a soft reference to what was given: model label and id.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="disclosures")
    recipient_name = models.CharField(_("aan wie"), max_length=160)
    what = models.CharField(_("wat"), max_length=300)
    disclosed_at = models.DateTimeField(_("wanneer"))
    ground = models.CharField(_("op welke grond"), max_length=12, choices=Ground)
    ground_text = models.CharField(_("toelichting op de grond"), max_length=300, blank=True)
    channel = models.CharField(_("hoe"), max_length=10, choices=Channel)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("door wie")
    )
    # Written down by hand: told on the phone, in a talk, on paper. Then it says whether the client knows, or why not.
    by_hand = models.BooleanField(_("zelf vastgelegd"), default=False)
    client_knows = models.BooleanField(_("de cliënt weet het"), null=True, blank=True)
    untold_reason = models.CharField(_("waarom de cliënt het niet weet"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("verbetert"),
    )
    recorded_at = models.DateTimeField(_("vastgelegd op"), default=timezone.now, editable=False)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    # Only an entry by hand comes from a form; the others are made once by the act that gives something.
    form_token = models.UUIDField(unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("verstrekking")
        verbose_name_plural = _("verstrekkingen")
        ordering = ("-disclosed_at", "-pk")
        indexes = (models.Index(fields=("client", "-disclosed_at"), name="chain_disclosure_by_client"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ground=Ground.AGREEMENT) | ~Q(ground_text=""),
                name="chain_disclosure_ground_explained",
                violation_error_message=_("Schrijf bij deze grond een toelichting."),
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False, corrects=None)
                | Q(by_hand=True, client_knows=True)
                | (Q(by_hand=True, client_knows=False) & ~Q(untold_reason="")),
                name="chain_disclosure_client_knows_or_why_not",
                violation_error_message=_("Schrijf op waarom de cliënt het niet weet."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the disclosure once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A disclosure is immutable."
            raise TypeError(msg)
        super().save(*args, **kwargs)
