"""What the phases of a track make due: a transition phase that reaches its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.enums.stays import TRANSITION_TERMS, Track, TrackPhase
from casework.models import Client, StayPhase, Term
from casework.registry import Duty
from casework.selectors.duties import AHEAD
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from datetime import date


def phase_duties(on: date) -> list[Duty]:
    """Return the transition phases that reach their last day, from fourteen days before. Three queries.

    Only the phase that runs counts. The duty goes when the next phase begins, the box is made longer, or the transition
    is closed.
    """
    running: dict[int, StayPhase] = {}
    rows = StayPhase.objects.on(on, Track.TRANSITION).filter(client__in=Client.objects.in_care(on))
    for row in rows.select_related("client"):
        running.setdefault(row.client_id, row)
    due = [one for one in running.values() if one.planned_until is not None and one.planned_until - AHEAD <= on]
    if not due:
        return []
    basis = dict(Term.objects.filter(key__in=TRANSITION_TERMS.values()).values_list("key", "basis"))
    owners = duty_owners({one.client_id for one in due}, on)
    return [
        Duty(
            key=f"casework.transition-phase:{one.pk}",
            kind="transition-phase",
            label=_("%(phase)s loopt af: hoe verder?") % {"phase": one.get_phase_display().capitalize()},
            client_id=one.client_id,
            due_on=one.planned_until,
            owner_ids=owners.get(one.client_id, ()),
            basis=basis.get(TRANSITION_TERMS[TrackPhase(one.phase)], ""),
            url=reverse("casework:stays", args=[one.client.number]),
        )
        for one in due
        if one.planned_until is not None
    ]
