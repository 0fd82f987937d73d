"""A client file of another house that was uploaded: kept, encrypted, until it was brought in, thrown away or forgotten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from overview.enums import BUSY, ENDED, ArrivalState


class FileArrival(models.Model):
    """Where a file stands follows from the row, so that a killed worker and a closed tab lose nothing.

    The file lies encrypted under ``EXPORT_ROOT``, as ``file_name``, until ``ended_at``. ``told`` is what it would bring,
    encrypted, and empty before it was looked through and once the row has ended. ``number`` is whose file it was.
    """

    name = models.CharField(_("bestand"), max_length=160)
    size = models.PositiveBigIntegerField(_("grootte"))
    state = models.CharField(_("stand"), max_length=8, choices=ArrivalState, default=ArrivalState.LOOKING)
    told = models.TextField(blank=True, editable=False)
    number = models.CharField(_("cliëntnummer"), max_length=20, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("geüpload op"), auto_now_add=True)
    started_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    seen_at = models.DateTimeField(_("nagekeken op"), null=True, blank=True)
    ended_at = models.DateTimeField(_("afgelopen op"), null=True, blank=True)
    refusal = models.TextField(_("waarom niet"), blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ingelezen dossier")
        verbose_name_plural = _("ingelezen dossiers")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(told=""), name="overview_arrival_told_gone_when_ended"
            ),
        )
        indexes = (models.Index(fields=("uploaded_at",), condition=Q(ended_at=None), name="overview_arrival_open"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page on which the file is taken further."""
        return reverse("overview:file_arrival", args=[self.pk])

    @property
    def file_name(self) -> str:
        """Return the name under which the file lies."""
        return f"import-{self.form_token}.sealed"

    @property
    def is_busy(self) -> bool:
        """Return whether a task is at it, or will be."""
        return self.state in BUSY

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more can be done with it."""
        return self.state in ENDED
