"""What is due: a first plan, and its evaluation.

The terms are rows of the organisation (``Term``), each with its basis; a first plan comes with the first support plan.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AssignmentRole
from casework.models import Assignment, Term
from casework.registry import Duty
from riskplans.enums import ReviewedBy
from riskplans.models import SignallingPlan, SignReview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

EVALUATION_TERM = "signalling-plan-evaluation"
FIRST_TERM = "support-plan-first"
REVIEW_TERM = "signalling-plan-review"
WARN_AHEAD = timedelta(days=28)  # time to talk it over and to write a new version


def plan_duties(day: date) -> Iterator[Duty]:
    """Yield what is due as seen on ``day``, or within four weeks, for every client with a counsellor. Two queries.

    A plan that holds is evaluated by its date; a client without one gets a first plan.
    """
    terms = Term.objects.in_bulk([EVALUATION_TERM, FIRST_TERM], field_name="key")
    held = SignallingPlan.objects.active().filter(client=OuterRef("client"))
    began = Assignment.objects.filter(client=OuterRef("client")).values("client").annotate(first=Min("valid_from"))
    rows = (
        Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .annotate(
            plan_pk=Subquery(held.values("pk")[:1]),
            evaluate_on=Subquery(held.values("evaluate_on")[:1]),
            began_on=Subquery(began.values("first")[:1]),
        )
        .order_by("client_id")
        .values_list("client_id", "client__number", "user_id", "plan_pk", "evaluate_on", "began_on")
    )
    for client_id, number, user_id, plan_pk, evaluate_on, began_on in rows:
        if plan_pk is None:
            key, label, basis = (
                f"signalling-plan-first:{client_id}",
                _("Signaleringsplan maken"),
                terms[FIRST_TERM].basis,
            )
            due_on = began_on + timedelta(days=terms[FIRST_TERM].days)
        else:
            key, label = f"{EVALUATION_TERM}:{plan_pk}", _("Signaleringsplan evalueren")
            basis, due_on = terms[EVALUATION_TERM].basis, evaluate_on
        if due_on <= day + WARN_AHEAD:
            yield Duty(
                key=key,
                kind="signalling-plan",
                label=label,
                client_id=client_id,
                due_on=due_on,
                owner_ids=(user_id,),
                basis=basis,
                url=reverse("riskplans:plan", args=[number]),
            )


def review_duties(day: date) -> Iterator[Duty]:
    """Yield for every plan that holds when the signs are to be gone through together again, once that day has come.

    Two queries. Counted from the last round together, or from the day on which the plan was established.
    """
    term = Term.objects.get(key=REVIEW_TERM)
    held = SignallingPlan.objects.active().filter(client=OuterRef("client"))
    last = SignReview.objects.filter(client=OuterRef("client"), by=ReviewedBy.TOGETHER).order_by("-reviewed_at")
    rows = (
        Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .annotate(
            plan_pk=Subquery(held.values("pk")[:1]),
            established_on=Subquery(held.values("established_on")[:1]),
            reviewed_at=Subquery(last.values("reviewed_at")[:1]),
        )
        .filter(plan_pk__isnull=False)
        .order_by("client_id")
        .values_list("client_id", "client__number", "user_id", "plan_pk", "established_on", "reviewed_at")
    )
    for client_id, number, user_id, plan_pk, established_on, reviewed_at in rows:
        since = max(established_on, timezone.localdate(reviewed_at)) if reviewed_at else established_on
        due_on = since + timedelta(days=term.days)
        if due_on <= day:
            yield Duty(
                key=f"sign-review:{plan_pk}",
                kind="sign-review",
                label=_("Signalen samen doornemen"),
                client_id=client_id,
                due_on=due_on,
                owner_ids=(user_id,),
                basis=term.basis,
                url=reverse("riskplans:review_together", args=[number]),
            )
