"""One of everything that is kept of a house and who lives there, for the access matrix."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Location, User
from casework.enums import HouseTaskKind, LeavePermission, MedicationKeeper, MedicationSource
from casework.models import Client, HouseRules, Medication
from casework.services.absences import start_absence
from casework.services.house_rules import establish_rules
from casework.services.leaves import add_window, grant_leave
from casework.services.medication import MedicineLine, note_medication
from casework.services.presence import record_visit
from casework.services.shifts import plan_task
from casework.services.walks import begin_walk
from tests.conftest import make_user


def make_medicine(client: Client, user: User, **more: object) -> Medication:
    """Note a medicine that he has used for a month."""
    today = timezone.localdate()
    line = {
        "name": "Methylfenidaat",
        "dose": "zoals op het etiket",
        "since": today - dt.timedelta(days=30),
        "prescriber": "huisarts",
        "kept_by": MedicationKeeper.HOUSE,
        "source": MedicationSource.PHARMACY,
        "source_on": today - dt.timedelta(days=10),
        **more,
    }
    return note_medication(client=client, form_token=uuid4(), line=MedicineLine(**line), acting_user=user)  # type: ignore[arg-type]


def make_rules(house: Location, user: User, **more: object) -> HouseRules:
    """Establish the first rules of a house."""
    given = {
        "valid_from": timezone.localdate() - dt.timedelta(days=20),
        "text": "Samen eten om zes uur.",
        "substance_policy": "abstinent",
        "substance_text": "Geen middelen in huis.",
        "visitors_recorded": True,
        **more,
    }
    return establish_rules(location=house, form_token=uuid4(), acting_user=user, **given)  # type: ignore[arg-type]


def make_house_rows(client: Client, house: Location, user: User) -> dict[str, object]:
    """Make a visit, rules, a task, a leave, an absence, hours of a condition and a medicine."""
    now, today = timezone.now(), timezone.localdate()
    condition = client.conditions.get()
    leave = grant_leave(
        client=client,
        form_token=uuid4(),
        starts_at=now + dt.timedelta(days=2),
        ends_at=now + dt.timedelta(days=3),
        destination="zijn broer",
        permission=LeavePermission.PROBATION,
        permission_by="T. Hendriks",
        acting_user=user,
    )
    visit = record_visit(
        location=house, client=client, form_token=uuid4(), visitor="Els", arrived_at=now, acting_user=user
    )
    window = add_window(
        condition=condition,
        form_token=uuid4(),
        days="1234567",
        begins=dt.time(23),
        ends=dt.time(7),
        valid_from=today,
        acting_user=user,
    )
    task = plan_task(
        location=house,
        form_token=uuid4(),
        kind=HouseTaskKind.ROUND,
        name="Ronde",
        days="1234567",
        valid_from=today,
        acting_user=user,
    )
    absence = start_absence(
        client=client,
        location=house,
        form_token=uuid4(),
        missed_at=now - dt.timedelta(hours=1),
        circumstances="Niet terug van zijn werk.",
        acting_user=user,
    )
    walker = make_user(f"walker-{client.pk}", Role.EXPERT_BY_EXPERIENCE)
    return {
        "walk": begin_walk(client=client, expert=walker, starts_on=today, acting_user=user),
        "leave": leave,
        "visit": visit,
        "condition": condition,
        "window": window,
        "task": task,
        "absence": absence,
        "rules": make_rules(house, user),
        "medicine": make_medicine(client, user),
    }
