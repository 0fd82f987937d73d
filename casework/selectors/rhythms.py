"""The rhythm of contact as pages show it: what was agreed, the strip of the last weeks, and who began."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import DayPart, Initiative, NoteKind
from casework.models import ContactNote, ContactRhythm, LightContact
from casework.registry import TimelineEntry, registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from casework.models import Client
    from casework.registry import RhythmAdvice

STRIP_DAYS = 28
WORDS_SHOWN = 14


@dataclass(frozen=True)
class LightMark:
    """One part of one day in the strip. ``state`` is an ``Initiative``, ``gap`` (agreed, not logged) or empty."""

    day: dt.date
    state: str
    words: str

    @property
    def label(self) -> str:
        """Return the state in words."""
        if self.state in Initiative.values:
            return str(Initiative(self.state).label)
        return _("niet vastgelegd") if self.state else _("niet afgesproken")


@dataclass(frozen=True)
class LightLane:
    """One part of the day over the last weeks, oldest first, and whether today still has to be logged."""

    part: DayPart
    at: dt.time | None
    marks: tuple[LightMark, ...]
    open_today: bool


@dataclass(frozen=True)
class RhythmView:
    """The rhythm of one client."""

    rhythm: ContactRhythm | None
    lanes: tuple[LightLane, ...]
    from_client: int
    from_us: int
    earlier_share: int | None
    share: int | None
    this_week: int
    contacts: tuple[LightContact, ...]

    @property
    def words(self) -> str:
        """Return in a sentence who began, and how that moved."""
        answered = self.from_client + self.from_us
        if not answered:
            return ""
        told = _("In vier weken kwam het contact %(mine)s van de %(all)s keer van de cliënt zelf.") % {
            "mine": self.from_client,
            "all": answered,
        }
        if self.share is not None and self.earlier_share is not None and self.share != self.earlier_share:
            told += " " + _("In de vier weken ervoor was dat %(before)s%%, nu %(now)s%%.") % {
                "before": self.earlier_share,
                "now": self.share,
            }
        return told


@dataclass(frozen=True)
class LightDue:
    """A light contact of today that was agreed and is not logged yet."""

    client: Client
    part: DayPart
    at: dt.time


def current_rhythm(client: Client) -> ContactRhythm | None:
    """Return the rhythm that holds today."""
    return client.contact_rhythms.active_on(timezone.localdate()).order_by("-pk").first()


def rhythm_of(client: Client) -> RhythmView:
    """Return the rhythm with its strip of four weeks; three queries."""
    today = timezone.localdate()
    first = today - dt.timedelta(days=2 * STRIP_DAYS - 1)
    rhythms = list(client.contact_rhythms.order_by("-valid_from", "-pk"))
    rows = list(
        LightContact.objects.filter(client=client, day__gte=first, corrected_by=None).select_related("recorded_by")
    )
    monday = today - dt.timedelta(days=today.weekday())
    week = (
        ContactNote.objects.filter(client=client, occurred_at__date__gte=monday).exclude(kind=NoteKind.NO_SHOW).count()
    )
    border = today - dt.timedelta(days=STRIP_DAYS - 1)
    now = Counter(row.initiative for row in rows if row.day >= border)
    before = Counter(row.initiative for row in rows if row.day < border)
    rhythm = next((one for one in rhythms if one.held_on(today)), None)
    days = [border + dt.timedelta(days=step) for step in range(STRIP_DAYS)]
    known = {(row.day, row.part): row for row in rows}
    lanes = tuple(_lane(part, days, known, rhythms, rhythm) for part in DayPart if _wanted(part, known, rhythms))
    return RhythmView(
        rhythm=rhythm,
        lanes=lanes,
        from_client=now[Initiative.CLIENT],
        from_us=now[Initiative.US],
        earlier_share=_share(before),
        share=_share(now),
        this_week=week,
        contacts=tuple(rows[:WORDS_SHOWN]),
    )


def _wanted(part: DayPart, known: dict[tuple[dt.date, str], LightContact], rhythms: Sequence[ContactRhythm]) -> bool:
    return any(getattr(one, part) for one in rhythms) or any(key[1] == part for key in known)


def _lane(
    part: DayPart,
    days: Sequence[dt.date],
    known: dict[tuple[dt.date, str], LightContact],
    rhythms: Sequence[ContactRhythm],
    now: ContactRhythm | None,
) -> LightLane:
    marks = []
    for day in days:
        row = known.get((day, part))
        agreed = any(getattr(one, part) and one.held_on(day) for one in rhythms)
        state = row.initiative if row else "gap" if agreed else ""
        marks.append(LightMark(day, state, row.words if row else ""))
    at: dt.time | None = getattr(now, part) if now else None
    return LightLane(part, at, tuple(marks), at is not None and marks[-1].state == "gap")


def _share(counted: Counter[str]) -> int | None:
    answered = counted[Initiative.CLIENT] + counted[Initiative.US]
    return round(100 * counted[Initiative.CLIENT] / answered) if answered else None


def light_due(clients: Sequence[Client]) -> list[LightDue]:
    """Return the light contacts of today that these clients still have open and whose time has come; one query."""
    today, clock = timezone.localdate(), timezone.localtime().time()
    by_id = {client.pk: client for client in clients}
    logged = LightContact.objects.filter(client=OuterRef("client"), day=today)
    rows: list[Any] = list(
        ContactRhythm.objects.active_on(today)
        .filter(client_id__in=by_id)
        .annotate(**{f"{part}_logged": Exists(logged.filter(part=part)) for part in DayPart})
        .order_by("pk")
    )
    due = {(row.client_id, part): row for row in rows for part in row.parts()}
    found = [
        LightDue(by_id[client_id], part, getattr(row, part))
        for (client_id, part), row in due.items()
        if getattr(row, part) <= clock and not getattr(row, f"{part}_logged")
    ]
    return sorted(found, key=lambda one: (one.at, one.client.last_name))


def advice_for(client: Client) -> RhythmAdvice | None:
    """Return how much contact the floors above ask for a client, the most of them; None when nobody asks."""
    found = [advice for adviser in registry.rhythm_advisers.values() if (advice := adviser(client)) is not None]
    return max(found, key=lambda one: one.contacts / one.per_weeks, default=None)


def light_entries(client: Client, user: User, before: dt.datetime, limit: int) -> list[TimelineEntry]:
    """Return the light contacts of a client for the timeline, newest first; one query."""
    del user
    rows = (
        LightContact.objects.filter(client=client, recorded_at__lt=before, corrected_by=None)
        .select_related("recorded_by")
        .order_by("-recorded_at")[:limit]
    )
    return [
        TimelineEntry(
            "light",
            _("Kort contact"),
            "message",
            row.recorded_at,
            f"{row.get_part_display()}: {row.get_initiative_display()}".capitalize(),
            body=row.words,
            author=str(row.recorded_by),
        )
        for row in rows
    ]
