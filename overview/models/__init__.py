"""Reminders, the transfers of a caseload, moves to another team, and the client files that go out and come in."""

from overview.models.file_arrivals import FileArrival
from overview.models.file_exports import FileExport
from overview.models.reminders import Reminder, ReminderRecipient
from overview.models.team_moves import TeamMoveNotice, WithdrawnMoveNotice
from overview.models.transfers import CaseloadTransfer, TransferredClient

__all__ = [
    "CaseloadTransfer",
    "FileArrival",
    "FileExport",
    "Reminder",
    "ReminderRecipient",
    "TeamMoveNotice",
    "TransferredClient",
    "WithdrawnMoveNotice",
]
