"""Houses and who lives in them, as the pages of a house show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from accounts.enums import LocationKind
from accounts.models import LocationPolicy
from casework.enums import MarkKind, Whereabouts
from casework.models import Absence, DoorMark, Leave, NightCount, OnCallDuty, RulesTold, Stay, Visit
from casework.querysets import night_of
from casework.selectors.legal import term_days
from casework.selectors.occupancy import as_on
from casework.selectors.people import counsellors
from casework.selectors.presence import Place, moment_of_night, places, residents
from casework.selectors.windows import HomeHours, hours_today, rules_on, windows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import Location, Team, User
    from casework.models import Client, HouseRules

PICK_UP_TERM = "postal-pick-up"


@dataclass(frozen=True)
class HouseCard:
    """A house in the list: its places, who lives there, and how many of them are away; ``policy`` on substances."""

    house: Location
    policy: str
    places: int
    living: int
    away: int
    missing: int

    @property
    def free(self) -> int:
        """Return the places that are free; 0 when there are more residents than places."""
        return max(self.places - self.living, 0)

    @property
    def home(self) -> int:
        """Return how many residents are in the house."""
        return self.living - self.away - self.missing


def house_cards(houses: QuerySet[Location], *, with_presence: bool = True) -> list[HouseCard]:
    """Return a card for each house, in six queries however many there are."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = list(as_on(houses, today).order_by("kind", "name"))
    stays = Stay.objects.sleeping_on(night_of(now)).filter(location__in=found)
    lives: dict[int, list[int]] = {}
    for client_id, location_id in stays.values_list("client_id", "location_id"):
        lives.setdefault(location_id, []).append(client_id)
    where = places([pk for ids in lives.values() for pk in ids], now) if with_presence else {}
    return [
        HouseCard(
            house=house,
            policy=_policy_words(house.policy_then),  # type: ignore[attr-defined] # annotated
            places=house.places_then,  # type: ignore[attr-defined]
            living=len(lives.get(house.pk, ())),
            away=_count(where, lives.get(house.pk, ()), Whereabouts.OUT, Whereabouts.LEAVE),
            missing=_count(where, lives.get(house.pk, ()), Whereabouts.ABSENT),
        )
        for house in found
    ]


def _policy_words(policy: str | None) -> str:
    return str(LocationPolicy(substance_policy=policy).get_substance_policy_display()) if policy else ""


def _count(where: dict[int, Place], ids: Iterable[int], *kinds: Whereabouts) -> int:
    return sum(pk in where and where[pk].where in kinds for pk in ids)


@dataclass(frozen=True)
class ResidentRow:
    """A resident on the board: where he is, the hours in which he must be home, who his counsellor is.

    ``late`` says that he should be home now and is not.
    """

    client: Client
    place: Place
    counsellor: User | None
    hours: tuple[HomeHours, ...]
    late: bool
    next_leave: Leave | None = None
    picked_up: datetime | None = None
    pick_up_late: bool = False


@dataclass(frozen=True)
class Board:
    """Who lives in a house and where each of them is, at one moment."""

    house: Location
    night: date
    moment: datetime
    is_now: bool
    rules: HouseRules | None
    rows: tuple[ResidentRow, ...]

    @property
    def home(self) -> int:
        """Return how many are in the house."""
        return sum(row.place.is_home for row in self.rows)

    @property
    def away(self) -> tuple[ResidentRow, ...]:
        """Return who is not in the house."""
        return tuple(row for row in self.rows if not row.place.is_home)

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the clients who are shown."""
        return [row.client.number for row in self.rows]


def board(house: Location, night: date | None = None) -> Board:
    """Return the residents of a house as they are now, or as they were at three o'clock in a night before.

    Ten queries or fewer, however many residents.
    """
    now = timezone.now()
    is_now = night is None
    night = night or night_of(now)
    moment = now if is_now else moment_of_night(night)
    day = timezone.localdate(now) if is_now else night
    living = residents(house, night)
    ids = [client.pk for client in living]
    where = places(ids, moment)
    carers = counsellors(ids, day)
    windows = windows_of(ids, day)
    rules = rules_on(house, day)
    coming = {leave.client_id: leave for leave in _coming_leaves(ids, moment)} if is_now else {}
    postal = house.kind == LocationKind.POSTAL_ADDRESS
    picked = _last_pick_ups(ids, moment) if postal else {}
    limit = timedelta(days=term_days(PICK_UP_TERM)) if postal else timedelta()
    rows = []
    for client in living:
        place = where[client.pk]
        hours = tuple(hours_today(windows.get(client.pk, []), day))
        must = any(_within(one, moment) for one in hours_today(windows.get(client.pk, []), day - timedelta(days=1)))
        must = must or any(_within(one, moment, begun_today=True) for one in hours)
        last = picked.get(client.pk)
        rows.append(
            ResidentRow(
                client=client,
                place=place,
                counsellor=carers.get(client.pk),
                hours=hours,
                late=place.overdue or (must and place.where == Whereabouts.OUT),
                next_leave=coming.get(client.pk),
                picked_up=last,
                pick_up_late=postal and (last is None or moment - last > limit),
            )
        )
    return Board(house, night, moment, is_now, rules, tuple(rows))


def _within(hours: HomeHours, moment: datetime, *, begun_today: bool = False) -> bool:
    clock = timezone.localtime(moment).time()
    if begun_today:
        return hours.begins <= clock and (hours.ends < hours.begins or clock < hours.ends)
    return hours.ends < hours.begins and clock < hours.ends


def _coming_leaves(ids: list[int], moment: datetime) -> QuerySet[Leave]:
    return Leave.objects.filter(client_id__in=ids, withdrawn_at=None, starts_at__gt=moment).order_by("-starts_at")


def _last_pick_ups(ids: list[int], moment: datetime) -> dict[int, datetime]:
    rows = DoorMark.objects.filter(client_id__in=ids, kind=MarkKind.PICK_UP, at__lte=moment).order_by()
    return dict(rows.values_list("client_id").annotate(last=Max("at")))


@dataclass(frozen=True)
class OnCall:
    """Who answers when something happens: a name where a roster was made, and the number."""

    name: str
    phone: str
    until: datetime | None = None


def on_call_for(house: Location, moment: datetime) -> list[OnCall]:
    """Return who is on call for a house at a moment, the roster before the number that always answers. One query."""
    duties = OnCallDuty.objects.filter(team_id=house.team_id, starts_at__lte=moment, ends_at__gt=moment)
    found = [OnCall(duty.name, duty.phone, duty.ends_at) for duty in duties]
    if house.on_call_phone and all(one.phone != house.on_call_phone for one in found):
        found.append(OnCall("", house.on_call_phone))
    return found


def coming_duties(team: Team, moment: datetime) -> list[OnCallDuty]:
    """Return the roster of a team from a moment on, the first shift first."""
    return list(OnCallDuty.objects.filter(team=team, ends_at__gt=moment).select_related("recorded_by")[:60])


def last_counts(house: Location, limit: int = 7) -> list[NightCount]:
    """Return the last counts of the night with their lines. Two queries."""
    return list(
        NightCount.objects.filter(location=house)
        .select_related("recorded_by")
        .prefetch_related("lines__client")[:limit]
    )


def visits_of(house: Location, limit: int = 40) -> list[Visit]:
    """Return the last visits, newest first. One query."""
    return list(Visit.objects.filter(location=house).select_related("client", "recorded_by")[:limit])


def told_rows(house: Location, clients: Iterable[Client]) -> dict[int, RulesTold]:
    """Return for each client the last version of the rules of this house that he was told. One query."""
    rows = (
        RulesTold.objects.filter(rules__location=house, client__in=list(clients))
        .select_related("rules", "recorded_by")
        .order_by("rules__version", "told_on", "pk")
    )
    return {row.client_id: row for row in rows}


@dataclass(frozen=True)
class PresenceEvent:
    """A line in the history of one client: a leave or an absence, with when it began and ended."""

    kind: str
    starts_at: datetime
    ends_at: datetime | None
    leave: Leave | None = None
    absence: Absence | None = None


def presence_history(client: Client) -> list[PresenceEvent]:
    """Return the leaves and absences of a client, newest first. Two queries."""
    leaves = [
        PresenceEvent("leave", one.starts_at, one.returned_at, leave=one)
        for one in client.leaves.select_related("recorded_by", "withdrawn_by", "returned_to")
    ]
    absences = [
        PresenceEvent("absence", one.missed_at, one.returned_at, absence=one)
        for one in Absence.objects.filter(client=client).select_related(
            "recorded_by", "location", "client", "returned_to"
        )
    ]
    return sorted([*leaves, *absences], key=lambda one: one.starts_at, reverse=True)


def house_of(client: Client, night: date) -> Location | None:
    """Return the house or address where a client stays on a night, or None. One query."""
    stay = Stay.objects.sleeping_on(night).filter(client=client).select_related("location__team").first()
    return stay.location if stay else None


def open_absences(location_ids: Iterable[int]) -> QuerySet[Absence]:
    """Return who is missing from these houses, longest first."""
    return (
        Absence.objects.filter(Q(returned_at=None), location_id__in=list(location_ids))
        .select_related("client", "location")
        .order_by("missed_at")
    )
