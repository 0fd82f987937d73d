"""The form that puts right who a client is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.enums import Gender
from casework.forms.base import DateField, OnceForm


class IdentityForm(OnceForm):
    """Names, date of birth and gender as they should be, and why they change."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)  # the last change that was on the screen
    first_name = forms.CharField(label=_("Voornaam"), max_length=60)
    preferred_name = forms.CharField(
        label=_("Roepnaam"),
        max_length=60,
        required=False,
        help_text=_("Alleen als de cliënt anders genoemd wil worden."),
    )
    last_name = forms.CharField(label=_("Achternaam"), max_length=80)
    birth_date = DateField(label=_("Geboortedatum"))
    gender = forms.ChoiceField(label=_("Geslacht"), choices=Gender.choices)
    gender_from = DateField(
        label=_("Ander geslacht vanaf"),
        required=False,
        help_text=_("Alleen als het geslacht veranderde. Leeg: wat er stond was een vergissing."),
    )
    reason = forms.CharField(
        label=_("Waarom wijzigt u dit?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: volgens het identiteitsbewijs, of de cliënt wil anders genoemd worden."),
    )
    # Shown once a file was found that looks like it.
    somebody_else = forms.BooleanField(label=_("Dit is iemand anders: wijzig de gegevens toch"), required=False)
