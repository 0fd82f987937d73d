"""Forms for the medication overview: what a source says, and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import MedicationKeeper, MedicationSource
from casework.forms.base import ActForm, DateField, OnceForm, TimeField
from casework.forms.presence import MomentForm, now_minute
from casework.services.medication import MedicineLine


class MedicationForm(OnceForm):
    """A line of the overview, copied from a source."""

    name = forms.CharField(
        label=_("Wat"), max_length=120, help_text=_("Zoals het op de verpakking of het overzicht staat.")
    )
    dose = forms.CharField(
        label=_("Dosering zoals voorgeschreven"),
        max_length=160,
        help_text=_("Neem de woorden letterlijk over. Reken niets om."),
    )
    since = DateField(label=_("Sinds"))
    prescriber = forms.CharField(label=_("Voorschrijver"), max_length=120)
    kept_by = forms.ChoiceField(label=_("Wie beheert het"), choices=MedicationKeeper.choices)
    source = forms.ChoiceField(label=_("Bron"), choices=MedicationSource.choices)
    source_on = DateField(
        label=_("Datum van de bron"), help_text=_("De datum van het overzicht, de brief of het gesprek.")
    )
    check_effect = forms.CharField(
        label=_("Kan te zien zijn in een controle als"),
        max_length=160,
        required=False,
        help_text=_("Alleen als de bron dat zegt, bijvoorbeeld: benzodiazepinen. Het staat dan naast de uitslag."),
    )
    note = forms.CharField(label=_("Bijzonderheden"), max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        """Return the line and the token."""
        data = super().values()
        return {"form_token": data.pop("form_token"), "line": MedicineLine(**data)}


class MedicationStopForm(ActForm):
    """A medicine is no longer used."""

    stopped_on = DateField(label=_("Gestopt op"), initial=timezone.localdate)
    stop_source = forms.CharField(
        label=_("Van wie weten we dat?"),
        max_length=160,
        help_text=_("Bijvoorbeeld: brief van de huisarts, 12 november."),
    )


class MedicationRefusalForm(MomentForm):
    """He did not want it."""

    MOMENTS = {"refused": "refused_at"}

    refused_day = DateField(label=_("Wanneer"), initial=timezone.localdate)
    refused_time = TimeField(label=_("Hoe laat"), initial=now_minute)
    reason = forms.CharField(label=_("In de woorden van de cliënt"), max_length=300)
    told_to = forms.CharField(
        label=_("Aan wie verteld"),
        max_length=160,
        required=False,
        help_text=_("Bijvoorbeeld de voorschrijver of de apotheek. Wat ermee gebeurt, beslissen zij."),
    )
