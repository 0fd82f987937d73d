"""Volunteers as a coordinator sees them, on the timeline, and what they make due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from casework.models import IntroductionTalk, Term, VolunteerLog, VolunteerMatch, VolunteerTalk, VolunteerTraining
from casework.registry import Duty, TimelineEntry
from casework.selectors.duties import AHEAD
from casework.selectors.entries import start_of
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from accounts.models import User as UserType
    from casework.models import Client

TALK_TERM = "volunteer-talk"


@dataclass(frozen=True)
class MatchRow:
    """A match with the day of the next supervision talk, and whether that day is past."""

    match: VolunteerMatch
    next_on: date | None
    is_late: bool


@dataclass(frozen=True)
class VolunteerRow:
    """A volunteer with the day of his last basic training, or None."""

    user: User
    trained_on: date | None


def _talk_days() -> int | None:
    return Term.objects.filter(key=TALK_TERM).values_list("days", flat=True).first()


def next_talk(match: VolunteerMatch, told: date | None, days: int | None) -> date | None:
    """Return when the next supervision talk is: as agreed in the last one, or one term after the start."""
    if not match.is_active or match.started_on is None:
        return None
    return told or (match.started_on + timedelta(days=days) if days is not None else None)


def with_next_talk(matches: Iterable[VolunteerMatch], on: date) -> list[MatchRow]:
    """Return matches with their next supervision talk. Two queries."""
    rows, days = list(matches), _talk_days()
    told: dict[int, date] = {}
    for talk in VolunteerTalk.objects.filter(match__in=rows).order_by("held_on", "pk"):
        told[talk.match_id] = talk.next_on
    found = [(row, next_talk(row, told.get(row.pk), days)) for row in rows]
    return [MatchRow(row, day, day is not None and day < on) for row, day in found]


def volunteers_of(team_ids: Collection[int], on: date) -> list[VolunteerRow]:
    """Return the volunteers of these teams, each with his last basic training. One query."""
    last = VolunteerTraining.objects.filter(volunteer=OuterRef("pk")).values("volunteer")
    people = (
        User.objects.with_role(Role.VOLUNTEER, on)
        .in_teams(set(team_ids), on)
        .annotate(trained_on=Subquery(last.annotate(day=Max("completed_on")).values("day")))
        .order_by("last_name", "first_name", "pk")
    )
    return [VolunteerRow(person, person.trained_on) for person in people]


def trained_on(match: VolunteerMatch) -> date | None:
    """Return the day of the last basic training of the volunteer of a match. One query."""
    days = VolunteerTraining.objects.filter(volunteer_id=match.volunteer_id).values_list("completed_on", flat=True)
    return days.first()


def matches_of_client(client: Client) -> list[VolunteerMatch]:
    """Return the matches of a client, running ones first. One query."""
    rows = client.volunteer_matches.select_related("volunteer", "coordinator", "client")
    return sorted(rows, key=lambda row: (row.ended_on is not None, -row.pk))


def volunteer_entries(client: Client, user: UserType, before: datetime, limit: int) -> list[TimelineEntry]:
    """Return matches, talks and the logbook of volunteers before a moment; four queries."""
    del user
    entries: list[TimelineEntry] = []

    def add(day: date, icon: str, title: str, body: str, match: VolunteerMatch, author: object) -> None:
        entries.append(
            TimelineEntry(
                "volunteer",
                _("Vrijwilliger"),
                icon,
                start_of(day),
                title,
                body=body,
                url=match.get_absolute_url(),
                author=str(author),
            )
        )

    matches = {
        row.pk: row
        for row in client.volunteer_matches.select_related("volunteer", "recorded_by", "started_by", "ended_by")
    }
    for row in matches.values():
        name = {"name": row.volunteer}
        add(row.proposed_on, "group", _("Vrijwilliger voorgesteld: %(name)s") % name, row.purpose, row, row.recorded_by)
        if row.started_on is not None:
            started = _("Vrijwilliger begonnen: %(name)s") % name
            add(row.started_on, "handshake", started, "", row, row.started_by)
        if row.ended_on is not None:
            why = ". ".join(part for part in (str(row.get_end_kind_display()), row.end_why) if part)
            add(row.ended_on, "close", _("Vrijwilliger gestopt: %(name)s") % name, why, row, row.ended_by)
    if not matches:
        return []
    for talk in IntroductionTalk.objects.filter(match__in=matches).select_related("recorded_by")[:limit]:
        add(talk.held_on, "meeting", _("Klikgesprek"), talk.agreed, matches[talk.match_id], talk.recorded_by)
    for one in VolunteerTalk.objects.filter(match__in=matches).select_related("recorded_by")[:limit]:
        # What a volunteer talks over with his coordinator stays between them.
        title = _("Begeleidingsgesprek met de vrijwilliger")
        add(one.held_on, "meeting", title, "", matches[one.match_id], one.recorded_by)
    logs = VolunteerLog.objects.filter(match__in=matches).select_related("recorded_by")
    for log in logs[:limit]:
        title = _("Logboek van de vrijwilliger, over veiligheid") if log.is_safety else _("Logboek van de vrijwilliger")
        icon = "alert" if log.is_safety else "heart"
        add(log.happened_on, icon, title, log.text, matches[log.match_id], log.recorded_by)
    found = [entry for entry in entries if entry.occurred_at < before]
    return sorted(found, key=lambda entry: entry.occurred_at, reverse=True)[:limit]


def safety_duties(on: date) -> list[Duty]:
    """Return the lines about safety that nobody took up: due on the day they were written, for the counsellor."""
    logs = list(VolunteerLog.objects.filter(is_safety=True, seen_at=None).select_related("match__client"))
    owners = duty_owners({log.match.client_id for log in logs}, on)
    return [
        Duty(
            key=f"casework.volunteer-safety:{log.pk}",
            kind="volunteer-safety",
            label=_("Een vrijwilliger meldt iets over veiligheid: lees het en pak het op"),
            client_id=log.match.client_id,
            due_on=timezone.localdate(log.recorded_at),
            owner_ids=owners.get(log.match.client_id, ()),
            basis=_("geheimhouding, behalve als de veiligheid in het geding is: dan hoort de begeleider het meteen"),
            url=f"{log.match.get_absolute_url()}#regel-{log.pk}",
        )
        for log in logs
    ]


def talk_duties(on: date) -> list[Duty]:
    """Return the supervision talks with volunteers that are due, from fourteen days before, for the coordinator."""
    term = Term.objects.filter(key=TALK_TERM).first()
    if term is None:  # the organisation took it out
        return []
    running = VolunteerMatch.objects.filter(started_on__isnull=False, ended_on=None)
    rows = with_next_talk(running.select_related("volunteer", "client"), on)
    return [
        Duty(
            key=f"casework.volunteer-talk:{row.match.pk}:{row.next_on.isoformat()}",
            kind="volunteer-talk",
            label=_("Begeleidingsgesprek met vrijwilliger %(name)s") % {"name": row.match.volunteer},
            client_id=row.match.client_id,
            due_on=row.next_on,
            owner_ids=(row.match.coordinator_id,),
            basis=f"{term.name}. {term.basis}",
            url=row.match.get_absolute_url(),
        )
        for row in rows
        if row.next_on is not None and row.next_on - AHEAD <= on
    ]
