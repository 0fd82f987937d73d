"""The titles and profiles of a client through time: in order, as a strip, and as the file told it on an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums.background import Topic
from casework.enums.titles import EndState, SuspensionRule
from casework.models import BackgroundEntry, Client, ForensicTitle, TitleEnd, TitleSuspension
from casework.querysets import profiles_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPEN_AHEAD = timedelta(days=183)  # how far the strip draws what has no known end


@dataclass(frozen=True)
class Bar:
    """A stretch on the strip: where it begins and how wide it is, in hundredths of the whole."""

    x: float
    width: float
    is_open: bool = False


@dataclass(frozen=True)
class SuspensionLine:
    """A suspension as it was known; ``until`` is empty while no end was."""

    row: TitleSuspension
    until: date | None
    bar: Bar


@dataclass(frozen=True)
class TitleCourse:
    """One title through time. ``end`` is the one that counts, ``ends`` all that were determined, newest first."""

    title: ForensicTitle
    end: TitleEnd | None
    ends: tuple[TitleEnd, ...]
    suspensions: tuple[SuspensionLine, ...]
    bar: Bar
    holds: bool

    @property
    def until(self) -> date | None:
        """Return the end that counts, or None."""
        return self.end.ends_on if self.end is not None else None

    @property
    def is_confirmed(self) -> bool:
        """Return whether the end that counts was confirmed."""
        return self.end is not None and self.end.state == EndState.CONFIRMED

    @property
    def running(self) -> TitleSuspension | None:
        """Return the suspension that runs, or None."""
        return next((line.row for line in self.suspensions if line.until is None), None)

    @property
    def ask_to_confirm(self) -> bool:
        """Return whether a suspension was recorded of which the sources do not say what it does to the end."""
        return (
            bool(self.suspensions)
            and self.title.kind.suspension != SuspensionRule.KEEPS
            and self.running is None
            and not (self.is_confirmed and self._end_is_newer())
        )

    def _end_is_newer(self) -> bool:
        last = max(line.row.ended_at or line.row.recorded_at for line in self.suspensions)
        return self.end is not None and self.end.recorded_at > last


@dataclass(frozen=True)
class ProfileLine:
    """A profile as it was known."""

    row: BackgroundEntry
    until: date | None
    bar: Bar
    holds: bool


@dataclass(frozen=True)
class TitlesView:
    """All titles and profiles of a client in the order in which they began, as known on ``known_on`` (None: now).

    ``withdrawn`` are the titles that were taken back as a mistake by then.
    """

    titles: tuple[TitleCourse, ...]
    profiles: tuple[ProfileLine, ...]
    first: date | None
    last: date | None
    today_x: float
    known_on: date | None
    withdrawn: tuple[ForensicTitle, ...] = ()

    @property
    def overlapping(self) -> int:
        """Return how many titles hold at once."""
        return sum(course.holds for course in self.titles)


def end_of(day: date) -> datetime:
    """Return the last moment of a day, here."""
    return timezone.make_aware(datetime.combine(day, time.max))


def titles_view(client: Client, known_on: date | None = None) -> TitlesView:
    """Return the titles of a client through time; four queries. With ``known_on`` as the file told it at the end of that day."""
    moment, on = (end_of(known_on) if known_on else None), known_on or timezone.localdate()
    rows = ForensicTitle.including_withdrawn.filter(client=client).select_related("kind", "recorded_by", "withdrawn_by")
    known = [row for row in rows if _known(row.recorded_at, moment)]
    titles = [row for row in known if not (row.withdrawn_at and _known(row.withdrawn_at, moment))]
    ends: dict[int, list[TitleEnd]] = {}
    for end in client.title_ends.select_related("recorded_by"):
        if _known(end.recorded_at, moment):
            ends.setdefault(end.title_id, []).append(end)
    suspensions: dict[int, list[tuple[TitleSuspension, date | None]]] = {}
    for row in client.title_suspensions.select_related("recorded_by", "ended_by"):
        if _known(row.recorded_at, moment):
            suspensions.setdefault(row.title_id, []).append((row, _until(row, moment)))
    profiles = [
        (row, _until(row, moment))
        for row in client.background.filter(topic=Topic.PROFILE).select_related("code", "recorded_by")
        if _known(row.recorded_at, moment) and not (row.withdrawn_at and _known(row.withdrawn_at, moment))
    ]
    titles.sort(key=lambda title: (title.valid_from, title.pk))
    profiles.sort(key=lambda pair: (pair[0].valid_from, pair[0].pk))
    until = {title.pk: ends[title.pk][0].ends_on if title.pk in ends else None for title in titles}
    first, last = _span(
        [(row.valid_from, until[row.pk]) for row in titles] + [(r.valid_from, u) for r, u in profiles], on
    )
    scale = _Scale(first, last)
    return TitlesView(
        titles=tuple(
            TitleCourse(
                title=title,
                end=ends[title.pk][0] if title.pk in ends else None,
                ends=tuple(ends.get(title.pk, ())),
                suspensions=tuple(
                    SuspensionLine(row, end, scale.bar(row.valid_from, end or on))
                    for row, end in suspensions.get(title.pk, ())
                ),
                bar=scale.bar(title.valid_from, until[title.pk]),
                holds=_holds(title.valid_from, until[title.pk], on),
            )
            for title in titles
        ),
        profiles=tuple(
            ProfileLine(row, end, scale.bar(row.valid_from, end), _holds(row.valid_from, end, on))
            for row, end in profiles
        ),
        first=first if titles or profiles else None,
        last=last if titles or profiles else None,
        today_x=scale.at(on),
        known_on=known_on,
        withdrawn=tuple(row for row in known if row not in titles),
    )


def current_profile(client: Client, day: date | None = None) -> BackgroundEntry | None:
    """Return the forensic profile that holds on ``day`` (today when left out), or None; one query."""
    found: BackgroundEntry | None = (
        profiles_on(day or timezone.localdate()).filter(client=client).select_related("code").first()
    )
    return found


def profiles_of(client_ids: Sequence[int], day: date) -> dict[int, BackgroundEntry]:
    """Return the profile that holds on ``day`` of each client who has one; one query."""
    return {row.client_id: row for row in profiles_on(day).filter(client_id__in=client_ids)}


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        return round(min(max((day - self.first).days / whole, 0), 1) * 100, 2)

    def bar(self, start: date, end: date | None) -> Bar:
        left = self.at(start)
        return Bar(left, round(max(self.at(end or self.last) - left, 0.8), 2), is_open=end is None)


def _span(rows: Iterable[tuple[date, date | None]], on: date) -> tuple[date, date]:
    known = list(rows)
    first = min((start for start, _end in known), default=on)
    last = max([on, *(end or max(on, start) + OPEN_AHEAD for start, end in known)])
    return first, last


def _known(recorded_at: datetime, moment: datetime | None) -> bool:
    return moment is None or recorded_at <= moment


def _until(row: TitleSuspension | BackgroundEntry, moment: datetime | None) -> date | None:
    """Return the last day of a row as it was known: one that was recorded later was not."""
    unknown_yet = moment is not None and row.ended_at is not None and row.ended_at > moment
    return None if unknown_yet else row.valid_until


def _holds(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or on <= end)
