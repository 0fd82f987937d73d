"""The form for a correction or addition to a contact note."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import OnceForm


class AddendumForm(OnceForm):
    """What changes or is added, and why."""

    text = forms.CharField(label=_("Aanvulling of correctie"), widget=forms.Textarea(attrs={"rows": 4}))
    reason = forms.CharField(
        label=_("Waarom"), max_length=200, help_text=_("Bijvoorbeeld: datum klopte niet, iets vergeten.")
    )
