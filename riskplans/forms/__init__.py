"""Forms of the signalling plan, the stoplight and the checks."""

from riskplans.forms.checks import CheckForm
from riskplans.forms.monitoring import SetPhaseForm
from riskplans.forms.plans import PlanSheet
from riskplans.forms.versions import BeginPlanForm, EstablishForm, StartPlanForm

__all__ = ["BeginPlanForm", "CheckForm", "EstablishForm", "PlanSheet", "SetPhaseForm", "StartPlanForm"]
