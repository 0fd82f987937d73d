"""Logging a contact: one act, one transaction, across the rooms it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from casework.enums import AppointmentResult, NoteKind
from casework.services.appointments import tell_outcome
from casework.services.notes import NOTHING_MORE, NoteDetails, write_note
from riskplans.services.monitoring import observe_signs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Appointment, Client, ContactNote, LifeDomain, SpecialCondition
    from riskplans.models import Sign


@transaction.atomic
def log_contact(  # noqa: PLR0913 -- the fields of its form
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    occurred_at: datetime,
    duration_minutes: int,
    text: str,
    went_well: str,
    client_view: str,
    domains: Sequence[LifeDomain],
    signs: Sequence[Sign],
    touches: Sequence[tuple[SpecialCondition, str]],
    acting_user: User,
    own_signs: Sequence[Sign] = (),
    details: NoteDetails = NOTHING_MORE,
    appointment: Appointment | None = None,
) -> ContactNote:
    """Write the note, tick the signs seen (the stoplight follows at once) and record the conditions touched.

    ``signs`` are those that the counsellor saw, ``own_signs`` those that the client named himself.

    ``appointment`` is the one that the note reports on: whoever writes what was said was there, so it is told as come when
    nobody told yet how it ended. Sent twice with one token it gives one note. Raises ``Refused`` with a sentence when one of the rooms refuses; then
    nothing at all is written.
    """
    note = write_note(
        client=client,
        form_token=form_token,
        kind=kind,
        occurred_at=occurred_at,
        duration_minutes=duration_minutes,
        text=text,
        went_well=went_well,
        client_view=client_view,
        domains=domains,
        touches=touches,
        details=details,
        appointment=appointment,
        acting_user=acting_user,
    )
    if signs or own_signs:
        observe_signs(
            client=client,
            signs=signs,
            by_client=own_signs,
            observed_at=occurred_at,
            acting_user=acting_user,
            note=note,
        )
    if appointment is not None:
        _tell_how_it_ended(appointment, kind, form_token, acting_user)
    return note


def _tell_how_it_ended(appointment: Appointment, kind: str, form_token: UUID, acting_user: User) -> None:
    if appointment.outcomes.exists():
        return
    if kind == NoteKind.NO_SHOW:
        raise Refused(_("Leg eerst bij de afspraak vast waarom die niet doorging. Schrijf daarna uw verslag."))
    tell_outcome(appointment=appointment, form_token=form_token, result=AppointmentResult.CAME, acting_user=acting_user)
