"""The sheet on which a plan is written: texts, phases with signs and actions, and the call list.

Made of plain forms and rows, so that it works without a script: empty rows are ignored, and every save gives new ones.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField
from riskplans.enums import Actor, NoticedBy, PhaseLevel, Urgency
from riskplans.selectors import ActionText, ContactText, PhaseText, PlanContent, SignText, as_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

LONGEST_SIGN = 200
LONGEST_WHO = 80
MOST_SIGNS = 20
MOST_ROWS = 20
LONGEST_TEXT = 4000
BULLETS = "-–•*· \t"
# "hij belt niet meer (zijn zus)": who notices stands between brackets at the end.
WITH_WHO = re.compile(rf"^(?P<text>.+?)\s*\((?P<who>[^()]{{1,{LONGEST_WHO}}})\)$")
# Rows that stand ready for whoever has nothing to do yet; one at least.
READY_ACTORS = (Actor.CLIENT, Actor.NETWORK, Actor.COUNSELLOR)
READY_CONTACTS = 2

phone_number = RegexValidator(
    r"^\+?[0-9][0-9 ()\-]{1,28}$", gettext_lazy("Schrijf een telefoonnummer, bijvoorbeeld 06-12345678.")
)


def _area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class LinesField(forms.CharField):
    """Signs, one on each line; empty lines and bullets are left out. Gives a tuple of ``SignText``."""

    widget = forms.Textarea

    def __init__(self, *, noticed_by: str, **kwargs: Any) -> None:
        """Keep who notices these signs; only what others notice names who they are."""
        self.noticed_by = noticed_by
        super().__init__(required=False, max_length=MOST_SIGNS * LONGEST_SIGN, **kwargs)

    def clean(self, value: Any) -> tuple[SignText, ...]:  # noqa: ANN401 -- Django's own signature
        """Return the signs; raise ``ValidationError`` for a line that is too long, or too many of them."""
        lines = [line.strip(BULLETS) for line in super().clean(value).splitlines()]
        signs = tuple(self._sign(line) for line in lines if line)
        if len(signs) > MOST_SIGNS:
            raise forms.ValidationError(
                _("Dit zijn {count} signalen. Kies de {most} die het meest zeggen.").format(
                    count=len(signs), most=MOST_SIGNS
                )
            )
        for sign in signs:
            if len(sign.text) > LONGEST_SIGN:
                raise forms.ValidationError(
                    _("Het signaal ‘{start}…’ is te lang. Schrijf het korter, of op twee regels.").format(
                        start=sign.text[:40]
                    )
                )
        return signs

    def _sign(self, line: str) -> SignText:
        found = WITH_WHO.match(line) if self.noticed_by == NoticedBy.OTHERS else None
        if found is None:
            return SignText(line, self.noticed_by)
        return SignText(found["text"].strip(BULLETS), self.noticed_by, found["who"].strip())


class PlanForm(forms.Form):
    """The texts of the plan itself. ``revision`` is the state of the draft that the writer started from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    participants = forms.CharField(
        label=gettext_lazy("Met wie is dit plan gemaakt"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld de cliënt, zijn zus, de toezichthouder."),
    )
    occasion = forms.CharField(
        label=gettext_lazy("Wat dit plan wil voorkomen"),
        widget=_area(2),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("In de woorden van de cliënt."),
    )
    triggers = forms.CharField(
        label=gettext_lazy("Wat het moeilijk maakt"),
        widget=_area(2),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Situaties, plekken, mensen of gedachten."),
    )
    protective_factors = forms.CharField(
        label=gettext_lazy("Wat mij beschermt"),
        widget=_area(2),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Wat gaat goed, wie en wat helpt om groen te blijven?"),
    )
    wishes = forms.CharField(
        label=gettext_lazy("Wat mij helpt in een crisis"), widget=_area(2), required=False, max_length=LONGEST_TEXT
    )
    avoid = forms.CharField(
        label=gettext_lazy("Wat niet helpt"), widget=_area(2), required=False, max_length=LONGEST_TEXT
    )


class PhaseForm(forms.Form):
    """How the client is in a phase, and its signs."""

    how_i_am = forms.CharField(
        label=gettext_lazy("Hoe ik dan ben"), widget=_area(2), required=False, max_length=LONGEST_TEXT
    )
    triggers = forms.CharField(
        label=gettext_lazy("Waardoor ik hier kom"),
        widget=_area(2),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Wat maakt dat het deze kleur wordt?"),
    )
    signs_client = LinesField(
        label=gettext_lazy("Wat ik zelf merk"),
        noticed_by=NoticedBy.CLIENT,
        help_text=gettext_lazy("Een signaal per regel"),
        widget=_area(4),
    )
    signs_others = LinesField(
        label=gettext_lazy("Wat anderen merken"),
        noticed_by=NoticedBy.OTHERS,
        help_text=gettext_lazy("Per regel, met wie het merkt: belt niet terug (zijn zus)"),
        widget=_area(4),
    )


class RowForm(forms.Form):
    """A row that counts only when something was typed in it."""

    typed: tuple[str, ...] = ()  # the fields that make a row count
    needed: dict[str, Any] = {}  # what a row that counts cannot do without, and the sentence that asks for it

    @property
    def counts(self) -> bool:
        """Return whether something was typed."""
        return any(self.cleaned_data.get(name) for name in self.typed)

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a row that counts."""
        wrong = {name for name in self.typed if name in self.errors}
        if self.counts or wrong:
            for name, sentence in self.needed.items():
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return self.cleaned_data


class ActionForm(RowForm):
    """One action: who does what, how soon, with which number."""

    typed = ("text", "phone")
    needed = {
        "text": gettext_lazy("Schrijf op wat er gebeurt."),
        "actor": gettext_lazy("Kies wie dit doet."),
        "urgency": gettext_lazy("Kies hoe snel."),
    }

    actor = forms.ChoiceField(label=gettext_lazy("Wie"), choices=Actor.choices, required=False)
    text = forms.CharField(label=gettext_lazy("Wat"), max_length=200, required=False)
    urgency = forms.ChoiceField(label=gettext_lazy("Hoe snel"), choices=Urgency.choices, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telefoon"),
        max_length=30,
        required=False,
        validators=[phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class ContactRowForm(RowForm):
    """One person on the call list."""

    typed = ("name", "relation", "phone", "reachable", "may_know", "agreed_on")
    needed = {
        "name": gettext_lazy("Schrijf op wie u belt."),
        "phone": gettext_lazy("Schrijf het telefoonnummer op."),
    }

    name = forms.CharField(label=gettext_lazy("Naam"), max_length=120, required=False)
    relation = forms.CharField(label=gettext_lazy("Wie is dat"), max_length=80, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telefoon"),
        max_length=30,
        required=False,
        validators=[phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    reachable = forms.CharField(label=gettext_lazy("Wanneer te bereiken"), max_length=80, required=False)
    may_know = forms.CharField(label=gettext_lazy("Wat mag deze persoon weten"), max_length=120, required=False)
    agreed_on = DateField(label=gettext_lazy("Afgesproken op"), required=False)


ActionRows = formset_factory(ActionForm, extra=0, max_num=MOST_ROWS, validate_max=True, absolute_max=2 * MOST_ROWS)
ContactRows = formset_factory(ContactRowForm, extra=0, max_num=MOST_ROWS, validate_max=True, absolute_max=2 * MOST_ROWS)


def _rows(kind: Any, prefix: str, data: QueryDict | None, rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 -- see below
    """Return rows as they are, or as they were typed: a typed row is never compared with what stood there before.

    The class that ``formset_factory`` makes has no name for the type checker.
    """
    return kind(data, prefix=prefix, initial=rows[:MOST_ROWS] if data is None else None)


class PhaseSheet:
    """One phase on the sheet: its texts and the rows of its actions."""

    def __init__(self, level: PhaseLevel, data: QueryDict | None, phase: PhaseText) -> None:
        """Show the phase as it is, with rows ready for more, or as it was typed."""
        self.level = level
        self.known = {(sign.text, sign.noticed_by): sign.category for sign in phase.signs}
        self.texts = PhaseForm(
            data,
            prefix=level,
            initial={
                "how_i_am": phase.how_i_am,
                "triggers": phase.triggers,
                "signs_client": as_lines(phase.signs, NoticedBy.CLIENT),
                "signs_others": as_lines(phase.signs, NoticedBy.OTHERS),
            },
        )
        rows = [{"actor": a.actor, "text": a.text, "urgency": a.urgency, "phone": a.phone} for a in phase.actions]
        urgency = Urgency.NOW if level == PhaseLevel.RED else Urgency.TODAY
        known = {row["actor"] for row in rows}
        ready = [actor for actor in READY_ACTORS if actor not in known] or [READY_ACTORS[0]]
        rows += [{"actor": actor, "urgency": urgency} for actor in ready]
        self.actions: BaseFormSet[ActionForm] = _rows(ActionRows, f"{level}-actions", data, rows)
        self.is_open = level != PhaseLevel.YELLOW or not phase.is_empty or data is not None

    def is_valid(self) -> bool:
        """Return whether everything in the phase can be saved."""
        return all([self.texts.is_valid(), self.actions.is_valid()])

    def phase(self) -> PhaseText:
        """Return the phase as it was typed."""
        data = self.texts.cleaned_data
        return PhaseText(
            self.level,
            data["how_i_am"],
            tuple(
                replace(sign, category=self.known.get((sign.text, sign.noticed_by), ""))
                for sign in (*data["signs_client"], *data["signs_others"])
            ),
            tuple(
                ActionText(row["actor"], row["text"], row["urgency"], row["phone"])
                for row in (form.cleaned_data for form in self.actions if form.counts)
            ),
            data["triggers"],
        )


class PlanSheet:
    """The whole sheet. ``content`` and ``revision`` are the draft as it stands; ``data`` is what was typed."""

    def __init__(self, content: PlanContent, revision: int, data: QueryDict | None = None) -> None:
        """Show the draft, or what was typed over it."""
        self.plan = PlanForm(data, initial={**content.texts(), "revision": revision})
        self.phases = [PhaseSheet(level, data, content.phase(level)) for level in PhaseLevel]
        rows: list[dict[str, Any]] = [
            {
                "name": c.name,
                "relation": c.relation,
                "phone": c.phone,
                "agreed_on": c.agreed_on,
                "reachable": c.reachable,
                "may_know": c.may_know,
            }
            for c in content.contacts
        ]
        rows += [{} for _ready in range(READY_CONTACTS)]
        self.contacts: BaseFormSet[ContactRowForm] = _rows(ContactRows, "contacts", data, rows)

    def is_valid(self) -> bool:
        """Return whether everything can be saved; looks at every part, so that all errors are shown at once."""
        return all([self.plan.is_valid(), *(one.is_valid() for one in self.phases), self.contacts.is_valid()])

    @property
    def revision(self) -> int:
        """Return the state of the draft that the writer started from."""
        revision: int = self.plan.cleaned_data["revision"]
        return revision

    def content(self) -> PlanContent:
        """Return everything as it was typed."""
        return PlanContent(
            **{name: self.plan.cleaned_data[name] for name in PlanContent().texts()},
            phases=tuple(one.phase() for one in self.phases),
            contacts=tuple(ContactText(**row) for row in (form.cleaned_data for form in self.contacts if form.counts)),
        )

    def errors(self) -> Iterator[tuple[str, str, str]]:
        """Yield what is wrong: where it stands in words, the id of the field (or nothing), and the sentence."""
        yield from _errors_of(self.plan, "")
        for phase in self.phases:
            yield from _errors_of(phase.texts, str(phase.level.label))
            yield from _errors_of_rows(phase.actions, str(phase.level.label))
        yield from _errors_of_rows(self.contacts, _("Wie bel ik"))


def _errors_of(form: forms.Form, where: str) -> Iterator[tuple[str, str, str]]:
    for sentence in form.non_field_errors():
        yield where, "", str(sentence)
    for field in form:
        for sentence in field.errors:
            yield ", ".join(filter(None, (where, str(field.label)))), field.id_for_label, str(sentence)


def _errors_of_rows(rows: BaseFormSet[Any], where: str) -> Iterator[tuple[str, str, str]]:
    for sentence in rows.non_form_errors():
        yield where, "", str(sentence)
    for form in rows:
        yield from _errors_of(form, where)
