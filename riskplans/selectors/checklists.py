"""The plan's own actions for the phase of now as a checklist, and who is in red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AssignmentRole
from casework.models import Assignment
from casework.registry import Duty
from riskplans.enums import PhaseLevel
from riskplans.models import ActionDone, EmergencyContact, PhaseChange
from riskplans.selectors.monitoring import what_to_do

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from riskplans.models import PhaseAction


@dataclass(frozen=True)
class ChecklistItem:
    """One action of the plan, and the latest word on what became of it."""

    action: PhaseAction
    done: ActionDone | None


@dataclass(frozen=True)
class Checklist:
    """What the plan says to do in the phase of now, in the order in which to do it, and whom to call."""

    change: PhaseChange
    how_i_am: str
    items: tuple[ChecklistItem, ...]
    calls: tuple[EmergencyContact, ...]

    @property
    def left(self) -> int:
        """Return how many actions nobody has said anything about yet."""
        return sum(item.done is None for item in self.items)


def checklist(change: PhaseChange | None) -> Checklist | None:
    """Return the checklist of orange or red; None in calmer phases and without a plan. Three queries."""
    todo = what_to_do(change)
    if change is None or todo is None:
        return None
    rows = ActionDone.objects.filter(change=change).select_related("recorded_by")
    latest = {done.action_id: done for done in rows}  # ordered by time: the last one stays
    return Checklist(
        change=change,
        how_i_am=todo.phase.how_i_am,
        items=tuple(ChecklistItem(action, latest.get(action.pk)) for action in todo.actions),
        calls=tuple(EmergencyContact.objects.filter(plan=todo.phase.plan_id)),
    )


def red_duties(day: date) -> Iterator[Duty]:
    """Yield a duty for every client in red: it stands until somebody closes red with a reason. One query."""
    rows = (
        Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .order_by("client_id")
        .values_list("client_id", "client__number", "user_id")
    )
    owners = {client_id: (number, user_id) for client_id, number, user_id in rows}
    for change in PhaseChange.objects.latest_of(list(owners)).filter(level=PhaseLevel.RED):
        number, user_id = owners[change.client_id]
        yield Duty(
            key=f"red-phase:{change.pk}",
            kind="red-phase",
            label=_("Rood opvolgen en afsluiten"),
            client_id=change.client_id,
            due_on=timezone.localdate(change.at),
            owner_ids=(user_id,),
            basis=_("eigen keuze: rood blijft staan tot iemand het afsluit met een reden"),
            url=reverse("riskplans:checklist", args=[number]),
        )
