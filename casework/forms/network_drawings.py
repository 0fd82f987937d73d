"""The forms of the drawings: every figure has its fields, and a script that moves figures fills in the same fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import Influence, Relation
from casework.enums.network import Generation, SupportDirection, TieKind
from casework.forms.base import DateField, OnceForm
from casework.forms.network import RingField
from casework.selectors.network_drawing import FULL_TURN, GENERATIONS, STEP
from casework.services.network_drawings import NO_TIE, DrawingConflict, TieLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.errors import Refused
    from casework.models import LifeDomain, NetworkTie, NetworkVersion
    from casework.selectors.network_ecogram import Tie
    from casework.services.network_drawings import TieKey

HOURS = 12
MOST_IN_ROW = 99
NEW_TIES = 3


def clock(angle: int) -> str:
    """Return a direction in the ring as the hand of a clock: 0 is twelve o'clock, 15 half past twelve."""
    hour, half = divmod(angle * 2 * HOURS // FULL_TURN, 2)
    if half:
        return gettext("half %(hour)s") % {"hour": hour % HOURS + 1}
    return gettext("%(hour)s uur") % {"hour": hour or HOURS}


class AngleField(forms.TypedChoiceField):
    """Where in the ring, as on a clock; empty is: by itself."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every step, in words."""
        super().__init__(coerce=int, empty_value=None, required=False, choices=self._choices, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[Any, Any]]:
        return [("", gettext("vanzelf")), *((one, clock(one)) for one in range(0, FULL_TURN, STEP))]


class DrawingForm(OnceForm):
    """A drawing by its figures: fields for each, and which row was on the screen (``seen``)."""

    data: Any  # a copy of what was sent, to be filled in
    valid_from = DateField(label=_("Zo sinds"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin without what somebody else drew."""
        super().__init__(*args, **kwargs)
        self.theirs: dict[Any, str] = {}
        if self.is_bound:
            self.data = self.data.copy()

    def fill(self, key: object, **values: object) -> None:
        """Fill in the fields of a figure that was not on the screen: somebody else drew it meanwhile."""
        if self.is_bound and f"seen_{key}" not in self.data:
            for name, value in values.items():
                self.data[f"{name}_{key}"] = "" if value is None else str(value)

    def refuse(self, refusal: Refused) -> None:
        """Put what somebody else drew beside one's own choice; the next saving has seen it."""
        super().refuse(refusal)
        if isinstance(refusal, DrawingConflict):
            for key, row in refusal.stored.items():
                self.meet(key, row)

    def meet(self, key: Any, row: Any) -> None:  # noqa: ANN401 -- a version by member, or a tie by member and domain
        """Remember how a figure stands now, in words, and that this was seen."""
        raise NotImplementedError


class PlacesForm(DrawingForm):
    """A drawing of members: ``NAMES`` are the facts that are drawn."""

    NAMES: tuple[str, ...] = ()

    def __init__(self, *args: Any, rows: Sequence[NetworkVersion], **kwargs: Any) -> None:
        """Make the fields for everybody who is drawn."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for name in self.NAMES:
                self.fields[f"{name}_{row.member_id}"] = self.field_of(name, row)
            self.fields[f"seen_{row.member_id}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.pk)
            self.fill(row.member_id, seen=row.pk, **{name: getattr(row, name) for name in self.NAMES})

    def field_of(self, name: str, row: NetworkVersion) -> forms.Field:
        """Return the field for one fact of one member."""
        raise NotImplementedError

    def lines(self) -> list[dict[str, Any]]:
        """Return everybody with his fields, and how somebody else drew him meanwhile."""
        return [
            {
                "name": row.name,
                "key": row.member_id,
                "fields": [self[f"{name}_{row.member_id}"] for name in self.NAMES],
                "seen": self[f"seen_{row.member_id}"],
                "theirs": self.theirs.get(row.member_id, ""),
            }
            for row in self.rows
        ]

    def meet(self, key: int, row: NetworkVersion) -> None:
        """Say in the words of the fields how somebody stands now."""
        said = []
        for name in self.NAMES:
            value = getattr(row, name)
            choices = dict(getattr(self.fields[f"{name}_{key}"], "choices", ()))
            said.append(str(choices.get("" if value is None else value, value)))
        self.theirs[key] = f"{', '.join(said)} ({row.recorded_by})"
        self.data[f"seen_{key}"] = str(row.pk)

    def values(self) -> dict[str, Any]:
        """Return the places by member, and what was seen."""
        data = super().values()
        return {
            "form_token": data["form_token"],
            "valid_from": data["valid_from"],
            "places": {
                row.member_id: {name: data[f"{name}_{row.member_id}"] for name in self.NAMES} for row in self.rows
            },
            "seen": {row.member_id: data[f"seen_{row.member_id}"] for row in self.rows},
        }


class SociogramForm(PlacesForm):
    """For everybody how near, where in the ring, and what the contact does."""

    NAMES = ("ring", "angle", "influence")

    def field_of(self, name: str, row: NetworkVersion) -> forms.Field:
        """Return three choices."""
        if name == "ring":
            return RingField(label=_("Hoe dichtbij"), initial=row.ring)
        if name == "angle":
            return AngleField(label=_("Waar in de kring"), initial="" if row.angle is None else row.angle)
        return forms.ChoiceField(label=_("Wat doet het contact?"), choices=Influence.choices, initial=row.influence)


class GenogramForm(PlacesForm):
    """For everybody of the family the generation, and the place in it from the left."""

    NAMES = ("generation", "row_place")

    def field_of(self, name: str, row: NetworkVersion) -> forms.Field:
        """Return a choice, and a number; both may stay empty."""
        if name == "generation":
            by_itself = GENERATIONS[Relation(row.relation)]
            empty = (
                gettext("nog niet in het genogram")
                if by_itself is None
                else gettext("vanzelf: %(generation)s") % {"generation": by_itself.label}
            )
            return forms.TypedChoiceField(
                label=_("Generatie"),
                choices=[("", empty), *Generation.choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial="" if row.generation is None else row.generation,
            )
        return forms.IntegerField(
            label=_("Plaats in de rij, van links"),
            min_value=1,
            max_value=MOST_IN_ROW,
            required=False,
            initial=getattr(row, name),
        )


class EcogramForm(DrawingForm):
    """Every tie with its life domain, how it is and which way the support goes; and room for new ones."""

    def __init__(
        self,
        *args: Any,
        ties: Sequence[Tie],
        rows: Iterable[NetworkVersion],
        domains: Iterable[LifeDomain],
        **kwargs: Any,
    ) -> None:
        """Make the fields for every tie (``ties`` has those that ended as well), and for a few new ones."""
        super().__init__(*args, **kwargs)
        self.ties = [tie for tie in ties if tie.kind != TieKind.NONE or f"seen_{tie.key}" in self.data]
        self.names = {row.member_id: row.name for row in rows}
        self.domains = {domain.pk: domain.name for domain in (*domains, *(tie.domain for tie in self.ties))}
        for tie in self.ties:
            self._add(tie.key, tie)
            self.fields[f"seen_{tie.key}"] = forms.IntegerField(widget=forms.HiddenInput, initial=tie.pk)
            self.fill(tie.key, domain=tie.domain.pk, kind=tie.kind, direction=tie.direction, seen=tie.pk)
        for number in range(NEW_TIES):
            self.fields[f"member_new{number}"] = forms.TypedChoiceField(
                label=_("Wie of wat"),
                choices=[("", _("Niemand erbij")), *self.names.items()],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self._add(f"new{number}", None)

    def _add(self, key: str, tie: Tie | None) -> None:
        self.fields[f"domain_{key}"] = forms.TypedChoiceField(
            label=_("Leefgebied"),
            choices=[*(() if tie else (("", _("Maak een keuze")),)), *self.domains.items()],
            coerce=int,
            empty_value=None,
            required=tie is not None,
            initial=tie.domain.pk if tie else "",
        )
        self.fields[f"kind_{key}"] = forms.ChoiceField(
            label=_("Hoe is de band?"), choices=TieKind.choices, initial=tie.kind if tie else TieKind.STRONG
        )
        self.fields[f"direction_{key}"] = forms.ChoiceField(
            label=_("Welke kant gaat de steun op?"),
            choices=SupportDirection.choices,
            initial=tie.direction if tie else SupportDirection.BOTH,
        )

    def _fields(self, key: str, *names: str) -> list[Any]:
        return [self[f"{name}_{key}"] for name in names]

    def lines(self) -> list[dict[str, Any]]:
        """Return every tie with its fields, and how somebody else drew it meanwhile."""
        return [
            {
                "name": f"{tie.row.name}, {tie.domain.name}",
                "key": tie.key,
                "fields": self._fields(tie.key, "domain", "kind", "direction"),
                "seen": self[f"seen_{tie.key}"],
                "theirs": self.theirs.get((tie.row.member_id, tie.domain.pk), ""),
            }
            for tie in self.ties
        ]

    def new_lines(self) -> list[list[Any]]:
        """Return the fields of new ties."""
        return [self._fields(f"new{number}", "member", "domain", "kind", "direction") for number in range(NEW_TIES)]

    def clean(self) -> dict[str, Any]:
        """Ask the life domain of a new tie, and refuse two lines about one tie."""
        data = super().clean() or self.cleaned_data
        seen: set[TieKey] = set()
        lines: list[tuple[str, int | None]] = [(tie.key, tie.row.member_id) for tie in self.ties]
        lines += [(f"new{number}", data.get(f"member_new{number}")) for number in range(NEW_TIES)]
        for key, member in lines:
            domain = data.get(f"domain_{key}")
            if member is None or (domain is None and self.has_error(f"domain_{key}")):
                continue
            if domain is None:
                self.add_error(f"domain_{key}", gettext("Kies het leefgebied."))
            elif (member, domain) in seen:
                self.add_error(
                    f"domain_{key}",
                    gettext("%(name)s staat al bij %(domain)s. Pas die regel aan.")
                    % {"name": self.names.get(member, ""), "domain": self.domains.get(domain, "")},
                )
            else:
                seen.add((member, domain))
        return data

    def meet(self, key: TieKey, row: NetworkTie) -> None:
        """Say how a tie is now, and that this was seen."""
        self.theirs[key] = f"{row.get_kind_display()}, {row.get_direction_display()} ({row.recorded_by})"
        self.data[f"seen_{key[0]}_{key[1]}"] = str(row.pk)

    def values(self) -> dict[str, Any]:
        """Return how every tie should be; one that was moved to another life domain ends where it was."""
        data = super().values()
        ties: dict[TieKey, TieLine] = {}
        for tie in self.ties:
            was, seen = (tie.row.member_id, tie.domain.pk), data[f"seen_{tie.key}"]
            now = (tie.row.member_id, data[f"domain_{tie.key}"])
            if now != was:
                ties.setdefault(was, TieLine(NO_TIE.kind, NO_TIE.direction, seen))
            ties[now] = self._line(data, tie.key, seen)
        for number in range(NEW_TIES):
            member = data[f"member_new{number}"]
            if member is not None:
                ties[member, data[f"domain_new{number}"]] = self._line(data, f"new{number}", None)
        return {"form_token": data["form_token"], "valid_from": data["valid_from"], "ties": ties}

    @staticmethod
    def _line(data: dict[str, Any], key: str, seen: int | None) -> TieLine:
        kind, direction = data[f"kind_{key}"], data[f"direction_{key}"]
        if kind in (TieKind.BROKEN, TieKind.NONE):
            direction = SupportDirection.NONE
        return TieLine(kind, direction, seen)
