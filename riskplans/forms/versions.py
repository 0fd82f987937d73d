"""The forms around a version of the plan: with what it begins, and the moment it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import SignatureKind
from casework.forms import DateField, OnceForm, SignatureField
from casework.models.signatures import Signature
from riskplans.enums import PhaseLevel
from riskplans.forms.monitoring import level_choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from riskplans.selectors.starts import Start


class BeginPlanForm(OnceForm):
    """Begins a draft: from the plan that holds, or from what ``start`` names (``plan-3``, ``analysis-5``, ``empty``)."""

    start = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)


class StartPlanForm(OnceForm):
    """Begins a draft with something of choice."""

    start = forms.ChoiceField(
        label=gettext_lazy("Waarmee begint u"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies waarmee u het plan begint."),
            "invalid_choice": gettext_lazy("Kies waarmee u het plan begint."),
        },
    )

    def __init__(self, *args: Any, starts: Iterable[Start], **kwargs: Any) -> None:
        """Offer the versions and the analyses of this client; the first is chosen."""
        super().__init__(*args, **kwargs)
        choices = [(start.key, start.label) for start in starts]
        self.fields["start"].choices = choices  # type: ignore[attr-defined]
        self.fields["start"].initial = choices[0][0]


class EstablishForm(forms.Form):
    """Makes the draft the plan that holds: the client signs, or it says why not."""

    SIGNS, PAPER, REFUSES = "signs", "paper", "refuses"

    established_on = DateField(label=gettext_lazy("Vastgesteld op"))
    client_signs = forms.ChoiceField(
        label=gettext_lazy("Handtekening van de cliënt"),
        choices=[
            (SIGNS, gettext_lazy("De cliënt tekent hier, op het scherm")),
            (PAPER, gettext_lazy("De cliënt tekende op papier")),
            (REFUSES, gettext_lazy("De cliënt wil niet tekenen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of de cliënt tekent.")},
    )
    signature = SignatureField(
        label=gettext_lazy("Handtekening"),
        required=False,
        help_text=gettext_lazy("Alleen als de cliënt op het scherm tekent."),
    )
    client_signed_on = DateField(label=gettext_lazy("Getekend op"), required=False)
    refusal_reason = forms.CharField(
        label=gettext_lazy("Waarom niet"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Alleen als de cliënt niet wil tekenen. Het plan geldt ook dan."),
    )
    start_level = forms.ChoiceField(
        label=gettext_lazy("In welke fase is de cliënt nu"), widget=forms.RadioSelect, initial=PhaseLevel.GREEN
    )

    def __init__(self, *args: Any, levels: Iterable[str], asks_phase: bool, **kwargs: Any) -> None:
        """Ask for the phase of now only where the stoplight has none yet."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["established_on"].initial = self.fields["client_signed_on"].initial = today
        if asks_phase:
            self.fields["start_level"].choices = level_choices(levels)  # type: ignore[attr-defined]
        else:
            del self.fields["start_level"]

    def clean(self) -> dict[str, Any]:
        """Ask for the date or for the reason."""
        choice = self.cleaned_data.get("client_signs")
        if choice == self.SIGNS and not self.cleaned_data.get("signature") and "signature" not in self.errors:
            self.add_error("signature", _("Laat de cliënt tekenen, of typ zijn naam."))
        if (
            choice in {self.SIGNS, self.PAPER}
            and not self.cleaned_data.get("client_signed_on")
            and "client_signed_on" not in self.errors
        ):
            self.add_error("client_signed_on", _("Kies de dag waarop de cliënt tekende."))
        if choice == self.REFUSES and not self.cleaned_data.get("refusal_reason"):
            self.add_error("refusal_reason", _("Schrijf op waarom de cliënt niet tekent."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that establishes the plan."""
        values = dict(self.cleaned_data)
        choice = values.pop("client_signs")
        if choice != self.SIGNS:
            values["signature"] = Signature(SignatureKind.PAPER) if choice == self.PAPER else None
        if choice == self.REFUSES:
            values["client_signed_on"] = None
        else:
            values["refusal_reason"] = ""
        return values
