"""The forms for what is added to a meeting afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm, TimeField
from chain.enums import Seat


class OwnViewForm(OnceForm):
    """How one party sees a meeting."""

    text = forms.CharField(
        label=_("Hoe ziet u dit gesprek"),
        help_text=_("In uw eigen woorden. De anderen lezen het ook; aan het verslag verandert niets."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TableViewForm(OwnViewForm):
    """The same, written by the counsellor for himself or for the client beside him."""

    seat = forms.ChoiceField(
        label=_("Van wie"),
        choices=((Seat.CLIENT, Seat.CLIENT.label), (Seat.ORGANISATION, Seat.ORGANISATION.label)),
        initial=Seat.CLIENT,
        widget=forms.RadioSelect,
    )
    field_order = ("seat", "text")


class FeedbackForm(OnceForm):
    """What the client was told, and what he said."""

    told_on = DateField(label=_("Wanneer verteld"), initial=timezone.localdate)
    told_time = TimeField(label=_("Tijd"))
    told = forms.CharField(label=_("Wat is er verteld"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    reaction = forms.CharField(
        label=_("Hoe reageerde de cliënt"),
        help_text=_("In zijn eigen woorden. Ook als hij niets zei."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def values(self) -> dict[str, Any]:
        """Return the moment as one."""
        values = super().values()
        day, time = values.pop("told_on"), values.pop("told_time")
        return values | {"told_at": timezone.make_aware(dt.datetime.combine(day, time))}
