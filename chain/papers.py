"""The handover report: the file in the order in which whoever takes over needs it, so that nobody retells his story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.registry import DocumentKind, registry
from casework.selectors import conditions_with_state, counsellor_of, current_title
from chain.selectors.agreements import agreement_text, cooperation_of
from chain.selectors.handover import (
    LOOK_BACK,
    MOST_NOTES,
    MOST_QUOTES,
    Handover,
    checks_held,
    gaps,
    goals_by_domain,
    notes_with,
    points_to_talk_about,
    points_to_watch,
    unrest,
)
from chain.selectors.meetings import meetings_of, next_meeting
from chain.selectors.officers import officer_of
from riskplans.papers import phases_on_paper
from riskplans.selectors import active_plan, current_phase, phase_history

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context


def handover_context(client: Client, user: User) -> Context:
    """Return what the report shows: the state of today, and the last half year."""
    today = timezone.localdate()
    stays = list(client.stays.select_related("location"))
    signalling = active_plan(client)
    agreement = cooperation_of(client).in_force
    goals = goals_by_domain(client)
    meetings = meetings_of(client)
    known = Handover(
        today=today,
        title=current_title(client, today),
        conditions=conditions_with_state(client, today),
        stay=next((stay for stay in stays if stay.held_on(today)), None),
        counsellor=counsellor_of(client, today),
        plan=client.support_plans.first(),
        signalling=signalling,
        phase=current_phase(client),
        agreement=agreement,
        next_meeting=next_meeting(client),
        last_contact=client.notes.first(),
        commitments=list(client.commitments.open()),
        has_own_goal=any(one.own for one in goals),
    )
    return {
        "known": known,
        "gaps": gaps(known),
        "watch": points_to_watch(known),
        "involvement": officer_of(client, today),
        "titles": client.titles.select_related("kind"),
        "stays": stays,
        "assignments": client.assignments.select_related("user"),
        "goals": goals,
        "went_well": notes_with(client, "went_well", today, MOST_NOTES),
        "proud_of": meetings[0].meeting if meetings else None,
        "talking_points": points_to_talk_about(client, user, today),
        "phases": phases_on_paper(signalling) if signalling else [],
        "unrest": unrest(phase_history(client, since=timezone.now() - LOOK_BACK)),
        "checks": checks_held(client, today),
        "agreement_text": agreement_text(agreement) if agreement else None,
        "meetings": meetings,
        "own_words": notes_with(client, "client_view", today, MOST_QUOTES),
    }


def fill() -> None:
    """Register the handover report."""
    registry.add_document_kind(
        DocumentKind(
            key="handover",
            slug="handover",
            label=gettext_lazy("Overdrachtsrapport"),
            template="chain/pdf/handover.html",
            context=handover_context,
            about=gettext_lazy(
                "Voor wie de begeleiding overneemt. Zegt ook wat ontbreekt of oud is. Bespreek het eerst met de cliënt."
            ),
            order=30,
            prefix="OR",
        )
    )
