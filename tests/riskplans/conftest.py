"""A signalling plan that holds, for the tests of everything that leans on it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from casework.models import Client
from riskplans.enums import Actor, NoticedBy, PhaseLevel, Urgency
from riskplans.models import Sign, SignallingPlan
from riskplans.selectors import ActionText, ContactText, PhaseText, PlanContent, SignText
from riskplans.services.plans import create_plan, establish_plan

FULL = PlanContent(
    occasion="Terugval in cocaïne, en daarna ruzie.",
    triggers="Lege avonden, geld op zak.",
    protective_factors="Mijn zus, sport.",
    wishes="Even naar buiten.",
    avoid="Mij vastpakken.",
    participants="Jeroen, Noor",
    phases=(
        PhaseText(
            PhaseLevel.GREEN,
            "Ik slaap goed.",
            (SignText("Ik sta om acht uur op"),),
            (ActionText(Actor.CLIENT, "Ik sport drie keer per week", Urgency.WEEK),),
        ),
        PhaseText(
            PhaseLevel.ORANGE,
            "Ik ben onrustig.",
            (
                SignText("Ik zeg afspraken af"),
                SignText("Hij loopt veel heen en weer", NoticedBy.OTHERS, "zijn zus"),
            ),
            (
                ActionText(Actor.CLIENT, "Ik bel mijn zus", Urgency.TODAY, "06-12345678"),
                ActionText(Actor.COUNSELLOR, "Noor belt mij", Urgency.NOW, "050-1234567"),
            ),
        ),
        PhaseText(
            PhaseLevel.RED,
            "Ik ben mezelf kwijt.",
            (SignText("Ik gebruik"),),
            (ActionText(Actor.CRISIS, "Bel de crisisdienst", Urgency.NOW, "0800-1234"),),
        ),
    ),
    contacts=(ContactText("Anja", "zus", "06-12345678", dt.date(2026, 1, 5)),),
)


def make_active_plan(client: Client, user: User, content: PlanContent = FULL) -> SignallingPlan:
    """Make a plan that holds from today, signed by the client."""
    draft = create_plan(client=client, form_token=uuid4(), content=content, acting_user=user)
    return establish_plan(plan=draft, client_signed_on=timezone.localdate(), acting_user=user)


@pytest.fixture
def draft(client_file, counsellor) -> SignallingPlan:
    """A complete draft of a first plan."""
    return create_plan(client=client_file, form_token=uuid4(), content=FULL, acting_user=counsellor)


@pytest.fixture
def active(client_file, counsellor) -> SignallingPlan:
    """The plan that holds; the stoplight begins at green."""
    return make_active_plan(client_file, counsellor)


def sign_of(plan: SignallingPlan, level: str, position: int = 0) -> Sign:
    """Return a sign of a phase of the plan."""
    signs: list[Sign] = list(Sign.objects.filter(phase__plan=plan, phase__level=level))
    return signs[position]
