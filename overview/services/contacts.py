"""Logging a contact: one act, one transaction, across the rooms it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from casework.services.notes import NOTHING_MORE, NoteDetails, write_note
from riskplans.services.monitoring import observe_signs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, ContactNote, LifeDomain, SpecialCondition
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
) -> ContactNote:
    """Write the note, tick the signs seen (the stoplight follows at once) and record the conditions touched.

    ``signs`` are those that the counsellor saw, ``own_signs`` those that the client named himself.

    Sent twice with one token it gives one note. Raises ``Refused`` with a sentence when one of the rooms refuses; then
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
    return note
