"""The form of the result of a risk assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.selectors import term_days
from riskplans.enums import AssessedBy, Setting
from riskplans.forms.sheets import DateField, OnceSheetForm, choice, long_text
from riskplans.models import Instrument, Judgement
from riskplans.services.assessments import AssessmentResult


class JudgementField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted when it runs
    """Final judgements, under the instrument whose list they are from."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- Django's own signature
        """Return the instrument before its judgement, so that one never chooses from the wrong list."""
        return f"{obj.instrument}: {obj}"


class AssessmentForm(OnceSheetForm):
    """What an instrument gave; the instrument itself is carried out elsewhere, by who is trained for it."""

    SECTIONS = (
        (_("Welke taxatie"), ("judgement", "version", "assessed_on", "next_on")),
        (_("Van wie, en voor welke situatie"), ("made_by", "organisation_name", "assessor", "setting", "sources")),
        (_("Wat eruit kwam"), ("protective_factors", "risk_factors", "meaning")),
    )
    PAIRS = frozenset({"version", "next_on", "assessor"})

    judgement = JudgementField(
        label=_("Instrument en eindoordeel"),
        queryset=Judgement.objects.none(),
        help_text=_("Het oordeel dat de taxateur gaf. Samenspoor rekent niets uit."),
        error_messages={"required": _("Kies het instrument met zijn eindoordeel.")},
    )
    version = forms.CharField(label=_("Versie van het instrument"), max_length=40, required=False)
    assessed_on = DateField(label=_("Datum van de taxatie"), initial=timezone.localdate)
    next_on = DateField(label=_("Opnieuw voor"), help_text=_("Uiterlijk dan is een nieuwe taxatie nodig."))
    made_by = choice(_("Wie maakte de taxatie"), AssessedBy, initial=AssessedBy.OWN)
    organisation_name = forms.CharField(
        label=_("Welke organisatie"),
        max_length=120,
        required=False,
        help_text=_("Nodig als een ander de taxatie maakte. Zij staat dan in het dossier als overgenomen."),
    )
    assessor = forms.CharField(label=_("Wie taxeerde"), max_length=120)
    setting = choice(
        _("Gemaakt voor welke situatie"),
        Setting,
        help_text=_("Wat iemand in een kliniek laat zien, zegt minder over een huis met begeleiding."),
    )
    sources = forms.CharField(
        label=_("Welke bronnen"), max_length=500, help_text=_("Bijvoorbeeld dossier, gesprek met de cliënt, naasten.")
    )
    protective_factors = long_text(
        _("Wat beschermt"),
        longest=2000,
        help_text=_("In eigen woorden. Wat beschermt telt even zwaar als wat risico geeft."),
    )
    risk_factors = long_text(_("Wat het risico vergroot"), longest=2000, help_text=_("In eigen woorden."))
    meaning = long_text(_("Wat dit betekent voor plan en begeleiding"), longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the judgements of the instruments in use; the next one is due after the organisation's term."""
        super().__init__(*args, **kwargs)
        offered = Judgement.objects.filter(in_use=True, instrument__in_use=True).select_related("instrument")
        self.fields["judgement"].queryset = offered  # type: ignore[attr-defined]
        self.fields["next_on"].initial = timezone.localdate() + dt.timedelta(days=term_days("risk-assessment"))

    def values(self) -> dict[str, Any]:
        """Return the result for the service; the instrument is the one whose list the judgement is from."""
        values = super().values()
        token = values.pop("form_token")
        extra = {"correction_reason": values.pop("correction_reason")} if "correction_reason" in values else {}
        instrument: Instrument = values["judgement"].instrument
        return {"form_token": token, "result": AssessmentResult(instrument=instrument, **values), **extra}


class AssessmentCorrectionForm(AssessmentForm):
    """The same, with why an earlier one is corrected."""

    correction_reason = forms.CharField(
        label=_("Waarom verbetert u de taxatie"),
        max_length=300,
        help_text=_("De eerste blijft in het dossier staan, met uw reden erbij."),
        error_messages={"required": _("Schrijf op waarom u de taxatie verbetert.")},
    )
