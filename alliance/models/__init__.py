"""Check-ins on the working alliance."""

from alliance.models.check_ins import (
    AllianceAnswers,
    AllianceCheckIn,
    AllianceDraft,
    AllianceItemAnswer,
    AllianceScore,
)
from alliance.models.definitions import InstrumentDefinition
from alliance.models.follow_ups import AllianceFollowUp

__all__ = [
    "AllianceAnswers",
    "AllianceCheckIn",
    "AllianceDraft",
    "AllianceFollowUp",
    "AllianceItemAnswer",
    "AllianceScore",
    "InstrumentDefinition",
]
