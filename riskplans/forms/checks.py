"""The forms of a check, of what the laboratory says, and of agreements on substances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import ActForm
from riskplans.enums import CheckKind, CheckOccasion, FindingResult, LabOutcome
from riskplans.forms.sheets import DateField, OnceSheetForm, choice
from riskplans.models import Substance
from riskplans.services.checks import FindingLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

HELD = "held"
OUTCOMES = ((HELD, _("gehouden")), ("refused", _("geweigerd")), ("missed", _("niet doorgegaan")))
NOT_TESTED = ("", _("niet getest"))
NO_MEDICATION = _("Medicatie verklaart een uitslag die niet negatief is. Haal de medicatie weg, of kijk de uitslag na.")


class CheckForm(OnceSheetForm):
    """A check: when, why, and, where it was held, what it showed of each substance."""

    MOMENTS = ("taken_at",)
    SECTIONS = (
        (_("De controle"), ("kind", "taken_at", "occasion", "outcome")),
        (_("Toelichting"), ("explanation",)),
    )

    kind = choice(_("Soort controle"), CheckKind, initial=CheckKind.URINE)
    taken_at = DateField(label=_("Datum"))
    occasion = choice(_("Aanleiding"), CheckOccasion, initial=CheckOccasion.PLANNED)
    outcome = forms.ChoiceField(
        label=_("Is hij gehouden"),
        choices=OUTCOMES,
        initial=HELD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of de controle is gehouden.")},
    )
    explanation = forms.CharField(
        label=_("Toelichting"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld waarom het niet doorging, of wat de cliënt ervan zei."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a line for each substance in use."""
        super().__init__(*args, **kwargs)
        self.substances = list(Substance.objects.filter(in_use=True))
        for substance in self.substances:
            self.fields[f"found_{substance.pk}"] = forms.ChoiceField(
                label=substance.name,
                choices=(NOT_TESTED, *FindingResult.choices),
                required=False,
            )
            self.fields[f"medication_{substance.pk}"] = forms.CharField(
                label=_("Verklaard door medicatie"), max_length=120, required=False
            )

    def lines(self) -> Iterator[tuple[Substance, BoundField, BoundField]]:
        """Yield the substances with their two fields."""
        for substance in self.substances:
            yield substance, self[f"found_{substance.pk}"], self[f"medication_{substance.pk}"]

    def sections(self) -> Iterator[tuple[Any, list[list[BoundField]]]]:
        """Yield the sections around the lines: the template shows those by themselves."""
        ours = [one for one in super().sections() if one[0]]
        yield from ours

    def findings(self) -> list[FindingLine]:
        """Return what was filled in of the substances."""
        return [
            FindingLine(substance, found, self.cleaned_data.get(f"medication_{substance.pk}", ""))
            for substance in self.substances
            if (found := self.cleaned_data.get(f"found_{substance.pk}"))
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for results where the check was held, and for none where it was not."""
        super().clean()
        outcome = self.cleaned_data.get("outcome")
        findings = self.findings()
        if outcome == HELD and not findings:
            self.add_error("outcome", _("Vul van minstens één middel de uitslag in, of kies dat hij niet is gehouden."))
        if outcome and outcome != HELD and findings:
            self.add_error(
                "outcome",
                _("Deze controle is niet gehouden, dus er is geen uitslag. Haal de uitslagen hieronder weg."),
            )
        for substance in self.substances:
            medication = self.cleaned_data.get(f"medication_{substance.pk}")
            if medication and self.cleaned_data.get(f"found_{substance.pk}") in {"", FindingResult.NEGATIVE}:
                self.add_error(f"medication_{substance.pk}", NO_MEDICATION)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that records the check."""
        values = super().values()
        outcome = values.pop("outcome")
        kept = {name: values[name] for name in ("form_token", "kind", "taken_at", "occasion", "explanation")}
        return kept | {"result": "negative" if outcome == HELD else outcome, "findings": self.findings()}


class LabForm(OnceSheetForm):
    """What the laboratory said of a finding."""

    PAIRS = frozenset({"laboratory"})

    outcome = choice(_("Uitslag van het laboratorium"), LabOutcome)
    received_on = DateField(label=_("Ontvangen op"), initial=timezone.localdate)
    laboratory = forms.CharField(label=_("Laboratorium"), max_length=120)
    note = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class SubstanceAgreementForm(OnceSheetForm):
    """What was agreed with the client about use."""

    text = forms.CharField(
        label=_("Wat is afgesproken"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In gewone woorden, zoals de cliënt het kent."),
    )
    agreed_with = forms.CharField(label=_("Met wie is dat afgesproken"), max_length=200)
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)


class SubstanceAgreementEndForm(ActForm):
    """The last day of an agreement on use."""

    valid_until = DateField(label=_("Laatste dag"), initial=timezone.localdate)
