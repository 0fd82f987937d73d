"""Forms for suspensions, and for the day on which one looks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm, DateField, OnceForm


class SuspensionForm(OnceForm):
    """A title that stands still from a day on."""

    valid_from = DateField(label=_("Staat stil vanaf"))
    valid_until = DateField(
        label=_("Tot en met"), required=False, help_text=_("De laatste dag van de schorsing. Leeg zolang zij loopt.")
    )
    reason = forms.CharField(
        label=_("Reden"),
        max_length=300,
        help_text=_("Bijvoorbeeld: detentie in een andere zaak, volgens de reclassering."),
    )


class SuspensionEndForm(ActForm):
    """The last day of a suspension."""

    valid_until = DateField(label=_("Laatste dag van de schorsing"))
    note = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class KnownOnForm(forms.Form):
    """On which day one looks: what the file told then."""

    op = DateField(label=_("Zoals bekend op"), required=False)
