"""What is written in a plan, which one holds, and what of it can be ticked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.selectors.comparing import Difference, text_differences
from riskplans.enums import REQUIRED_LEVELS, Actor, NoticedBy, PhaseLevel, PlanStatus, Urgency
from riskplans.models import Phase, Sign, SignallingPlan
from riskplans.querysets import SignallingPlanQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import Model

    from casework.models import Client


@dataclass(frozen=True)
class SignText:
    """A sign as it is written down."""

    text: str
    noticed_by: str = NoticedBy.CLIENT
    noticed_who: str = ""
    category: str = ""


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
    triggers: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was written."""
        return not (self.how_i_am or self.signs or self.actions or self.triggers)


@dataclass(frozen=True)
class ContactText:
    """Somebody on the call list as he is written down."""

    name: str
    relation: str = ""
    phone: str = ""
    agreed_on: date | None = None
    reachable: str = ""
    may_know: str = ""


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

    def in_order(self) -> PlanContent:
        """Return the same content with the phases that a plan always has, from green to red; yellow only if written."""
        levels = {one.level for one in self.phases if not one.is_empty} | set(REQUIRED_LEVELS)
        return replace(self, phases=tuple(self.phase(level) for level in PhaseLevel if level in levels))

    def texts(self) -> dict[str, str]:
        """Return the plain texts of the plan itself, by the name of the field of the model."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {"phases", "contacts"}}


def as_lines(signs: Iterable[SignText], noticed_by: str) -> str:
    """Return signs as they are typed: one on each line, with who notices between brackets."""
    return "\n".join(
        f"{sign.text} ({sign.noticed_who})" if sign.noticed_who else sign.text
        for sign in signs
        if sign.noticed_by == noticed_by
    )


def _label(model: type[Model], name: str) -> str:
    """Return the words of a field."""
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # our fields are no relations back


def as_texts(content: PlanContent) -> dict[str, str]:
    """Return everything in a plan as texts by the words on the sheet, so that two of them can be laid side by side."""
    labels = {name: _label(SignallingPlan, name) for name in content.texts()}
    texts = {labels[name]: text for name, text in content.texts().items()}
    for phase in content.in_order().phases:
        level = PhaseLevel(phase.level).label
        texts[f"{level}: {_label(Phase, 'how_i_am')}"] = phase.how_i_am
        texts[f"{level}: {_label(Phase, 'triggers')}"] = phase.triggers
        for noticed_by in NoticedBy:
            texts[f"{level}: {noticed_by.label}"] = as_lines(phase.signs, noticed_by)
        texts[f"{level}: {_('wat we dan doen')}"] = "\n".join(
            " · ".join(
                filter(None, (str(Actor(one.actor).label), one.text, str(Urgency(one.urgency).label), one.phone))
            )
            for one in phase.actions
        )
    texts[_("wie bel ik")] = "\n".join(
        " · ".join(
            filter(
                None,
                (
                    one.name,
                    one.relation,
                    one.phone,
                    one.reachable,
                    one.may_know,
                    date_format(one.agreed_on, "j F Y") if one.agreed_on else "",
                ),
            )
        )
        for one in content.contacts
    )
    return texts


def differences(mine: PlanContent, theirs: PlanContent) -> list[Difference]:
    """Return where two contents differ, in the order of the sheet; no query."""
    return text_differences(as_texts(mine), as_texts(theirs))


def content_of(plan: SignallingPlan) -> PlanContent:
    """Return what is written in a plan; five queries, or none when it was fetched ``with_content``."""
    return PlanContent(
        **{name: getattr(plan, name) for name in PlanContent().texts()},
        phases=tuple(
            PhaseText(
                level=phase.level,
                how_i_am=phase.how_i_am,
                signs=tuple(
                    SignText(one.text, one.noticed_by, one.noticed_who, one.category) for one in phase.signs.all()
                ),
                actions=tuple(ActionText(one.actor, one.text, one.urgency, one.phone) for one in phase.actions.all()),
                triggers=phase.triggers,
            )
            for phase in plan.ordered_phases
        ),
        contacts=tuple(
            ContactText(one.name, one.relation, one.phone, one.agreed_on, one.reachable, one.may_know)
            for one in plan.contacts.all()
        ),
    )


def active_plan(client: Client) -> SignallingPlan | None:
    """Return the plan that holds, with its content; five queries."""
    return SignallingPlan.objects.active().filter(client=client).with_content().first()


def held_plan(client: Client) -> SignallingPlan | None:
    """Return the plan that holds, without its content; one query."""
    return SignallingPlan.objects.active().filter(client=client).first()


@dataclass(frozen=True)
class SignGroup:
    """The signs of one phase of the plan that holds, to be ticked at a contact."""

    phase: Phase
    signs: tuple[Sign, ...]


def tickable_signs(client: Client) -> list[SignGroup]:
    """Return the signs of the plan that holds, from green to red, phases without signs left out; one query."""
    return tickable_signs_of([client]).get(client.pk, [])


def tickable_signs_of(clients: Collection[Client]) -> dict[int, list[SignGroup]]:
    """Return the signs of the plan of each client, see ``tickable_signs``; one query for all."""
    signs = Sign.objects.filter(
        phase__plan__client__in=[client.pk for client in clients], phase__plan__status=PlanStatus.ACTIVE
    ).select_related("phase__plan")
    groups: dict[int, list[Sign]] = {}
    for sign in signs:
        groups.setdefault(sign.phase_id, []).append(sign)
    found: dict[int, list[SignGroup]] = {}
    for mine in sorted(groups.values(), key=lambda mine: mine[0].phase.rank):
        found.setdefault(mine[0].phase.plan.client_id, []).append(SignGroup(mine[0].phase, tuple(mine)))
    return found


@dataclass(frozen=True)
class PlanVersions:
    """Every version of the plan of a client, newest first; ``active`` comes with its content."""

    all: tuple[SignallingPlan, ...]
    active: SignallingPlan | None
    draft: SignallingPlan | None


def plan_versions(client: Client) -> PlanVersions:
    """Return the versions of the plan of a client; five queries."""
    plans = tuple(SignallingPlan.objects.filter(client=client).select_related("changed_by"))
    for plan in plans:
        plan.client = client
    active = next((one for one in plans if one.status == PlanStatus.ACTIVE), None)
    if active is not None:
        prefetch_related_objects([active], *SignallingPlanQuerySet.CONTENT)
    return PlanVersions(plans, active, next((one for one in plans if one.is_draft), None))
