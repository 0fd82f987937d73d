"""The overview of what a client uses, after a source. Nothing here prescribes, reckons or advises."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client, Medication, MedicationRefusal
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User


@dataclass(frozen=True)
class MedicineLine:
    """A medicine as it stands in a source: ``source_on`` is the date of that source."""

    name: str
    dose: str
    since: date
    prescriber: str
    kept_by: str
    source: str
    source_on: date
    check_effect: str = ""
    note: str = ""


@transaction.atomic
def note_medication(
    *, client: Client, form_token: UUID, line: MedicineLine, acting_user: User, replaces: Medication | None = None
) -> Medication:
    """Note a medicine as it stands in a source; with ``replaces`` it takes the place of an earlier line.

    The replaced line stops the day on which the new one begins, by the same source. Raises ``Refused`` for dates in
    the future, and for a line of another client or one that was replaced or stopped.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = Medication.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    today = timezone.localdate()
    if line.source_on > today:
        raise Refused(_("De bron kan niet van later zijn dan vandaag."), field="source_on")
    if line.since > today:
        raise Refused(_("Noteer wat nu wordt gebruikt; dit begint pas later."), field="since")
    if line.since < client.birth_date:
        raise Refused(_("Dit ligt voor de geboortedatum. Controleer het jaar."), field="since")
    if replaces is not None and (replaces.client_id != client.pk or not replaces.is_used):
        raise Refused(_("Deze regel is al vervangen of gestopt. Open het overzicht opnieuw."))
    if replaces is not None and line.since < replaces.since:
        raise Refused(_("De wijziging ligt voor het begin van de regel die zij vervangt."), field="since")
    row, new = create_once(
        Medication,
        form_token,
        client=client,
        **{key: value.strip() if isinstance(value, str) else value for key, value in asdict(line).items()},
        replaces=replaces,
        recorded_by=acting_user,
    )
    if new:
        if replaces is not None:
            _stop(replaces, line.since, str(row.get_source_display()), acting_user)
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"source": line.source, "replaces": replaces.pk if replaces else None},
        )
    return row


@transaction.atomic
def stop_medication(*, medication: Medication, stopped_on: date, stop_source: str, acting_user: User) -> Medication:
    """Note that a medicine is no longer used, and who told us; a second call changes nothing.

    Raises ``Refused`` for a day in the future or before it began, and without a source.
    """
    locked = Medication.objects.select_for_update().select_related("client").get(pk=medication.pk)
    if not locked.is_used:
        return locked
    if stopped_on > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Noteer het als het zover is."), field="stopped_on")
    _stop(locked, stopped_on, stop_source.strip(), acting_user)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"stopped": stopped_on.isoformat()},
    )
    return locked


def _stop(row: Medication, day: date, source: str, user: User) -> None:
    row.stopped_on, row.stop_source, row.stop_recorded_by, row.stop_recorded_at = day, source, user, timezone.now()
    refuse_if_invalid(row)
    row.save(update_fields=["stopped_on", "stop_source", "stop_recorded_by", "stop_recorded_at"])


@transaction.atomic
def record_refusal(
    *,
    medication: Medication,
    form_token: UUID,
    refused_at: datetime,
    reason: str,
    acting_user: User,
    told_to: str = "",
) -> MedicationRefusal:
    """Record that a client did not want a medicine, in his own words, and whom was told.

    Raises ``Refused`` for a moment in the future, or outside the time in which he used it.
    """
    if refused_at > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst. Controleer de dag en de tijd."), field="refused_time")
    day = timezone.localtime(refused_at).date()
    if day < medication.since or (medication.stopped_on is not None and day > medication.stopped_on):
        raise Refused(_("Op deze dag gebruikte hij dit middel niet, volgens het overzicht."), field="refused_day")
    row, new = create_once(
        MedicationRefusal,
        form_token,
        medication=medication,
        refused_at=refused_at,
        reason=reason.strip(),
        told_to=told_to.strip(),
        recorded_by=acting_user,
    )
    if row.medication_id != medication.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander middel. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=medication.client.number,
            obj=row,
            details={"medication": medication.pk},
        )
    return row
