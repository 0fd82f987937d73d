"""Forms about the numbers of a client."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm, OnceForm


class IdentifierForm(OnceForm):
    """The number itself; nothing that the browser may remember."""

    number = forms.CharField(
        label=_("Nummer"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


class IdentifierShowForm(ActForm):
    """Why the number is asked for."""

    reason = forms.CharField(
        label=_("Waarom hebt u het nummer nodig?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: aanvraag Wmo bij de gemeente. De reden komt in het toegangslog."),
    )
