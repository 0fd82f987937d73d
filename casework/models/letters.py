"""Letters: templates that the organisation keeps, and what was written from them until it was issued or thrown away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.enums.letters import LetterTo
from casework.models.clients import Client
from casework.models.documents import Document
from casework.models.legal import ReferenceRow


class LetterTemplate(ReferenceRow):
    """A letter as it begins. Between braces stands what the file fills in; between brackets what a person does."""

    to = models.CharField(_("aan wie"), max_length=16, choices=LetterTo)
    subject = models.CharField(_("onderwerp"), max_length=160)
    body = models.TextField(
        _("tekst"),
        max_length=6000,
        help_text=_(
            "Een lege regel begint een nieuwe alinea. {begeleider} wordt ingevuld uit het dossier, [datum] vult de schrijver zelf in."
        ),
    )
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("brief")
        verbose_name_plural = _("brieven")


class Letter(models.Model):
    """A letter about a client: a concept that colleagues can read and go on with, until it is issued or thrown away."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="letters")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="+", verbose_name=_("soort"))
    to = models.CharField(_("aan wie"), max_length=16, choices=LetterTo)
    addressee = models.CharField(_("naam"), max_length=160)
    address = models.TextField(_("adres"), max_length=400, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=160)
    body = models.TextField(_("tekst"), max_length=8000)
    revision = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="letter", verbose_name=_("document")
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("brief over een cliënt")
        verbose_name_plural = _("brieven over een cliënt")
        ordering = ("-begun_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(document=None) | Q(dropped_at=None), name="casework_letter_issued_or_dropped"
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.template}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a concept; raise ``TypeError`` for a letter that was issued or thrown away."""
        if not self._state.adding and type(self)._default_manager.filter(pk=self.pk).exclude(self.open_rows()).exists():
            msg = "A letter that was issued or dropped is immutable; write a new one."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the page of the letter."""
        return reverse("casework:letter", args=[self.client.number, self.pk])

    @staticmethod
    def open_rows() -> Q:
        """Return what concepts have in common."""
        return Q(document=None, dropped_at=None)

    @property
    def is_open(self) -> bool:
        """Return whether it can still be changed."""
        return self.document_id is None and self.dropped_at is None
