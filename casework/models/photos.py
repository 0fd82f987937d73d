"""A photo of a client, with his consent. The picture goes when the consent does; who and when stays."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums.photos import ConsentGiver, PhotoRemoval
from casework.models.clients import Client
from casework.models.recorded import RecordedOnce


def photo_path(photo: ClientPhoto, filename: str) -> str:
    """Return where the picture lies: a name without meaning, as those of documents."""
    del filename
    return f"{photo.form_token.hex[:2]}/{photo.form_token.hex}.jpg"


class ClientPhoto(RecordedOnce):
    """A photo and the consent it rests on. A row is never deleted; its picture is, with the first removal."""

    MAY_CHANGE = frozenset({"file", "removal", "removed_by", "removed_at"})

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(_("foto"), upload_to=photo_path, max_length=120, blank=True)  # empty once removed
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64)
    consent_on = models.DateField(_("toestemming gegeven op"))
    consent_by = models.CharField(_("toestemming gegeven door"), max_length=10, choices=ConsentGiver)
    removal = models.CharField(_("waarom weg"), max_length=10, choices=PhotoRemoval, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(_("weggehaald op"), null=True, blank=True)

    class Meta:
        verbose_name = _("foto van een cliënt")
        verbose_name_plural = _("foto’s van cliënten")
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(removed_at=None), name="casework_photo_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removal="") | (Q(removed_at__isnull=False) & ~Q(removal="") & Q(file="")),
                name="casework_photo_gone_when_removed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.client_id}: {self.recorded_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return the address of the picture, behind its door."""
        return reverse("casework:photo", args=[self.client.number, self.pk])
