"""A whole client file that somebody asked for with the browser: made by a task, fetched once, gone within a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from chain.enums import Channel
from overview.enums import ExportPurpose, ExportState

KEPT = timedelta(hours=24)
# A download that broke off may be tried again for so long; then the file goes.
AGAIN = timedelta(minutes=15)


class FileExport(models.Model):
    """Where an export stands follows from the row, so that a killed worker loses nothing.

    The zip lies encrypted under ``EXPORT_ROOT`` between ``ready_at`` and ``ended_at``, under ``file_name``.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="file_exports")
    purpose = models.CharField(_("waarvoor"), max_length=10, choices=ExportPurpose)
    recipient = models.CharField(_("voor wie"), max_length=160)
    reason = models.CharField(_("waarom"), max_length=250)
    numbers_reason = models.CharField(_("waarom met BSN en strafrechtsketennummer"), max_length=200, blank=True)
    channel = models.CharField(_("hoe het gegeven wordt"), max_length=10, choices=Channel)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("gevraagd op"), auto_now_add=True)
    started_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    ready_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("gegevens"), default=0)
    size = models.PositiveBigIntegerField(_("grootte"), default=0)
    fetched_at = models.DateTimeField(_("gedownload op"), null=True, blank=True)
    ended_at = models.DateTimeField(_("afgelopen op"), null=True, blank=True)
    refusal = models.TextField(_("waarom niet"), blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("geëxporteerd dossier")
        verbose_name_plural = _("geëxporteerde dossiers")
        ordering = ("-requested_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(fetched_at=None) | Q(ready_at__isnull=False), name="overview_export_made_before_fetched"
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(ended_at__isnull=False), name="overview_export_refusal_ends_it"
            ),
        )
        indexes = (models.Index(fields=("requested_at",), condition=Q(ended_at=None), name="overview_export_open"),)

    def __str__(self) -> str:
        return f"{self.client.number}: {self.get_purpose_display()}"

    def get_absolute_url(self) -> str:
        """Return the page that shows how far it is."""
        return reverse("overview:file_export", args=[self.client.number, self.pk])

    @property
    def with_numbers(self) -> bool:
        """Return whether the numbers that are kept encrypted go along, readable."""
        return bool(self.numbers_reason)

    @property
    def file_name(self) -> str:
        """Return the name under which the file lies; another attempt has another name."""
        return f"{self.form_token}-{self.attempts}.sealed"

    @property
    def until(self) -> datetime | None:
        """Return until when it can be fetched; None while it is not there."""
        if self.ready_at is None:
            return None
        kept = self.ready_at + KEPT
        return kept if self.fetched_at is None else min(kept, self.fetched_at + AGAIN)

    @property
    def is_available(self) -> bool:
        """Return whether it can be fetched now."""
        return self.ended_at is None and self.until is not None and timezone.now() < self.until

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be made."""
        return self.ready_at is None and self.ended_at is None

    @property
    def state(self) -> ExportState:
        """Return where it stands."""
        if self.refusal:
            return ExportState.FAILED
        if self.fetched_at is not None:
            return ExportState.FETCHED
        if self.is_available:
            return ExportState.READY
        if not self.is_open:
            return ExportState.EXPIRED
        return ExportState.WAITING if self.started_at is None else ExportState.WORKING
