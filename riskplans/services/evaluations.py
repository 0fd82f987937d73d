"""Evaluating the signalling plan that holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.selectors import term_days
from casework.services.once import create_once
from riskplans.enums import EvaluationOutcome
from riskplans.models import PlanEvaluation, SignallingPlan
from riskplans.selectors import EVALUATION_TERM
from riskplans.selectors.duties import AFTER_EVENT_TERM

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def evaluate_plan(
    *,
    client: Client,
    form_token: UUID,
    held_on: date,
    occasion: str,
    present: str,
    worked: str,
    client_view: str,
    outcome: str,
    acting_user: User,
    not_worked: str = "",
) -> PlanEvaluation:
    """Write down how the plan that holds is doing; it stays, or a new version is to come.

    When it stays, the next evaluation is due after the organisation's term; otherwise the new version is due as soon as
    after an incident. A second click gives the same evaluation. Raises ``Refused`` without a plan that holds, and for a
    day in the future or before the plan was established.
    """
    earlier = PlanEvaluation.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    plan = SignallingPlan.objects.active().select_for_update(of=("self",)).filter(client=client).first()
    if plan is None or plan.established_on is None:
        raise Refused(_("Er is nog geen geldend signaleringsplan om te evalueren."))
    if held_on > timezone.localdate():
        raise Refused(_("Deze dag moet nog komen. Kies wanneer u het hebt besproken."), field="held_on")
    if held_on < plan.established_on:
        raise Refused(_("Het plan gold toen nog niet. Kies een latere dag."), field="held_on")
    term = EVALUATION_TERM if outcome == EvaluationOutcome.KEEP else AFTER_EVENT_TERM
    evaluation, is_new = create_once(
        PlanEvaluation,
        form_token,
        client=client,
        plan=plan,
        held_on=held_on,
        occasion=occasion,
        present=present.strip(),
        worked=worked.strip(),
        not_worked=not_worked.strip(),
        client_view=client_view.strip(),
        outcome=outcome,
        next_on=held_on + timedelta(days=term_days(term)),
        recorded_by=acting_user,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=evaluation,
            details={"occasion": str(occasion), "outcome": str(outcome), "next_on": evaluation.next_on.isoformat()},
        )
    return evaluation
