"""A list of clients that was uploaded: kept, encrypted, until it was brought in, thrown away or forgotten."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums.imports import BUSY, ENDED, UploadState


class ClientUpload(models.Model):
    """Somebody brings in a list. Where it stands is in the row, so that a killed worker and a closed tab lose nothing.

    ``sealed`` holds the file, encrypted, and is empty once the row has ended. ``chosen`` (heading -> column) is remembered
    for the next file with the same headings, known by ``head_digest``; ``told`` is the report, which names no values.
    """

    name = models.CharField(_("bestand"), max_length=160)
    sealed = models.TextField(blank=True, editable=False)
    head = models.JSONField(default=list, blank=True)
    head_digest = models.CharField(max_length=64, db_index=True, editable=False)
    chosen = models.JSONField(default=dict, blank=True)
    told = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField(_("regels"))
    state = models.CharField(_("stand"), max_length=8, choices=UploadState, default=UploadState.COLUMNS)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("geüpload op"), auto_now_add=True)
    started_at = models.DateTimeField(_("begonnen op"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    ended_at = models.DateTimeField(_("afgelopen op"), null=True, blank=True)
    refusal = models.TextField(_("waarom niet"), blank=True)
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("ingelezen lijst")
        verbose_name_plural = _("ingelezen lijsten")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(sealed=""), name="casework_upload_file_gone_when_ended"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page on which the list is taken further."""
        return reverse("casework:client_import", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        """Return whether a task is at it, or will be."""
        return self.state in BUSY

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more can be done with it."""
        return self.state in ENDED

    @property
    def problems(self) -> list[list[Any]]:
        """Return what is wrong: row, column, what, and what to do."""
        found: list[list[Any]] = self.told.get("problems", [])
        return found

    @property
    def wrong_rows(self) -> int:
        """Return how many rows have something wrong."""
        return len({problem[0] for problem in self.problems})

    @property
    def is_right(self) -> bool:
        """Return whether it was checked and may be brought in."""
        return self.state == UploadState.CHECKED and not self.problems
