"""The forms around a meeting that is coming."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ActForm, DateField, OnceForm, TimeField
from chain.enums import InvitationAnswer, MeetingKind, PointKind, Seat
from chain.models.planning import LONGEST, SHORTEST
from chain.selectors.agendas import NOT, agenda_of
from chain.services.planning import Invitee

if TYPE_CHECKING:
    from casework.models import Client
    from chain.models import PlannedMeeting
    from chain.selectors.agendas import Agenda
    from chain.selectors.planning import Table

GUESTS = 4
GUEST_SEATS = (Seat.RELATIVE, Seat.PARTNER, Seat.ORGANISATION, Seat.OTHER)


class WhenForm(ActForm):
    """Abstract: a moment, how long, and where."""

    starts_on = DateField(label=gettext_lazy("Datum"))
    starts_time = TimeField(label=gettext_lazy("Begintijd"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Hoe lang (minuten)"), min_value=SHORTEST, max_value=LONGEST, initial=60
    )
    place = forms.CharField(label=gettext_lazy("Waar"), max_length=120)

    def values(self) -> dict[str, Any]:
        """Return the moment as one."""
        values = super().values()
        day, time = values.pop("starts_on"), values.pop("starts_time")
        return values | {"starts_at": timezone.make_aware(dt.datetime.combine(day, time))}


class MoveForm(WhenForm):
    """When and where a meeting goes to."""


class PlanForm(WhenForm, OnceForm):
    """A new meeting of one kind, and who is invited."""

    purpose = forms.CharField(
        label=gettext_lazy("Waar het over gaat"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("In één zin. Iedereen die is uitgenodigd, leest dit."),
    )
    invited = forms.MultipleChoiceField(
        label=gettext_lazy("Wie nodigt u uit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("kind", "starts_on", "starts_time", "minutes", "place", "purpose", "invited", "form_token")

    def __init__(self, *args: Any, agenda: Agenda, table: Table, client: Client, **kwargs: Any) -> None:
        """Offer the client, his counsellor and his officer, and rows for others."""
        super().__init__(*args, **kwargs)
        self.agenda, self.table, self.client = agenda, table, client
        kinds = [(kind, str(MeetingKind(kind).label)) for kind in agenda.kinds]
        if len(kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(label=_("Soort gesprek"), choices=kinds, widget=forms.RadioSelect)
            self.order_fields(self.field_order)
        people: list[tuple[str, str]] = []
        if agenda.client != NOT:
            people.append((Seat.CLIENT, _("%(name)s (cliënt)") % {"name": client}))
        if table.counsellor is not None:
            people.append((Seat.ORGANISATION, _("%(name)s (begeleider)") % {"name": table.counsellor}))
        if table.officer is not None and agenda.key != "placement":
            people.append((Seat.PROBATION, _("%(name)s (toezichthouder)") % {"name": table.officer}))
        self.fields["invited"].choices = people  # type: ignore[attr-defined]
        self.fields["invited"].initial = [seat for seat, _name in people if self._usual(seat)]
        for number in range(GUESTS):
            self.fields[f"guest_{number}_name"] = forms.CharField(label=_("Wie"), max_length=160, required=False)
            self.fields[f"guest_{number}_seat"] = forms.ChoiceField(
                label=_("Als"),
                required=False,
                choices=[("", _("Kies als wie")), *((s.value, s.label) for s in GUEST_SEATS)],
            )

    def _usual(self, seat: str) -> bool:
        """Return whether somebody on this seat usually comes to this meeting."""
        return seat != Seat.PROBATION or self.agenda.key in {"three-party", "rto", "persuasion"}

    @property
    def guests(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows for others."""
        return [(self[f"guest_{number}_name"], self[f"guest_{number}_seat"]) for number in range(GUESTS)]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is half filled in."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(GUESTS):
            name, seat = cleaned.get(f"guest_{number}_name"), cleaned.get(f"guest_{number}_seat")
            if name and not seat:
                self.add_error(f"guest_{number}_seat", _("Kies als wie hij komt."))
            if seat and not name:
                self.add_error(f"guest_{number}_name", _("Schrijf op wie dit is."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of ``plan_meeting``."""
        values = super().values()
        invited = values.pop("invited")
        accounts = {Seat.ORGANISATION: self.table.counsellor, Seat.PROBATION: self.table.officer}
        invitees = [
            Invitee(seat, str(accounts.get(Seat(seat)) or self.client), accounts.get(Seat(seat))) for seat in invited
        ]
        for number in range(GUESTS):
            name, seat = values.pop(f"guest_{number}_name"), values.pop(f"guest_{number}_seat")
            if name:
                invitees.append(Invitee(seat, name))
        return {"kind": self.agenda.kinds[0]} | values | {"invitees": invitees}


class PointForm(OnceForm):
    """A point for the agenda, or what somebody wants said."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat is het"),
        choices=PointKind,
        initial=PointKind.POINT,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Iedereen aan tafel leest het, ook de cliënt."),
    )
    text = forms.CharField(
        label=gettext_lazy("In uw eigen woorden"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class TablePointForm(PointForm):
    """The same, written by the counsellor for himself or for the client beside him."""

    seat = forms.ChoiceField(
        label=gettext_lazy("Van wie"),
        choices=((Seat.ORGANISATION, Seat.ORGANISATION.label), (Seat.CLIENT, Seat.CLIENT.label)),
        initial=Seat.ORGANISATION,
        widget=forms.RadioSelect,
    )
    field_order = ("seat", "kind", "text")


class AnswerForm(ActForm):
    """Whether somebody comes."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Komt u"),
        choices=(
            (InvitationAnswer.ACCEPTED, gettext_lazy("Ja, ik kom")),
            (InvitationAnswer.DECLINED, gettext_lazy("Nee, dat lukt niet")),
        ),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("Waarom niet, of wanneer wel"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Alleen nodig als u niet kunt. Stel dan een ander moment voor."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask why not."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == InvitationAnswer.DECLINED and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Schrijf op waarom niet, of wanneer wel."))
        return cleaned


class CancelForm(ActForm):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Waarom gaat het niet door"),
        max_length=300,
        help_text=gettext_lazy("Iedereen die is uitgenodigd, leest dit."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def moved_from(meeting: PlannedMeeting) -> dict[str, Any]:
    """Return what the form of a move starts from."""
    local = timezone.localtime(meeting.starts_at)
    return {
        "starts_on": local.date(),
        "starts_time": local.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
    }


def agenda_for(kind: str) -> Agenda:
    """Return the agenda of a kind as an address names it; that of the three-party meeting for one that is unknown."""
    return agenda_of(kind if kind in MeetingKind.values else MeetingKind.REGULAR)
