"""Forms for the rules of a house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import SubstancePolicy
from casework.enums import ToldHow
from casework.forms.base import DateField, OnceForm, TimeField
from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterable


class HouseRulesForm(OnceForm):
    """The next version of the rules."""

    valid_from = DateField(label=_("Geldt vanaf"), initial=timezone.localdate)
    change = forms.CharField(
        label=_("Wat verandert er?"),
        max_length=300,
        required=False,
        help_text=_("In een zin, voor wie de vorige versie kent."),
    )
    text = forms.CharField(
        label=_("Huisregels"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("In gewone woorden, zoals u ze met een bewoner doorneemt. Een regel per regel."),
    )
    substance_policy = forms.ChoiceField(label=_("Middelenbeleid"), choices=SubstancePolicy.choices)
    substance_text = forms.CharField(
        label=_("Wat betekent dat hier?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat mag wel en niet, wanneer is er een controle, en wat gebeurt er na een terugval."),
    )
    home_from = TimeField(label=_("'s Avonds thuis om"), required=False)
    home_until = TimeField(label=_("Tot 's ochtends"), required=False)
    visitors_recorded = forms.BooleanField(label=_("Bezoek wordt opgeschreven"), required=False)


class RulesToldForm(OnceForm):
    """Who was told the rules, how, and what he said."""

    client = forms.ModelChoiceField(label=_("Wie"), queryset=Client.objects.none())
    told_on = DateField(label=_("Verteld op"), initial=timezone.localdate)
    how = forms.ChoiceField(label=_("Hoe"), choices=ToldHow.choices, widget=forms.RadioSelect, initial=ToldHow.BOTH)
    reaction = forms.CharField(label=_("Wat vindt de cliënt ervan?"), max_length=300, required=False)

    def __init__(self, *args: Any, residents: Iterable[Client], **kwargs: Any) -> None:
        """Offer the residents of now."""
        super().__init__(*args, **kwargs)
        ids = [client.pk for client in residents]
        self.fields["client"].queryset = Client.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
