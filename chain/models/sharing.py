"""What was given to whom outside the organisation: shared documents, and the log of disclosures."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)

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
        )

    def __str__(self) -> str:
        return f"{self.client.number}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the disclosure once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A disclosure is immutable."
            raise TypeError(msg)
        super().save(*args, **kwargs)
