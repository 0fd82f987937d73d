"""The form of an evaluation, and which two versions are laid side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import ActForm, DateField, OnceForm
from riskplans.enums import EvaluationOccasion, EvaluationOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from riskplans.models import SignallingPlan

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


class CompareForm(ActForm):
    """Two versions of the plan of one client."""

    old = forms.TypedChoiceField(label=_("Eerste versie"), coerce=int)
    new = forms.TypedChoiceField(label=_("Tweede versie"), coerce=int)

    def __init__(self, *args: Any, plans: Iterable[SignallingPlan], **kwargs: Any) -> None:
        """Offer every version."""
        super().__init__(*args, **kwargs)
        choices = [
            (
                plan.version,
                _("Versie {number} ({status})").format(number=plan.version, status=plan.get_status_display()),
            )
            for plan in plans
        ]
        for name in ("old", "new"):
            field = self.fields[name]
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = _("Deze versie is er niet. Kies er een uit de lijst.")
