"""What is seen of residents: at the door, in the count of the night, and who came to see them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, LocationKind
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import MarkKind, Whereabouts
from casework.models import Client, DoorMark, NightCount, NightLine, Stay, Visit
from casework.selectors.presence import places, residents
from casework.services.leaves import return_from_leave
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import Location, User

COUNT_BACK = timedelta(days=2)  # a count is written down during the night, or the morning after


@transaction.atomic
def mark_door(
    *,
    client: Client,
    location: Location,
    form_token: UUID,
    kind: str,
    acting_user: User,
    at: datetime | None = None,
    note: str = "",
) -> DoorMark:
    """Record that a resident left, came home or picked up his post, now or at a moment before.

    Coming home ends a leave. Raises ``Refused`` for a moment in the future, for somebody who is missing (his return
    has a form of its own, with the talk), and when a pick-up is recorded for a house, or the door for a postal address.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = DoorMark.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    moment = at or timezone.now()
    if moment > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Controleer de tijd."), field="at")
    if (kind == MarkKind.PICK_UP) != (location.kind == LocationKind.POSTAL_ADDRESS):
        raise Refused(
            _("Op een postadres wordt post opgehaald; in een huis gaat iemand de deur uit of komt hij thuis.")
        )
    if not Stay.objects.active_on(timezone.localtime(moment).date()).filter(client=client, location=location).exists():
        raise Refused(_("Deze cliënt woonde op die dag niet op %(location)s.") % {"location": location})
    place = places([client.pk], moment)[client.pk]
    if place.where == Whereabouts.ABSENT:
        raise Refused(_("Deze cliënt staat als ongeoorloofd afwezig. Leg zijn terugkeer vast, met het gesprek."))
    if place.leave is not None:
        if kind == MarkKind.OUT:
            raise Refused(_("Deze cliënt is met verlof en dus al weg."))
        return_from_leave(leave=place.leave, returned_at=moment, acting_user=acting_user)
    mark, new = create_once(
        DoorMark,
        form_token,
        client=client,
        location=location,
        kind=kind,
        at=moment,
        note=note.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=mark, details={"kind": kind}
        )
    return mark


@transaction.atomic
def count_night(
    *,
    location: Location,
    form_token: UUID,
    night: date,
    counted_at: datetime,
    seen: Collection[Client],
    acting_user: User,
    note: str = "",
) -> NightCount:
    """Record who was seen in the house in the night that begins on ``night``; a later count stands beside it.

    Every resident gets a line: seen or not, and where he was by what was recorded. Raises ``Refused`` for a moment in
    the future or outside the night, for a night longer ago than two days, and for somebody who does not live there.
    """
    now = timezone.now()
    if counted_at > now:
        raise Refused(_("De telling ligt in de toekomst. Controleer de tijd."), field="counted_time")
    if not night <= timezone.localtime(counted_at).date() <= night + timedelta(days=1):
        raise Refused(_("Dit tijdstip hoort niet bij deze nacht."), field="counted_time")
    if now - counted_at > COUNT_BACK:
        raise Refused(_("Een nacht wordt hoogstens twee dagen later nog geteld."), field="counted_time")
    there = residents(location, night)
    if not there:
        raise Refused(_("In dit huis woont die nacht niemand; er is niets te tellen."))
    known = {client.pk for client in there}
    if any(client.pk not in known for client in seen):
        raise Refused(_("Wie is aangevinkt, woont hier niet meer. Kijk de lijst nog eens na."), field="seen")
    count, new = create_once(
        NightCount,
        form_token,
        location=location,
        night=night,
        counted_at=counted_at,
        note=note.strip(),
        recorded_by=acting_user,
    )
    if not new:
        return count
    where = places(known, counted_at)
    present = {client.pk for client in seen}
    NightLine.objects.bulk_create(
        NightLine(count=count, client=client, seen=client.pk in present, expected=where[client.pk].where)
        for client in there
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        obj=count,
        subjects=[client.number for client in there],
        details={"night": night.isoformat(), "seen": len(present), "of": len(there)},
    )
    return count


@transaction.atomic
def record_visit(
    *,
    location: Location,
    client: Client,
    form_token: UUID,
    visitor: str,
    arrived_at: datetime,
    acting_user: User,
    relation: str = "",
) -> Visit:
    """Record who came to see a resident.

    Raises ``Refused`` for a moment in the future and for somebody who does not live there.
    """
    if arrived_at > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Controleer de tijd."), field="arrived_time")
    day = timezone.localtime(arrived_at).date()
    if not Stay.objects.active_on(day).filter(client=client, location=location).exists():
        raise Refused(_("Deze cliënt woonde op die dag niet op %(location)s.") % {"location": location}, field="client")
    visit, new = create_once(
        Visit,
        form_token,
        location=location,
        client=client,
        visitor=visitor.strip(),
        relation=relation.strip(),
        arrived_at=arrived_at,
        recorded_by=acting_user,
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=visit)
    return visit


@transaction.atomic
def end_visit(*, visit: Visit, acting_user: User) -> Visit:
    """Record that a visitor left now; a second call changes nothing."""
    locked = Visit.objects.select_for_update().select_related("client").get(pk=visit.pk)
    if locked.left_at is None:
        locked.left_at = timezone.now()
        refuse_if_invalid(locked)
        locked.save(update_fields=["left_at"])
        record(AuditAction.UPDATE, acting_user=acting_user, client_number=locked.client.number, obj=locked)
    return locked
