"""What the care plan shows on paper: the client's own goals first, what is imposed beside what he decides himself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from casework.enums import HandoverPurpose
from casework.enums.support_plans import PlanParty
from casework.frame_context import pieces
from casework.registry import DocumentKind, Fragment, HandoverSection, Tab, grounds_for, registry
from casework.selectors import counsellor_of, handover, title_ends
from casework.selectors.network import network_proposal
from casework.selectors.network_changes import network_day
from casework.selectors.own_choice import own_choice
from casework.selectors.personal import contact_proposal
from casework.selectors.support_plans import evaluation_due, paper_content

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client
    from casework.registry import Context


def check_care_plan(client: Client, user: User) -> None:
    """Raise ``Refused`` when there is nothing yet to put in a care plan."""
    del user
    if not client.support_plans.exists() and not client.goals.exists():
        raise Refused(
            _("Er staan nog geen doelen en geen plan in dit dossier. Leg die eerst vast op het tabblad Plan.")
        )


def care_plan_context(client: Client, user: User) -> Context:
    """Return what the care plan shows; sections that the apps above registered come with their own context."""
    today = timezone.localdate()
    plan = client.support_plans.select_related("recorded_by").first()
    acts = {act.party: act for act in plan.acts.all()} if plan is not None else {}
    return {
        "plan": plan,
        "content": paper_content(plan, client),
        "client_act": acts.get(PlanParty.CLIENT),
        "counsellor_act": acts.get(PlanParty.COUNSELLOR),
        "due_on": evaluation_due(plan) if plan is not None else None,
        "stay": client.stays.active_on(today).select_related("location").first(),
        "counsellor": counsellor_of(client, today),
        "sections": pieces(registry.plan_sections, client, user),
        "today": today,
    }


def network_context(client: Client, user: User) -> Context:
    """Return the network as it is drawn on paper: victims and third persons stay out. Two queries."""
    del user
    return {"network": network_day(client, timezone.localdate())}


def network_of_day(client: Client, user: User, ordinal: int) -> Context:
    """Return the network as it was on a day, by its number in the calendar (``date.toordinal``)."""
    del user
    return {"network": network_day(client, date.fromordinal(ordinal)), "on_day": True}


def network_title(client: Client, ordinal: int) -> str:
    """Return how the paper of a chosen day is called."""
    del client
    return _("Tekeningen van het netwerk op %(day)s") % {"day": date_format(date.fromordinal(ordinal), "j F Y")}


def check_network(client: Client, user: User) -> None:
    """Raise ``Refused`` when there is nobody to draw."""
    if not network_context(client, user)["network"].rows:
        raise Refused(_("Er staat nog niemand in het netwerk. Teken het eerst samen op het tabblad Netwerk."))


def own_choice_context(client: Client, user: User) -> Context:
    """Return what the client must and where he decides himself, for the paper that he keeps."""
    del user
    return {"plain": own_choice(client), "counsellor": counsellor_of(client, timezone.localdate())}


def _handover_sections() -> None:
    """Register what the client file itself can tell in a handover or a report."""
    everybody = grounds_for()
    supporting = grounds_for(HandoverPurpose.WARM, HandoverPurpose.INSIDE, HandoverPurpose.MUNICIPALITY)
    professionals = grounds_for(
        HandoverPurpose.WARM, HandoverPurpose.INSIDE, HandoverPurpose.END_REPORT, HandoverPurpose.PROGRESS
    )
    for section in (
        HandoverSection("title", 10, gettext_lazy("Titel en voorwaarden"), handover.title_proposal, everybody),
        HandoverSection(
            "title-end",
            15,
            gettext_lazy("Omklapmoment"),
            title_ends.title_end_proposal,
            professionals,
            gettext_lazy("De gemeente heeft de aanvraag zelf; wie er verder omheen staan, heeft zij niet nodig."),
        ),
        HandoverSection(
            "stay",
            20,
            gettext_lazy("Verblijf en begeleiders"),
            handover.stay_proposal,
            professionals,
            gettext_lazy("De gemeente heeft voor een indicatie niet nodig wie wanneer begeleidde."),
        ),
        HandoverSection(
            "contact",
            25,
            gettext_lazy("Contact en taal"),
            contact_proposal,
            grounds_for(HandoverPurpose.WARM, HandoverPurpose.INSIDE),
            gettext_lazy("Telefoon, adres en huisarts heeft alleen nodig wie de zorg overneemt."),
        ),
        HandoverSection(
            "own-words",
            30,
            gettext_lazy("Wat de cliënt wil, in zijn eigen woorden"),
            handover.words_proposal,
            everybody,
        ),
        HandoverSection(
            "went-well", 40, gettext_lazy("Wat goed ging, en krachten"), handover.strengths_proposal, everybody
        ),
        HandoverSection(
            "domains",
            60,
            gettext_lazy("De periode per leefgebied"),
            handover.domains_proposal,
            supporting | grounds_for(HandoverPurpose.END_REPORT),
            gettext_lazy("Voor het toezicht is niet elk leefgebied nodig. Neem over wat over de voorwaarden gaat."),
        ),
        HandoverSection("goals", 70, gettext_lazy("Doelen, eigen en opgelegd"), handover.goals_proposal, everybody),
        HandoverSection(
            "network",
            90,
            gettext_lazy("Netwerk"),
            network_proposal,
            grounds_for(HandoverPurpose.WARM, HandoverPurpose.INSIDE),
            gettext_lazy("Dit gaat over andere mensen. Alleen bij een overdracht van zorg, en met toestemming."),
        ),
        HandoverSection(
            "commitments",
            130,
            gettext_lazy("Open afspraken"),
            handover.commitments_proposal,
            professionals,
            gettext_lazy("Dit zijn afspraken met anderen dan de gemeente."),
        ),
    ):
        registry.add_handover_section(section)


def fill() -> None:
    """Register the tab with documents, the care plan and the parts of a handover."""
    _handover_sections()
    registry.add_tab(Tab("documents", 80, gettext_lazy("Documenten"), "casework:documents"))
    registry.add_plan_section(Fragment("network", 40, "casework/pdf/_network_section.html", network_context))
    registry.add_document_kind(
        DocumentKind(
            key="care_plan",
            slug="care-plan",
            label=gettext_lazy("Begeleidingsplan"),
            template="casework/pdf/care_plan.html",
            context=care_plan_context,
            about=gettext_lazy(
                "Doelen, voorwaarden en afspraken, in gewone woorden. Om samen te bespreken en te ondertekenen."
            ),
            order=10,
            prefix="ZP",
            for_client=True,
            check=check_care_plan,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="own_choice",
            slug="own-choice",
            label=gettext_lazy("Dit moet, hier beslist u zelf"),
            template="casework/pdf/own_choice.html",
            context=own_choice_context,
            about=gettext_lazy("Titel en voorwaarden in gewone woorden en grote letters. Voor de cliënt zelf."),
            order=12,
            prefix="DM",
            for_client=True,
        )
    )
    registry.add_document_kind(
        DocumentKind(
            key="network",
            slug="network",
            label=gettext_lazy("Tekeningen van het netwerk"),
            template="casework/pdf/network.html",
            context=network_context,
            subject_context=network_of_day,
            title=network_title,
            about=gettext_lazy(
                "Sociogram, ecogram en genogram van vandaag, met uitleg en in woorden. Er staan namen van anderen in: "
                "alleen voor de cliënt zelf."
            ),
            order=14,
            prefix="NT",
            for_client=True,
            check=check_network,
        )
    )
