"""Planned meetings when a caseload is handed over, or an officer followed up: the successor sits at the table instead."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.services.audit import record
from chain.enums import InvitationAnswer
from chain.models import Invitation, PlannedMeeting

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def hand_over_meetings(
    *, client: Client, leaver: User, successor: User, starts_on: date, ends_on: date | None, acting_user: User
) -> int:
    """Invite the successor instead of the leaver to the meetings of one client in those days; return how many.

    Without ``ends_on`` to all that come from ``starts_on``, and to those that were and are not recorded yet. Where the
    successor was invited already, the leaver alone goes off the list.
    """
    invitations = Invitation.objects.filter(
        meeting__in=PlannedMeeting.objects.still_to_come().filter(client=client), user=leaver
    )
    now, begins = timezone.now(), _midnight(starts_on)
    if ends_on is None:
        invitations = invitations.exclude(meeting__starts_at__gt=now, meeting__starts_at__lt=begins)
    else:
        over = _midnight(ends_on + timedelta(days=1))
        invitations = invitations.filter(meeting__starts_at__gte=max(now, begins), meeting__starts_at__lt=over)
    return seat(client=client, invitations=invitations, user=successor, handed_from=leaver, acting_user=acting_user)


@transaction.atomic
def give_back_meetings(*, client: Client, leaver: User, successor: User, acting_user: User) -> int:
    """Invite the leaver again to the coming meetings that a transfer gave to the successor; return how many."""
    invitations = Invitation.objects.filter(
        meeting__in=PlannedMeeting.objects.still_to_come().filter(client=client, starts_at__gt=timezone.now()),
        user=successor,
        handed_from=leaver,
    )
    return seat(client=client, invitations=invitations, user=leaver, acting_user=acting_user)


@transaction.atomic
def seat(
    *, client: Client, invitations: QuerySet[Invitation], user: User, acting_user: User, handed_from: User | None = None
) -> int:
    """Invite somebody in the place of those invited, each to answer anew; return how many places that were.

    Where he was invited already, the other alone goes off the list. ``handed_from`` is to whom the place may go back.
    """
    rows = list(invitations.select_related("meeting"))
    for one in rows:
        if one.meeting.invitations.filter(user=user).exists():
            one.delete()
            continue
        one.user, one.name, one.handed_from = user, str(user), handed_from
        one.answer, one.remark, one.answered_at = InvitationAnswer.WAITING, "", None
        one.save(update_fields=["user", "name", "handed_from", "answer", "remark", "answered_at"])
    if rows:
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=client.number,
            object_type=PlannedMeeting._meta.label_lower,
            details={"step": "handed", "number": len(rows), "user": user.pk},
        )
    return len(rows)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
