"""What became of an action of the plan, and a life event."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm
from riskplans.enums import ActionResult, EventMeaning


class ActionDoneForm(OnceForm):
    """What became of one action."""

    action = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("Wat is ervan gekomen"), choices=ActionResult.choices)
    remark = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class LifeEventForm(OnceForm):
    """Something that happened, or is to come, in the client's life."""

    happened_on = DateField(
        label=_("Wanneer"), help_text=_("Het mag ook nog komen: een zitting, een verjaardag, een afscheid.")
    )
    text = forms.CharField(
        label=_("Wat"),
        max_length=160,
        help_text=_("In een paar woorden, zonder namen van anderen. Het komt in de tijdlijn en naast het stoplicht."),
        error_messages={"required": _("Schrijf op wat er gebeurde.")},
    )
    meaning = forms.ChoiceField(
        label=_("Wat doet het met de cliënt"),
        choices=EventMeaning.choices,
        widget=forms.RadioSelect,
        help_text=_("Zoals hij het zelf ziet."),
        error_messages={"required": _("Kies wat het met de cliënt doet.")},
    )
