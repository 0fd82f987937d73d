"""Reminders."""

from overview.models.reminders import Reminder, ReminderRecipient

__all__ = ["Reminder", "ReminderRecipient"]
