"""The forms of an agreement: its text, its rules and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ActForm, DateField, OnceForm
from chain.enums import Channel, Informer, RuleEvent, SupervisionLevel
from chain.models import CLAUSES
from chain.selectors.rules import USUAL, Habit, habits
from chain.services.agreements import Clauses, RuleLine
from riskplans.models import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from chain.models import Agreement, NotificationRule

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
AT_ONCE = (RuleEvent.RED_PHASE, RuleEvent.ABSENCE, RuleEvent.INCIDENT)
MOST_FREE = 5


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
    channel = forms.ChoiceField(label=gettext_lazy("Hoe"), choices=Channel, required=False)
    client_first = forms.ChoiceField(
        label=gettext_lazy("Wanneer de cliënt het hoort"),
        choices=(("first", gettext_lazy("eerst")), ("same", gettext_lazy("op hetzelfde moment"))),
        required=False,
    )
    free_event = forms.CharField(
        label=gettext_lazy("Wat er dan gebeurt"),
        help_text=gettext_lazy("Bijvoorbeeld: contact met de ex-partner."),
        max_length=120,
        required=False,
    )
    incident_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Welke soorten incidenten"),
        help_text=gettext_lazy("Niets gekozen is alle soorten."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(label=gettext_lazy("Toelichting"), max_length=300, required=False)

    habit: Habit | None = None  # what others agree on; see ``with_habits``

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the event in words at the check box."""
        super().__init__(*args, **kwargs)
        event = self.initial.get("event") or self.data.get(self.add_prefix("event"))
        label = RuleEvent(event).label if event in RuleEvent.values else ""
        self.fields["wanted"].label = str(label).capitalize()
        self.fields["hours"].widget.attrs["inputmode"] = "numeric"
        self.kind_of_event = event or ""
        if event != RuleEvent.FREE:
            del self.fields["free_event"]
        if event == RuleEvent.INCIDENT:
            kinds = self.fields["incident_kinds"]
            kinds.choices = incident_choices  # type: ignore[attr-defined]
        else:
            del self.fields["incident_kinds"]

    def clean(self) -> dict[str, Any]:
        """Ask for the number where working hours are counted."""
        cleaned = super().clean() or self.cleaned_data
        counts = cleaned.get("wanted") and cleaned.get("speed") == WORKING
        if counts and not cleaned.get("hours") and "hours" not in self.errors:
            self.add_error("hours", _("Vul in binnen hoeveel werkuren."))
        if cleaned.get("wanted") and "free_event" in self.fields and not cleaned.get("free_event"):
            self.add_error("free_event", _("Schrijf op wat er dan gebeurt."))
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
            channel=values.get("channel") or Channel.PORTAL,
            client_first=values.get("client_first") != "same",
            text=values.get("text", ""),
            free_event=values.get("free_event", ""),
            incident_kinds=tuple(values.get("incident_kinds", ())),
        )


def incident_choices() -> list[tuple[str, str]]:
    """Return the kinds of incident that the organisation knows today."""
    return list(IncidentKind.objects.values_list("key", "name"))


class BaseRules(_FormSet):
    """One row for every kind of event, and some for what is called otherwise."""

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
    max_num=len(RuleEvent) + MOST_FREE,
    validate_max=True,
    absolute_max=2 * len(RuleEvent),  # whatever number of rows a request says it has
)


def rule_rows(agreement: Agreement | None = None) -> BaseRules:
    """Return a row for every kind of event, filled as in an agreement, or with the usual rules for a first one.

    Of rules in free words there are as many as the agreement has, and an empty one.
    """
    rules = list(agreement.rules.all()) if agreement else []
    known = {rule.event: rule for rule in rules if rule.event != RuleEvent.FREE}
    rows = [
        _row(event, known.get(event), wanted=event in USUAL and agreement is None)
        for event in RuleEvent
        if event != RuleEvent.FREE
    ]
    free = [rule for rule in rules if rule.event == RuleEvent.FREE]
    rows += [_row(RuleEvent.FREE, rule) for rule in free[:MOST_FREE]]
    if len(free) < MOST_FREE:
        rows.append(_row(RuleEvent.FREE, None))
    return cast("BaseRules", RuleRows(initial=rows))


def _row(event: RuleEvent, rule: NotificationRule | None, *, wanted: bool = False) -> dict[str, Any]:
    """Return what stands in the row of an event."""
    if rule is None:
        return {"event": event.value, "wanted": wanted, "speed": NOW if event in AT_ONCE else WITHIN_DAY}
    return {
        "event": event.value,
        "wanted": True,
        "informer": rule.informer,
        "speed": WORKING if rule.working_hours else WITHIN_DAY if rule.within else NOW,
        "hours": rule.within if rule.working_hours else None,
        "channel": rule.channel,
        "client_first": "first" if rule.client_first else "same",
        "text": rule.text,
        "free_event": rule.free_event,
        "incident_kinds": rule.incident_kinds,
    }


def typed_rules(post: QueryDict) -> BaseRules:
    """Return the rows as they were typed."""
    return cast("BaseRules", RuleRows(post))


def resumed_rules(fields: Mapping[str, Sequence[str]]) -> BaseRules:
    """Return the rows as a draft kept them (``casework.models.FormDraft.fields``), unchecked."""
    prefix = BaseRules.get_default_prefix()
    rows = []
    for number in range(2 * len(RuleEvent)):
        start = f"{prefix}-{number}-"
        kept = {name.removeprefix(start): values for name, values in fields.items() if name.startswith(start)}
        if kept.get("event", [""])[0] in RuleEvent.values:
            kinds = list(kept.pop("incident_kinds", []))
            row: dict[str, Any] = {name: values[0] if values else "" for name, values in kept.items()}
            rows.append({**row, "wanted": "wanted" in row, "incident_kinds": kinds})
    return cast("BaseRules", RuleRows(initial=rows)) if rows else rule_rows()


def with_habits(rows: BaseRules) -> BaseRules:
    """Say beside each row how many of the other agreements have such a rule."""
    known = habits()
    for row in rows:
        row.habit = known.get(RuleEvent(row.kind_of_event)) if row.kind_of_event in RuleEvent.values else None
    return rows


class EndForm(ActForm):
    """Why an agreement ends."""

    reason = forms.CharField(label=gettext_lazy("Reden"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
