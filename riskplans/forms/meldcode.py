"""The form with which the steps of the reporting code begin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from riskplans.enums import MeldcodeAbout
from riskplans.forms.sheets import OnceSheetForm, choice


class MeldcodeStartForm(OnceSheetForm):
    """What the concern is about, and whom it concerns."""

    about = choice(_("Waar gaat het over"), MeldcodeAbout)
    concerns = forms.CharField(
        label=_("Om wie gaat het"),
        max_length=200,
        help_text=_(
            "Omschrijf: ‘dochter van 6’, ‘zijn ex-partner’. Schrijf geen volledige naam: die is hier niet nodig."
        ),
    )
