"""Rows of the agenda and of violations for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Deputy, User
from casework.enums import AppointmentPurpose
from casework.enums.duty_calendar import WorkPurpose
from casework.models import Client, SpecialCondition
from casework.services.appointments import plan_appointment
from casework.services.work_appointments import plan_work
from riskplans.services.violations import record_violation
from tests.conftest import make_user

AGENDA = """
casework:agenda                                 -               keepers      never
casework:agenda_open                            -               keepers      never
casework:agenda_feed                            -               keepers      keepers-to
casework:agenda_feed_file                       -               nothing      never
casework:client_agenda                          -               file         never
casework:rhythm                                 -               file         never
casework:rhythm_set                             -               file-form    file-form
casework:light_contact                          -               file-form    file-form
casework:appointment_create                     -               file-form    file-form
casework:appointment                            appointment     file         never
casework:appointment_outcome                    appointment     file-form    file-form
casework:appointment_move                       appointment     file-form    file-form
casework:appointment_cancel                     appointment     file-form    file-form
casework:appointment_colleagues                 appointment     file-form    file-act
casework:work_create                            -               keepers      keepers
casework:work_appointment                       work            work         never
casework:work_move                              work            work-own     work-own
casework:work_cancel                            work            never        work-own-to
casework:work_file                              work            work         never
casework:appointment_file                       appointment     file         never
"""


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
        ),
        "work": plan_work(
            form_token=uuid4(),
            purpose=WorkPurpose.TEAM,
            starts_at=start + dt.timedelta(days=2),
            ends_at=start + dt.timedelta(days=2, hours=1),
            acting_user=counsellor,
        ),
        "stand_in": Deputy.objects.create(
            absent=counsellor,
            deputy=make_user(f"waarnemer-{client.pk}", Role.COUNSELLOR),
            valid_from=timezone.localdate() + dt.timedelta(days=30),
            valid_until=timezone.localdate() + dt.timedelta(days=40),
        ),
        "violation": record_violation(
            client=client,
            form_token=uuid4(),
            condition=SpecialCondition.objects.filter(client=client).latest("pk"),
            happened_at=start,
            fact="Niet thuis om elf uur.",
            acting_user=counsellor,
        ),
    }
