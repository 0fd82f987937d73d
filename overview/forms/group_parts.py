"""The part of one client in the form of an activity with several: what goes into his file alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import ConditionOutcome, NoteVisibility
from casework.forms.agreed_rows import AgreedRows
from casework.services.group_contacts import GroupPart
from casework.services.notes import NoteDetails
from overview.services.group_contacts import SeenInGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from casework.models import Client, LifeDomain
    from overview.selectors.group_contacts import OwnOfClient

Row = TypeVar("Row")
# What is typed of each client, and what is ticked among what is his own.
TEXT_FIELDS = ("text", "went_well", "client_view")
MORE_FIELDS = ("domains", "goals", "steps", "signs", "own", "visibility", "readers")


@dataclass(frozen=True)
class Tick:
    """One box or option as the page draws it. A page has thousands of them: drawn as widgets they take most of its time."""

    name: str
    value: str
    label: Any  # a text, or a lazy one
    id: str
    chosen: bool


class ClientPart:
    """The fields of one client; each ends in his id. They live in the one form, so that it is judged as a whole.

    ``own`` is what is his: without it only the tick and the two texts are offered, and a button that asks for the rest.
    """

    def __init__(
        self, form: forms.Form, client: Client, *, own: OwnOfClient | None, domains: Sequence[LifeDomain]
    ) -> None:
        """Give the form the fields of this client."""
        self.form, self.client, self.own = form, client, own
        self._domains = {str(domain.pk): domain for domain in domains}
        own_signs = [sign for group in own.sign_groups for sign in group.signs] if own else []
        self._goals = {str(goal.pk): goal for goal in own.goals} if own else {}
        self._steps = {str(step.pk): step for step in own.steps} if own else {}
        self._colleagues = {str(one.pk): one for one in own.colleagues} if own else {}
        self._signs = {str(sign.pk): sign for sign in own_signs}
        self._conditions = {self.name(f"condition_{one.pk}"): one for one in own.conditions} if own else {}
        before = set(form.fields)
        form.fields[self.name("present")] = forms.BooleanField(label=str(client), required=False)
        form.fields[self.name("text")] = forms.CharField(
            label=_("Alleen in zijn dossier"),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        form.fields[self.name("went_well")] = forms.CharField(
            label=_("Wat ging goed"), required=False, max_length=4_000
        )
        form.fields[self.name("client_view")] = forms.CharField(
            label=_("In zijn eigen woorden"), required=False, max_length=4_000
        )
        self.agreed: AgreedRows | None = None
        if own is not None:
            self._offer_more()
        for name in set(form.fields) - before:
            # Stands before the label in the list of what is wrong: the same field is there for everybody.
            form.fields[name].about = str(client)  # type: ignore[attr-defined]

    def _offer_more(self) -> None:
        fields = self.form.fields
        fields[self.name("domains")] = _ticks(_("Leefgebieden"), [(pk, str(row)) for pk, row in self._domains.items()])
        fields[self.name("goals")] = _ticks(
            _("Aan welke doelen is gewerkt"), [(pk, str(row)) for pk, row in self._goals.items()]
        )
        fields[self.name("steps")] = _ticks(
            _("Aan welke stappen is gewerkt"), [(pk, str(row)) for pk, row in self._steps.items()]
        )
        signs = [(pk, sign.text) for pk, sign in self._signs.items()]
        fields[self.name("signs")] = _ticks(_("Signalen"), signs)
        fields[self.name("own")] = _ticks(_("Signalen die hij zelf noemde"), signs)
        for name, condition in self._conditions.items():
            fields[name] = forms.ChoiceField(
                label=str(condition.kind),
                choices=[("", _("niet genoemd")), *ConditionOutcome.choices],
                required=False,
            )
        # Not ticked, everybody reads it who may open the file: nothing is sent of somebody of whom nothing was typed.
        fields[self.name("visibility")] = forms.BooleanField(
            label=_("Dit lezen alleen ik, de teamleider en wie ik noem"),
            required=False,
            widget=forms.CheckboxInput(attrs={"value": NoteVisibility.NAMED}),
        )
        fields[self.name("readers")] = _ticks(
            _("Wie leest het ook"), [(pk, str(one)) for pk, one in self._colleagues.items()]
        )
        self.agreed = AgreedRows(self.form, suffix=self.name(""))

    def name(self, what: str) -> str:
        """Return the name of a field of this client."""
        return f"{what}_{self.client.pk}"

    # --- what the page shows -------------------------------------------------------------------------------------------
    @property
    def present(self) -> forms.BoundField:
        """Whether he was there."""
        return self.form[self.name("present")]

    @property
    def text(self) -> forms.BoundField:
        """What goes into his file alone."""
        return self.form[self.name("text")]

    @property
    def went_well(self) -> forms.BoundField:
        """What went well."""
        return self.form[self.name("went_well")]

    @property
    def client_view(self) -> forms.BoundField:
        """How he sees it himself."""
        return self.form[self.name("client_view")]

    @property
    def domains(self) -> tuple[forms.BoundField, list[Tick]]:
        """The life domains it was about, with their boxes."""
        return self._drawn(self.name("domains"))

    @property
    def goals(self) -> tuple[forms.BoundField, list[Tick]] | None:
        """His goals with their boxes, where he has any."""
        return self._drawn(self.name("goals")) if self._goals else None

    @property
    def steps(self) -> tuple[forms.BoundField, list[Tick]] | None:
        """His steps with their boxes, where he has any."""
        return self._drawn(self.name("steps")) if self._steps else None

    @property
    def visibility(self) -> forms.BoundField:
        """Whether only some read it."""
        return self.form[self.name("visibility")]

    @property
    def readers(self) -> tuple[forms.BoundField, list[Tick]] | None:
        """The colleagues of his team with their boxes, where there are any."""
        return self._drawn(self.name("readers")) if self._colleagues else None

    @property
    def conditions(self) -> list[tuple[forms.BoundField, list[Tick]]]:
        """The conditions that hold for him, with what may be said of each."""
        return [self._drawn(name) for name in self._conditions]

    def _drawn(self, name: str) -> tuple[forms.BoundField, list[Tick]]:
        bound = self.form[name]
        value = bound.value() or []
        chosen = {value} if isinstance(value, str) else {str(one) for one in value}
        choices = enumerate(bound.field.choices)  # type: ignore[attr-defined] # a field of choices
        return bound, [
            Tick(bound.html_name, str(key), label, f"{bound.auto_id}_{place}", str(key) in chosen)
            for place, (key, label) in choices
        ]

    def signs(self) -> Iterator[tuple[str, list[tuple[Tick, Tick]]]]:
        """Yield each phase of his plan with its signs: for each the box of the counsellor and that of the client."""
        pairs = zip(self._drawn(self.name("signs"))[1], self._drawn(self.name("own"))[1], strict=True)
        for group in self.own.sign_groups if self.own else ():
            yield group.phase.level, [next(pairs) for _sign in group.signs]

    @property
    def sign_errors(self) -> list[str]:
        """What is wrong with the signs."""
        return [*self.form[self.name("signs")].errors, *self.form[self.name("own")].errors]

    @property
    def more_name(self) -> str:
        """Return the name of the button that asks for what is his."""
        return self.name("more")

    @property
    def more_in_use(self) -> bool:
        """Return whether something of what is his was filled in or asked for, so that it must be in sight."""
        if not self.form.is_bound or self.agreed is None:
            return False
        names = [self.name(what) for what in MORE_FIELDS]
        names += [*self._conditions, *self.agreed.names]
        asked = {self.agreed.button, self.more_name} & set(self.form.data)
        return bool(asked) or any(self._in_use(name) for name in names)

    @property
    def in_use(self) -> bool:
        """Return whether anything of this client must be in sight."""
        texts = any(self._in_use(self.name(what)) for what in TEXT_FIELDS)
        return texts or bool(self.present.errors) or self.more_in_use or self.more_name in self.form.data

    def _in_use(self, name: str) -> bool:
        return bool(self.form[name].value() or self.form.errors.get(name))

    # --- what comes of it ----------------------------------------------------------------------------------------------
    def clean(self, made_on: date | None) -> None:
        """Refuse half an agreement, and ask for the tick where something was written of somebody who was not there."""
        if self.agreed is not None:
            self.agreed.clean(made_on)
        cleaned = self.form.cleaned_data
        names = [self.name(what) for what in (*TEXT_FIELDS, *MORE_FIELDS)]
        names += [*self._conditions, *(self.agreed.names if self.agreed else ())]
        if any(cleaned.get(name) for name in names) and not cleaned.get(self.name("present")):
            self.form.add_error(
                self.name("present"),
                gettext("U schreef iets op. Vink aan dat deze cliënt erbij was, of wis wat er staat."),
            )

    @property
    def was_there(self) -> bool:
        """Return whether he was ticked; only of a valid form."""
        return bool(self.form.cleaned_data[self.name("present")])

    def part(self) -> GroupPart:
        """Return what goes into his file; only of a valid form."""
        data = self.form.cleaned_data
        return GroupPart(
            self.client,
            data[self.name("text")],
            data[self.name("went_well")],
            data[self.name("client_view")],
            domains=self._chosen("domains", self._domains),
            touches=[(condition, data[name]) for name, condition in self._conditions.items() if data[name]],
            details=NoteDetails(
                goals=self._chosen("goals", self._goals),
                steps=self._chosen("steps", self._steps),
                commitments=self.agreed.agreed() if self.agreed else (),
                visibility=NoteVisibility.NAMED if data.get(self.name("visibility")) else NoteVisibility.TEAM,
                readers=self._chosen("readers", self._colleagues),
            ),
        )

    def seen(self) -> SeenInGroup:
        """Return the signs that were ticked; only of a valid form."""
        return SeenInGroup(
            self.client,
            signs=self._chosen("signs", self._signs),
            own_signs=self._chosen("own", self._signs),
        )

    def _chosen(self, what: str, rows: Mapping[str, Row]) -> list[Row]:
        return [rows[pk] for pk in self.form.cleaned_data.get(self.name(what), [])]


def _ticks(label: Any, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:  # noqa: ANN401 -- text or a lazy one
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
