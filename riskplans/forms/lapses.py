"""The forms around a lapse response: beginning it, its last step, and what is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.enums import CommitmentOwner
from riskplans.enums import LapseTrigger
from riskplans.forms.guided import StepForm
from riskplans.forms.sheets import DateField, OnceSheetForm, choice, long_text
from riskplans.models import FunctionAnalysis, Sign
from riskplans.services.lapses import AgreedLine

if TYPE_CHECKING:
    from casework.models import Client

WITHOUT_CHECK = [one for one in LapseTrigger.choices if one[0] != LapseTrigger.CHECK]


class LapseStartForm(OnceSheetForm):
    """How a use became known, where no check told it."""

    MOMENTS = ("known_at",)

    trigger = choice(_("Hoe werd het bekend"), LapseTrigger)
    known_at = DateField(label=_("Wanneer werd het bekend"))
    about = forms.CharField(
        label=_("In een paar woorden"), max_length=200, help_text=_("Bijvoorbeeld: cocaïne, in het weekend.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A response to a check begins at the check."""
        super().__init__(*args, **kwargs)
        self.fields["trigger"].choices = WITHOUT_CHECK  # type: ignore[attr-defined]


class LapseStepForm(StepForm):
    """A step of the response: with the signs and analyses of this client, and an agreement that comes out of it."""

    PAIRS = frozenset({"agreed_due"})

    agreed_text = forms.CharField(
        label=_("Afspraak die hieruit volgt"),
        max_length=300,
        required=False,
        help_text=_("Komt bij de afspraken van de cliënt te staan."),
    )
    agreed_owner = forms.ChoiceField(
        label=_("Wie doet het"), choices=CommitmentOwner.choices, initial=CommitmentOwner.COUNSELLOR, required=False
    )
    agreed_due = DateField(label=_("Uiterlijk"), required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer what is this client's own."""
        super().__init__(*args, **kwargs)
        if "signs" in self.fields:
            signs: Any = self.fields["signs"]
            signs.queryset = Sign.objects.filter(phase__plan__client=client, phase__plan__status="active")
            signs.label_from_instance = lambda sign: sign.text
        if "analysis" in self.fields:
            analysis: Any = self.fields["analysis"]
            analysis.queryset = FunctionAnalysis.objects.filter(client=client, replaced_by=None)
            analysis.label_from_instance = lambda one: f"{one.happened_on:%d-%m-%Y}: {one.situation[:70]}"
        for name in ("agreed_text", "agreed_owner", "agreed_due"):  # last on the page
            self.fields[name] = self.fields.pop(name)

    def clean(self) -> dict[str, Any]:
        """Ask for the day of an agreement."""
        super().clean()
        if self.cleaned_data.get("agreed_text") and not self.cleaned_data.get("agreed_due"):
            self.add_error("agreed_due", _("Vul in wanneer de afspraak gedaan moet zijn."))
        return self.cleaned_data

    def agreed(self) -> AgreedLine | None:
        """Return the agreement that was typed, or None."""
        text = self.cleaned_data.get("agreed_text", "").strip()
        if not text:
            return None
        owner = self.cleaned_data["agreed_owner"] or CommitmentOwner.COUNSELLOR
        name = _("zie de terugvalrespons") if owner == CommitmentOwner.OTHER else ""
        return AgreedLine(text, owner, self.cleaned_data["agreed_due"], str(name))

    def values(self) -> dict[str, Any]:
        """Return the answers of the step, without the agreement."""
        return {name: value for name, value in super().values().items() if not name.startswith("agreed_")}


class AddendumForm(OnceSheetForm):
    """What is added to what was written."""

    text = long_text(_("Aanvulling"))
    reason = forms.CharField(label=_("Waarom"), max_length=200)
