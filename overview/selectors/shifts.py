"""What the next shift in a house needs to know, out of every room, each line with the file it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import Whereabouts
from casework.querysets import night_of
from casework.selectors.houses import OnCall, on_call_for
from casework.selectors.presence import Place, TimesAway, places, residents, times_away
from casework.selectors.shifts import TaskDay, readings, task_days
from casework.selectors.windows import HomeHours, hours_today, windows_of
from overview.selectors.shift_lines import LINES_AT_MOST, ShiftLine, file_lines
from riskplans.enums import LEVELS_TO_ACT_ON, ChangeSource, PlanStatus, Urgency
from riskplans.models import PhaseAction, PhaseChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Location, User
    from casework.models import Client, ShiftReading

USUAL_SINCE = timedelta(hours=24)
LONGEST_SINCE = timedelta(days=7)
READ_BACK = timedelta(days=3)
SAME_SHIFT = timedelta(hours=4)  # who has just read the page still finds on it what he read, and may print it


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
    def urgency(self) -> tuple[int, int]:
        """Return what puts him before others: red, orange, missing, back too late, away; all others are alike."""
        colour = self.phase.rank if self.phase and self.to_act_on else 0
        if self.place.where == Whereabouts.ABSENT:
            return -colour, 0
        return -colour, 1 if self.place.overdue else 3 if self.place.is_home else 2

    @property
    def to_act_on(self) -> bool:
        """Return whether the colour asks for action."""
        return self.level in LEVELS_TO_ACT_ON


@dataclass(frozen=True)
class ShiftPage:
    """The page of one house for the next shift; ``residents`` with the most urgent first."""

    house: Location
    now: datetime
    since: datetime
    residents: tuple[ResidentState, ...]
    changes: tuple[ShiftLine, ...]
    events: tuple[ShiftLine, ...]
    today: tuple[ShiftLine, ...]
    commitments: tuple[ShiftLine, ...]
    remarks: tuple[ShiftLine, ...]
    tasks: tuple[TaskDay, ...]
    on_call: tuple[OnCall, ...]
    readings: tuple[ShiftReading, ...]

    @property
    def urgent(self) -> list[ResidentState]:
        """Return who is in red or orange, red first."""
        return [one for one in self.residents if one.to_act_on]

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
    lines = file_lines(house, by_id, since=since, now=now, user=user, opens_files=opens_files)
    events = [*lines.events, *_comings(by_id, since, away, opens_files=opens_files)]
    return ShiftPage(
        house=house,
        now=now,
        since=since,
        residents=_states(living, phases, now, away),
        changes=changes,
        events=tuple(sorted(events, key=lambda line: line.at, reverse=True)[:LINES_AT_MOST]),
        today=lines.today,
        commitments=lines.commitments,
        remarks=lines.remarks,
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
    states = [
        ResidentState(
            client,
            where[client.pk],
            phases.get(client.pk),
            tuple(hours_today(windows.get(client.pk, []), timezone.localdate(now))),
            tuple(to_do.get(client.pk, ())),
        )
        for client in living
    ]
    return tuple(sorted(states, key=lambda one: one.urgency))


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
