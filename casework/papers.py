"""What the care plan shows on paper: the client's own goals first, what is imposed beside what he decides himself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from casework.frame_context import pieces
from casework.registry import DocumentKind, Tab, registry
from casework.selectors import conditions_with_state, counsellor_of, current_title, goals_tree

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
    return {
        "plan": client.support_plans.select_related("recorded_by").first(),
        "goals": goals_tree(client),
        "title": current_title(client, today),
        "conditions": conditions_with_state(client, today),
        "commitments": client.commitments.open(),
        "stay": client.stays.active_on(today).select_related("location").first(),
        "counsellor": counsellor_of(client, today),
        "sections": pieces(registry.plan_sections, client, user),
        "today": today,
    }


def fill() -> None:
    """Register the tab with documents and the care plan."""
    registry.add_tab(Tab("documents", 80, gettext_lazy("Documenten"), "casework:documents"))
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
            check=check_care_plan,
        )
    )
