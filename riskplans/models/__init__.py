"""Signalling plan, the stoplight that follows from it, and checks."""

from riskplans.models.checks import Check
from riskplans.models.function_analyses import FunctionAnalysis
from riskplans.models.monitoring import PhaseChange, SignObservation
from riskplans.models.plans import EmergencyContact, Phase, PhaseAction, Sign, SignallingPlan

__all__ = [
    "Check",
    "EmergencyContact",
    "FunctionAnalysis",
    "Phase",
    "PhaseAction",
    "PhaseChange",
    "Sign",
    "SignObservation",
    "SignallingPlan",
]
