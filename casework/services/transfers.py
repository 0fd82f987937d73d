"""What a transfer of a caseload changes in one file: a stand-in for a time, and appointments that go to another."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import AssignmentRole, ChangeKind
from casework.models import Appointment, AppointmentChange, AppointmentColleague, Assignment, Client
from casework.services.once import refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.querysets import AppointmentQuerySet


@transaction.atomic
def set_stand_in(
    *, client: Client, stand_in: User, valid_from: date, valid_until: date, acting_user: User
) -> Assignment:
    """Let somebody carry one client for his counsellor, both days included; it ends by itself.

    Raises ``Refused`` when somebody stands in for this client in those days already.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    taken = (
        client.assignments.filter(
            role=AssignmentRole.STAND_IN, valid_from__lte=valid_until, valid_until__gte=valid_from
        )
        .select_related("user")
        .first()
    )
    if taken is not None:
        raise Refused(
            _("%(name)s neemt %(client)s dan al waar, tot en met %(day)s.")
            % {"name": taken.user, "client": client.called, "day": f"{taken.valid_until:%d-%m-%Y}"},
            field="successor",
        )
    row = Assignment(
        client=client, user=stand_in, role=AssignmentRole.STAND_IN, valid_from=valid_from, valid_until=valid_until
    )
    refuse_if_invalid(row)
    row.save()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=row,
        details={
            "role": AssignmentRole.STAND_IN.value,
            "user": stand_in.pk,
            "from": valid_from.isoformat(),
            "until": valid_until.isoformat(),
        },
    )
    return row


@transaction.atomic
def end_stand_in(*, client: Client, stand_in: User, valid_from: date, acting_user: User) -> None:
    """End it: yesterday was the last day, or today when it began today; one that had not begun is removed."""
    today = timezone.localdate()
    row = (
        Assignment.objects.select_for_update()
        .filter(
            client=client,
            user=stand_in,
            role=AssignmentRole.STAND_IN,
            valid_from=valid_from,
            valid_until__gte=today,
        )
        .first()
    )
    if row is None:
        return
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=row,
        details={"role": AssignmentRole.STAND_IN.value, "user": stand_in.pk, "ended": today.isoformat()},
    )
    if row.valid_from > today:
        row.delete()
        return
    row.valid_until = max(row.valid_from, today - timedelta(days=1))
    row.save(update_fields=["valid_until"])


def to_hand_over(*, client: Client, user: User, starts_on: date, ends_on: date | None) -> AppointmentQuerySet:
    """Return the appointments of a user with a client that go along with a transfer.

    For a time: what is still to come in those days. For good: that, and what was and of which nobody told the outcome.
    """
    rows = Appointment.objects.without_outcome().filter(client=client, user=user)
    now = timezone.now()
    begins = timezone.make_aware(datetime.combine(starts_on, time.min))
    if ends_on is None:
        return rows.exclude(starts_at__gt=now, starts_at__lt=begins)
    over = timezone.make_aware(datetime.combine(ends_on + timedelta(days=1), time.min))
    return rows.filter(starts_at__gte=max(now, begins), starts_at__lt=over)


@transaction.atomic
def hand_over_appointments(
    *, client: Client, appointments: AppointmentQuerySet, successor: User, acting_user: User
) -> int:
    """Put appointments of one client in the calendar of the successor; who had them is kept. Return how many."""
    rows = list(appointments.select_for_update(of=("self",)).select_related("user"))
    if not rows:
        return 0
    now = timezone.now()
    changes = []
    for row in rows:
        with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
            reason = _("van %(before)s naar %(after)s") % {"before": row.user, "after": successor}
        changes.append(
            AppointmentChange(
                appointment=row,
                kind=ChangeKind.HANDED,
                was_from=row.starts_at,
                was_until=row.ends_at,
                reason=reason[:200],
                recorded_by=acting_user,
            )
        )
        row.user, row.sequence, row.changed_at = successor, row.sequence + 1, now
    AppointmentChange.objects.bulk_create(changes)
    Appointment.objects.bulk_update(rows, ["user", "sequence", "changed_at"])
    # Who came along, and has it as his own now, is not there twice.
    AppointmentColleague.objects.filter(appointment__in=rows, user=successor).delete()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        object_type=Appointment._meta.label_lower,
        details={"step": "handed", "number": len(rows), "user": successor.pk},
    )
    return len(rows)


@transaction.atomic
def take_off_appointments(*, client: Client, users: QuerySet[User], starts_on: date, acting_user: User) -> int:
    """Let colleagues no longer come along to what is still to come of one client from a day on; return how many places."""
    begins = timezone.make_aware(datetime.combine(starts_on, time.min))
    coming = Appointment.objects.without_outcome().filter(client=client, starts_at__gte=max(begins, timezone.now()))
    places = AppointmentColleague.objects.filter(appointment__in=coming, user__in=users)
    rows = list(coming.filter(pk__in=places.values("appointment")).select_for_update(of=("self",)))
    if not rows:
        return 0
    number = places.count()
    for row in rows:
        row.sequence, row.changed_at = row.sequence + 1, timezone.now()
    Appointment.objects.bulk_update(rows, ["sequence", "changed_at"])
    AppointmentColleague.objects.filter(appointment__in=rows, user__in=users).delete()
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=client.number,
        object_type=Appointment._meta.label_lower,
        details={"step": "taken off", "number": number},
    )
    return number
