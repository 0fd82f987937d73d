"""Planned meetings when a caseload is handed over: the successor sits at the table instead."""

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
    return _hand(client, list(invitations.select_related("meeting")), successor, acting_user, handed_from=leaver)


@transaction.atomic
def give_back_meetings(*, client: Client, leaver: User, successor: User, acting_user: User) -> int:
    """Invite the leaver again to the coming meetings that a transfer gave to the successor; return how many."""
    invitations = Invitation.objects.filter(
        meeting__in=PlannedMeeting.objects.still_to_come().filter(client=client, starts_at__gt=timezone.now()),
        user=successor,
        handed_from=leaver,
    )
    return _hand(client, list(invitations.select_related("meeting")), leaver, acting_user, handed_from=None)


def _hand(
    client: Client, invitations: list[Invitation], to: User, acting_user: User, *, handed_from: User | None
) -> int:
    for one in invitations:
        if one.meeting.invitations.filter(user=to).exists():
            one.delete()
            continue
        one.user, one.name, one.handed_from = to, str(to), handed_from
        one.answer, one.remark, one.answered_at = InvitationAnswer.WAITING, "", None
        one.save(update_fields=["user", "name", "handed_from", "answer", "remark", "answered_at"])
    if invitations:
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=client.number,
            object_type=PlannedMeeting._meta.label_lower,
            details={"step": "handed", "number": len(invitations), "user": to.pk},
        )
    return len(invitations)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
