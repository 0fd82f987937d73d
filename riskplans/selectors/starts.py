"""With what a new version of the plan can begin: a version that was, a function analysis, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import Refused
from riskplans.enums import PlanStatus
from riskplans.models import FunctionAnalysis, SignallingPlan
from riskplans.selectors.function_analyses import analyses_of, content_from_analysis
from riskplans.selectors.plans import PlanContent, content_of

if TYPE_CHECKING:
    from casework.models import Client

EMPTY = "empty"
LONGEST_LABEL = 80


@dataclass(frozen=True)
class Start:
    """Something to begin with: ``key`` as a form sends it, and its words."""

    key: str
    label: str


def starts_for(client: Client) -> list[Start]:
    """Return with what a new version can begin: the plan that holds first, an empty sheet last. Two queries."""
    plans = SignallingPlan.objects.filter(client=client).exclude(status=PlanStatus.DRAFT)
    starts = [
        Start(
            f"plan-{plan.pk}",
            _("Versie {version} van {day} ({status})").format(
                version=plan.version,
                day=date_format(plan.established_on, "j F Y") if plan.established_on else "",
                status=plan.get_status_display(),
            ),
        )
        for plan in plans
    ]
    for analysis in analyses_of(client):
        words = analysis.situation.splitlines()[0]
        starts.append(
            Start(
                f"analysis-{analysis.pk}",
                _("Functieanalyse van {day}: {words}").format(
                    day=date_format(analysis.happened_on, "j F Y"),
                    words=words if len(words) <= LONGEST_LABEL else f"{words[:LONGEST_LABEL]}…",
                ),
            )
        )
    return [*starts, Start(EMPTY, _("Een leeg plan"))]


def content_to_start(client: Client, key: str) -> PlanContent | None:
    """Return what stands in the start with this key; None for an empty key: the service takes the plan that holds.

    Raises ``Refused`` for a key that names nothing of this client.
    """
    if not key:
        return None
    if key == EMPTY:
        return PlanContent()
    kind, _dash, pk = key.partition("-")
    if pk.isascii() and pk.isdigit() and len(pk) < 10:  # noqa: PLR2004 -- no row has a longer number
        if kind == "plan":
            plan = SignallingPlan.objects.filter(client=client, pk=pk).with_content().first()
            if plan is not None:
                return content_of(plan)
        if kind == "analysis":
            analysis = FunctionAnalysis.objects.filter(client=client, pk=pk).first()
            if analysis is not None:
                return content_from_analysis(analysis)
    raise Refused(_("Kies waarmee u het plan begint."), field="start")
