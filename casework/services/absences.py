"""Somebody is missing: the clock starts, the steps are taken, he comes back and is talked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.events import absence_started, client_returned
from casework.models import Absence, AbsenceStepDone, Client, Leave, Stay
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import Location, User
    from casework.models import AbsenceStep


@transaction.atomic
def start_absence(
    *, client: Client, location: Location, form_token: UUID, missed_at: datetime, circumstances: str, acting_user: User
) -> Absence:
    """Record that a resident is missing without leave. Sends ``absence_started``.

    A leave that passed its end without a return goes with it. Raises ``Refused`` for a moment in the future, for
    somebody who did not live there, and when he still has leave or stands as missing already.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if missed_at > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Controleer de dag en de tijd."), field="missed_time")
    if not circumstances.strip():
        raise Refused(_("Schrijf op wat er bekend is: wie miste hem, wanneer is hij gezien."), field="circumstances")
    day = timezone.localtime(missed_at).date()
    if not Stay.objects.active_on(day).filter(client=client, location=location).exists():
        raise Refused(
            _("Deze cliënt woonde op die dag niet op %(location)s.") % {"location": location}, field="missed_day"
        )
    leave = (
        client.leaves.filter(withdrawn_at=None, returned_at=None, starts_at__lte=missed_at)
        .order_by("-starts_at")
        .first()
    )
    if leave is not None and leave.ends_at > missed_at:
        raise Refused(
            _("Deze cliënt heeft verlof tot %(end)s. Ongeoorloofd afwezig is hij pas daarna, of trek het verlof in.")
            % {"end": timezone.localtime(leave.ends_at).strftime("%d-%m-%Y %H:%M")},
            field="missed_time",
        )
    absence, new = create_once(
        Absence,
        form_token,
        client=client,
        location=location,
        leave=leave,
        missed_at=missed_at,
        circumstances=circumstances.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=absence,
            details={"location": location.pk, "missed": missed_at.isoformat()},
        )
        absence_started.send(Absence, absence=absence, acting_user=acting_user)
    return absence


@transaction.atomic
def take_step(
    *, absence: Absence, step: AbsenceStep, form_token: UUID, acting_user: User, note: str = ""
) -> AbsenceStepDone:
    """Record that a step was taken; one that was taken already stays as it was."""
    earlier = AbsenceStepDone.objects.filter(absence=absence, step=step).first()
    if earlier is not None:
        return earlier
    done, new = create_once(
        AbsenceStepDone, form_token, absence=absence, step=step, note=note.strip(), recorded_by=acting_user
    )
    if (done.absence_id, done.step_id) != (absence.pk, step.pk):
        raise Refused(_("Dit formulier is al gebruikt bij een andere stap. Open het opnieuw."))
    if new:
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=absence.client.number,
            obj=absence,
            details={"step": step.key},
        )
    return done


@transaction.atomic
def record_return(*, absence: Absence, returned_at: datetime, return_talk: str, acting_user: User) -> Absence:
    """Record that he is back and what was said. Sends ``client_returned``; a second call changes nothing.

    A leave that had run over ends at the same moment. Raises ``Refused`` without the talk, and for a moment in the
    future or before he was missed.
    """
    locked = Absence.objects.select_for_update().select_related("client", "location").get(pk=absence.pk)
    if locked.returned_at is not None:
        return locked
    if returned_at > timezone.now():
        raise Refused(_("De terugkeer ligt in de toekomst. Controleer de tijd."), field="returned_time")
    if returned_at < locked.missed_at:
        raise Refused(_("Hij kan niet terug zijn voordat hij werd gemist. Controleer de tijd."), field="returned_time")
    if not return_talk.strip():
        raise Refused(_("Schrijf op wat er bij terugkomst is besproken."), field="return_talk")
    locked.returned_at, locked.returned_to = returned_at, acting_user
    locked.return_talk, locked.return_recorded_at = return_talk.strip(), timezone.now()
    refuse_if_invalid(locked)
    locked.save(update_fields=["returned_at", "returned_to", "return_talk", "return_recorded_at"])
    if locked.leave_id is not None:
        over = Leave.objects.get(pk=locked.leave_id)
        if over.returned_at is None:
            over.returned_at, over.returned_to = returned_at, acting_user
            over.save(update_fields=["returned_at", "returned_to"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"returned": returned_at.isoformat()},
    )
    client_returned.send(Absence, absence=locked, acting_user=acting_user)
    return locked
