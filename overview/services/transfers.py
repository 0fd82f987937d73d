"""Handing a caseload over: one act over assignments, appointments, reminders and the note in each file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.models import Deputy, User
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.enums import ChangeKind
from casework.models import Appointment
from casework.services.clients import assign_counsellor
from casework.services.once import create_once, refuse_if_invalid
from casework.services.transfers import end_stand_in, hand_over_appointments, set_stand_in, to_hand_over
from chain.services.meeting_handovers import give_back_meetings, hand_over_meetings
from overview.models import CaseloadTransfer, TransferredClient
from overview.selectors.transfers import clients_of, leavers_for
from overview.services.reminders import readdress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from casework.models import Client

LONGEST_DAYS = 366


@dataclass(frozen=True)
class TransferPart:
    """One client that goes over: to whom, and what the successor must know."""

    client: Client
    successor: User
    note: str


@transaction.atomic
def transfer_caseload(
    *,
    leaver: User,
    starts_on: date,
    parts: Sequence[TransferPart],
    form_token: UUID,
    acting_user: User,
    ends_on: date | None = None,
) -> CaseloadTransfer:
    """Hand clients of one counsellor over to others: for good, or with ``ends_on`` for a time.

    For good, the assignment ends and the next begins (``counsellor_changed``); for a time, a stand-in for these clients
    alone ends by itself and the counsellor stays who he was. The appointments and meetings of those days go along, the note stands
    in each file. All of it or nothing; a second call with the same token gives the first transfer. Raises ``Refused``
    for somebody else's caseload, days that cannot be, a successor who may not or is away, and a client without a note.
    """
    earlier = CaseloadTransfer.objects.filter(form_token=form_token).first()
    if earlier is not None:
        if earlier.recorded_by_id != acting_user.pk or earlier.leaver_id != leaver.pk:
            raise Refused(_("Dit formulier is al gebruikt. Open het opnieuw."))
        return earlier
    User.objects.select_for_update().get(pk=leaver.pk)
    if not leavers_for(acting_user).filter(pk=leaver.pk).exists():
        raise Refused(_("U draagt uw eigen caseload over, en als teamleider die van uw team."))
    _refuse_impossible_days(starts_on, ends_on)
    if not parts:
        raise Refused(_("Kies ten minste één cliënt om over te dragen."), field="clients")
    _refuse_impossible_parts(leaver, parts, starts_on, ends_on, acting_user)
    transfer, _new = create_once(
        CaseloadTransfer,
        form_token,
        leaver=leaver,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=acting_user,
    )
    for part in parts:
        _hand_over(transfer, part, acting_user)
    readdress(on=timezone.localdate(), client_ids={part.client.pk for part in parts}, before=leaver)
    record(
        AuditAction.AUTHORISE,
        acting_user=acting_user,
        obj=transfer,
        subjects=sorted(part.client.number for part in parts),
        details={
            "step": "handed over",
            "from": leaver.pk,
            "to": sorted({part.successor.pk for part in parts}),
            "starts": starts_on.isoformat(),
            "ends": ends_on.isoformat() if ends_on else "",
        },
    )
    return transfer


def _refuse_impossible_days(starts_on: date, ends_on: date | None) -> None:
    if starts_on < timezone.localdate():
        raise Refused(_("Deze dag is al voorbij. Kies vandaag of een latere dag."), field="starts_on")
    if (starts_on - timezone.localdate()).days > LONGEST_DAYS:
        raise Refused(_("Een overdracht begint binnen een jaar. Controleer de datum."), field="starts_on")
    if ends_on is None:
        return
    if ends_on < starts_on:
        raise Refused(_("De laatste dag ligt voor de eerste. Kies een latere dag."), field="ends_on")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise Refused(_("Tijdelijk is ten hoogste een jaar. Draag anders blijvend over."), field="ends_on")


def _refuse_impossible_parts(
    leaver: User, parts: Sequence[TransferPart], starts_on: date, ends_on: date | None, acting_user: User
) -> None:
    own = set(clients_of(leaver, acting_user).values_list("pk", flat=True))
    seen: set[int] = set()
    able: dict[int, str] = {}
    for part in parts:
        if part.client.pk in seen:
            raise Refused(_("Een cliënt staat er twee keer bij."), field="clients")
        seen.add(part.client.pk)
        if part.client.pk not in own:
            raise Refused(
                _("%(client)s heeft %(name)s niet meer als begeleider. Open de pagina opnieuw.")
                % {"client": part.client.called, "name": leaver},
                field="clients",
            )
        if part.successor.pk not in able:
            able[part.successor.pk] = _why_not(part.successor, leaver, starts_on, ends_on)
        if able[part.successor.pk]:
            raise Refused(able[part.successor.pk], field=f"successor_{part.client.pk}")
        if not part.note.strip():
            raise Refused(_("Schrijf op wat de opvolger moet weten."), field=f"note_{part.client.pk}")


def _why_not(successor: User, leaver: User, starts_on: date, ends_on: date | None) -> str:
    """Return why somebody cannot take clients over, or an empty text."""
    if successor.pk == leaver.pk:
        return _("Kies iemand anders dan wie overdraagt.")
    if not successor.is_active or not standing_of(successor, starts_on).has(Role.COUNSELLOR):
        return _("%(name)s is op die dag geen begeleider. Kies iemand anders.") % {"name": successor}
    last = ends_on or starts_on
    away = Deputy.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=starts_on), absent=successor, valid_from__lte=last
    )
    if away.exists():
        return _("%(name)s is dan zelf afwezig. Kies iemand anders of een andere dag.") % {"name": successor}
    return ""


def _hand_over(transfer: CaseloadTransfer, part: TransferPart, acting_user: User) -> None:
    try:
        if transfer.ends_on is None:
            assign_counsellor(
                client=part.client, counsellor=part.successor, starts_on=transfer.starts_on, acting_user=acting_user
            )
        else:
            set_stand_in(
                client=part.client,
                stand_in=part.successor,
                valid_from=transfer.starts_on,
                valid_until=transfer.ends_on,
                acting_user=acting_user,
            )
    except Refused as refusal:
        field = refusal.field if refusal.field == "starts_on" else f"successor_{part.client.pk}"
        raise Refused(f"{part.client}: {refusal.sentence}", field=field) from refusal
    moved = hand_over_appointments(
        client=part.client,
        appointments=to_hand_over(
            client=part.client, user=transfer.leaver, starts_on=transfer.starts_on, ends_on=transfer.ends_on
        ),
        successor=part.successor,
        acting_user=acting_user,
    ) + hand_over_meetings(
        client=part.client,
        leaver=transfer.leaver,
        successor=part.successor,
        starts_on=transfer.starts_on,
        ends_on=transfer.ends_on,
        acting_user=acting_user,
    )
    row = TransferredClient(
        transfer=transfer,
        client=part.client,
        successor=part.successor,
        note=part.note.strip(),
        appointments=moved,
    )
    refuse_if_invalid(row)
    row.save()


@transaction.atomic
def end_transfer(*, transfer: CaseloadTransfer, acting_user: User) -> CaseloadTransfer:
    """End a temporary transfer before its day: clients, coming appointments and meetings go back. A second time changes nothing.

    Raises ``Refused`` for a transfer for good, and for somebody else's.
    """
    locked = CaseloadTransfer.objects.select_for_update(of=("self",)).select_related("leaver").get(pk=transfer.pk)
    if not leavers_for(acting_user).filter(pk=locked.leaver_id).exists():
        raise Refused(_("U beëindigt uw eigen overdracht, en als teamleider die van uw team."))
    if locked.ends_on is None:
        raise Refused(_("Deze overdracht is blijvend. Draag de cliënten opnieuw over."))
    if not locked.may_be_ended:
        return locked
    now = timezone.now()
    parts = list(locked.parts.select_related("client", "successor"))
    for part in parts:
        end_stand_in(client=part.client, stand_in=part.successor, valid_from=locked.starts_on, acting_user=acting_user)
        came = Appointment.objects.filter(
            client=part.client, changes__kind=ChangeKind.HANDED, changes__recorded_at__gte=locked.recorded_at
        )
        over = timezone.make_aware(dt.datetime.combine(locked.ends_on + dt.timedelta(days=1), dt.time.min))
        hand_over_appointments(
            client=part.client,
            appointments=Appointment.objects.without_outcome().filter(
                pk__in=came.values("pk"), user=part.successor, starts_at__gt=now, starts_at__lt=over
            ),
            successor=locked.leaver,
            acting_user=acting_user,
        )
        give_back_meetings(client=part.client, leaver=locked.leaver, successor=part.successor, acting_user=acting_user)
    locked.ended_at, locked.ended_by = now, acting_user
    locked.save(update_fields=["ended_at", "ended_by"])
    for successor in {part.successor for part in parts}:
        mine = {part.client.pk for part in parts if part.successor == successor}
        readdress(on=timezone.localdate(), client_ids=mine, before=successor)
    record(
        AuditAction.AUTHORISE,
        acting_user=acting_user,
        obj=locked,
        subjects=sorted(part.client.number for part in parts),
        details={"step": "ended"},
    )
    return locked
