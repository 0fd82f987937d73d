"""Bringing in a photo of a client with his consent, and taking it away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums.photos import ConsentGiver, PhotoRemoval
from casework.forms.base import ActForm, DateField, OnceForm


class PhotoForm(OnceForm):
    """A photo, and the consent it rests on."""

    upload = forms.FileField(
        label=_("Foto"),
        allow_empty_file=True,
        error_messages={"required": _("Kies een foto."), "missing": _("Kies een foto.")},
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    consent_on = DateField(label=_("Toestemming gegeven op"), initial=timezone.localdate)
    consent_by = forms.ChoiceField(
        label=_("Toestemming gegeven door"), choices=ConsentGiver, initial=ConsentGiver.CLIENT
    )
    agreed = forms.BooleanField(
        label=_("De cliënt weet waarvoor de foto is, en dat hij op elk moment nee mag zeggen"),
        error_messages={"required": _("Zonder toestemming van de cliënt komt er geen foto in het dossier.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say at the field what may be kept."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = gettext(
            "JPEG, PNG of WebP, ten hoogste %(limit)s. Het midden wordt bewaard, klein en zonder gegevens over plaats en toestel."
        ) % {"limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}


class PhotoRemoveForm(ActForm):
    """Why a photo goes."""

    removal = forms.ChoiceField(
        label=_("Waarom?"),
        choices=[(one.value, one.label) for one in PhotoRemoval if one != PhotoRemoval.REPLACED],
        widget=forms.RadioSelect,
    )
