"""Conditions over time: kept and not kept with equal weight, and from what a violation may be recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AppointmentResult, ConditionOutcome
from casework.enums.conditions import TELLING_OUTCOMES
from casework.models import Absence, Appointment, ConditionTouch
from casework.selectors import open_conditions
from riskplans.enums import CheckResult
from riskplans.models import Check, Violation
from riskplans.models.violations import ViolationSource

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from casework.models import Client, SpecialCondition

SOURCE_DAYS = 60
STRIP = 40
NEGATIVE_RESULTS = (CheckResult.POSITIVE, CheckResult.REFUSED)


@dataclass(frozen=True)
class ConditionMark:
    """One time that a condition was touched: ``kept`` or ``not-kept``, when, and where it stands."""

    at: datetime
    state: str
    url: str

    @property
    def label(self) -> str:
        """Return the state in words."""
        return str((ConditionOutcome.KEPT if self.state == "kept" else ConditionOutcome.NOT_KEPT).label)


@dataclass(frozen=True)
class ConditionLane:
    """A condition with its marks, oldest first."""

    condition: SpecialCondition
    marks: tuple[ConditionMark, ...]
    kept: int
    not_kept: int


@dataclass(frozen=True)
class Origin:
    """From what a violation may be recorded; ``key`` names it in an address (``check-12``)."""

    key: str
    source: str
    label: str
    at: datetime
    row: Model


def condition_lanes(client: Client) -> list[ConditionLane]:
    """Return each condition that holds with the last times it was kept and not kept, in three queries."""
    conditions = list(open_conditions(client))
    marks: dict[int, list[ConditionMark]] = {}
    telling = ConditionTouch.objects.filter(condition__in=conditions, outcome__in=TELLING_OUTCOMES)
    touches = telling.select_related("note__client")
    for touch in touches:
        state = "kept" if touch.outcome == ConditionOutcome.KEPT else "not-kept"
        marks.setdefault(touch.condition_id, []).append(
            ConditionMark(touch.note.occurred_at, state, touch.note.get_absolute_url())
        )
    for row in Violation.objects.filter(condition__in=conditions).select_related("client"):
        marks.setdefault(row.condition_id, []).append(
            ConditionMark(row.happened_at, "not-kept", row.get_absolute_url())
        )
    lanes = []
    for condition in conditions:
        found = sorted(marks.get(condition.pk, ()), key=lambda mark: mark.at)
        kept = sum(mark.state == "kept" for mark in found)
        lanes.append(ConditionLane(condition, tuple(found[-STRIP:]), kept, len(found) - kept))
    return lanes


def origins_for(client: Client) -> list[Origin]:
    """Return the checks, missed appointments and absences of the last sixty days, newest first, in three queries."""
    since = timezone.now() - timedelta(days=SOURCE_DAYS)
    found = [
        Origin(f"check-{check.pk}", ViolationSource.CHECK, check.summary, check.taken_at, check)
        for check in Check.objects.filter(client=client, taken_at__gte=since, result__in=NEGATIVE_RESULTS)
    ]
    missed: Any = Appointment.objects.filter(client=client, starts_at__gte=since).with_outcome()
    found += [
        Origin(
            f"appointment-{row.pk}",
            ViolationSource.APPOINTMENT,
            _("Niet gekomen: %(what)s (%(why)s)") % {"what": row.get_purpose_display(), "why": row.reason},
            row.starts_at,
            row,
        )
        for row in missed.filter(Q(result=AppointmentResult.MISSED))
    ]
    found += [
        Origin(f"absence-{absence.pk}", ViolationSource.ABSENCE, absence.circumstances, absence.missed_at, absence)
        for absence in Absence.objects.filter(client=client, missed_at__gte=since)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
