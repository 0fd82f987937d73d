"""From which day the terms of a plan count: the beginning of the present period of care (docs/domain/practice.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums.care_periods import CareBegin
from casework.enums.stays import Track, TrackPhase
from casework.enums.support_plans import PlanStage
from casework.models import Assignment, Stay, StayPhase
from casework.selectors.legal import term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from casework.models import Client, SupportPlan

# Somebody who leaves one house and comes to the next on the day after moved: that is no return.
MOVE = timedelta(days=1)


@dataclass(frozen=True)
class CareStart:
    """The day on which the present period of care began, and what made it so.

    ``before`` is the last day of the period before it, of a client who came back.
    """

    day: date
    kind: CareBegin
    before: date | None = None

    @property
    def label(self) -> str:
        """Return what began on that day."""
        return str(self.kind.label)

    def covers(self, established_on: date) -> bool:
        """Return whether a plan of that day was made in this period, and not before the client left."""
        return self.before is None or established_on > self.before


@dataclass(frozen=True)
class PlanTerms:
    """What the plan page says of the terms. ``first_by`` and ``definitive_by`` are None once that version is there."""

    start: CareStart
    first_by: date | None
    definitive_by: date | None
    from_before: bool  # the latest version was made before the client came back


def care_starts(client_ids: Collection[int], on: date) -> dict[int, CareStart]:
    """Return for each client from which day his plan counts, as seen on ``on``. Three queries at most.

    A client without an intake, a stay or an assignment is left out.
    """
    stays: dict[int, list[tuple[date, date | None]]] = {}
    rows = Stay.objects.filter(client_id__in=client_ids, valid_from__lte=on).order_by("valid_from", "pk")
    for client_id, begin, until in rows.values_list("client_id", "valid_from", "valid_until"):
        stays.setdefault(client_id, []).append((begin, until))
    # Of two phases that began on one day the one recorded last holds.
    same_day = StayPhase.objects.filter(client=OuterRef("client"), track=OuterRef("track"), since=OuterRef("since"))
    later = same_day.filter(
        Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    )
    intakes: dict[int, list[date]] = {}
    phases = StayPhase.objects.filter(
        ~Exists(later), client_id__in=client_ids, track=Track.EIGHT, phase=TrackPhase.INTAKE, since__lte=on
    )
    for client_id, since in phases.values_list("client_id", "since"):
        intakes.setdefault(client_id, []).append(since)
    without = [one for one in client_ids if one not in stays and one not in intakes]
    assigned = (
        dict(
            Assignment.objects.filter(client_id__in=without)
            .values("client_id")
            .annotate(first=Min("valid_from"))
            .values_list("client_id", "first")
            .order_by()
        )
        if without
        else {}
    )
    found = {one: _start(stays.get(one, ()), intakes.get(one, ()), assigned.get(one)) for one in client_ids}
    return {client_id: start for client_id, start in found.items() if start is not None}


def _start(
    stays: Sequence[tuple[date, date | None]], intakes: Iterable[date], assigned: date | None
) -> CareStart | None:
    begin, end, before = _last_period(stays)
    if begin is None:
        last = max(intakes, default=None)
        if last is not None:
            return CareStart(last, CareBegin.INTAKE)
        return CareStart(assigned, CareBegin.ASSIGNMENT) if assigned is not None else None
    again = [one for one in intakes if end is not None and one > end]
    if again:  # the intake of a return, before he stays with us again
        return CareStart(max(again), CareBegin.INTAKE, end)
    own = [one for one in intakes if one <= begin and (before is None or one >= before)]
    return CareStart(max(own), CareBegin.INTAKE, before) if own else CareStart(begin, CareBegin.STAY, before)


def _last_period(stays: Sequence[tuple[date, date | None]]) -> tuple[date | None, date | None, date | None]:
    """Return the first and last day of the latest unbroken row of stays, and the last day of the row before it."""
    begin: date | None = None
    end: date | None = None
    before: date | None = None
    for since, until in stays:
        if begin is None or (end is not None and since > end + MOVE):
            begin, end, before = since, until, end
        elif end is not None:
            end = max(end, until) if until is not None else None
    return begin, end, before


def care_start(client: Client, on: date | None = None) -> CareStart | None:
    """Return from which day the plan of one client counts. Three queries at most."""
    return care_starts([client.pk], on or timezone.localdate()).get(client.pk)


def plan_terms(client: Client, plans: Iterable[SupportPlan]) -> PlanTerms | None:
    """Return what the terms of the plan are for a client with these versions, or None when nothing began yet.

    Five queries at most.
    """
    start = care_start(client)
    if start is None:
        return None
    versions = list(plans)
    here = [plan for plan in versions if start.covers(plan.established_on)]
    definitive = any(plan.stage == PlanStage.DEFINITIVE for plan in here)
    return PlanTerms(
        start=start,
        first_by=None if here else start.day + timedelta(days=term("support-plan-concept").days),
        definitive_by=None if definitive else start.day + timedelta(days=term("support-plan-first").days),
        from_before=bool(versions) and not here,
    )


def begin_words(start: CareStart) -> str:
    """Return the beginning in words, for the reason of a duty."""
    return _("Telt vanaf %(day)s: %(what)s.") % {"day": start.day.strftime("%d-%m-%Y"), "what": start.label}
