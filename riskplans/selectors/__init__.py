"""Read models: the plan that holds, the phase of now, its history, and what can be ticked."""

from riskplans.selectors.charts import PhaseChart, phase_chart
from riskplans.selectors.duties import EVALUATION_TERM, plan_duties
from riskplans.selectors.monitoring import (
    PhaseSpan,
    WhatToDo,
    checks_of,
    current_phase,
    phase_history,
    phases_for,
    signs_behind,
    what_to_do,
)
from riskplans.selectors.plans import (
    ActionText,
    ContactText,
    PhaseText,
    PlanContent,
    PlanVersions,
    SignGroup,
    SignText,
    active_plan,
    as_lines,
    content_of,
    differences,
    plan_versions,
    tickable_signs,
    tickable_signs_of,
)

__all__ = [
    "EVALUATION_TERM",
    "ActionText",
    "ContactText",
    "PhaseChart",
    "PhaseSpan",
    "PhaseText",
    "PlanContent",
    "PlanVersions",
    "SignGroup",
    "SignText",
    "WhatToDo",
    "active_plan",
    "as_lines",
    "checks_of",
    "content_of",
    "current_phase",
    "differences",
    "phase_chart",
    "phase_history",
    "phases_for",
    "plan_duties",
    "plan_versions",
    "signs_behind",
    "tickable_signs",
    "tickable_signs_of",
    "what_to_do",
]
