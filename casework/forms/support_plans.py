"""Forms to sign a version of the support plan, and to evaluate it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums.support_plans import PlanDecision, PlanParty
from casework.forms.base import DateField, OnceForm
from casework.forms.signatures import SignatureField


class PlanSignForm(OnceForm):
    """What the client or the counsellor says of a version."""

    decision = forms.ChoiceField(label=_("Akkoord met dit plan?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Omdat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen als er niet wordt getekend. Het plan geldt ook dan."),
    )
    signature = SignatureField(required=False)

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        """Offer "could not" for the client alone."""
        super().__init__(*args, **kwargs)
        choices = [(PlanDecision.SIGNED, _("Ja, met handtekening")), (PlanDecision.REFUSED, _("Nee, omdat…"))]
        if party == PlanParty.CLIENT:
            choices.append((PlanDecision.COULD_NOT, _("De cliënt kon niet tekenen, omdat…")))
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:  # noqa: ANN401 -- lazy
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PlanEvaluationForm(OnceForm):
    """A full evaluation: first what goes well, from both."""

    client_positive = _text(
        _("Wat gaat er goed? De cliënt"),
        _("In zijn eigen woorden."),
    )
    counsellor_positive = _text(_("Wat gaat er goed? De begeleider"), _("Noem iets wat de cliënt zelf deed."))
    went = _text(_("Hoe is het gegaan?"), _("Loop de doelen, de stappen en de leefgebieden na."))
    onwards = _text(
        _("Wat wordt er anders?"), _("Verandert het plan, stel daarna een nieuwe versie vast."), required=False
    )
    present = forms.CharField(label=_("Wie waren erbij?"), max_length=200, required=False)
    held_on = DateField(label=_("Besproken op"), initial=timezone.localdate)
    next_on = DateField(
        label=_("Volgende evaluatie voor"), required=False, help_text=_("Leeg is de langste termijn, een half jaar.")
    )
