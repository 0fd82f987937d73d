"""Issuing a paper, and bringing in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.base import OnceForm


class IssueForm(OnceForm):
    """For whom a paper is issued."""

    recipient = forms.CharField(
        label=_("Voor wie"), max_length=160, required=False, help_text=_("Deze naam komt op het document te staan.")
    )


class UploadForm(OnceForm):
    """A file that is brought in; what it is, is for the service to see."""

    title = forms.CharField(
        label=_("Wat is het"),
        max_length=160,
        help_text=_("Zo komt het in de lijst te staan, bijvoorbeeld: brief van de gemeente over de indicatie."),
    )
    upload = forms.FileField(
        label=_("Bestand"),
        allow_empty_file=True,
        error_messages={"required": _("Kies een bestand."), "missing": _("Kies een bestand.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.odt"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say at the field what may be kept."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = gettext(
            "PDF, JPEG, PNG, Word (docx) of OpenDocument (odt), ten hoogste %(limit)s."
        ) % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
