"""Logging an activity with several clients: one act, one transaction, across the rooms it touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Refused
from casework.services.group_contacts import GroupPart, log_group_contact, said_of
from riskplans.services.monitoring import observe_signs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, GroupContact
    from riskplans.models import PhaseChange, Sign


@dataclass(frozen=True)
class SeenInGroup:
    """The signs of one client: those that the counsellor saw, and those that he named himself."""

    client: Client
    signs: Sequence[Sign] = ()
    own_signs: Sequence[Sign] = ()


@dataclass(frozen=True)
class LoggedGroup:
    """What was logged, and the changes of the stoplight that came of it."""

    group: GroupContact
    changes: tuple[PhaseChange, ...]


@transaction.atomic
def log_group(
    *,
    form_token: UUID,
    kind: str,
    occurred_at: datetime,
    duration_minutes: int,
    text: str,
    parts: Sequence[GroupPart],
    acting_user: User,
    place: str = "",
    participants: Sequence[str] = (),
    seen: Sequence[SeenInGroup] = (),
) -> LoggedGroup:
    """Write a note in the file of each client, and tick the signs that were seen of each; his stoplight follows at once.

    Sent twice with one token it is one activity. Raises ``Refused`` when one of the rooms refuses one of the parts, with
    the name of the client; then nothing at all is written.
    """
    group = log_group_contact(
        form_token=form_token,
        kind=kind,
        occurred_at=occurred_at,
        duration_minutes=duration_minutes,
        text=text,
        parts=parts,
        place=place,
        participants=participants,
        acting_user=acting_user,
    )
    notes = {note.client_id: note for note in group.notes.all()}
    changes = []
    for one in sorted(seen, key=lambda one: one.client.pk):
        if not (one.signs or one.own_signs):
            continue
        try:
            change = observe_signs(
                client=one.client,
                signs=one.signs,
                by_client=one.own_signs,
                observed_at=occurred_at,
                acting_user=acting_user,
                note=notes[one.client.pk],
            )
        except Refused as refusal:
            raise said_of(one.client, refusal) from refusal
        if change is not None:
            changes.append(change)
    return LoggedGroup(group, tuple(changes))
