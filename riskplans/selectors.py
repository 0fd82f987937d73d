"""Read models: the plan that holds, the phase of now, its history, and what can be ticked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from django.utils import timezone

from riskplans.enums import LEVELS_TO_ACT_ON, Actor, NoticedBy, PlanStatus, Urgency
from riskplans.models import Check, Phase, PhaseAction, PhaseChange, Sign, SignallingPlan, SignObservation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from casework.models import Client


@dataclass(frozen=True)
class SignText:
    """A sign as it is written down."""

    text: str
    noticed_by: str = NoticedBy.CLIENT
    noticed_who: str = ""


@dataclass(frozen=True)
class ActionText:
    """An action as it is written down."""

    actor: str
    text: str
    urgency: str = Urgency.TODAY
    phone: str = ""


@dataclass(frozen=True)
class PhaseText:
    """A phase as it is written down: how the client is then, its signs and its actions, in order."""

    level: str
    how_i_am: str = ""
    signs: tuple[SignText, ...] = ()
    actions: tuple[ActionText, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was written."""
        return not (self.how_i_am or self.signs or self.actions)


@dataclass(frozen=True)
class ContactText:
    """Somebody on the call list as he is written down."""

    name: str
    relation: str = ""
    phone: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True)
class PlanContent:
    """Everything that is written in a plan: what a draft is saved from and what a new version starts with."""

    occasion: str = ""
    triggers: str = ""
    protective_factors: str = ""
    wishes: str = ""
    avoid: str = ""
    participants: str = ""
    phases: tuple[PhaseText, ...] = field(default=())
    contacts: tuple[ContactText, ...] = field(default=())

    def phase(self, level: str) -> PhaseText:
        """Return the phase of this level; an empty one where the plan has none."""
        return next((one for one in self.phases if one.level == level), PhaseText(level))

    def texts(self) -> dict[str, str]:
        """Return the plain texts of the plan itself, by the name of the field of the model."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {"phases", "contacts"}}


def content_of(plan: SignallingPlan) -> PlanContent:
    """Return what is written in a plan; five queries, or none when it was fetched ``with_content``."""
    return PlanContent(
        **{name: getattr(plan, name) for name in PlanContent().texts()},
        phases=tuple(
            PhaseText(
                level=phase.level,
                how_i_am=phase.how_i_am,
                signs=tuple(SignText(one.text, one.noticed_by, one.noticed_who) for one in phase.signs.all()),
                actions=tuple(ActionText(one.actor, one.text, one.urgency, one.phone) for one in phase.actions.all()),
            )
            for phase in plan.ordered_phases
        ),
        contacts=tuple(ContactText(one.name, one.relation, one.phone, one.agreed_on) for one in plan.contacts.all()),
    )


def active_plan(client: Client) -> SignallingPlan | None:
    """Return the plan that holds, with its content; five queries."""
    return SignallingPlan.objects.active().filter(client=client).with_content().first()


def draft_plan(client: Client) -> SignallingPlan | None:
    """Return the version that is being written, without its content."""
    return SignallingPlan.objects.drafts().filter(client=client).select_related("changed_by").first()


def current_phase(client: Client) -> PhaseChange | None:
    """Return the fact from which the colour of now follows; None when there never was one."""
    return PhaseChange.objects.filter(client=client).select_related("recorded_by").latest_first().first()


def phases_for(client_ids: Iterable[int]) -> dict[int, PhaseChange]:
    """Return the current phase of each of the clients that has one; one query, however many clients."""
    return {change.client_id: change for change in PhaseChange.objects.latest_of(list(client_ids))}


@dataclass(frozen=True)
class SignGroup:
    """The signs of one phase of the plan that holds, to be ticked at a contact."""

    phase: Phase
    signs: tuple[Sign, ...]


def tickable_signs(client: Client) -> list[SignGroup]:
    """Return the signs of the plan that holds, from green to red, phases without signs left out; one query."""
    signs = Sign.objects.filter(phase__plan__client=client, phase__plan__status=PlanStatus.ACTIVE).select_related(
        "phase"
    )
    groups: dict[int, list[Sign]] = {}
    for sign in signs:
        groups.setdefault(sign.phase_id, []).append(sign)
    return sorted(
        (SignGroup(mine[0].phase, tuple(mine)) for mine in groups.values()), key=lambda group: group.phase.rank
    )


@dataclass(frozen=True)
class ActorActions:
    """What one party does in a phase."""

    actor: Actor
    actions: tuple[PhaseAction, ...]


def by_actor(actions: Iterable[PhaseAction]) -> list[ActorActions]:
    """Return the actions grouped by who carries them out: the client first, the crisis service last; no query."""
    rows = list(actions)
    return [ActorActions(actor, mine) for actor in Actor if (mine := tuple(one for one in rows if one.actor == actor))]


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
    changes = list(PhaseChange.objects.filter(client=client).select_related("recorded_by", "note").order_by("at", "pk"))
    spans = [
        PhaseSpan(change.level, change.at, following.at if following else None, change)
        for change, following in zip(changes, [*changes[1:], None], strict=True)
    ]
    return [one for one in spans if since is None or one.end is None or one.end > since]


def signs_behind(changes: Iterable[PhaseChange]) -> dict[int, list[str]]:
    """Return for each change that followed from ticks the signs that were seen in its contact; one query."""
    notes = {change.note_id: change.pk for change in changes if change.note_id is not None}
    seen: dict[int, list[str]] = {}
    rows = SignObservation.objects.filter(note__in=notes).order_by("pk").values_list("note_id", "sign__text")
    for note_id, text in rows:
        seen.setdefault(notes[note_id], []).append(text)
    return seen


def checks_of(client: Client, limit: int = 12) -> list[Check]:
    """Return the latest checks, newest first."""
    return list(Check.objects.filter(client=client).select_related("recorded_by")[:limit])


def plan_versions(client: Client) -> list[SignallingPlan]:
    """Return every version, newest first, without content."""
    return list(SignallingPlan.objects.filter(client=client).select_related("created_by", "changed_by"))


def days_in_phase(change: PhaseChange) -> int:
    """Return the whole days since the phase began."""
    return (timezone.localdate() - timezone.localdate(change.at)).days
