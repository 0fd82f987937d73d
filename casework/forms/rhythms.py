"""Forms of the rhythm of contact."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import DayPart, Initiative
from casework.forms.base import DateField, OnceForm, TimeField
from casework.models.rhythms import MOST_A_WEEK


class RhythmForm(OnceForm):
    """How much contact was agreed, and why."""

    per_week = forms.IntegerField(
        label=_("Geplande contacten per week"),
        min_value=0,
        max_value=MOST_A_WEEK,
        initial=0,
        help_text=_("Gesprekken en bezoeken; de korte contacten hieronder tellen niet mee."),
    )
    morning = TimeField(label=_("Kort contact in de ochtend, om"), required=False)
    evening = TimeField(label=_("Kort contact aan het einde van de dag, om"), required=False)
    why = forms.CharField(
        label=_("Waarom dit ritme"),
        max_length=200,
        help_text=_("Bijvoorbeeld: hij vroeg zelf om een bericht elke ochtend om zeven uur."),
    )


class LightContactForm(OnceForm):
    """One light contact: who began, and a few words."""

    day = DateField(label=_("Dag"), initial=timezone.localdate)
    part = forms.ChoiceField(label=_("Dagdeel"), choices=DayPart.choices)
    initiative = forms.ChoiceField(label=_("Wie begon"), choices=Initiative.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In een paar woorden"), max_length=200, required=False)
    correct = forms.BooleanField(label=_("Verbetering van wat er al staat"), required=False)
