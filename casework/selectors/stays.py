"""Where a client stayed, and the phases of his track as a path and as a history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AMBULATORY_FORMS, RESIDENTIAL_FORMS, Clustering, SupportForm
from accounts.models import LocationProfile
from casework.enums.stays import EIGHT_PHASES, TRANSITION_PHASES, Track, TrackPhase
from casework.models import Stay, StayPhase
from casework.registry import registry
from casework.registry.placement import team_move_page
from casework.selectors.client_teams import leads_team_of, waiting_move
from casework.selectors.contra_indications import open_questions
from casework.selectors.phase_hints import HINTS
from casework.selectors.placement import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from accounts.models import Location, User
    from casework.models import Application, Client


@dataclass(frozen=True)
class Spell:
    """A phase while it lasted. ``until`` is the day on which the next began, or None while it lasts.

    ``rows`` are its records, the first of them first: more than one when its box was made longer.
    """

    phase: TrackPhase
    since: date
    until: date | None
    rows: tuple[StayPhase, ...]

    @property
    def latest(self) -> StayPhase:
        """Return the row that counts."""
        return self.rows[-1]

    @property
    def planned_until(self) -> date | None:
        """Return the last day that was planned, of a transition phase."""
        return self.latest.planned_until

    @property
    def label(self) -> str:
        """Return the name of the phase."""
        return str(self.phase.label)

    @property
    def is_late(self) -> bool:
        """Return whether it lasts while its planned last day has passed."""
        return self.until is None and self.planned_until is not None and self.planned_until < timezone.localdate()


@dataclass(frozen=True)
class PathStep:
    """One phase on the path. ``state``: past, now, coming, skipped, or again when it is still to come once more."""

    phase: TrackPhase
    state: str
    spell: Spell | None

    @property
    def label(self) -> str:
        """Return the name of the phase."""
        return str(self.phase.label)


@dataclass(frozen=True)
class Hint:
    """What belongs to a phase, with the page of the file where it is done."""

    text: str
    url: str


@dataclass(frozen=True)
class TrackView:
    """The phases of one track: the path of the run that goes on, and every spell, newest first."""

    path: tuple[PathStep, ...]
    spells: tuple[Spell, ...]
    now: Spell | None
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class StayLine:
    """A stay with what its location offered on its first day and on its last (or today), and its phases.

    ``open_questions`` are those about the place that nobody answered yet, while it lasts.
    """

    stay: Stay
    form_first: str
    form_last: str
    clustering: str
    spells: tuple[Spell, ...]
    open_questions: int = 0

    @property
    def form_words(self) -> str:
        """Return the form of support on the first day, or nothing when nobody recorded one."""
        return str(SupportForm(self.form_first).label) if self.form_first else ""

    @property
    def changed_words(self) -> str:
        """Return the form of support on the last day, when it is another one."""
        return str(SupportForm(self.form_last).label) if self.form_last and self.form_last != self.form_first else ""

    @property
    def clustering_words(self) -> str:
        """Return whether the dwellings stand together or among others."""
        return str(Clustering(self.clustering).label) if self.clustering else ""

    @property
    def is_residential(self) -> bool:
        """Return whether he sleeps or slept in a place of the organisation, at the last known form."""
        return (self.form_last or self.form_first) in RESIDENTIAL_FORMS

    @property
    def is_ambulatory(self) -> bool:
        """Return whether he is or was supported where he lives, at the last known form."""
        return (self.form_last or self.form_first) in AMBULATORY_FORMS

    @property
    def nights(self) -> int:
        """Return how many nights it lasted, up to today."""
        return ((self.stay.valid_until or timezone.localdate()) - self.stay.valid_from).days

    @property
    def has_aftercare(self) -> bool:
        """Return whether somebody is reachable after this stay, today."""
        until = self.stay.aftercare_until
        return until is not None and until >= timezone.localdate()


@dataclass(frozen=True)
class ApplicationLine:
    """An application; while it is open with the place that it is about, and how many questions there nobody answered."""

    application: Application
    place: Location | None = None
    open_questions: int = 0


@dataclass(frozen=True)
class StayPage:
    """The page of stays and phases."""

    stays: tuple[StayLine, ...]
    track: TrackView
    transition: TrackView
    applications: tuple[ApplicationLine, ...]
    withdrawn: tuple[Stay, ...] = ()


def spells_of(rows: Iterable[StayPhase]) -> tuple[Spell, ...]:
    """Return the phases of one track as they lasted, oldest first.

    Of rows that began on the same day the one recorded last counts; the same phase twice in a row is one spell.
    """
    by_day: dict[date, StayPhase] = {}
    for row in sorted(rows, key=lambda one: (one.since, one.recorded_at, one.pk)):
        by_day[row.since] = row
    found: list[Spell] = []
    for row in by_day.values():
        if found and found[-1].phase == row.phase:
            found[-1] = replace(found[-1], rows=(*found[-1].rows, row))
            continue
        if found:
            found[-1] = replace(found[-1], until=row.since)
        found.append(Spell(TrackPhase(row.phase), row.since, None, (row,)))
    return tuple(found)


def _run(spells: Sequence[Spell]) -> Sequence[Spell]:
    """Return the spells since the track began anew: after an outflow, or after a transition was closed."""
    start = 0
    for place, spell in enumerate(spells[:-1], start=1):
        begins_anew = spells[place].phase in {TrackPhase.APPLICATION, TrackPhase.INTAKE, TrackPhase.ARRIVAL}
        if spell.phase in {TrackPhase.OUTFLOW, TrackPhase.CLOSED} and begins_anew:
            start = place
    return spells[start:]


def track_view(rows: Iterable[StayPhase], track: Track, number: str) -> TrackView:
    """Return one track from its rows: no query."""
    order = EIGHT_PHASES if track == Track.EIGHT else TRANSITION_PHASES
    spells = spells_of(row for row in rows if row.track == track)
    run = {spell.phase: spell for spell in _run(spells)}
    now = spells[-1] if spells else None
    place = order.index(now.phase) if now else -1
    path = []
    for index, phase in enumerate(order):
        spell = run.get(phase)
        if index == place:
            state = "now"
        elif index < place:
            state = "past" if spell else "skipped"
        else:
            state = "again" if spell else "coming"
        path.append(PathStep(phase, state, spell))
    return TrackView(tuple(path), tuple(reversed(spells)), now, _hints(now, number))


def _hints(now: Spell | None, number: str) -> tuple[Hint, ...]:
    found = []
    for hint in HINTS.get(now.phase, ()) if now else ():
        tab = registry.tabs.get(hint.tab) if hint.tab else None
        url_name = tab.url_name if tab else hint.url_name
        found.append(Hint(str(hint.text), reverse(url_name, args=[number]) if url_name else ""))
    return tuple(found)


def stay_page(client: Client) -> StayPage:
    """Return the stays of a client, newest first, his phases, his applications and what was taken back.

    Four queries, two more while an application is open, and those of ``questions_at`` while there is a place to ask about.
    """
    today = timezone.localdate()
    first = LocationProfile.objects.describing(OuterRef("location"), OuterRef("valid_from"))
    last = LocationProfile.objects.filter(
        location=OuterRef("location"), valid_from__lte=Coalesce(OuterRef("valid_until"), Value(today))
    ).order_by("-valid_from", "-recorded_at", "-pk")
    rows = list(client.stay_phases.select_related("recorded_by"))
    eight = spells_of(row for row in rows if row.track == Track.EIGHT)
    # Columns beside the model; the checker does not know them.
    found: Any = client.stays.select_related("location__team", "destination").annotate(
        form_first=Subquery(first.values("support_form")[:1]),
        form_last=Subquery(last.values("support_form")[:1]),
        clustering_last=Subquery(last.values("clustering")[:1]),
    )
    found = list(found)
    applications = tuple(client.applications.select_related("client", "wish_location"))
    places = {one.pk: _place(one) for one in applications if one.closed_on is None}
    running = [stay.location for stay in found if stay.valid_until is None]
    asked = {one.pk: one for one in (*running, *places.values()) if one is not None}
    left = open_questions(client, asked.values())
    stays = tuple(
        StayLine(
            stay,
            stay.form_first or "",
            stay.form_last or "",
            stay.clustering_last or "",
            tuple(spell for spell in eight if _overlaps(spell, stay)),
            left[stay.location_id] if stay.valid_until is None else 0,
        )
        for stay in found
    )
    return StayPage(
        stays,
        track_view(rows, Track.EIGHT, client.number),
        track_view(rows, Track.TRANSITION, client.number),
        tuple(_application_line(one, places.get(one.pk), left) for one in applications),
        tuple(
            Stay.including_withdrawn.filter(client=client)
            .exclude(withdrawn_at=None)
            .select_related("location", "withdrawn_by")
        ),
    )


def _place(application: Application) -> Location | None:
    """Return the place that an open application is about. Two queries."""
    latest = application.decisions.select_related("location").first()
    return place_of(application, latest, application.earlier_wishes.first())


def _application_line(application: Application, place: Location | None, left: Mapping[int, int]) -> ApplicationLine:
    return ApplicationLine(application, place, left[place.pk] if place else 0)


def _overlaps(spell: Spell, stay: Stay) -> bool:
    begins_in_time = stay.valid_until is None or spell.since <= stay.valid_until
    return begins_in_time and (spell.until is None or spell.until > stay.valid_from)


def phase_panel(client: Client) -> dict[str, object]:
    """Return the context of the panel on the first tab: the phase of the track and of a transition. One query."""
    rows = list(client.stay_phases.all())
    track = track_view(rows, Track.EIGHT, client.number)
    transition = track_view(rows, Track.TRANSITION, client.number)
    running = transition.now if transition.now and transition.now.phase != TrackPhase.CLOSED else None
    return {"track": track, "transition": running}


@dataclass(frozen=True)
class StayElsewhere:
    """A stay in a house of another team than that of the client. ``url`` hands him over; empty for who may not do that."""

    stay: Stay
    url: str


def stay_elsewhere(client: Client, stays: Iterable[StayLine], user: User) -> StayElsewhere | None:
    """Return which of his stays runs in a house of another team, unless he is on his way there. Two queries at most."""
    stay = next((line.stay for line in stays if line.stay.valid_until is None), None)
    if stay is None or stay.location.team_id == client.team_id or waiting_move(client) is not None:
        return None
    day = max(stay.valid_from, timezone.localdate())
    leads = leads_team_of(user, client)
    return StayElsewhere(stay, team_move_page(client, stay.location.team, day) if leads else "")
