"""Contact notes: written once, corrected by an addendum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import ConditionOutcome
from casework.events import condition_not_kept, contact_logged
from casework.models import ConditionTouch, ContactNote, NoteAddendum
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Appointment, Client, LifeDomain, SpecialCondition


@transaction.atomic
def write_note(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    occurred_at: datetime,
    duration_minutes: int,
    text: str,
    acting_user: User,
    went_well: str = "",
    client_view: str = "",
    domains: Iterable[LifeDomain] = (),
    touches: Sequence[tuple[SpecialCondition, str]] = (),
    appointment: Appointment | None = None,
) -> ContactNote:
    """Write down one contact, and what it showed of the special conditions.

    ``appointment`` is the one that the note is about, where it was planned. ``touches`` are pairs of a condition of this client and a ``ConditionOutcome``. Sends ``contact_logged``, and
    ``condition_not_kept`` for each condition that was not kept. Raises ``Refused`` for a contact in the future or before
    the birth of the client, for an empty text, and for a condition that is somebody else's, did not hold that day, or is
    named twice. A second call with the same token returns the note that the first one wrote.
    """
    _refuse_wrong_moment(client, occurred_at)
    if not text.strip():
        raise Refused(_("Schrijf op wat er is besproken of gebeurd."), field="text")
    _refuse_wrong_touches(client, occurred_at, touches)
    if appointment is not None and appointment.client_id != client.pk:
        raise Refused(_("Deze afspraak hoort niet bij deze cliënt."))
    note, new = create_once(
        ContactNote,
        form_token,
        client=client,
        author=acting_user,
        kind=kind,
        occurred_at=occurred_at,
        duration_minutes=duration_minutes,
        text=text.strip(),
        went_well=went_well.strip(),
        client_view=client_view.strip(),
        appointment=appointment,
    )
    if not new:
        return note
    chosen = list(domains)
    note.domains.set(chosen)
    rows = [ConditionTouch(note=note, condition=condition, outcome=outcome) for condition, outcome in touches]
    for row in rows:
        refuse_if_invalid(row)
        row.save()
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=note,
        details={
            "kind": kind,
            "domains": sorted(domain.key for domain in chosen),
            "conditions": {str(row.condition_id): row.outcome for row in rows},
        },
    )
    contact_logged.send(ContactNote, note=note, acting_user=acting_user)
    for row in rows:
        if row.outcome == ConditionOutcome.NOT_KEPT:
            condition_not_kept.send(ConditionTouch, touch=row, acting_user=acting_user)
    return note


@transaction.atomic
def add_addendum(*, note: ContactNote, form_token: UUID, text: str, reason: str, acting_user: User) -> NoteAddendum:
    """Correct or complete a note without touching it: who, when and why stand beside it.

    Raises ``Refused`` when the text or the reason is empty.
    """
    if not text.strip():
        raise Refused(_("Schrijf op wat er verandert of bij komt."), field="text")
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u de aanvulling maakt."), field="reason")
    addendum, new = create_once(
        NoteAddendum, form_token, note=note, author=acting_user, text=text.strip(), reason=reason.strip()
    )
    if addendum.note_id != note.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander contact. Open het opnieuw."))
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=note.client.number, obj=addendum)
    return addendum


def _refuse_wrong_moment(client: Client, occurred_at: datetime) -> None:
    if occurred_at > timezone.now():
        raise Refused(_("Dit contact ligt in de toekomst. Controleer de datum en de tijd."), field="occurred_at")
    if timezone.localdate(occurred_at) < client.birth_date:
        raise Refused(_("Dit contact ligt voor de geboortedatum. Controleer het jaar."), field="occurred_at")


def _refuse_wrong_touches(
    client: Client, occurred_at: datetime, touches: Sequence[tuple[SpecialCondition, str]]
) -> None:
    day = timezone.localdate(occurred_at)
    for condition, _outcome in touches:
        if condition.client_id != client.pk:
            raise Refused(_("Deze voorwaarde hoort niet bij deze cliënt."), field="touches")
        if not (condition.held_on(day) and condition.title.held_on(day)):
            raise Refused(
                _("De voorwaarde ‘%(name)s’ gold niet op de dag van dit contact.") % {"name": condition.kind.name},
                field="touches",
            )
    if len({condition.pk for condition, _outcome in touches}) < len(touches):
        raise Refused(_("Een voorwaarde is in één contact nagekomen of niet nagekomen, niet allebei."), field="touches")
