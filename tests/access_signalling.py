"""Rows of the signalling plan and its monitoring for the access matrix."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.models import Client
from riskplans.models import SignallingPlan
from riskplans.services.function_analyses import AnalysisText, write_analysis


def make_signalling(client: Client, plan: SignallingPlan, counsellor: User) -> dict[str, object]:
    """Make one of everything that stands around the plan that holds."""
    del plan
    analysis = write_analysis(
        client=client,
        form_token=uuid4(),
        text=AnalysisText(
            happened_on=timezone.localdate(),
            outcome="right",
            situation="Ruzie in de gang, hij liep naar buiten.",
            next_time="Weer naar buiten lopen.",
            made_with="Jan en Noor",
        ),
        acting_user=counsellor,
    )
    return {"analysis": analysis}
