"""The form of an evaluation."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm
from riskplans.enums import EvaluationOccasion, EvaluationOutcome

LONGEST_TEXT = 4000


class EvaluationForm(OnceForm):
    """How the plan is doing."""

    held_on = DateField(label=_("Besproken op"), initial=timezone.localdate)
    occasion = forms.ChoiceField(
        label=_("Aanleiding"),
        choices=EvaluationOccasion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies de aanleiding.")},
    )
    present = forms.CharField(
        label=_("Met wie"),
        max_length=200,
        help_text=_("Bijvoorbeeld de cliënt, zijn zus en de toezichthouder."),
        error_messages={"required": _("Schrijf op met wie u het plan hebt besproken.")},
    )
    worked = forms.CharField(
        label=_("Wat werkte"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Welke signalen klopten, welke stappen hielpen?"),
        error_messages={"required": _("Schrijf op wat werkte, al is het weinig.")},
    )
    not_worked = forms.CharField(
        label=_("Wat werkte niet"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    client_view = forms.CharField(
        label=_("Wat de cliënt ervan vindt"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In zijn woorden. Wil hij er niets over zeggen, schrijf dat dan op."),
        error_messages={"required": _("Schrijf op wat de cliënt ervan vindt.")},
    )
    outcome = forms.ChoiceField(
        label=_("Wat we besluiten"),
        choices=EvaluationOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of het plan blijft.")},
    )
