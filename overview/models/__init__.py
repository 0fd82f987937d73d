"""Reminders, and the transfers of a caseload."""

from overview.models.reminders import Reminder, ReminderRecipient
from overview.models.transfers import CaseloadTransfer, TransferredClient

__all__ = ["CaseloadTransfer", "Reminder", "ReminderRecipient", "TransferredClient"]
