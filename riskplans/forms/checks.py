"""The form of a check."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm, TimeField
from riskplans.enums import CheckKind, CheckOccasion, CheckResult


class CheckForm(OnceForm):
    """A check: when, why, and what came out of it."""

    kind = forms.ChoiceField(
        label=_("Soort controle"), choices=CheckKind.choices, initial=CheckKind.URINE, widget=forms.RadioSelect
    )
    taken_at = DateField(label=_("Datum"))
    time = TimeField(label=_("Tijd"))
    occasion = forms.ChoiceField(
        label=_("Aanleiding"), choices=CheckOccasion.choices, initial=CheckOccasion.PLANNED, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(label=_("Uitslag"), choices=CheckResult.choices, widget=forms.RadioSelect)
    substance = forms.CharField(
        label=_("Welk middel"), max_length=120, required=False, help_text=_("Nodig bij een positieve uitslag.")
    )
    explanation = forms.CharField(
        label=_("Toelichting"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld medicatie die de uitslag verklaart, of waarom het niet doorging."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start at this moment."""
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["taken_at"].initial = now.date()
        self.fields["time"].initial = now.time().replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """Ask for the substance that was found."""
        if self.cleaned_data.get("result") == CheckResult.POSITIVE and not self.cleaned_data.get("substance"):
            self.add_error("substance", _("Schrijf op welk middel is gevonden."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that records the check."""
        values = dict(self.cleaned_data)
        moment = dt.datetime.combine(values["taken_at"], values.pop("time"))
        return values | {"taken_at": timezone.make_aware(moment)}
