"""Check-ins on the working alliance."""

from alliance.models.check_ins import AllianceAnswers, AllianceCheckIn, AllianceScore

__all__ = ["AllianceAnswers", "AllianceCheckIn", "AllianceScore"]
