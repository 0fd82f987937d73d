"""Signalling plan, the stoplight that follows from it, and checks; risk assessments, lapses, incidents, warnings."""

from riskplans.models.assessments import RiskAssessment
from riskplans.models.checklists import ActionDone
from riskplans.models.checks import Check, CheckFinding, LabConfirmation, SubstanceAgreement
from riskplans.models.evaluations import PlanEvaluation
from riskplans.models.function_analyses import FunctionAnalysis
from riskplans.models.incidents import CalamityDecision, Incident, IncidentFollowUp, IncidentPart, IncidentReport
from riskplans.models.lapses import (
    LapseAct,
    LapseAddendum,
    LapseConsult,
    LapseLearn,
    LapseResponse,
    LapseRisk,
    LapseTalk,
)
from riskplans.models.life_events import LifeEvent
from riskplans.models.meldcode import (
    Meldcode,
    MeldcodeConsult,
    MeldcodeDecision,
    MeldcodeSignals,
    MeldcodeTalk,
    MeldcodeWeigh,
)
from riskplans.models.monitoring import PhaseChange, SignObservation
from riskplans.models.plans import EmergencyContact, Phase, PhaseAction, Sign, SignallingPlan
from riskplans.models.reference import (
    IncidentKind,
    IncidentTerm,
    Instrument,
    Judgement,
    RiskLevel,
    Substance,
    WarningRung,
)
from riskplans.models.sign_reviews import SignReview, SignReviewLine
from riskplans.models.violations import Reaction, Violation, ViolationStep
from riskplans.models.warnings import ClientWarning, WarningWithdrawal

__all__ = [
    "ActionDone",
    "CalamityDecision",
    "Check",
    "CheckFinding",
    "ClientWarning",
    "EmergencyContact",
    "FunctionAnalysis",
    "Incident",
    "IncidentFollowUp",
    "IncidentKind",
    "IncidentPart",
    "IncidentReport",
    "IncidentTerm",
    "Instrument",
    "Judgement",
    "LabConfirmation",
    "LapseAct",
    "LapseAddendum",
    "LapseConsult",
    "LapseLearn",
    "LapseResponse",
    "LapseRisk",
    "LapseTalk",
    "LifeEvent",
    "Meldcode",
    "MeldcodeConsult",
    "MeldcodeDecision",
    "MeldcodeSignals",
    "MeldcodeTalk",
    "MeldcodeWeigh",
    "Phase",
    "PhaseAction",
    "PhaseChange",
    "PlanEvaluation",
    "Reaction",
    "RiskAssessment",
    "RiskLevel",
    "Sign",
    "SignObservation",
    "SignReview",
    "SignReviewLine",
    "SignallingPlan",
    "Substance",
    "SubstanceAgreement",
    "Violation",
    "ViolationStep",
    "WarningRung",
    "WarningWithdrawal",
]
