"""A meeting that is coming: planned, answered, moved, called off; and what each party puts on the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once, refuse_if_invalid
from chain.enums import AlertKind, InvitationAnswer, PointKind, Seat
from chain.models import AgendaPoint, Invitation, PlannedMeeting
from chain.selectors.agendas import NOT, agenda_of
from chain.services.alerts import alert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User

LONGEST_POINT = 500


@dataclass(frozen=True)
class Invitee:
    """Somebody who is asked to come; ``user`` is his account where he has one."""

    seat: str
    name: str
    user: User | None = None


def _refuse_past(starts_at: datetime) -> None:
    if starts_at < timezone.now():
        raise Refused(
            _("Dit moment is al voorbij. Kies een later moment, of leg het overleg vast als het gehouden is."),
            field="starts_on",
        )


@transaction.atomic
def plan_meeting(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    invitees: Sequence[Invitee],
    acting_user: User,
    purpose: str = "",
    proposed_as: str = Seat.ORGANISATION,
) -> PlannedMeeting:
    """Plan a meeting and invite to it; return it, also on a second click.

    Who plans it comes himself. Partners with an account get an empty mail. Raises ``Refused`` for a moment that has
    passed, a moment that is taken, and for a meeting to which somebody is not invited who must be at that table.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = PlannedMeeting.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    _refuse_past(starts_at)
    agenda = agenda_of(kind)
    seats = {one.seat for one in invitees}
    missing = agenda.missing(seats)
    if missing:
        raise Refused(
            _("Een %(kind)s kan alleen met %(who)s erbij. Nodig die ook uit.")
            % {"kind": agenda.label.lower(), "who": _(" en ").join(missing)},
            field="guests",
        )
    if agenda.client == NOT and Seat.CLIENT in seats:
        raise Refused(_("Bij een teambespreking is de cliënt er niet. Kies een ander overleg."), field="kind")
    meeting, new = create_once(
        PlannedMeeting,
        form_token,
        client=client,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        place=place.strip(),
        purpose=purpose.strip(),
        proposed_by=acting_user,
        proposed_as=proposed_as,
    )
    if not new:
        return meeting
    for one in invitees:
        comes = one.user is not None and one.user.pk == acting_user.pk
        invitation = Invitation(
            meeting=meeting,
            seat=one.seat,
            user=one.user,
            name=one.name.strip(),
            answer=InvitationAnswer.ACCEPTED if comes else InvitationAnswer.WAITING,
            answered_at=timezone.now() if comes else None,
        )
        refuse_if_invalid(invitation)
        invitation.save()
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=meeting,
        details={"kind": kind, "starts": starts_at.isoformat(), "invited": len(invitees)},
    )
    _tell_partners(meeting, acting_user)
    return meeting


def _tell_partners(meeting: PlannedMeeting, acting_user: User) -> None:
    """Let every partner with an account who is invited, and did not do this himself, know that something is there."""
    for one in meeting.invitations.exclude(user=None).exclude(user=acting_user).exclude(seat=Seat.ORGANISATION):
        if one.user is not None:
            alert(recipient=one.user, client=meeting.client, kind=AlertKind.MEETING, object_id=meeting.pk)


def _open(meeting: PlannedMeeting) -> PlannedMeeting:
    """Return the meeting, locked; raise ``Refused`` when it was called off or held."""
    locked = PlannedMeeting.objects.select_for_update(of=("self",)).select_related("client").get(pk=meeting.pk)
    if locked.cancelled_at is not None:
        raise Refused(_("Dit overleg is afgezegd. Plan een nieuw overleg."))
    if locked.is_held:
        raise Refused(_("Dit overleg is al gehouden."))
    return locked


@transaction.atomic
def answer_invitation(*, invitation: Invitation, answer: str, acting_user: User, remark: str = "") -> Invitation:
    """Record whether somebody comes; the last answer counts.

    Who has an account answers himself, or who stands in for him; for who has none the organisation does. Raises
    ``Refused`` for a meeting that is over or called off, for another's invitation, and for no without why.
    """
    meeting = _open(invitation.meeting)
    mine = standing_of(acting_user)
    if invitation.user_id is not None and invitation.user_id not in mine.acts_for:
        raise Refused(_("Deze uitnodiging is aan iemand anders. Alleen die persoon kan antwoorden."))
    if invitation.user_id is None and not mine.keeps_files:
        raise Refused(_("Alleen de begeleiding vult dit antwoord in."))
    if answer == InvitationAnswer.DECLINED and not remark.strip():
        raise Refused(_("Schrijf op waarom niet, of wanneer wel."), field="remark")
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    row.answer, row.remark, row.answered_at = answer, remark.strip(), timezone.now()
    refuse_if_invalid(row)
    row.save(update_fields=["answer", "remark", "answered_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=meeting.client.number,
        obj=meeting,
        details={"invitation": row.pk, "answer": answer},
    )
    return row


@transaction.atomic
def move_meeting(
    *, meeting: PlannedMeeting, starts_at: datetime, minutes: int, place: str, acting_user: User
) -> PlannedMeeting:
    """Move a meeting; everybody but who moved it is asked again. Moving it to where it is changes nothing.

    Raises ``Refused`` for a moment that has passed or is taken, and for a meeting that is over or called off.
    """
    locked = _open(meeting)
    place = place.strip()
    if (locked.starts_at, locked.minutes, locked.place) == (starts_at, minutes, place):
        return locked
    _refuse_past(starts_at)
    before = locked.starts_at
    locked.starts_at, locked.minutes, locked.place = starts_at, minutes, place
    locked.sequence += 1
    refuse_if_invalid(locked)
    locked.save(update_fields=["starts_at", "minutes", "place", "sequence"])
    locked.invitations.exclude(user=acting_user).update(answer=InvitationAnswer.WAITING, remark="", answered_at=None)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"from": before.isoformat(), "to": starts_at.isoformat()},
    )
    _tell_partners(locked, acting_user)
    return locked


@transaction.atomic
def cancel_meeting(*, meeting: PlannedMeeting, reason: str, acting_user: User) -> PlannedMeeting:
    """Call a meeting off, with the reason; a second time changes nothing. Raises ``Refused`` once it was held."""
    earlier = PlannedMeeting.objects.get(pk=meeting.pk)
    if earlier.cancelled_at is not None:
        return earlier
    locked = _open(meeting)
    if not reason.strip():
        raise Refused(_("Schrijf op waarom het overleg niet doorgaat."), field="reason")
    locked.cancelled_at, locked.cancel_reason = timezone.now(), reason.strip()
    locked.sequence += 1
    refuse_if_invalid(locked)
    locked.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"cancelled": True},
    )
    _tell_partners(locked, acting_user)
    return locked


@transaction.atomic
def add_point(
    *,
    meeting: PlannedMeeting,
    form_token: UUID,
    seat: str,
    text: str,
    acting_user: User,
    kind: str = PointKind.POINT,
    source: str = "",
) -> AgendaPoint:
    """Put something on the table for one party; everybody at the table will read it.

    ``source`` names the open matter of the file it came from; the same matter stands on an agenda once. Raises
    ``Refused`` for an empty or too long text, and for a meeting that is over or called off.
    """
    locked = _open(meeting)
    words = text.strip()
    if not words:
        raise Refused(_("Schrijf op waar het over gaat."), field="text")
    if len(words) > LONGEST_POINT:
        raise Refused(_("Maak het korter: ten hoogste %(count)s tekens.") % {"count": LONGEST_POINT}, field="text")
    if source:
        there = locked.points.filter(source=source, withdrawn_at=None).first()
        if there is not None:
            return there
    point, new = create_once(
        AgendaPoint, form_token, meeting=locked, seat=seat, kind=kind, text=words, source=source, author=acting_user
    )
    if point.meeting_id != locked.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander overleg. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=point,
            details={"meeting": locked.pk, "seat": seat, "kind": kind},
        )
    return point


@transaction.atomic
def withdraw_point(*, point: AgendaPoint, seat: str, acting_user: User) -> AgendaPoint:
    """Take a point of the own party off the table; a second time changes nothing.

    The organisation writes for the client as well. Raises ``Refused`` for a point of another party.
    """
    _open(point.meeting)
    own = {Seat.ORGANISATION, Seat.CLIENT} if seat == Seat.ORGANISATION else {seat}
    row = AgendaPoint.objects.select_for_update(of=("self",)).select_related("meeting__client").get(pk=point.pk)
    if row.seat not in own:
        raise Refused(_("Dit punt is van een andere partij. Alleen die kan het van de agenda halen."))
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=row.meeting.client.number,
            obj=row,
            details={"withdrawn": True},
        )
    return row
