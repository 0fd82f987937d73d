"""The phase of now and how it came about, what to do in it, and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from riskplans.enums import LEVELS_TO_ACT_ON, PhaseLevel, PlanStatus, Urgency
from riskplans.models import Check, Phase, PhaseAction, PhaseChange, SignObservation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casework.models import Client, ContactNote
    from riskplans.models import Sign


def current_phase(client: Client) -> PhaseChange | None:
    """Return the fact from which the colour of now follows; None when there never was one."""
    return PhaseChange.objects.filter(client=client).select_related("recorded_by").latest_first().first()


def phases_for(client_ids: Iterable[int]) -> dict[int, PhaseChange]:
    """Return the current phase of each of the clients that has one; one query, however many clients."""
    return {change.client_id: change for change in PhaseChange.objects.latest_of(list(client_ids))}


@dataclass(frozen=True)
class WhatToDo:
    """What the plan itself says to do in the phase of now, the most urgent first."""

    phase: Phase
    actions: tuple[PhaseAction, ...]


def what_to_do(change: PhaseChange | None) -> WhatToDo | None:
    """Return the checklist for orange and red from the plan that holds; None in calmer phases or without a plan.

    One query.
    """
    if change is None or change.level not in LEVELS_TO_ACT_ON:
        return None
    actions = list(
        PhaseAction.objects.filter(
            phase__plan__client=change.client_id, phase__plan__status=PlanStatus.ACTIVE, phase__level=change.level
        ).select_related("phase")
    )
    if not actions:
        return None
    urgencies = list(Urgency)
    actions.sort(key=lambda one: urgencies.index(Urgency(one.urgency)))  # stable: the plan's own order within
    return WhatToDo(actions[0].phase, tuple(actions))


@dataclass(frozen=True)
class PhaseSpan:
    """A stretch of time in one phase. ``end`` is None while it lasts; ``change`` is the fact that began it."""

    level: str
    start: datetime
    end: datetime | None
    change: PhaseChange


def phase_history(client: Client, *, since: datetime | None = None) -> list[PhaseSpan]:
    """Return the phases one after another, oldest first; with ``since`` only those that lasted into it. One query."""
    changes = list(PhaseChange.objects.filter(client=client).select_related("recorded_by").order_by("at", "pk"))
    spans = [
        PhaseSpan(change.level, change.at, following.at if following else None, change)
        for change, following in zip_longest(changes, changes[1:])
    ]
    return [one for one in spans if since is None or one.end is None or one.end > since]


def signs_behind(changes: Iterable[PhaseChange]) -> dict[int, list[str]]:
    """Return the signs from which each of the changes followed, by the id of the change; one query."""
    seen: dict[int, list[str]] = {}
    rows = SignObservation.objects.filter(change__in=[change.pk for change in changes]).order_by("pk")
    for change_id, words in rows.values_list("change_id", "sign__text"):
        if change_id is not None:
            seen.setdefault(change_id, []).append(words)
    return seen


@dataclass(frozen=True)
class SeenAtContact:
    """The signs that were there in a contact, each with who said so, and the change of the stoplight that followed."""

    signs: tuple[tuple[Sign, tuple[str, ...]], ...]
    change: PhaseChange | None


def seen_at(note: ContactNote) -> SeenAtContact:
    """Return the signs that were ticked at a contact, the calmest phase first and each once. One query."""
    rows = list(SignObservation.objects.filter(note=note).select_related("sign__phase", "change").order_by("pk"))
    said: dict[Sign, list[str]] = {}
    for row in rows:
        said.setdefault(row.sign, []).append(str(row.get_seen_by_display()))
    return SeenAtContact(
        signs=tuple(
            (sign, tuple(by)) for sign, by in sorted(said.items(), key=lambda one: PhaseLevel(one[0].phase.level).rank)
        ),
        change=next((row.change for row in rows if row.change is not None), None),
    )


def checks_of(client: Client, limit: int = 12) -> list[Check]:
    """Return the latest checks, newest first."""
    return list(Check.objects.filter(client=client)[:limit])
