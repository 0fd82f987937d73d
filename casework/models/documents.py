"""Documents: issued as PDF or brought in; immutable, stored with their digest."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models.clients import Client


def document_path(document: "Document", filename: str) -> str:
    """Return where the file lies: a name without meaning, since a path may end up in a log."""
    suffix = filename.rsplit(".", 1)[-1].lower()
    return f"{document.form_token.hex[:2]}/{document.form_token.hex}.{suffix}"


class Document(models.Model):
    """A paper in the file. An issued one carries the number that stands in its foot."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("soort"), max_length=40)  # key of a registered document kind, or "upload"
    title = models.CharField(_("titel"), max_length=160)
    number = models.CharField(_("documentnummer"), max_length=40, unique=True)
    file = models.FileField(_("bestand"), upload_to=document_path, max_length=120)
    media_type = models.CharField(_("bestandssoort"), max_length=80)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("vingerafdruk (SHA-256)"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("bladzijden"), null=True, blank=True)
    recipient = models.CharField(_("voor wie"), max_length=160, blank=True)
    issued_at = models.DateTimeField(_("uitgegeven op"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form_token = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the document once; raise ``TypeError`` on any change after that."""
        if not self._state.adding:
            msg = "A document is immutable; issue a new one."
            raise TypeError(msg)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the file itself, behind its door."""
        return reverse("casework:document", args=[self.client.number, self.pk])
