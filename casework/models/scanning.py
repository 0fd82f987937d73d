"""What the virus scanner said of a file that was brought in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.enums.scanning import ScanState
from casework.models.documents import Document
from casework.models.photos import ClientPhoto


class FileScan(models.Model):
    """Abstract: where a file stands with the scanner. Made when a scanner is set; nobody gets a file before it is clean."""

    state = models.CharField(_("stand"), max_length=12, choices=ScanState, default=ScanState.WAITING)
    found = models.CharField(_("wat de scanner vond"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("nagekeken op"), null=True, blank=True)

    class Meta:
        abstract = True


class DocumentScan(FileScan):
    """Where a document that was brought in stands with the scanner."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="scan")

    class Meta(FileScan.Meta):
        verbose_name = _("viruscontrole van een document")
        verbose_name_plural = _("viruscontroles van documenten")
        indexes = (models.Index(fields=("state",), name="casework_scan_state"),)

    def __str__(self) -> str:
        return f"{self.document.number}: {self.get_state_display()}"


class PhotoScan(FileScan):
    """Where a photo stands with the scanner."""

    photo = models.OneToOneField(ClientPhoto, on_delete=models.PROTECT, related_name="scan")

    class Meta(FileScan.Meta):
        verbose_name = _("viruscontrole van een foto")
        verbose_name_plural = _("viruscontroles van foto’s")
        indexes = (models.Index(fields=("state",), name="casework_photo_scan_state"),)

    def __str__(self) -> str:
        return f"{self.photo_id}: {self.get_state_display()}"
