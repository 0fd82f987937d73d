"""What locations were on a day, and how many of their places were taken."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import RESIDENTIAL_FORMS, Clustering, SubstancePolicy, SupportForm
from accounts.models import LocationPolicy, LocationProfile
from casework.models import Stay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import Location, Team


@dataclass(frozen=True)
class Occupied:
    """Places of one location or of several on a night: how many there are, taken, free, and taken above the number.

    ``places`` counts locations with a number of places alone. ``clients`` are all who stay, ``taken`` those of them who
    stay where places are counted.
    """

    places: int
    clients: int
    taken: int
    free: int
    over: int

    @classmethod
    def together(cls, several: Iterable[Occupied]) -> Occupied:
        """Return the sum. A full house takes nothing from the free places of another."""
        rows = list(several)
        return cls(
            sum(one.places for one in rows),
            sum(one.clients for one in rows),
            sum(one.taken for one in rows),
            sum(one.free for one in rows),
            sum(one.over for one in rows),
        )


@dataclass(frozen=True)
class LocationOnDay:
    """A location as it was on a day."""

    location: Location
    support_form: str
    clustering: str
    policy: str
    occupied: Occupied

    @property
    def form_words(self) -> str:
        """Return the form of support, or nothing when nobody recorded one for that day."""
        return str(SupportForm(self.support_form).label) if self.support_form else ""

    @property
    def clustering_words(self) -> str:
        """Return whether the dwellings stand together or among others."""
        return str(Clustering(self.clustering).label) if self.clustering else ""

    @property
    def policy_words(self) -> str:
        """Return the policy on substances."""
        return str(SubstancePolicy(self.policy).label) if self.policy else ""

    @property
    def is_residential(self) -> bool | None:
        """Return whether who stays sleeps in a place of the organisation; None when the form is not known."""
        return self.support_form in RESIDENTIAL_FORMS if self.support_form else None


@dataclass(frozen=True)
class TeamOnDay:
    """The locations of one team on a day, with their sum."""

    team: Team
    lines: tuple[LocationOnDay, ...]
    total: Occupied


@dataclass(frozen=True)
class Occupancy:
    """How full the locations were in the night that began on ``day``."""

    day: date
    teams: tuple[TeamOnDay, ...]
    total: Occupied


def as_on(locations: QuerySet[Location], day: date) -> QuerySet[Location]:
    """Add to locations what they were on a day: ``form_then``, ``clustering_then``, ``places_then``, ``policy_then``."""
    profile = LocationProfile.objects.describing(OuterRef("pk"), day)
    policy = LocationPolicy.objects.active_on(day).filter(location=OuterRef("pk")).order_by("-valid_from")
    return locations.annotate(
        form_then=Subquery(profile.values("support_form")[:1]),
        clustering_then=Subquery(profile.values("clustering")[:1]),
        places_then=Coalesce(Subquery(profile.values("capacity")[:1]), "capacity"),
        policy_then=Subquery(policy.values("substance_policy")[:1]),
    )


def occupancy(locations: QuerySet[Location], day: date) -> Occupancy:
    """Return the places of each location in the night that begins on ``day``, by team. One query."""
    here = Stay.objects.sleeping_on(day).filter(location=OuterRef("pk")).order_by().values("location")
    counted = here.annotate(clients=Count("client", distinct=True)).values("clients")
    found = (
        as_on(locations, day)
        .annotate(clients_then=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
        .select_related("team")
        .order_by("team__name", "team", "kind", "name")
    )
    teams = []
    for team, rows in groupby(found, key=lambda one: one.team):
        lines = tuple(_line(row) for row in rows)
        teams.append(TeamOnDay(team, lines, Occupied.together(one.occupied for one in lines)))
    return Occupancy(day, tuple(teams), Occupied.together(team.total for team in teams))


def _line(location: Location) -> LocationOnDay:
    places, clients = location.places_then, location.clients_then  # type: ignore[attr-defined] # annotated
    return LocationOnDay(
        location,
        location.form_then or "",  # type: ignore[attr-defined]
        location.clustering_then or "",  # type: ignore[attr-defined]
        location.policy_then or "",  # type: ignore[attr-defined]
        Occupied(
            places,
            clients,
            clients if places else 0,
            max(places - clients, 0),
            max(clients - places, 0) if places else 0,
        ),
    )


def place_nights(locations: Iterable[Location], first: date, last: date) -> dict[int, int]:
    """Return how many nights all places of each location make in a period, by the number of each night. One query."""
    rows: dict[int, list[tuple[date, int]]] = {}
    known = LocationProfile.objects.filter(location__in=locations, valid_from__lte=last)
    for location_id, since, capacity in known.order_by("valid_from", "recorded_at", "pk").values_list(
        "location", "valid_from", "capacity"
    ):
        rows.setdefault(location_id, []).append((since, capacity))
    days = max((last - first).days + 1, 0)
    found = {}
    for location in locations:
        starts = [
            (first, location.capacity),
            *((max(since, first), number) for since, number in rows.get(location.pk, ())),
        ]
        ends = [since for since, _number in starts[1:]]
        spans = zip(starts, [(end - first).days for end in ends] + [days], strict=True)
        found[location.pk] = sum(number * (until - (since - first).days) for (since, number), until in spans)
    return found
