"""Uploading a client file that was exported elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.base import OnceForm
from overview.services.file_arrivals import MOST_UPLOADED

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ClientFileForm(OnceForm):
    """A client file; what it is, is for the service to see."""

    upload = forms.FileField(
        label=_("Dossierbestand"),
        allow_empty_file=True,
        help_text=_("Het zipbestand van een export, of dossier.json daaruit. Ten hoogste 200 MB."),
        error_messages={"required": _("Kies een bestand."), "missing": _("Kies een bestand.")},
        widget=forms.FileInput(attrs={"accept": ".zip,.json"}),
    )

    def clean_upload(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before it is read."""
        upload: UploadedFile[Any] = self.cleaned_data["upload"]
        if (upload.size or 0) > MOST_UPLOADED:
            raise forms.ValidationError(
                gettext("Dit bestand is te groot om een dossier te zijn. Er is niets ingelezen.")
            )
        return upload
