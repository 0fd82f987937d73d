"""The form of an activity with several clients: what they share, and a part for each file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import NoteKind, ParticipantRole
from casework.forms.agreed_rows import FIELDS, MORE
from casework.forms.moments import ContactMomentForm
from overview.forms.group_parts import ClientPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accounts.models import Location
    from casework.models import Client, LifeDomain
    from overview.selectors.group_contacts import OwnOfClient

# A field about one client ends in his id; no more digits than a database holds.
PART = re.compile(
    r"(?:present|text|went_well|client_view|domains|goals|steps|signs|own|visibility|readers|more"
    rf"|condition_[0-9]+|{MORE}|agreed_[0-9]+_(?:{'|'.join(FIELDS)}))_([1-9][0-9]{{0,17}})"
)
# The buttons that only show more: other clients, what is one client's own, another row.
SHOW = re.compile(rf"show|(?:more|{MORE})_[0-9]+")

KINDS = (NoteKind.GROUP, NoteKind.HOUSE_MEETING, NoteKind.ACTIVITY)
# Who can have been there for everybody. An officer, a relative or somebody who treats is there for one of them: that goes
# in his own part.
WITH_ALL = (
    ParticipantRole.COLLEAGUE,
    ParticipantRole.VOLUNTEER,
    ParticipantRole.EXPERT_BY_EXPERIENCE,
    ParticipantRole.POLICE,
    ParticipantRole.NEIGHBOUR,
    ParticipantRole.OTHER,
)


def clients_named(fields: Mapping[str, Sequence[str]]) -> frozenset[int]:
    """Return the ids of the clients who were ticked or of whom something was typed (name of a field -> its values)."""
    return frozenset(
        int(part[1])
        for name, values in fields.items()
        if (part := PART.fullmatch(name)) and any(value.strip() for value in values)
    )


def only_shows(sent: Iterable[str]) -> bool:
    """Return whether a button was pressed that logs nothing (the names of what was sent)."""
    return any(SHOW.fullmatch(name) for name in sent)


class GroupContactForm(ContactMomentForm):
    """What was done together, and of each who was there what only his file shows.

    ``house`` and ``find`` choose whom the page offers; they are no part of what is logged.
    """

    usual_minutes = 60

    kind = forms.ChoiceField(
        label=_("Soort contact"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=NoteKind.GROUP,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("Waar"), max_length=120, required=False)
    participants = forms.MultipleChoiceField(
        label=_("Wie was er nog meer bij"),
        choices=[(role.value, role.label) for role in WITH_ALL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("Wat u samen deed"),
        help_text=_("Dit komt in elk dossier. Noem hier geen cliënten bij naam."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )
    house = forms.CharField(label=_("Huis"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    find = forms.CharField(label=_("Naam of nummer"), max_length=120, required=False)

    def __init__(self, *args: Any, houses: Iterable[Location], **kwargs: Any) -> None:
        """Offer the houses; the clients come once it is known who was chosen already (``offer``)."""
        super().__init__(*args, **kwargs)
        self.houses = list(houses)
        self.fields["house"].widget.choices = [
            ("", gettext("Alle cliënten van mijn teams")),
            *((str(house.pk), str(house)) for house in self.houses),
        ]
        self.clients: Sequence[Client] = ()
        self.parts: list[ClientPart] = []

    @property
    def chosen_house(self) -> Location | None:
        """Return the house that the page narrows to."""
        return next((house for house in self.houses if str(house.pk) == str(self["house"].value())), None)

    @property
    def words(self) -> str:
        """Return what is searched for."""
        return str(self["find"].value() or "").strip()

    @property
    def named(self) -> frozenset[int]:
        """Return the ids of the clients of whom something was sent or kept."""
        return clients_named(dict(self.data.lists())) if isinstance(self.data, QueryDict) else frozenset()

    def offer(
        self, clients: Sequence[Client], *, own: Mapping[int, OwnOfClient], domains: Sequence[LifeDomain]
    ) -> None:
        """Offer a part for each client; ``own`` is what is his, of those of whom that is shown."""
        self.clients = clients
        self.parts = [ClientPart(self, client, own=own.get(client.pk), domains=domains) for client in clients]

    def clean(self) -> dict[str, Any]:
        """Judge each part."""
        cleaned = super().clean() or self.cleaned_data
        for part in self.parts:
            part.clean(cleaned.get("day"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        there = [part for part in self.parts if part.was_there]
        return {
            **super().values(),
            "place": self.cleaned_data["place"],
            "participants": self.cleaned_data["participants"],
            "parts": [part.part() for part in there],
            "seen": [part.seen() for part in there],
        }
