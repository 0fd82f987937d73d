"""Incidents of a file, and by when which body is told. Terms are rows of the organisation, each with its basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from casework.registry import Duty
from casework.selectors import duty_owners
from casework.services.deadlines import end_of_day, working_day_after
from riskplans.enums import BODIES_OF_THE_WHOLE, Calamity, DeadlineCondition, TermUnit
from riskplans.models import IncidentPart, IncidentTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from casework.models import Client
    from riskplans.models import CalamityDecision, Incident, IncidentReport

# Longer than any term with its working days: an incident older than this has nothing coming.
LONGEST = timedelta(days=366)
WITH_INCIDENT = ("incident__kind", "recorded_by", "client")


@dataclass(frozen=True)
class IncidentDeadline:
    """By when a body is told, or a decision is taken; ``done_at`` when it was."""

    term: IncidentTerm
    due_at: datetime
    done_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be done."""
        return self.done_at is None

    @property
    def is_late(self) -> bool:
        """Return whether the term passed without it, or was passed when it was done."""
        return (self.done_at or timezone.now()) > self.due_at

    @property
    def in_hours(self) -> bool:
        """Return whether the time of day matters."""
        return self.term.unit == TermUnit.HOURS


def due_moment(start: datetime, amount: int, unit: str) -> datetime:
    """Return the end of a term that starts at ``start``: the last minute of its last day, or so many hours on.

    Working days are counted from the day after; a term in days ends on its own day, also on a Sunday: rather too early
    than too late.
    """
    if unit == TermUnit.HOURS:
        return start.astimezone(UTC) + timedelta(hours=amount)  # hours, also when the clock goes back
    day = timezone.localdate(start)
    if unit == TermUnit.WORKING_DAYS:
        return end_of_day(working_day_after(day, amount))
    return end_of_day(day + timedelta(days=amount))


def calamity_now(incident: Incident, decisions: Sequence[CalamityDecision]) -> tuple[str, datetime]:
    """Return whether the incident is a calamity as known now, and from when that was so."""
    if decisions:
        latest = decisions[-1]
        return (Calamity.YES if latest.is_calamity else Calamity.NO), latest.decided_at
    return incident.calamity, incident.established_at


def deadlines_of(
    incident: Incident,
    *,
    reports: Iterable[IncidentReport],
    decisions: Sequence[CalamityDecision],
    terms: Iterable[IncidentTerm],
) -> list[IncidentDeadline]:
    """Return the terms that run for an incident, first the one that ends first. No query."""
    state, since = calamity_now(incident, decisions)
    told = {report.body: report.told_at for report in sorted(reports, key=lambda one: one.told_at, reverse=True)}
    starts: dict[str, datetime] = {}
    if state == Calamity.YES:
        starts[DeadlineCondition.CALAMITY] = since
    if incident.calamity == Calamity.DOUBT:
        starts[DeadlineCondition.DOUBT] = incident.established_at
    if incident.wmo_support and (incident.kind.violence or state == Calamity.YES):
        starts[DeadlineCondition.WMO] = incident.established_at if incident.kind.violence else since
    if incident.forensic_care and incident.kind.special:
        starts[DeadlineCondition.SPECIAL] = incident.established_at
    if incident.kind.breach:
        starts[DeadlineCondition.BREACH] = incident.established_at
    decided = decisions[0].decided_at if decisions else None
    found = [
        IncidentDeadline(
            term=term,
            due_at=due_moment(starts[term.condition], term.amount, term.unit),
            done_at=told.get(term.body) if term.body else decided,
        )
        for term in terms
        if term.condition in starts
    ]
    return sorted(found, key=lambda one: (one.due_at, one.term.order))


def incidents_of(client: Client) -> list[IncidentPart]:
    """Return the incidents of a file, newest first. One query."""
    return list(IncidentPart.objects.filter(client=client).select_related(*WITH_INCIDENT))


@dataclass(frozen=True)
class IncidentInFile:
    """Everything that the file of one client shows of an incident; nothing of another client."""

    part: IncidentPart
    calamity: str
    deadlines: tuple[IncidentDeadline, ...]
    reports: tuple[IncidentReport, ...]
    decisions: tuple[CalamityDecision, ...]
    has_others: bool

    @property
    def incident(self) -> Incident:
        """Return the incident itself."""
        return self.part.incident


def parts_with_others() -> QuerySet[IncidentPart]:
    """Return parts, each with whether the incident stands in another file too (``has_others``)."""
    others = IncidentPart.objects.filter(incident=OuterRef("incident")).exclude(pk=OuterRef("pk"))
    return IncidentPart.objects.select_related(*WITH_INCIDENT).annotate(has_others=Exists(others))


def incident_in_file(part: IncidentPart) -> IncidentInFile:
    """Return the incident as this file shows it; ``part`` comes from ``parts_with_others``. Three queries."""
    incident = part.incident
    reports = [
        one
        for one in incident.reports.select_related("recorded_by")
        if one.part_id == part.pk or (one.part_id is None and one.body in BODIES_OF_THE_WHOLE)
    ]
    decisions = list(incident.decisions.select_related("recorded_by"))
    terms = IncidentTerm.objects.filter(in_use=True)
    return IncidentInFile(
        part=part,
        calamity=str(Calamity(calamity_now(incident, decisions)[0]).label),
        deadlines=tuple(deadlines_of(incident, reports=reports, decisions=decisions, terms=terms)),
        reports=tuple(reports),
        decisions=tuple(decisions),
        has_others=part.has_others if hasattr(part, "has_others") else incident.parts.exclude(pk=part.pk).exists(),
    )


def incident_duties(on: date) -> list[Duty]:
    """Return what must still be told or decided about incidents, once an incident: in the file where it began.

    Six queries, however many incidents.
    """
    terms = list(IncidentTerm.objects.filter(in_use=True))
    parts = list(
        IncidentPart.objects.filter(incident__established_at__date__gte=on - LONGEST)
        .select_related("incident__kind", "client")
        .prefetch_related("incident__reports", "incident__decisions")
        .order_by("pk")
    )
    first = {part.incident_id: part for part in reversed(parts)}
    open_ones = [
        (part, deadline)
        for part in first.values()
        for deadline in deadlines_of(
            part.incident,
            reports=part.incident.reports.all(),
            decisions=list(part.incident.decisions.all()),
            terms=terms,
        )
        if deadline.is_open
    ]
    owners = duty_owners({part.client_id for part, _deadline in open_ones}, on)
    return [
        Duty(
            key=f"riskplans.incident:{part.incident_id}:{deadline.term.key}",
            kind="incident",
            label=deadline.term.name,
            client_id=part.client_id,
            due_on=timezone.localdate(deadline.due_at),
            owner_ids=owners.get(part.client_id, ()),
            basis=deadline.term.basis,
            url=reverse("riskplans:incident", args=[part.client.number, part.pk]),
        )
        for part, deadline in open_ones
    ]
