"""What a shift leaves to the next: remarks, rounds and tasks, who is on call, who read the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import HouseTask, HouseTaskDone, OnCallDuty, Remark, ShiftReading
from casework.querysets import night_of
from casework.selectors.presence import residents
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID

    from accounts.models import Location, Team, User
    from casework.models import Client


@transaction.atomic
def make_remark(
    *, location: Location, form_token: UUID, text: str, acting_user: User, client: Client | None = None
) -> Remark:
    """Write a short remark about a resident, or about the house.

    Raises ``Refused`` for an empty one, and for somebody who does not live there.
    """
    if not text.strip():
        raise Refused(_("Schrijf de opmerking op."), field="text")
    if client is not None and client not in residents(location, night_of(timezone.now())):
        raise Refused(_("Deze cliënt woont hier niet. Kies een bewoner of het huis."), field="client")
    remark, new = create_once(
        Remark, form_token, location=location, client=client, text=text.strip(), recorded_by=acting_user
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number if client else "",
            obj=remark,
            details={"location": location.pk},
        )
    return remark


@transaction.atomic
def plan_task(
    *,
    location: Location,
    form_token: UUID,
    kind: str,
    name: str,
    days: str,
    valid_from: date,
    acting_user: User,
    at: time | None = None,
    valid_until: date | None = None,
) -> HouseTask:
    """Plan a round or a task that comes back. Raises ``Refused`` without a name or a day."""
    task, new = create_once(
        HouseTask,
        form_token,
        location=location,
        kind=kind,
        name=name.strip(),
        days=days,
        at=at,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=acting_user,
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, obj=task, details={"location": location.pk})
    return task


@transaction.atomic
def end_task(*, task: HouseTask, acting_user: User) -> HouseTask:
    """Let a task not come back after today; what was done stays."""
    locked = HouseTask.objects.select_for_update().get(pk=task.pk)
    today = timezone.localdate()
    if locked.valid_until is None or locked.valid_until > today:
        locked.valid_until = max(today, locked.valid_from)
        refuse_if_invalid(locked)
        locked.save(update_fields=["valid_until"])
        record(AuditAction.UPDATE, acting_user=acting_user, obj=locked, details={"until": today.isoformat()})
    return locked


@transaction.atomic
def do_task(*, task: HouseTask, day: date, form_token: UUID, acting_user: User, note: str = "") -> HouseTaskDone:
    """Record that a round or task was done for a day; one that was done already stays with who did it first.

    Raises ``Refused`` for a day on which it does not fall, and for a day in the future.
    """
    HouseTask.objects.select_for_update().get(pk=task.pk)
    earlier = HouseTaskDone.objects.filter(task=task, day=day).first()
    if earlier is not None:
        return earlier
    if day > timezone.localdate():
        raise Refused(_("Deze taak is pas later aan de beurt."))
    if not task.falls_on(day):
        raise Refused(_("Deze taak valt niet op die dag. Open de pagina opnieuw."))
    done, new = create_once(HouseTaskDone, form_token, task=task, day=day, note=note.strip(), recorded_by=acting_user)
    if (done.task_id, done.day) != (task.pk, day):
        raise Refused(_("Dit formulier is al gebruikt bij een andere taak. Open de pagina opnieuw."))
    if new:
        record(AuditAction.UPDATE, acting_user=acting_user, obj=done, details={"day": day.isoformat()})
    return done


@transaction.atomic
def plan_on_call(
    *, team: Team, form_token: UUID, name: str, phone: str, starts_at: datetime, ends_at: datetime, acting_user: User
) -> OnCallDuty:
    """Record who is on call for a team. Raises ``Refused`` when it ends before it starts."""
    if ends_at <= starts_at:
        raise Refused(_("De dienst eindigt voor hij begint. Kies een latere dag of tijd."), field="ends_day")
    duty, new = create_once(
        OnCallDuty,
        form_token,
        team=team,
        name=name.strip(),
        phone=phone.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        recorded_by=acting_user,
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, obj=duty, details={"team": team.pk})
    return duty


@transaction.atomic
def mark_read(*, location: Location, form_token: UUID, acting_user: User) -> ShiftReading:
    """Record that somebody read the shift page of a house."""
    reading, new = create_once(ShiftReading, form_token, location=location, recorded_by=acting_user)
    if new:
        record(AuditAction.ACKNOWLEDGE, acting_user=acting_user, obj=reading, details={"location": location.pk})
    return reading
