"""The form of a meeting that is held: one page to fill in together, along the agenda of its kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, OnceForm, TimeField
from casework.models import LifeDomain
from chain.enums import THREE_PARTY_KINDS, MeetingKind, Party, Seat
from chain.forms.meeting_rows import (
    MOST_ROWS,
    ROWS,
    BaseCommitments,
    BaseGuests,
    CommitmentForm,
    GuestForm,
    commitment_rows,
    guest_rows,
    typed_rows,
)
from chain.selectors.agendas import NOT, agenda_of
from chain.selectors.meetings import on_a_working_day
from chain.services.meetings import AttendeeLine, Content, DomainLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chain.selectors.agendas import Agenda, Point

__all__ = ["MOST_ROWS", "ROWS", "MeetingForm", "commitment_rows", "guest_rows", "resumed_rows", "with_more_rows"]

VIEWS = {"client_view": Seat.CLIENT, "counsellor_view": Seat.ORGANISATION, "officer_view": Seat.PROBATION}
LONGEST_ANSWER = 4000
NEXT_IN = (
    ("", gettext_lazy("op de datum hieronder")),
    ("14", gettext_lazy("over twee weken")),
    ("28", gettext_lazy("over vier weken")),
)


@dataclass(frozen=True)
class Section:
    """One point of the agenda on the page, with the field on which its text is typed (None for a field of another kind)."""

    point: Point
    text: forms.BoundField | None


@dataclass(frozen=True)
class DomainRow:
    """One life domain on the page."""

    label: str
    who: forms.BoundField
    others: forms.BoundField
    text: forms.BoundField


class MeetingForm(OnceForm):
    """What was said in the meeting. ``names`` are those of the three parties, ``agenda`` what was on the table."""

    kind = forms.ChoiceField(label=gettext_lazy("Soort gesprek"), widget=forms.RadioSelect)
    held_on = DateField(label=gettext_lazy("Datum"), initial=timezone.localdate)
    held_time = TimeField(label=gettext_lazy("Begintijd"))
    place = forms.CharField(label=gettext_lazy("Waar"), max_length=120)
    attended = forms.MultipleChoiceField(
        label=gettext_lazy("Wie waren erbij"), choices=Party, widget=forms.CheckboxSelectMultiple
    )
    absent = forms.CharField(
        label=gettext_lazy("Wie van hen was er niet, en waarom niet"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proud_of = forms.CharField(
        label=gettext_lazy("Waar is de cliënt trots op, en wat is bereikt"),
        help_text=gettext_lazy("Begin hiermee. Ook wat binnen de voorwaarden goed gaat, telt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    client_view = forms.CharField(
        label=gettext_lazy("Hoe de cliënt het ziet"),
        help_text=gettext_lazy("In zijn eigen woorden."),
        error_messages={"required": gettext_lazy("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    counsellor_view = forms.CharField(
        label=gettext_lazy("Hoe de begeleider het ziet"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    officer_view = forms.CharField(
        label=gettext_lazy("Hoe de toezichthouder het ziet"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Wie houdt de regie"),
        choices=Party,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Wie ervoor zorgt dat de afspraken van dit gesprek gebeuren."),
    )
    next_in = forms.ChoiceField(
        label=gettext_lazy("Wanneer zien we elkaar weer"),
        choices=NEXT_IN,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Geteld vanaf dit gesprek; een dag in het weekend wordt de maandag erna."),
    )
    next_on = DateField(
        label=gettext_lazy("Volgend overleg"),
        required=False,
        help_text=gettext_lazy("Bij een driegesprek zonder datum herinneren we u na drie maanden."),
    )

    def __init__(
        self,
        *args: Any,
        names: dict[str, str],
        agenda: Agenda | None = None,
        domains: Sequence[LifeDomain] | None = None,
        **kwargs: Any,
    ) -> None:
        """Lay out the agenda; call the parties by their names; who was not there has no view of the meeting."""
        super().__init__(*args, **kwargs)
        self.names = names
        self.agenda = agenda or agenda_of(MeetingKind.REGULAR)
        kinds = [(kind, str(MeetingKind(kind).label)) for kind in self.agenda.kinds]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = kinds[0][0]
        parties = [party for party in Party.values if not (party == Party.CLIENT and self.agenda.client == NOT)]
        named = [(party, names.get(party, str(Party(party).label))) for party in parties]
        self.fields["attended"].choices = named  # type: ignore[attr-defined]
        self.fields["lead"].choices = named  # type: ignore[attr-defined]
        if not self.agenda.has("proud_of"):
            del self.fields["proud_of"]
        self._lay_out_views()
        for point in self.agenda.texts:
            self.fields[f"point_{point.key}"] = forms.CharField(
                label=point.heading,
                help_text=point.asks,
                required=point.closes,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.domains: list[LifeDomain] = []
        if self.agenda.has("domains"):
            self.domains = list(LifeDomain.objects.order_by("order") if domains is None else domains)
            for domain in self.domains:
                self._add_domain(domain)
        if self.agenda.asks_for("next_on"):
            self.fields["next_on"].required = not (self.is_bound and self["next_in"].data)

    def _lay_out_views(self) -> None:
        """Leave out the views where the agenda has none; ask for the client's own when he was there."""
        if not self.agenda.has("views"):
            for name in VIEWS:
                del self.fields[name]
            return
        there = self["attended"].data if self.is_bound else Party.values
        self.fields["client_view"].required = Party.CLIENT in there

    def _add_domain(self, domain: LifeDomain) -> None:
        who = [(seat.value, seat.label) for seat in (Seat.CLIENT, Seat.ORGANISATION, Seat.PROBATION)]
        self.fields[f"domain_{domain.key}_who"] = forms.MultipleChoiceField(
            label=str(domain), choices=who, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields[f"domain_{domain.key}_others"] = forms.CharField(
            label=_("%(domain)s: wie nog meer") % {"domain": domain}, required=False, max_length=120
        )
        self.fields[f"domain_{domain.key}_text"] = forms.CharField(
            label=_("%(domain)s: wat er gebeurt") % {"domain": domain}, required=False, max_length=300
        )

    @property
    def sections(self) -> Iterator[Section]:
        """The points of the agenda in their order, each with its field."""
        for point in self.agenda.points:
            yield Section(point, self[f"point_{point.key}"] if point.is_text else None)

    @property
    def domain_rows(self) -> Iterator[DomainRow]:
        """The life domains in their order."""
        for domain in self.domains:
            stem = f"domain_{domain.key}"
            yield DomainRow(str(domain), self[f"{stem}_who"], self[f"{stem}_others"], self[f"{stem}_text"])

    def clean(self) -> dict[str, Any]:
        """Ask why somebody of the three was not there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("next_in") and cleaned.get("held_on"):
            cleaned["next_on"] = on_a_working_day(cleaned["held_on"] + dt.timedelta(days=int(cleaned["next_in"])))
        attended = set(cleaned.get("attended", ()))
        three = self.agenda.kinds == tuple(map(str, THREE_PARTY_KINDS))
        if attended and three and attended != set(Party.values) and not cleaned.get("absent"):
            self.add_error("absent", _("Niet alle drie waren erbij. Schrijf op waarom."))
        elif attended and self.agenda.client != NOT and Party.CLIENT not in attended and not cleaned.get("absent"):
            self.add_error("absent", _("Schrijf op waarom de cliënt er niet bij was."))
        return cleaned

    def values(self, guests: Sequence[AttendeeLine] = ()) -> dict[str, Any]:
        """Return the fields of ``record_meeting``: one moment, who was there, and what was said."""
        values = super().values()
        attended = values.pop("attended")
        values.pop("next_in")
        held_on, held_time = values.pop("held_on"), values.pop("held_time")
        there = [self.names[party] for party in Party.values if party in attended]
        there += [f"{one.name} ({Seat(one.seat).label})" for one in guests if one.present]
        missed = [f"{one.name} ({Seat(one.seat).label}): {one.reason}" for one in guests if not one.present]
        absent = values.pop("absent")
        if self.agenda.client == NOT and not absent:
            absent = _("De cliënt was hier niet bij: het is een bespreking van het team.")
        said = {point.key: values.pop(f"point_{point.key}") for point in self.agenda.texts}
        domains = [
            DomainLine(
                domain,
                frozenset(values.pop(f"domain_{domain.key}_who")),
                values.pop(f"domain_{domain.key}_others"),
                values.pop(f"domain_{domain.key}_text"),
            )
            for domain in self.domains
        ]
        parties = [
            AttendeeLine(party, self.names[party], party in attended, "" if party in attended else absent)
            for party in Party.values
            if party in attended or (absent and (party == Party.CLIENT or self.agenda.key == "three-party"))
        ]
        return (
            {"proud_of": "", "client_view": ""}
            | values
            | {
                "held_at": timezone.make_aware(dt.datetime.combine(held_on, held_time)),
                "present": "\n".join(there),
                "absent": "\n".join([line for line in (absent, *missed) if line]),
                "client_present": Party.CLIENT in attended,
                "content": Content(attendees=[*parties, *guests], answers=said, domains=domains),
            }
        )


def resumed_rows(fields: Mapping[str, Sequence[str]]) -> tuple[BaseCommitments, BaseGuests]:
    """Return the rows as a draft kept them (``casework.models.FormDraft.fields``), unchecked."""
    kept = QueryDict(mutable=True)
    for name, values in fields.items():
        kept.setlist(name, list(values))
    return _typed(kept)


def _typed(post: QueryDict) -> tuple[BaseCommitments, BaseGuests]:
    commitments = typed_rows(post, BaseCommitments.get_default_prefix(), list(CommitmentForm.base_fields), ROWS)
    guests = typed_rows(post, BaseGuests.get_default_prefix(), list(GuestForm.base_fields), 0)
    if post.get("more") == BaseGuests.get_default_prefix():
        commitments = [row for row in commitments if any(row.values())]
    return commitment_rows(initial=commitments), guest_rows(initial=guests)


def with_more_rows(
    post: QueryDict, *, names: dict[str, str], agenda: Agenda | None = None
) -> tuple[MeetingForm, BaseCommitments, BaseGuests]:
    """Return the page as it was typed, unchecked, with more rows: for a browser without script."""
    empty = MeetingForm(names=names, agenda=agenda)
    typed: dict[str, Any] = {
        name: post.getlist(name) if isinstance(field, forms.MultipleChoiceField) else post.get(name, "")
        for name, field in empty.fields.items()
    }
    form = MeetingForm(initial=typed, names=names, agenda=agenda, domains=empty.domains)
    return form, *_typed(post)
