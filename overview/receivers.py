"""What the overview does when something happens below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from django.utils import timezone

from casework.events import volunteer_safety_told
from overview.services.reminders import remind_now

if TYPE_CHECKING:
    from casework.models import VolunteerLog


@receiver(volunteer_safety_told, dispatch_uid="overview.volunteer_safety_told")
def remind_of_safety(log: VolunteerLog, **_rest: Any) -> None:
    """Put what a volunteer wrote about safety before the counsellor at once."""
    remind_now(source="volunteer-safety", client_id=log.match.client_id, on=timezone.localdate())
