"""What the client file itself makes due: the end of a title, the plan and its evaluation, agreements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.enums.support_plans import PlanStage
from casework.models import Client, Commitment, ForensicTitle, GoalStep, PlanEvaluation, SupportPlan, Term
from casework.registry import Duty
from casework.selectors.care_periods import begin_words, care_starts
from casework.selectors.legal import term
from casework.selectors.people import duty_owners

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.selectors.care_periods import CareStart

TITLE_END_TERMS = ("title-end-42", "title-end-90", "title-end-180")
# A duty with a day of its own shows itself this long before, so that it can be planned.
AHEAD = timedelta(days=14)


def title_end_duties(on: date) -> list[Duty]:
    """Return the titles that end within the longest term, each under the shortest term that it has reached.

    A title is left out when another title of the same client holds on the day after: his frame goes on. Due is the end
    itself; the basis says which of the three signals this is.
    """
    terms = sorted(Term.objects.filter(key__in=TITLE_END_TERMS), key=lambda one: one.days)
    if not terms:
        return []
    last_day = on + timedelta(days=terms[-1].days)
    titles = list(ForensicTitle.objects.ending_between(on, last_day).active_on(on).select_related("client", "kind"))
    others = ForensicTitle.objects.filter(client_id__in={title.client_id for title in titles})
    spans = [(one.pk, one.client_id, one.valid_from, one.valid_until) for one in others]
    owners = duty_owners({title.client_id for title in titles}, on)
    duties = []
    for title in titles:
        end = title.valid_until
        if end is None or any(
            pk != title.pk
            and client_id == title.client_id
            and begin <= end + timedelta(days=1)
            and (until is None or until > end)
            for pk, client_id, begin, until in spans
        ):
            continue
        reached = next(one for one in terms if end - timedelta(days=one.days) <= on)
        duties.append(
            Duty(
                key=f"casework.title-end:{title.pk}:{reached.key}",
                kind="title-end",
                label=_("Titel loopt af: %(kind)s") % {"kind": title.kind},
                client_id=title.client_id,
                due_on=end,
                owner_ids=owners.get(title.client_id, ()),
                basis=f"{reached.name} ({_days(reached)}). {reached.basis}",
                url=reverse("casework:title_end_page", args=[title.client.number, title.pk]),
            )
        )
    return duties


def plan_duties(on: date) -> list[Duty]:
    """Return the support plans that want evaluation, and the clients in care who want their first or definitive plan.

    Those two count from the beginning of the present period of care: who comes back after an end gets a new plan.
    """
    evaluation, first, definitive = term("plan-evaluation"), term("support-plan-concept"), term("support-plan-first")
    evaluated = PlanEvaluation.objects.filter(plan__client=OuterRef("pk")).order_by("-plan__version", "-held_on", "-pk")
    latest = SupportPlan.objects.filter(client=OuterRef("pk")).order_by("-version")
    clients = list(
        Client.objects.in_care(on)
        .annotate(
            plan_version=Subquery(latest.values("version")[:1]),
            stage=Subquery(latest.values("stage")[:1]),
            established_on=Subquery(latest.values("established_on")[:1]),
            evaluate_on=Subquery(latest.values("evaluate_on")[:1]),
            evaluated_version=Subquery(evaluated.values("plan__version")[:1]),
            evaluated_until=Subquery(evaluated.values("next_on")[:1]),
        )
        .values_list(
            "pk",
            "number",
            "plan_version",
            "stage",
            "established_on",
            "evaluate_on",
            "evaluated_version",
            "evaluated_until",
        )
    )
    starts = care_starts({row[0] for row in clients}, on)
    due: list[tuple[int, str, str, str, date, Term]] = []
    for pk, number, version, stage, established_on, evaluate_on, evaluated_version, evaluated_until in clients:
        start = starts.get(pk)
        if start is not None and established_on is not None and not start.covers(established_on):
            version = None  # noqa: PLW2901 -- made before he left: the plan is due anew
        if version is not None and stage == PlanStage.FIRST and start is not None:
            label = _("Begeleidingsplan definitief vaststellen")
            key = f"casework.definitive-plan:{pk}"
            due.append((pk, number, key, label, start.day + timedelta(days=definitive.days), definitive))
        elif version is not None and evaluate_on is not None:
            if evaluated_version == version and evaluated_until is not None:
                evaluate_on = evaluated_until  # noqa: PLW2901 -- what was agreed at the evaluation goes before
            label = _("Begeleidingsplan versie %(version)s evalueren") % {"version": version}
            due.append((pk, number, f"casework.plan-evaluation:{pk}:{version}", label, evaluate_on, evaluation))
        elif start is not None:
            label = _("Eerste begeleidingsplan vaststellen")
            due.append((pk, number, f"casework.first-plan:{pk}", label, start.day + timedelta(days=first.days), first))
    due = [one for one in due if one[4] - AHEAD <= on]
    owners = duty_owners({one[0] for one in due}, on)
    return [
        Duty(
            key=key,
            kind="plan",
            label=label,
            client_id=pk,
            due_on=due_on,
            owner_ids=owners.get(pk, ()),
            basis=_plan_basis(of_term, None if of_term is evaluation else starts.get(pk)),
            url=reverse("casework:plan", args=[number]),
        )
        for pk, number, key, label, due_on, of_term in due
    ]


def commitment_duties(on: date) -> Iterable[Duty]:
    """Return the agreements whose day has come and that are not done."""
    rows = list(Commitment.objects.open().filter(due_on__lte=on).select_related("client"))
    owners = duty_owners({row.client_id for row in rows}, on)
    return [
        Duty(
            key=f"casework.commitment:{row.pk}",
            kind="commitment",
            label=_("Afspraak: %(text)s") % {"text": row.text[:150]},
            client_id=row.client_id,
            due_on=row.due_on,
            owner_ids=owners.get(row.client_id, ()),
            basis=_("Afspraak van %(owner)s") % {"owner": row.owner_name or row.get_owner_display()},
            url=reverse("casework:plan", args=[row.client.number]) + "#afspraken",
        )
        for row in rows
    ]


def step_duties(on: date) -> Iterable[Duty]:
    """Return the steps whose day has come and of which nobody said how it went."""
    rows = list(GoalStep.objects.filter(ended_on=None, due_on__lte=on).select_related("client", "goal"))
    owners = duty_owners({row.client_id for row in rows}, on)
    return [
        Duty(
            key=f"casework.goal-step:{row.pk}",
            kind="goal-step",
            label=_("Stap bespreken: %(text)s") % {"text": row.text[:150]},
            client_id=row.client_id,
            due_on=row.due_on,
            owner_ids=owners.get(row.client_id, ()),
            basis=_("Stap voor het doel ‘%(goal)s’ (%(owner)s)")
            % {"goal": row.goal.text[:150], "owner": row.get_owner_display()},
            url=reverse("casework:step_finish", args=[row.client.number, row.pk]),
        )
        for row in rows
    ]


def _plan_basis(of_term: Term, start: CareStart | None) -> str:
    basis = f"{of_term.name} ({_days(of_term)}). {of_term.basis}"
    return f"{basis}. {begin_words(start)}" if start is not None else basis


def _days(of_term: Term) -> str:
    return _("%(days)s dagen") % {"days": of_term.days}
