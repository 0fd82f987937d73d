"""The track before the stay: begun, kept up to date, visited, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import ActForm, DateField, OnceForm, TimeField
from chain.enums import TrackOutcome


class TrackForm(OnceForm):
    """Where he is, when he comes out, and what he wants himself. ``counsellor`` is whoever fills it in."""

    institution = forms.CharField(label=_("Inrichting"), max_length=120, help_text=_("Bijvoorbeeld: PI Zwolle."))
    release_on = DateField(label=_("Verwachte vrijlating"), help_text=_("De datum mag later nog veranderen."))
    case_manager = forms.CharField(label=_("Casemanager van de inrichting"), max_length=120, required=False)
    case_manager_phone = forms.CharField(label=_("Telefoon van de casemanager"), max_length=30, required=False)
    client_choice = forms.CharField(
        label=_("Wat de cliënt zelf kiest"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Welke plek, welke begeleider, wat hij wil regelen. In zijn eigen woorden."),
    )


class TrackChangeForm(ActForm):
    """What may change while the track runs."""

    release_on = DateField(label=_("Verwachte vrijlating"))
    case_manager = forms.CharField(label=_("Casemanager van de inrichting"), max_length=120, required=False)
    case_manager_phone = forms.CharField(label=_("Telefoon van de casemanager"), max_length=30, required=False)
    client_choice = forms.CharField(
        label=_("Wat de cliënt zelf kiest"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In zijn eigen woorden."),
    )


class PersonForm(OnceForm):
    """Who stays involved after the move."""

    name = forms.CharField(label=_("Wie"), max_length=120)
    role = forms.CharField(
        label=_("Wie hij is"), max_length=120, help_text=_("Bijvoorbeeld: bajes-uit-begeleider, maatje, zus.")
    )
    does = forms.CharField(label=_("Wat hij doet na de verhuizing"), max_length=300)
    until = DateField(label=_("Tot en met"))


class VisitForm(OnceForm):
    """A contact in prison."""

    occurred_on = DateField(label=_("Datum"), initial=timezone.localdate)
    occurred_time = TimeField(label=_("Begintijd"))
    duration_minutes = forms.IntegerField(label=_("Duur in minuten"), min_value=0, max_value=24 * 60, initial=60)
    text = forms.CharField(
        label=_("Wat is er besproken of gebeurd"), max_length=12_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    went_well = forms.CharField(
        label=_("Wat ging goed"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    client_view = forms.CharField(
        label=_("In de woorden van de cliënt"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def values(self) -> dict[str, Any]:
        """Return the fields of ``log_visit``: one moment."""
        values = super().values()
        moment = dt.datetime.combine(values.pop("occurred_on"), values.pop("occurred_time"))
        return values | {"occurred_at": timezone.make_aware(moment)}


class EndForm(ActForm):
    """How the track ended."""

    ended_on = DateField(label=_("Afgesloten op"), initial=timezone.localdate)
    outcome = forms.ChoiceField(label=_("Hoe het afliep"), choices=TrackOutcome, widget=forms.RadioSelect)
    outcome_text = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Als het anders liep: waarom. Dat helpt een volgende keer."),
    )
