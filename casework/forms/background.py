"""Forms about the coded background of a client."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.enums.background import PLACES, Topic
from casework.forms.base import ActForm, DateField, OnceForm
from casework.forms.municipalities import PlaceInput
from casework.models import BackgroundCode


class BackgroundForm(OnceForm):
    """What holds from a day on: a code of the topic, or a municipality."""

    code = forms.ModelChoiceField(label=_("Wat"), queryset=BackgroundCode.objects.none())
    place = forms.CharField(
        label=_("Gemeente"), max_length=60, help_text=_("Begin te typen en kies, of schrijf de naam zelf.")
    )
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)
    valid_until = DateField(label=_("Tot en met"), required=False, help_text=_("Leeg zolang het geldt."))
    note = forms.CharField(label=_("Toelichting"), max_length=300, required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        """Ask for what fits the topic: a code of its list, or the name of a municipality."""
        super().__init__(*args, **kwargs)
        if topic in PLACES:
            del self.fields["code"]
            self.fields["place"].widget = PlaceInput(attrs={"maxlength": 60, "autocomplete": "off"})
        else:
            del self.fields["place"]
            codes = BackgroundCode.objects.filter(topic=topic, in_use=True)
            self.fields["code"].queryset = codes  # type: ignore[attr-defined]
            self.fields["code"].label = capfirst(topic.label)


class BackgroundEndForm(ActForm):
    """The last day on which it held."""

    valid_until = DateField(label=_("Laatste dag"), initial=timezone.localdate)


class BackgroundWithdrawForm(ActForm):
    """Why it was a mistake."""

    reason = forms.CharField(
        label=_("Waarom klopt dit niet?"),
        max_length=300,
        help_text=_("Het blijft leesbaar als ingetrokken en telt niet meer mee in de cijfers."),
    )
