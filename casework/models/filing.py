"""What a file that was brought in is, and how long it holds: rows beside the document, which never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models.documents import Document
from casework.models.legal import ReferenceRow
from casework.models.recorded import RecordedOnce
from casework.querysets import DocumentFilingQuerySet


class FileKind(ReferenceRow):
    """A kind of file that is brought in: an editable list, with how long such a file usually holds."""

    valid_days = models.PositiveSmallIntegerField(
        _("meestal geldig, in dagen"),
        null=True,
        blank=True,
        help_text=_(
            "Een voorstel bij het toevoegen. Laat leeg als dit soort bestand niet verloopt, of als het besluit zelf een datum noemt."
        ),
    )
    history = HistoricalRecords()

    class Meta(ReferenceRow.Meta):
        verbose_name = _("soort bestand")
        verbose_name_plural = _("soorten bestanden")


class DocumentFiling(RecordedOnce):
    """What a document is and from when until when it holds. Rows are added, never changed; the latest counts."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="filings")
    kind = models.ForeignKey(FileKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("soort"))
    valid_from = models.DateField(_("geldig vanaf"), null=True, blank=True)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    renewed = models.BooleanField(_("wordt vernieuwd"), default=True)
    succeeds = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="succeeded_in",
        verbose_name=_("komt in de plaats van"),
    )

    objects = DocumentFilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("indeling van een document")
        verbose_name_plural = _("indelingen van documenten")
        ordering = ("-recorded_at", "-pk")
        indexes = (
            models.Index(fields=("document", "-recorded_at"), name="casework_filing_of_document"),
            models.Index(fields=("valid_until",), name="casework_filing_until"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="casework_filing_ends_after_start",
                violation_error_message=_("De laatste dag ligt voor de eerste. Draai de datums om."),
            ),
            models.CheckConstraint(
                condition=Q(succeeds=None) | ~Q(succeeds=F("document")),
                name="casework_filing_succeeds_another",
                violation_error_message=_("Een document kan zichzelf niet vervangen. Kies een ander."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.document.number}: {self.kind}"
