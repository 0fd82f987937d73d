"""The forms of an agreement: its text, its rules and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ActForm, DateField, OnceForm
from chain.enums import Informer, RuleEvent, SupervisionLevel
from chain.models import CLAUSES
from chain.services.agreements import Clauses, RuleLine

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from chain.models import Agreement

if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet["RuleForm"]
else:
    _FormSet = forms.BaseFormSet

DAY = 24
MOST_HOURS = 200
NOW, WITHIN_DAY, WORKING = "now", "day", "working"
SPEEDS = (
    (NOW, gettext_lazy("direct")),
    (WITHIN_DAY, gettext_lazy("binnen een dag (24 uur)")),
    (WORKING, gettext_lazy("binnen een aantal werkuren")),
)
WRITTEN = (*CLAUSES, "supervision_level", "evaluate_on")
SECTIONS: tuple[tuple[StrOrPromise, tuple[str, ...]], ...] = (
    (gettext_lazy("Wie, en wie doet wat"), ("roles", "others")),
    (gettext_lazy("Waar we naartoe werken"), ("client_leads", "strengths", "probation_goals", "supervision_level")),
    (gettext_lazy("Hoe vaak"), ("contact_rhythm", "meetings")),
    (gettext_lazy("Controle en huisregels"), ("control", "house_rules")),
    (gettext_lazy("Als het moeilijk wordt"), ("risks", "on_breach", "reachable")),
    (gettext_lazy("Wat we delen"), ("sharing", "with_consent", "officer_shares")),
)
USUAL = (RuleEvent.POSITIVE_CHECK, RuleEvent.MISSED_APPOINTMENT, RuleEvent.CONDITION_NOT_KEPT, RuleEvent.RED_PHASE)


def _text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class AgreementForm(OnceForm):
    """The text of a draft, in words that the client would use too. The field set of docs/domain/agreement.md."""

    roles = _text(
        gettext_lazy("Wie doet wat"),
        gettext_lazy("De rol van de cliënt, van de begeleiding en van de reclassering."),
        required=True,
    )
    others = _text(
        gettext_lazy("Wie er nog meer bij hoort"),
        gettext_lazy("Bijvoorbeeld een behandelaar, bewindvoerder of wijkagent, en waarvoor."),
        rows=2,
    )
    probation_goals = _text(
        gettext_lazy("Doelen van het toezicht"),
        gettext_lazy("Uit het toezichtplan. De eigen doelen van de cliënt komen er vanzelf bij."),
    )
    supervision_level = forms.ChoiceField(
        label=gettext_lazy("Toezichtniveau"),
        help_text=gettext_lazy("Alleen als de toezichthouder er een noemt. Het bepaalt de begeleiding niet."),
        choices=[("", gettext_lazy("Niet genoemd")), *SupervisionLevel.choices],
        required=False,
    )
    contact_rhythm = _text(
        gettext_lazy("Hoe vaak we elkaar zien"),
        gettext_lazy("Wie wie spreekt, hoe vaak en waar. Houd rekening met werk."),
        required=True,
    )
    meetings = _text(
        gettext_lazy("Onze driegesprekken"),
        gettext_lazy("Hoe vaak, wie ze plant en waar. Meestal na de eerste week, daarna elke drie maanden."),
        rows=2,
    )
    client_leads = _text(
        gettext_lazy("Waar de cliënt zelf de leiding heeft"),
        gettext_lazy("Waarover hij zelf beslist, en welk eigen doel daarbij hoort."),
        required=True,
    )
    strengths = _text(gettext_lazy("Wat goed gaat en beschermt"), rows=2)
    risks = _text(
        gettext_lazy("Wat moeilijk kan worden"),
        gettext_lazy("Kort. De voortekenen staan in het signaleringsplan; de versie daarvan komt er vanzelf bij."),
        rows=2,
    )
    control = _text(
        gettext_lazy("Welke controle er is"),
        gettext_lazy("Bijvoorbeeld urinecontrole: hoe vaak, en wie die afneemt. Ook kamercontrole."),
    )
    house_rules = _text(
        gettext_lazy("Huisregels, bezoek en nachten weg"),
        gettext_lazy("Alleen wat voor deze cliënt telt of anders is dan in de huisregels."),
    )
    sharing = _text(
        gettext_lazy("Wat we met elkaar delen"),
        gettext_lazy("Wat de reclassering wel hoort en wat tussen cliënt en begeleider blijft."),
        required=True,
    )
    with_consent = _text(
        gettext_lazy("Wat we alleen delen als de cliënt dat goed vindt"),
        gettext_lazy("Bijvoorbeeld over familie of gezondheid."),
        rows=2,
    )
    officer_shares = _text(
        gettext_lazy("Wat de reclassering ons laat weten"),
        gettext_lazy("Bijvoorbeeld een wijziging van voorwaarden, een waarschuwing, een nieuwe zitting."),
        rows=2,
    )
    on_breach = _text(
        gettext_lazy("Wat er gebeurt als een afspraak niet lukt"),
        gettext_lazy(
            "Wat de begeleiding doet, wat de reclassering doet, en wanneer het naar de officier van justitie gaat."
        ),
    )
    reachable = _text(
        gettext_lazy("Wie bereikbaar is, ook ’s nachts en bij een crisis"),
        gettext_lazy("Namen en telefoonnummers."),
        rows=2,
    )
    evaluate_on = DateField(label=gettext_lazy("Evalueren op"))

    @property
    def sections(self) -> list[tuple[StrOrPromise, list[forms.BoundField]]]:
        """The fields as they stand on the page: what comes first is what nearly every agreement has."""
        return [(legend, [self[name] for name in names]) for legend, names in SECTIONS]

    @property
    def clauses(self) -> Clauses:
        """The text that was typed. Only for a valid form."""
        values = self.values()
        return Clauses(**{name: values[name] for name in WRITTEN})

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """Return the form filled with the text of a draft."""
        return cls(initial={name: getattr(agreement, name) for name in WRITTEN})


class RuleForm(forms.Form):
    """One kind of event: whether the officer hears of it, how fast, and from whom."""

    event = forms.ChoiceField(choices=RuleEvent, widget=forms.HiddenInput)
    wanted = forms.BooleanField(required=False)
    speed = forms.ChoiceField(label=gettext_lazy("Hoe snel"), choices=SPEEDS, required=False)
    hours = forms.IntegerField(label=gettext_lazy("Aantal werkuren"), required=False, min_value=1, max_value=MOST_HOURS)
    informer = forms.ChoiceField(label=gettext_lazy("Wie meldt het"), choices=Informer, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the event in words at the check box."""
        super().__init__(*args, **kwargs)
        event = self.initial.get("event") or self.data.get(self.add_prefix("event"))
        label = RuleEvent(event).label if event in RuleEvent.values else ""
        self.fields["wanted"].label = str(label).capitalize()
        self.fields["hours"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """Ask for the number where working hours are counted."""
        cleaned = super().clean() or self.cleaned_data
        counts = cleaned.get("wanted") and cleaned.get("speed") == WORKING
        if counts and not cleaned.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Vul in binnen hoeveel werkuren."))
        return cleaned

    @property
    def line(self) -> RuleLine | None:
        """The rule; None when the officer need not hear of this. Only for a valid form."""
        values = self.cleaned_data
        if not values.get("wanted"):
            return None
        speed = values.get("speed") or WITHIN_DAY
        within: int = values["hours"] if speed == WORKING else {NOW: 0, WITHIN_DAY: DAY}[speed]
        return RuleLine(
            event=values["event"],
            within=within,
            working_hours=speed == WORKING,
            informer=values.get("informer") or Informer.COUNSELLOR,
        )


class BaseRules(_FormSet):
    """One row for every kind of event."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return how the fields of the rows start."""
        return "meldregels"

    @property
    def lines(self) -> list[RuleLine]:
        """The rules that were chosen. Only for valid rows."""
        return [form.line for form in self.forms if form.line is not None]


RuleRows = forms.formset_factory(
    RuleForm,
    formset=BaseRules,
    extra=0,
    max_num=len(RuleEvent),
    validate_max=True,
    absolute_max=2 * len(RuleEvent),  # whatever number of rows a request says it has
)


def rule_rows(agreement: Agreement | None = None) -> BaseRules:
    """Return a row for every kind of event: filled as in an agreement, or with the usual rules for a first one."""
    rules = {rule.event: rule for rule in agreement.rules.all()} if agreement else {}
    rows: list[dict[str, Any]] = []
    for event in RuleEvent:
        rule = rules.get(event)
        row: dict[str, Any] = {"event": event.value, "wanted": event in USUAL, "speed": WITHIN_DAY}
        if agreement is not None:
            row["wanted"] = rule is not None
        if rule is not None:
            row["informer"] = rule.informer
            row["speed"] = WORKING if rule.working_hours else WITHIN_DAY if rule.within else NOW
            row["hours"] = rule.within if rule.working_hours else None
        elif event == RuleEvent.RED_PHASE:
            row["speed"] = NOW
        rows.append(row)
    return cast("BaseRules", RuleRows(initial=rows))


def typed_rules(post: QueryDict) -> BaseRules:
    """Return the rows as they were typed."""
    return cast("BaseRules", RuleRows(post))


class EndForm(ActForm):
    """Why an agreement ends."""

    reason = forms.CharField(label=gettext_lazy("Reden"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
