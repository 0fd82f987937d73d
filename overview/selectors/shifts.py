"""What the next shift in a house needs to know, out of every room, each line with the file it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AppointmentPurpose
from casework.models import (
    Appointment,
    Commitment,
    ContactNote,
    MedicationRefusal,
)
from casework.querysets import night_of
from casework.selectors.houses import OnCall, on_call_for
from casework.selectors.presence import Place, TimesAway, places, residents, times_away
from casework.selectors.shifts import TaskDay, readings, remarks_since, task_days
from casework.selectors.windows import HomeHours, hours_today, windows_of
from riskplans.enums import LEVELS_TO_ACT_ON, ChangeSource, PlanStatus, Urgency
from riskplans.models import Check, IncidentPart, PhaseAction, PhaseChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Location, User
    from casework.models import Client, Remark, ShiftReading

USUAL_SINCE = timedelta(hours=24)
LONGEST_SINCE = timedelta(days=7)
READ_BACK = timedelta(days=3)
SAME_SHIFT = timedelta(hours=4)  # who has just read the page still finds on it what he read, and may print it
LINES_AT_MOST = 40


@dataclass(frozen=True)
class ResidentState:
    """A resident on the shift page: his colour, where he is, and the hours in which he must be home today."""

    client: Client
    place: Place
    phase: PhaseChange | None
    hours: tuple[HomeHours, ...]
    actions: tuple[PhaseAction, ...] = ()

    @property
    def level(self) -> str:
        """Return the colour, or nothing without a plan."""
        return self.phase.level if self.phase else ""

    @property
    def to_act_on(self) -> bool:
        """Return whether the colour asks for action."""
        return self.level in LEVELS_TO_ACT_ON


@dataclass(frozen=True)
class ShiftLine:
    """One line: when, about whom, what, and where it stands in the file. ``phase`` only for the stoplight."""

    at: datetime
    client: Client
    icon: str
    text: str
    url: str = ""
    detail: str = ""
    phase: str = ""


@dataclass(frozen=True)
class ShiftPage:
    """The page of one house for the next shift."""

    house: Location
    now: datetime
    since: datetime
    residents: tuple[ResidentState, ...]
    changes: tuple[ShiftLine, ...]
    events: tuple[ShiftLine, ...]
    today: tuple[ShiftLine, ...]
    commitments: tuple[ShiftLine, ...]
    remarks: tuple[Remark, ...]
    tasks: tuple[TaskDay, ...]
    on_call: tuple[OnCall, ...]
    readings: tuple[ShiftReading, ...]

    @property
    def urgent(self) -> list[ResidentState]:
        """Return who is in red or orange, red first."""
        found = [one for one in self.residents if one.to_act_on]
        return sorted(found, key=lambda one: one.phase.rank if one.phase else 0, reverse=True)

    @property
    def away(self) -> list[ResidentState]:
        """Return who is not in the house."""
        return [one for one in self.residents if not one.place.is_home]

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the clients who are shown."""
        return [one.client.number for one in self.residents]


def since_for(user: User, read: Iterable[ShiftReading], now: datetime) -> datetime:
    """Return from when a reader wants the news: since he read the page in a shift before, else the last day."""
    before = [one.recorded_at for one in read if one.recorded_by_id == user.pk and one.recorded_at < now - SAME_SHIFT]
    mine = max(before, default=None)
    return max(mine, now - LONGEST_SINCE) if mine is not None else now - USUAL_SINCE


def shift_page(
    house: Location, user: User, *, hours: int = 0, opens_files: bool, living: Sequence[Client] | None = None
) -> ShiftPage:
    """Return the shift page of a house; ``hours`` asks for the news of so many hours.

    ``living`` are the residents where the caller has them already.

    Without ``opens_files`` (night staff) only what the house itself must know is told: no contacts, checks,
    medication, agreements or purposes of appointments. The number of queries does not depend on the residents.
    """
    now = timezone.now()
    living = residents(house, night_of(now)) if living is None else living
    read = readings(house, now - (LONGEST_SINCE if not hours else READ_BACK))
    since = now - timedelta(hours=hours) if hours else since_for(user, read, now)
    by_id = {client.pk: client for client in living}
    away = times_away(by_id, now, since)
    phases, changes = _phases(by_id, since, linked=opens_files)
    today = timezone.localdate(now)
    return ShiftPage(
        house=house,
        now=now,
        since=since,
        residents=_states(living, phases, now, away),
        changes=changes,
        events=_events(by_id, since, away, user=user, opens_files=opens_files),
        today=_today(by_id, now, opens_files=opens_files),
        commitments=_commitments(by_id, now) if opens_files else (),
        remarks=tuple(remarks_since(house, since)),
        tasks=tuple(task_days(house, today - timedelta(days=1), today)),
        on_call=tuple(on_call_for(house, now)),
        readings=tuple(one for one in read if one.recorded_at >= now - READ_BACK),
    )


def _phases(
    by_id: dict[int, Client], since: datetime, *, linked: bool
) -> tuple[dict[int, PhaseChange], tuple[ShiftLine, ...]]:
    """Return the colour of each client and the changes since a moment, in one query."""
    later = PhaseChange.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")), client=OuterRef("client")
    )
    rows = PhaseChange.objects.filter(~Exists(later) | Q(at__gte=since), client_id__in=by_id).order_by("at", "pk")
    now: dict[int, PhaseChange] = {}
    lines = []
    for change in rows:
        now[change.client_id] = change
        if change.at >= since and change.source != ChangeSource.START:
            client = by_id[change.client_id]
            url = reverse("riskplans:plan", args=[client.number]) if linked else ""
            text = change.meaning.capitalize()
            lines.append(ShiftLine(change.at, client, "sign", text, url, change.reason, change.level))
    return now, tuple(reversed(lines))


def _states(
    living: Sequence[Client], phases: dict[int, PhaseChange], now: datetime, away: TimesAway
) -> tuple[ResidentState, ...]:
    ids = [client.pk for client in living]
    where = places(ids, now, times=away)
    windows = windows_of(ids, timezone.localdate(now))
    to_do = _actions(phases)
    return tuple(
        ResidentState(
            client,
            where[client.pk],
            phases.get(client.pk),
            tuple(hours_today(windows.get(client.pk, []), timezone.localdate(now))),
            tuple(to_do.get(client.pk, ())),
        )
        for client in living
    )


def _actions(phases: dict[int, PhaseChange]) -> dict[int, list[PhaseAction]]:
    """Return what the plan that holds says to do for those in red or orange, the most urgent first. One query."""
    wanted = Q()
    for client_id, change in phases.items():
        if change.level in LEVELS_TO_ACT_ON:
            wanted |= Q(phase__plan__client=client_id, phase__level=change.level)
    if not wanted:
        return {}
    found: dict[int, list[PhaseAction]] = {}
    rows = PhaseAction.objects.filter(wanted, phase__plan__status=PlanStatus.ACTIVE).select_related("phase__plan")
    for action in rows:
        found.setdefault(action.phase.plan.client_id, []).append(action)
    return {client_id: urgent_first(actions) for client_id, actions in found.items()}


def urgent_first(actions: Iterable[PhaseAction]) -> list[PhaseAction]:
    """Return actions of one colour, what is to be done at once first; otherwise in the order of the plan."""
    urgencies = list(Urgency)
    return sorted(actions, key=lambda one: urgencies.index(Urgency(one.urgency)))


def _events(
    by_id: dict[int, Client], since: datetime, away: TimesAway, *, user: User, opens_files: bool
) -> tuple[ShiftLine, ...]:
    """Return what happened since a moment, newest first."""
    lines = [*_incidents(by_id, since, opens_files=opens_files), *_comings(by_id, since, away, opens_files=opens_files)]
    if opens_files:
        lines += _from_files(by_id, since, user)
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True)[:LINES_AT_MOST])


def _timeline(client: Client) -> str:
    return reverse("casework:timeline", args=[client.number])


def _incidents(by_id: dict[int, Client], since: datetime, *, opens_files: bool) -> list[ShiftLine]:
    rows = IncidentPart.objects.filter(client_id__in=by_id, incident__occurred_at__gte=since).select_related(
        "incident__kind"
    )
    return [
        ShiftLine(
            row.incident.occurred_at,
            by_id[row.client_id],
            "incident",
            _("Incident: %(kind)s") % {"kind": row.incident.kind},
            _timeline(by_id[row.client_id]) if opens_files else "",
        )
        for row in rows
    ]


def _comings(by_id: dict[int, Client], since: datetime, away: TimesAway, *, opens_files: bool) -> list[ShiftLine]:
    """Return absences, returns and leaves since a moment."""
    lines = []
    for absence in away.absences:
        client = by_id[absence.client_id]
        url = reverse("casework:absence", args=[absence.location_id, client.number, absence.pk])
        if absence.missed_at >= since:
            lines.append(ShiftLine(absence.missed_at, client, "alert", _("Ongeoorloofd afwezig"), url))
        if absence.returned_at is not None and absence.returned_at >= since:
            lines.append(ShiftLine(absence.returned_at, client, "undo", _("Terug na ongeoorloofde afwezigheid"), url))
    for leave in away.leaves:
        client = by_id[leave.client_id]
        url = reverse("casework:presence", args=[client.number]) if opens_files else ""
        if leave.starts_at >= since:
            lines.append(
                ShiftLine(leave.starts_at, client, "walk", _("Met verlof: %(to)s") % {"to": leave.destination}, url)
            )
        if leave.returned_at is not None and leave.returned_at >= since:
            lines.append(ShiftLine(leave.returned_at, client, "home-visit", _("Terug van verlof"), url))
    return lines


def _from_files(by_id: dict[int, Client], since: datetime, user: User) -> list[ShiftLine]:
    """Return contacts that this user reads, checks and refused medicines since a moment. Three queries."""
    lines = [
        ShiftLine(
            note.occurred_at,
            by_id[note.client_id],
            "note",
            _("%(kind)s met %(author)s") % {"kind": note.get_kind_display().capitalize(), "author": note.author},
            reverse("casework:note", args=[by_id[note.client_id].number, note.pk]),
        )
        for note in ContactNote.objects.readable_by(user)
        .filter(client_id__in=by_id, occurred_at__gte=since)
        .select_related("author")[:LINES_AT_MOST]
    ]
    lines += [
        ShiftLine(check.taken_at, by_id[check.client_id], "sample", check.summary, _timeline(by_id[check.client_id]))
        for check in Check.objects.filter(client_id__in=by_id, taken_at__gte=since)[:LINES_AT_MOST]
    ]
    refused = MedicationRefusal.objects.filter(medication__client_id__in=by_id, refused_at__gte=since)
    lines += [
        ShiftLine(
            row.refused_at,
            by_id[row.medication.client_id],
            "flag",
            _("Medicatie geweigerd: %(name)s") % {"name": row.medication.name},
            reverse("casework:medication", args=[by_id[row.medication.client_id].number]),
        )
        for row in refused.select_related("medication")
    ]
    return lines


def _today(by_id: dict[int, Client], now: datetime, *, opens_files: bool) -> tuple[ShiftLine, ...]:
    """Return the appointments and checks of the coming 24 hours, the first one first. One query."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    rows = (
        Appointment.objects.standing()
        .between(start, now + timedelta(hours=24))
        .filter(client_id__in=by_id)
        .select_related("user")
        .order_by("starts_at", "pk")
    )
    lines = []
    for row in rows:
        client = by_id[row.client_id]
        row.client = client
        if opens_files:
            text = f"{row.get_purpose_display().capitalize()}, {row.user}"
            detail, url = row.place, row.get_absolute_url()
        else:
            text, detail, url = _("Heeft een afspraak"), "", ""
        icon = "sample" if row.purpose == AppointmentPurpose.CHECK and opens_files else "calendar"
        lines.append(ShiftLine(row.starts_at, client, icon, text, url, detail))
    return tuple(lines[:LINES_AT_MOST])


def _commitments(by_id: dict[int, Client], now: datetime) -> tuple[ShiftLine, ...]:
    """Return the agreements that are due by tomorrow, the oldest first. One query."""
    rows = Commitment.objects.open().filter(
        client_id__in=by_id, due_on__lte=timezone.localdate(now) + timedelta(days=1)
    )
    return tuple(
        ShiftLine(
            timezone.make_aware(datetime.combine(row.due_on, time.min)),
            by_id[row.client_id],
            "agreement",
            row.text,
            reverse("casework:plan", args=[by_id[row.client_id].number]) + "#afspraken",
            row.owner_name or row.get_owner_display(),
        )
        for row in rows[:LINES_AT_MOST]
    )
