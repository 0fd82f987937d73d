"""The papers of the chain: the agreement, and the handover report in the order in which whoever takes over needs it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from casework.registry import DocumentKind, registry
from casework.selectors import conditions_with_state, counsellor_of, current_title
from chain.selectors.agendas import agenda_of
from chain.selectors.agreements import agreement_text, cooperation_of, tracks_of
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
from chain.selectors.meetings import held_meeting, meetings_of, next_meeting
from chain.selectors.officers import officer_of, party_names
from riskplans.papers import phases_on_paper
from riskplans.selectors import active_plan, current_phase, phase_history

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context
    from chain.models import Agreement


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
        last_contact=client.notes.for_everyone().first(),
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


def _version_on_paper(client: Client, *, proposal: bool) -> Agreement | None:
    """Return the version that was offered and waits for signatures, or the one that is in force."""
    state = cooperation_of(client)
    if not proposal:
        return state.in_force
    return state.proposal if state.proposal is not None and state.proposal.offered_at is not None else None


def check_agreement(client: Client, user: User) -> None:
    """Raise ``Refused`` when no agreement is in force."""
    del user
    if _version_on_paper(client, proposal=False) is None:
        raise Refused(_("Er zijn nog geen samenwerkingsafspraken van kracht."))


def check_proposal(client: Client, user: User) -> None:
    """Raise ``Refused`` when no version waits for signatures."""
    del user
    if _version_on_paper(client, proposal=True) is None:
        raise Refused(_("Er ligt geen voorstel voor. Leg eerst een concept voor aan de drie partijen."))


def agreement_context(client: Client, user: User, *, proposal: bool = False) -> Context:
    """Return the frozen text of a version, and what each party said of it."""
    del user
    version = _version_on_paper(client, proposal=proposal)
    text = agreement_text(version) if version else None
    return {
        "agreement": version,
        "text": text,
        "tracks": tracks_of(version, text) if version and text else [],
        "proposal": proposal,
    }


def minutes_context(client: Client, user: User, subject_id: int) -> Context:
    """Return what the minutes of one meeting show."""
    del user
    meeting = client.meetings.select_related("recorded_by").get(pk=subject_id)
    return {
        "meeting": meeting,
        "held": held_meeting(meeting),
        "agenda": agenda_of(meeting.kind),
        "lead": party_names(client)[meeting.lead],
    }


def no_minutes(client: Client, user: User) -> Context:
    """Raise ``Refused``: minutes are made on the page of their meeting."""
    del client, user
    raise Refused(_("Een verslag maakt u op de bladzijde van het overleg zelf."))


def check_minutes(client: Client, user: User) -> None:
    """Raise ``Refused``: minutes are made on the page of their meeting."""
    no_minutes(client, user)


def fill() -> None:
    """Register the agreement, in force and to be signed, and the handover report."""
    about = gettext_lazy("De afspraken die nu gelden, met wat elke partij ervan zegt. Voor de cliënt en de partners.")
    registry.add_document_kind(
        DocumentKind(
            key="agreement",
            slug="afspraken-van-kracht",
            label=gettext_lazy("Samenwerkingsafspraken"),
            template="chain/pdf/agreement.html",
            context=agreement_context,
            about=about,
            order=24,
            prefix="SA",
            check=check_agreement,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="agreement_proposal",
            slug="samenwerkingsafspraken",
            label=gettext_lazy("Voorstel voor samenwerkingsafspraken"),
            template="chain/pdf/agreement.html",
            context=partial(agreement_context, proposal=True),
            about=gettext_lazy("De tekst die voorligt, met lijnen om op papier te tekenen."),
            order=25,
            prefix="SV",
            check=check_proposal,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="minutes",
            slug="verslag",
            label=gettext_lazy("Verslag van een overleg"),
            template="chain/pdf/minutes.html",
            context=no_minutes,
            subject_context=minutes_context,
            about=gettext_lazy("Wie erbij was, hoe ieder het ziet en wat is afgesproken. Voor alle partijen."),
            order=28,
            prefix="VO",
            check=check_minutes,
            compose_url="chain:cooperation",
        )
    )
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
