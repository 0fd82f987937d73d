"""What is due: a first plan, and its evaluation.

The terms are rows of the organisation (``Term``), each with its basis; a first plan comes with the first support plan.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums import AssignmentRole
from casework.models import Assignment, Term
from casework.registry import Duty
from casework.selectors.care_periods import care_starts
from riskplans.enums import ChangeSource, PhaseLevel, PlanStatus, ReviewedBy
from riskplans.models import IncidentPart, PhaseChange, PlanEvaluation, SignallingPlan, SignReview

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

EVALUATION_TERM = "signalling-plan-evaluation"
FIRST_TERM = "support-plan-first"
REVIEW_TERM = "signalling-plan-review"
AFTER_EVENT_TERM = "signalling-plan-after-event"
WARN_AHEAD = timedelta(days=28)  # time to talk it over and to write a new version


def plan_duties(day: date) -> Iterator[Duty]:
    """Yield what is due as seen on ``day``, or within four weeks, for every client with a counsellor. Five queries.

    A plan that holds is evaluated by its date; a client without one gets a first plan, counted as the support plan is.
    """
    terms = Term.objects.in_bulk([EVALUATION_TERM, FIRST_TERM], field_name="key")
    held = SignallingPlan.objects.active().filter(client=OuterRef("client"))
    looked = PlanEvaluation.objects.filter(plan__status=PlanStatus.ACTIVE, client=OuterRef("client"))
    rows = list(
        Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .annotate(
            plan_pk=Subquery(held.values("pk")[:1]),
            evaluate_on=Coalesce(Subquery(looked.values("next_on")[:1]), Subquery(held.values("evaluate_on")[:1])),
        )
        .order_by("client_id")
        .values_list("client_id", "client__number", "user_id", "plan_pk", "evaluate_on")
    )
    starts = care_starts({row[0] for row in rows if row[3] is None}, day)
    for client_id, number, user_id, plan_pk, evaluate_on in rows:
        if plan_pk is None:
            key, label, basis = (
                f"signalling-plan-first:{client_id}",
                _("Signaleringsplan maken"),
                terms[FIRST_TERM].basis,
            )
            due_on = starts[client_id].day + timedelta(days=terms[FIRST_TERM].days)
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


def after_event_duties(day: date) -> Iterator[Duty]:
    """Yield an evaluation for every red and every incident since the plan was last looked at. Four queries.

    It was looked at when it was established, and at each evaluation since. Of several events the first one counts.
    """
    term = Term.objects.get(key=AFTER_EVENT_TERM)
    owners = {
        client_id: (number, user_id)
        for client_id, number, user_id in Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .values_list("client_id", "client__number", "user_id")
    }
    looked: dict[int, datetime] = {}
    for client_id, changed_at, evaluated_at in (
        SignallingPlan.objects.active()
        .filter(client__in=owners)
        .annotate(evaluated_at=Max("evaluations__recorded_at"))
        .values_list("client_id", "changed_at", "evaluated_at")
    ):
        looked[client_id] = max(changed_at, evaluated_at or changed_at)
    reds = (
        PhaseChange.objects.filter(client__in=looked, level=PhaseLevel.RED)
        .exclude(source=ChangeSource.START)
        .values_list("client_id", "recorded_at", "at")
    )
    incidents = IncidentPart.objects.filter(client__in=looked).values_list(
        "client_id", "recorded_at", "incident__occurred_at"
    )
    first: dict[int, datetime] = {}
    for client_id, recorded_at, at in [*reds, *incidents]:
        if recorded_at > looked[client_id]:
            first[client_id] = min(at, first.get(client_id, at))
    for client_id, at in sorted(first.items()):
        number, user_id = owners[client_id]
        happened_on = timezone.localdate(at)
        yield Duty(
            key=f"{AFTER_EVENT_TERM}:{client_id}",
            kind="signalling-plan-after",
            label=_("Signaleringsplan evalueren na rood of een incident"),
            client_id=client_id,
            due_on=happened_on + timedelta(days=term.days),
            owner_ids=(user_id,),
            basis=term.basis,
            url=reverse("riskplans:evaluation_create", args=[number]),
        )
