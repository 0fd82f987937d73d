"""Rows of the agenda for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.enums import AppointmentPurpose
from casework.models import Client
from casework.services.appointments import plan_appointment


def make_agenda(client: Client, counsellor: User) -> dict[str, object]:
    """Make an appointment that was, of which nobody told yet how it ended."""
    start = timezone.now() - dt.timedelta(hours=4)
    return {
        "appointment": plan_appointment(
            client=client,
            form_token=uuid4(),
            user=counsellor,
            purpose=AppointmentPurpose.SESSION,
            starts_at=start,
            ends_at=start + dt.timedelta(minutes=45),
            acting_user=counsellor,
        )
    }
