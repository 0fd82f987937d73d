"""Appointments among ourselves: planned, moved, called off."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import WorkAppointment
from casework.models.appointments import LONGEST_APPOINTMENT
from casework.services.appointments import refuse_overlap
from casework.services.once import create_once
from casework.services.series import days_of, same_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User


@transaction.atomic
def plan_work(
    *,
    form_token: UUID,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    acting_user: User,
    subject: str = "",
    place: str = "",
    colleagues: Sequence[User] = (),
    step: str = "",
    until: date | None = None,
    anyway: bool = False,
) -> WorkAppointment:
    """Put an appointment without a client in the calendar of the acting user and his colleagues; return the (first) one.

    Raises ``Refused`` for a moment that cannot be, and, unless ``anyway``, when one of them has something else then. A
    second call with the same token returns what the first one made.
    """
    earlier = WorkAppointment.objects.filter(form_token=form_token, user=acting_user).first()
    if earlier is not None:
        return earlier
    _refuse_impossible_time(starts_at, ends_at)
    along = [one for one in dict.fromkeys(colleagues) if one.pk != acting_user.pk]
    if not anyway:
        refuse_overlap(client=None, users=(acting_user, *along), starts_at=starts_at, ends_at=ends_at)
    days = days_of(step, timezone.localdate(starts_at), until) if step else []
    fields = {"purpose": purpose, "subject": subject.strip(), "place": place.strip(), "user": acting_user}
    series = uuid4() if days else None
    first, _new = create_once(
        WorkAppointment, form_token, series=series, starts_at=starts_at, ends_at=ends_at, **fields
    )
    others = [
        WorkAppointment(series=series, starts_at=begins, ends_at=ends, **fields)
        for begins, ends in same_clock(starts_at, ends_at, days[1:])
    ]
    rows = [first, *WorkAppointment.objects.bulk_create(others)]
    through = WorkAppointment.colleagues.through
    through.objects.bulk_create(through(workappointment_id=row.pk, user_id=one.pk) for row in rows for one in along)
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        obj=first,
        details={"purpose": str(purpose), "at": starts_at.isoformat(), "series": str(step)},
    )
    return first


def _refuse_impossible_time(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at - starts_at > LONGEST_APPOINTMENT:
        raise Refused(_("Een afspraak duurt ten hoogste een dag."), field="ends_at")


def _locked(appointment: WorkAppointment, acting_user: User) -> WorkAppointment:
    row = WorkAppointment.objects.select_for_update().get(pk=appointment.pk)
    if row.user_id != acting_user.pk:
        raise Refused(_("Alleen wie de afspraak maakte, verandert haar. Overleg met %(name)s.") % {"name": row.user})
    if row.cancelled_at is not None:
        raise Refused(_("Deze afspraak is al afgezegd."))
    if not row.is_open:
        raise Refused(_("Deze afspraak is al geweest. Maak een nieuwe."))
    return row


@transaction.atomic
def move_work(
    *,
    appointment: WorkAppointment,
    starts_at: datetime,
    ends_at: datetime,
    acting_user: User,
    anyway: bool = False,
) -> WorkAppointment:
    """Put one appointment among ourselves on another moment.

    Raises ``Refused`` for somebody else's, for what is over or called off, a moment that cannot be, and an overlap unless
    ``anyway``.
    """
    row = _locked(appointment, acting_user)
    _refuse_impossible_time(starts_at, ends_at)
    if not anyway:
        users = [row.user, *row.colleagues.all()]
        refuse_overlap(client=None, users=users, starts_at=starts_at, ends_at=ends_at, but=frozenset({row.uid}))
    before, row.starts_at, row.ends_at, row.sequence = row.starts_at, starts_at, ends_at, row.sequence + 1
    row.save(update_fields=["starts_at", "ends_at", "sequence", "changed_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        obj=row,
        details={"step": "moved", "from": before.isoformat(), "to": starts_at.isoformat()},
    )
    return row


@transaction.atomic
def cancel_work(*, appointment: WorkAppointment, acting_user: User, rest_of_series: bool = False) -> int:
    """Call an appointment among ourselves off, and with ``rest_of_series`` what comes after it; return how many.

    A second call changes nothing. Raises ``Refused`` for somebody else's and for what is over.
    """
    if WorkAppointment.objects.filter(pk=appointment.pk, user=acting_user, cancelled_at__isnull=False).exists():
        return 0
    row = _locked(appointment, acting_user)
    rows = [row]
    if rest_of_series and row.series is not None:
        later = WorkAppointment.objects.filter(series=row.series, starts_at__gt=row.starts_at, cancelled_at=None)
        rows += list(later)
    now = timezone.now()
    for one in rows:
        one.cancelled_at, one.sequence, one.changed_at = now, one.sequence + 1, now
    WorkAppointment.objects.bulk_update(rows, ["cancelled_at", "sequence", "changed_at"])
    record(AuditAction.UPDATE, acting_user=acting_user, obj=row, details={"step": "cancelled", "number": len(rows)})
    return len(rows)
