"""Reminders, the transfers of a caseload, moves to another team, and the client files that were asked for."""

from overview.models.file_exports import FileExport
from overview.models.reminders import Reminder, ReminderRecipient
from overview.models.team_moves import TeamMoveNotice
from overview.models.transfers import CaseloadTransfer, TransferredClient

__all__ = [
    "CaseloadTransfer",
    "FileExport",
    "Reminder",
    "ReminderRecipient",
    "TeamMoveNotice",
    "TransferredClient",
]
