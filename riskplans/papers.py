"""The papers of the signalling plan that holds: the stoplight card, the card for a pocket, and the whole plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from casework.enums import HandoverPurpose
from casework.registry import DocumentKind, HandoverSection, grounds_for, registry
from riskplans.enums import REQUIRED_LEVELS, Actor, NoticedBy, PlanStatus
from riskplans.models import PlanEvaluation, SignallingPlan
from riskplans.selectors import active_plan, handover, phase_history
from riskplans.selectors.course import course_of
from riskplans.selectors.rule import rule_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context
    from riskplans.models import Phase, Sign


PANELS_IN_FRONT = 4
COURSE_DAYS = 183
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class PaperAction:
    """Something to do in a phase, with a telephone number that stays in one piece."""

    text: str
    urgency: str
    phone: str


@dataclass(frozen=True)
class ActorActions:
    """What one party does in a phase."""

    actor: Actor
    actions: tuple[PaperAction, ...]


@dataclass(frozen=True)
class PaperPhase:
    """One phase as it stands on paper: what he notices himself, what others notice, and who does what."""

    phase: Phase
    own_signs: tuple[Sign, ...]
    others_signs: tuple[Sign, ...]
    todo: tuple[ActorActions, ...]


def in_one_piece(phone: str) -> str:
    """Return a telephone number that is not broken at the end of a line."""
    return phone.strip().replace(" ", NO_BREAK_SPACE)


def phases_on_paper(plan: SignallingPlan) -> list[PaperPhase]:
    """Return the phases of a plan that was fetched with its content, from green to red; no query."""
    return [
        PaperPhase(
            phase=phase,
            own_signs=tuple(sign for sign in phase.signs.all() if sign.noticed_by == NoticedBy.CLIENT),
            others_signs=tuple(sign for sign in phase.signs.all() if sign.noticed_by != NoticedBy.CLIENT),
            todo=tuple(_todo(phase)),
        )
        for phase in plan.ordered_phases
    ]


def _todo(phase: Phase) -> Iterator[ActorActions]:
    """Yield what each party does in a phase: the client first, the crisis service last."""
    for actor in Actor:
        actions = tuple(
            PaperAction(one.text, one.get_urgency_display(), in_one_piece(one.phone))
            for one in phase.actions.all()
            if one.actor == actor
        )
        if actions:
            yield ActorActions(actor, actions)


def check_card(client: Client, user: User) -> None:
    """Raise ``Refused`` when no plan holds from which a card could be made."""
    del user
    if not SignallingPlan.objects.active().filter(client=client).exists():
        raise Refused(
            _(
                "Er is nog geen geldend signaleringsplan. Maak het samen met de cliënt en stel het vast; dan kan de kaart mee."
            )
        )


def card_context(client: Client, user: User) -> Context:
    """Return what the card shows. With three phases it folds to pocket size; a fourth takes the room of the fold."""
    del user
    plan = active_plan(client)
    phases = phases_on_paper(plan) if plan else []
    contacts = list(plan.contacts.all()) if plan else []
    return {
        "plan": plan,
        "phases": phases,
        "folds": len(phases) <= len(REQUIRED_LEVELS),
        "calls": [(contact, in_one_piece(contact.phone)) for contact in contacts],
    }


def _handover_sections() -> None:
    """Register what the signalling plan, the stoplight and the checks can tell in a handover or a report."""
    professionals = grounds_for(
        HandoverPurpose.WARM, HandoverPurpose.INSIDE, HandoverPurpose.END_REPORT, HandoverPurpose.PROGRESS
    )
    why_not = gettext_lazy("De gemeente heeft dit niet nodig voor haar besluit. Vraag de cliënt als het toch moet.")
    for section in (
        HandoverSection(
            "signalling-plan",
            80,
            gettext_lazy("Geldend signaleringsplan"),
            handover.plan_proposal,
            professionals,
            why_not,
        ),
        HandoverSection(
            "factors",
            90,
            gettext_lazy("Risico- en beschermende factoren"),
            handover.factors_proposal,
            professionals,
            why_not,
        ),
        HandoverSection(
            "assessment",
            95,
            gettext_lazy("Risicotaxatie in het kort"),
            handover.assessment_proposal,
            professionals,
            why_not,
        ),
        HandoverSection(
            "stoplight",
            100,
            gettext_lazy("Stoplicht en controles in deze periode"),
            handover.period_proposal,
            professionals,
            why_not,
        ),
    ):
        registry.add_handover_section(section)


@dataclass(frozen=True)
class Panel:
    """One of the eight panels of the pocket card: ``calls``, ``helps``, ``avoid``, ``others``, ``source`` or a phase."""

    kind: str
    phase: PaperPhase | None = None


def pocket_context(client: Client, user: User) -> Context:
    """Return the panels of the pocket card: four in front, with the colours, and four behind.

    With three phases the call list is in front; a fourth phase moves it behind.
    """
    context = card_context(client, user)
    phases = [Panel("phase", phase) for phase in context["phases"]]
    texts = [Panel("helps"), Panel("avoid"), Panel("others"), Panel("source")]
    if len(phases) < PANELS_IN_FRONT:
        return context | {"front": [Panel("calls"), *phases], "back": texts}
    return context | {"front": phases, "back": [Panel("calls"), *texts[:2], Panel("others-and-source")]}


def plan_context(client: Client, user: User) -> Context:
    """Return everything in the plan that holds, how the stoplight ran, and the evaluations."""
    spans = phase_history(client)
    return card_context(client, user) | {
        "rule": rule_in_words(),
        "course": course_of(client, spans, days=COURSE_DAYS),
        "evaluations": list(PlanEvaluation.objects.filter(client=client, plan__status=PlanStatus.ACTIVE)),
    }


def fill() -> None:
    """Register the papers of the plan and the parts of a handover."""
    _handover_sections()
    registry.add_document_kind(
        DocumentKind(
            key="pocket_card",
            slug="pocket-card",
            label=gettext_lazy("Zakkaart"),
            template="riskplans/pdf/pocket_card.html",
            context=pocket_context,
            about=gettext_lazy("De kleuren, de eigen stappen en de nummers, gevouwen zo groot als een speelkaart."),
            order=21,
            prefix="ZK",
            most_pages=1,
            check=check_card,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="signalling_plan",
            slug="signalling-plan",
            label=gettext_lazy("Signaleringsplan"),
            template="riskplans/pdf/signalling_plan.html",
            context=plan_context,
            about=gettext_lazy(
                "Het hele plan met het verloop van het stoplicht, voor het dossier en voor wie eraan meedoet."
            ),
            order=22,
            prefix="SP",
            for_client=True,
            check=check_card,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="stoplight_card",
            slug="stoplight-card",
            label=gettext_lazy("Stoplichtkaart"),
            template="riskplans/pdf/stoplight_card.html",
            context=card_context,
            about=gettext_lazy(
                "Signalen, wat te doen en wie te bellen, op één vel. Voor de cliënt, om bij zich te dragen."
            ),
            order=20,
            prefix="SK",
            for_client=True,
            most_pages=1,
            check=check_card,
        )
    )
