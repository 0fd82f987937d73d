"""Where the residents of a house are, now and on any night before: derived from what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from casework.enums import MarkKind, Whereabouts
from casework.models import Absence, Client, DoorMark, Leave, NightLine, Stay
from casework.selectors.occupancy import place_nights

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from accounts.models import Location

DEEP_NIGHT = time(3)  # where somebody is at three o'clock is where he slept


@dataclass(frozen=True)
class Place:
    """Where a client is at a moment. ``since`` is when that began, None when it is unknown.

    ``overdue`` says that a leave has passed its end without a return.
    """

    where: Whereabouts
    since: datetime | None = None
    leave: Leave | None = None
    absence: Absence | None = None
    note: str = ""
    overdue: bool = False

    @property
    def is_home(self) -> bool:
        """Return whether he is in the house."""
        return self.where == Whereabouts.IN


def moment_of_night(night: date) -> datetime:
    """Return the moment that counts for a night: three o'clock in the morning after ``night``."""
    return timezone.make_aware(datetime.combine(night + timedelta(days=1), DEEP_NIGHT))


def residents(house: Location, night: date, *, known_at: datetime | None = None) -> list[Client]:
    """Return who lives in a house on a night, by name; with ``known_at`` as far as was recorded by then. One query."""
    stays = Stay.objects.sleeping_on(night).filter(client=OuterRef("pk"), location=house)
    if known_at is not None:
        stays = stays.filter(recorded_at__lte=known_at)
    return list(Client.objects.filter(Exists(stays)).order_by("last_name", "first_name", "pk"))


@dataclass(frozen=True)
class TimesAway:
    """The leaves and absences of some clients that last at a moment, or that touched the time before it."""

    leaves: tuple[Leave, ...]
    absences: tuple[Absence, ...]


def times_away(client_ids: Collection[int], moment: datetime, since: datetime | None = None) -> TimesAway:
    """Return the leaves and absences that last at ``moment``, and those that began or ended ``since``. Two queries."""
    ids = list(client_ids)
    touched = Q(returned_at=None) | Q(returned_at__gte=since or moment)
    leaves = Leave.objects.filter(touched, client_id__in=ids, starts_at__lte=moment, withdrawn_at=None)
    absences = Absence.objects.filter(touched, client_id__in=ids, missed_at__lte=moment)
    return TimesAway(tuple(leaves.order_by("starts_at")), tuple(absences.select_related("location")))


def places(client_ids: Collection[int], moment: datetime, *, times: TimesAway | None = None) -> dict[int, Place]:
    """Return where each of the clients is at a moment. Three queries, however many clients; one with ``times``.

    An absence goes before a leave, a leave before the door. What was seen later at the door or by the night round
    (he came home) goes before an earlier departure.
    """
    ids = list(client_ids)
    away: dict[int, Place] = {}
    times = times or times_away(ids, moment)
    for leave in times.leaves:
        if leave.returned_at is None or leave.returned_at > moment:
            away[leave.client_id] = Place(
                Whereabouts.LEAVE, leave.starts_at, leave=leave, note=leave.destination, overdue=leave.ends_at <= moment
            )
    for absence in times.absences:
        if absence.returned_at is None or absence.returned_at > moment:
            away[absence.client_id] = Place(Whereabouts.ABSENT, absence.missed_at, absence=absence)
    left = [pk for pk in ids if pk not in away]
    if not left:
        return away
    last = DoorMark.objects.filter(client=OuterRef("pk"), at__lte=moment).exclude(kind=MarkKind.PICK_UP)
    seen = NightLine.objects.filter(client=OuterRef("pk"), seen=True, count__counted_at__lte=moment)
    back = Leave.objects.filter(client=OuterRef("pk"), returned_at__lte=moment).order_by("-returned_at")
    found = Absence.objects.filter(client=OuterRef("pk"), returned_at__lte=moment).order_by("-returned_at")
    rows = (
        Client.objects.filter(pk__in=left)
        .annotate(
            mark_kind=Subquery(last.order_by("-at", "-pk").values("kind")[:1]),
            mark_at=Subquery(last.order_by("-at", "-pk").values("at")[:1]),
            mark_note=Subquery(last.order_by("-at", "-pk").values("note")[:1]),
            seen_at=Subquery(seen.order_by("-count__counted_at").values("count__counted_at")[:1]),
            back_at=Subquery(back.values("returned_at")[:1]),
            found_at=Subquery(found.values("returned_at")[:1]),
        )
        .values_list("pk", "mark_kind", "mark_at", "mark_note", "seen_at", "back_at", "found_at")
    )
    for pk, kind, at, note, *home in rows:
        came_home = max((one for one in home if one is not None), default=None)
        if kind == MarkKind.OUT and (came_home is None or came_home <= at):
            away[pk] = Place(Whereabouts.OUT, at, note=note)
        else:
            away[pk] = Place(Whereabouts.IN, max((one for one in (at, came_home) if one is not None), default=None))
    return away


@dataclass(frozen=True)
class NightFigures:
    """The nights of one client in a period: how many he stayed with us, and how many of those he was away."""

    client_id: int
    location_id: int
    stayed: int
    leave: int
    absent: int

    @property
    def slept(self) -> int:
        """Return the nights in which he was neither on leave nor missing."""
        return self.stayed - self.leave - self.absent


def nights(
    locations: Iterable[Location], first: date, last: date, *, known_at: datetime | None = None
) -> list[NightFigures]:
    """Return the nights from ``first`` up to and including the night of ``last``, for each client and house.

    A client who moved has a line for each house; no night is counted twice. With ``known_at`` only what was recorded
    by then counts: a leave that was withdrawn later still stood, and who was said to be back later was still missing.
    Three queries.
    """
    stays = Stay.including_withdrawn.standing_at(known_at).filter(
        Q(valid_until=None) | Q(valid_until__gt=first), location__in=list(locations), valid_from__lte=last
    )
    stands = Q(withdrawn_at=None)
    leaves = Leave.objects.all()
    absences = Absence.objects.all()
    if known_at is not None:
        stays, leaves, absences = (
            stays.filter(recorded_at__lte=known_at),
            leaves.filter(recorded_at__lte=known_at),
            absences.filter(recorded_at__lte=known_at),
        )
        stands |= Q(withdrawn_at__gt=known_at)
    rows = list(stays.values_list("client_id", "location_id", "valid_from", "valid_until"))
    ids = {row[0] for row in rows}
    begin, end = moment_of_night(first), moment_of_night(last)
    touching = Q(returned_at=None) | Q(returned_at__gt=begin)
    on_leave = _spans(
        leaves.filter(stands, touching, client_id__in=ids, starts_at__lte=end).values_list(
            "client_id", "starts_at", "returned_at"
        )
    )
    back_later = Q(return_recorded_at__gt=known_at) if known_at is not None else Q(pk__in=())
    missing = _spans(
        (client_id, start, None if told_at and known_at and told_at > known_at else back)
        for client_id, start, back, told_at in absences.filter(
            touching | back_later, client_id__in=ids, missed_at__lte=end
        ).values_list("client_id", "missed_at", "returned_at", "return_recorded_at")
    )
    counted: dict[tuple[int, int], list[int]] = {}
    for client_id, location_id, start, until in rows:
        figures = counted.setdefault((client_id, location_id), [0, 0, 0])
        night, final = max(start, first), min(last, until - timedelta(days=1)) if until else last
        while night <= final:
            moment = moment_of_night(night)
            figures[0] += 1
            if _covers(missing.get(client_id, ()), moment):
                figures[2] += 1
            elif _covers(on_leave.get(client_id, ()), moment):
                figures[1] += 1
            night += timedelta(days=1)
    return [NightFigures(*key, *figures) for key, figures in counted.items() if figures[0]]


Span = tuple[datetime, "datetime | None"]


def _spans(rows: Iterable[tuple[int, datetime, datetime | None]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for client_id, start, end in rows:
        found.setdefault(client_id, []).append((start, end))
    return found


def _covers(spans: Iterable[Span], moment: datetime) -> bool:
    return any(start <= moment and (end is None or moment < end) for start, end in spans)


@dataclass(frozen=True)
class HouseNights:
    """The nights of one house in a period. ``share`` is what part of its places was taken, in whole percents."""

    house: Location
    clients: int
    stayed: int
    leave: int
    absent: int
    share: int | None

    @property
    def slept(self) -> int:
        """Return the nights in which a resident was neither on leave nor missing."""
        return self.stayed - self.leave - self.absent


def nights_by_house(
    locations: Sequence[Location], first: date, last: date, *, known_at: datetime | None = None
) -> tuple[list[HouseNights], int]:
    """Return the nights of each house, and how many clients there were in all, each counted once. Four queries."""
    figures = nights(locations, first, last, known_at=known_at)
    possible = place_nights(locations, first, last)
    found = []
    for house in locations:
        mine = [one for one in figures if one.location_id == house.pk]
        stayed = sum(one.stayed for one in mine)
        found.append(
            HouseNights(
                house,
                len(mine),
                stayed,
                sum(one.leave for one in mine),
                sum(one.absent for one in mine),
                round(100 * stayed / possible[house.pk]) if possible[house.pk] else None,
            )
        )
    return found, len({one.client_id for one in figures})
