"""An activity with several clients: one act, a note in each file, and in each file only its own part."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import ParticipantRole
from casework.models import GroupContact
from casework.services.notes import NOTHING_MORE, NoteDetails, write_note
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client, LifeDomain, SpecialCondition


@dataclass(frozen=True)
class GroupPart:
    """What is written of one client in a group, for his file alone; all of it may be empty.

    ``touches`` are pairs of a condition of his and a ``ConditionOutcome``; ``details`` his goals and steps, what was
    agreed with him, and who reads his note. The place, who else was there and the group are those of all.
    """

    client: Client
    text: str = ""
    went_well: str = ""
    client_view: str = ""
    domains: Sequence[LifeDomain] = ()
    touches: Sequence[tuple[SpecialCondition, str]] = ()
    details: NoteDetails = NOTHING_MORE

    def whole_text(self, shared: str) -> str:
        """Return what his file shows: what they share, and under it his own part."""
        return "\n\n".join(filter(None, (shared.strip(), self.text.strip())))


@transaction.atomic
def log_group_contact(
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
) -> GroupContact:
    """Write a note in the file of each client who took part: what they share, and under it his own part.

    Raises ``Refused`` without at least two clients, for a client who is named twice, and when what they share names one of
    them: it would stand in the files of the others. What one of the notes is refused for is said with the name of the client,
    at a field that ends in his id. Sent twice with one token it is one activity; sent again with other words it is refused.
    """
    if len(parts) < 2:  # noqa: PLR2004 -- with one client it is no group
        raise Refused(
            _("Kies ten minste twee cliënten. Met één cliënt legt u een gewoon contact vast."), field="clients"
        )
    if len({part.client.pk for part in parts}) < len(parts):
        raise Refused(_("Een cliënt staat er twee keer bij."), field="clients")
    if not text.strip():
        raise Refused(_("Schrijf op wat u samen deed."), field="text")
    for part in parts:
        if name := _named_in(text, part.client):
            raise Refused(
                _("In wat u samen deed staat ‘%(name)s’. Dat komt in alle dossiers: zet het bij zijn eigen deel.")
                % {"name": name},
                field="text",
            )
    group, new = create_once(GroupContact, form_token, author=acting_user)
    if not new:
        _refuse_other_words(group, text, parts)
        return group
    for part in sorted(parts, key=lambda one: one.client.pk):
        try:
            write_note(
                client=part.client,
                form_token=uuid5(form_token, part.client.number),
                kind=kind,
                occurred_at=occurred_at,
                duration_minutes=duration_minutes,
                text=part.whole_text(text),
                went_well=part.went_well,
                client_view=part.client_view,
                domains=part.domains,
                touches=part.touches,
                acting_user=acting_user,
                details=replace(
                    part.details, place=place, participants=[ParticipantRole.CLIENT, *participants], group=group
                ),
            )
        except Refused as refusal:
            raise said_of(part.client, refusal) from refusal
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        obj=group,
        subjects=sorted(part.client.number for part in parts),
        details={"kind": kind, "clients": len(parts)},
    )
    return group


def said_of(client: Client, refusal: Refused) -> Refused:
    """Return a refusal of one part with the name of whom it is about, at his field; that of the moment is everybody's."""
    field = refusal.field
    if field is not None and field != "occurred_at":
        field = f"{field}_{client.pk}"
    return Refused(_("%(name)s: %(sentence)s") % {"name": client, "sentence": refusal.sentence}, field=field)


def _refuse_other_words(group: GroupContact, text: str, parts: Sequence[GroupPart]) -> None:
    written = dict(group.notes.values_list("client", "text"))
    if written != {part.client.pk: part.whole_text(text) for part in parts}:
        raise Refused(
            _("Dit formulier is al verstuurd en vastgelegd. Zet wat er nog bij moet als aanvulling bij dat contact."),
            field="text",
        )


def _named_in(text: str, client: Client) -> str:
    """Return a name of the client that stands in a text as a word of its own, or an empty text."""
    for name in filter(None, (client.preferred_name, client.first_name, client.last_name)):
        if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            return str(name)
    return ""
