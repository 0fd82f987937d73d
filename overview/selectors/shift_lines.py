"""The lines of the shift page that come straight out of the files, of every room in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.enums import AppointmentPurpose
from casework.models import Appointment, Client, Commitment, ContactNote, MedicationRefusal, Remark
from riskplans.models import Check, IncidentPart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from accounts.models import Location

LINES_AT_MOST = 40
REMARKS_AT_MOST = 60
OF_CLIENT = ("number", "first_name", "last_name", "preferred_name")

Said = dict[str, Any]


@dataclass(frozen=True)
class ShiftLine:
    """One line: when, about whom (None for the house), what, and where it stands in the file.

    ``phase`` only for the stoplight; ``author`` only for a remark.
    """

    at: datetime
    client: Client | None
    icon: str
    text: str
    url: str = ""
    detail: str = ""
    phase: str = ""
    author: str = ""


@dataclass(frozen=True)
class FileLines:
    """What the files of the residents say: what happened, what is to come, what was promised, what was remarked."""

    events: tuple[ShiftLine, ...]
    today: tuple[ShiftLine, ...]
    commitments: tuple[ShiftLine, ...]
    remarks: tuple[ShiftLine, ...]


@dataclass(frozen=True)
class _Source:
    """Rows of one kind, with the columns their line is made of. ``client`` and ``at`` are the names of columns."""

    rows: QuerySet[Any]
    at: str
    words: Mapping[str, str]
    line: Callable[[int, datetime, Client | None, Said], ShiftLine]
    client: str = "client_id"


def file_lines(
    house: Location, by_id: dict[int, Client], *, since: datetime, now: datetime, user: User, opens_files: bool
) -> FileLines:
    """Return the lines of the residents ``by_id`` and of their house, in one query beside that of the standing.

    Without ``opens_files`` (night staff) no contacts, checks, medication, agreements or purposes of appointments.
    """
    sources = {
        "incident": _incidents(by_id, since, linked=opens_files),
        "today": _today(by_id, now, opens_files=opens_files),
        "remark": _remarks(house, since, linked=opens_files),
    }
    if opens_files:
        sources |= {
            "note": _notes(by_id, since, user),
            "check": _checks(by_id, since),
            "refusal": _refusals(by_id, since),
            "commitment": _commitments(by_id, now),
        }
    parts = [
        source.rows.order_by().values_list(
            Value(key, output_field=CharField()), "pk", F(source.client), F(source.at), JSONObject(**source.words)
        )
        for key, source in sources.items()
    ]
    found: dict[str, list[tuple[datetime, int, ShiftLine]]] = {}
    for key, pk, client_id, at, said in parts[0].union(*parts[1:], all=True):
        client = by_id.get(client_id) if client_id is not None else None
        line = sources[key].line(pk, at, client, said)
        group = key if key in {"today", "commitment", "remark"} else "event"
        found.setdefault(group, []).append((line.at, pk, line))
    return FileLines(
        events=tuple(_in_order(found, "event", newest=True)),
        today=tuple(_in_order(found, "today")[:LINES_AT_MOST]),
        commitments=tuple(_in_order(found, "commitment")[:LINES_AT_MOST]),
        remarks=tuple(_in_order(found, "remark", newest=True)[:REMARKS_AT_MOST]),
    )


def _in_order(
    found: dict[str, list[tuple[datetime, int, ShiftLine]]], group: str, *, newest: bool = False
) -> list[ShiftLine]:
    rows = sorted(found.get(group, ()), key=lambda row: row[:2], reverse=newest)
    return [line for _at, _pk, line in rows]


def _timeline(client: Client | None) -> str:
    return reverse("casework:timeline", args=[client.number]) if client is not None else ""


def _incidents(by_id: dict[int, Client], since: datetime, *, linked: bool) -> _Source:
    def line(_pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        return ShiftLine(at, client, "incident", _("Incident: %(kind)s") % said, _timeline(client) if linked else "")

    rows = IncidentPart.objects.filter(client_id__in=by_id, incident__occurred_at__gte=since)
    return _Source(rows, "incident__occurred_at", {"kind": "incident__kind__name"}, line)


def _notes(by_id: dict[int, Client], since: datetime, user: User) -> _Source:
    """Return the contacts that this user reads."""

    def line(pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        kind = ContactNote(kind=said.pop("kind")).get_kind_display().capitalize()
        words = _("%(kind)s met %(author)s") % {"kind": kind, "author": User(**said)}
        return ShiftLine(at, client, "note", words, _page("casework:note", client, pk))

    rows = ContactNote.objects.readable_by(user).filter(client_id__in=by_id, occurred_at__gte=since)
    return _Source(rows, "occurred_at", {"kind": "kind", **_name_of("author")}, line)


def _checks(by_id: dict[int, Client], since: datetime) -> _Source:
    def line(_pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        return ShiftLine(at, client, "sample", Check(**said).summary, _timeline(client))

    rows = Check.objects.filter(client_id__in=by_id, taken_at__gte=since)
    return _Source(rows, "taken_at", {name: name for name in ("kind", "result", "substance")}, line)


def _refusals(by_id: dict[int, Client], since: datetime) -> _Source:
    def line(_pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        return ShiftLine(
            at, client, "flag", _("Medicatie geweigerd: %(name)s") % said, _page("casework:medication", client)
        )

    rows = MedicationRefusal.objects.filter(medication__client_id__in=by_id, refused_at__gte=since)
    return _Source(rows, "refused_at", {"name": "medication__name"}, line, client="medication__client_id")


def _today(by_id: dict[int, Client], now: datetime, *, opens_files: bool) -> _Source:
    """Return the appointments and checks of today and of the coming 24 hours."""

    def line(pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        if not opens_files:
            return ShiftLine(at, client, "calendar", _("Heeft een afspraak"))
        row = Appointment(purpose=said.pop("purpose"), place=said.pop("place"))
        icon = "sample" if row.purpose == AppointmentPurpose.CHECK else "calendar"
        words = f"{row.get_purpose_display().capitalize()}, {User(**said)}"
        return ShiftLine(at, client, icon, words, _page("casework:appointment", client, pk), row.place)

    start = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    rows = Appointment.objects.standing().between(start, now + timedelta(hours=24)).filter(client_id__in=by_id)
    return _Source(rows, "starts_at", {"purpose": "purpose", "place": "place", **_name_of("user")}, line)


def _commitments(by_id: dict[int, Client], now: datetime) -> _Source:
    """Return the agreements that are due by tomorrow."""

    def line(_pk: int, _at: datetime, client: Client | None, said: Said) -> ShiftLine:
        row = Commitment(text=said["text"], owner=said["owner"], owner_name=said["owner_name"])
        due = timezone.make_aware(datetime.combine(date.fromisoformat(said["due_on"]), time.min))
        owner = row.owner_name or row.get_owner_display()
        return ShiftLine(due, client, "agreement", row.text, _page("casework:plan", client) + "#afspraken", owner)

    tomorrow = timezone.localdate(now) + timedelta(days=1)
    rows = Commitment.objects.open().filter(client_id__in=by_id, due_on__lte=tomorrow)
    return _Source(rows, "recorded_at", {name: name for name in ("text", "owner", "owner_name", "due_on")}, line)


def _remarks(house: Location, since: datetime, *, linked: bool) -> _Source:
    """Return the remarks about the house and about whoever lives or lived there."""

    def line(_pk: int, at: datetime, client: Client | None, said: Said) -> ShiftLine:
        text, about = said.pop("text"), {name: said.pop(f"client_{name}") for name in OF_CLIENT}
        url = _timeline(client) if linked else ""
        if client is None and about["number"]:  # he lives here no longer
            client = Client(**about)
        return ShiftLine(at, client, "note", text, url, author=str(User(**said)))

    about = {f"client_{name}": f"client__{name}" for name in OF_CLIENT}
    rows = Remark.objects.filter(location=house, recorded_at__gte=since)
    return _Source(rows, "recorded_at", {"text": "text", **about, **_name_of("recorded_by")}, line)


def _name_of(user: str) -> dict[str, str]:
    """Return the columns of which the name of a user is made."""
    return {name: f"{user}__{name}" for name in ("first_name", "last_name", "username")}


def _page(name: str, client: Client | None, *more: int) -> str:
    return reverse(name, args=[client.number, *more]) if client is not None else ""
