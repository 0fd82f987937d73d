"""A three-party meeting that was held, with what was agreed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CommitmentOwner
from casework.models import Client
from casework.services.once import create_once
from casework.services.plans import make_commitment
from chain.enums import THREE_PARTY_KINDS, MeetingKind
from chain.models import ThreePartyMeeting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User


@dataclass(frozen=True)
class CommitmentLine:
    """What was agreed: by whom it is done, and before when. ``owner_name`` for who is none of the three."""

    text: str
    owner: str
    due_on: date
    owner_name: str = ""


def _refuse_impossible_days(held_at: datetime, next_on: date | None, commitments: Sequence[CommitmentLine]) -> None:
    """Raise ``Refused`` for a meeting that was not held yet, or a day that lies before it."""
    if held_at > timezone.now():
        raise Refused(_("Dit gesprek is nog niet geweest. Leg het vast als het gehouden is."), field="held_on")
    held_on = timezone.localdate(held_at)
    if next_on is not None and next_on <= held_on:
        raise Refused(_("Het volgende gesprek ligt na dit gesprek. Kies een latere datum."), field="next_on")
    for line in commitments:
        if line.due_on < held_on:
            raise Refused(_("De afspraak “%(text)s” heeft een datum voor het gesprek.") % {"text": line.text})
        if line.owner == CommitmentOwner.OTHER and not line.owner_name.strip():
            raise Refused(_("Schrijf bij de afspraak “%(text)s” wie die nakomt.") % {"text": line.text})


@transaction.atomic
def record_meeting(  # noqa: PLR0913 -- one argument a field of the page
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    held_at: datetime,
    place: str,
    present: str,
    client_present: bool,
    absent: str,
    proud_of: str,
    client_view: str,
    lead: str,
    acting_user: User,
    counsellor_view: str = "",
    officer_view: str = "",
    next_on: date | None = None,
    commitments: Sequence[CommitmentLine] = (),
) -> ThreePartyMeeting:
    """Record a meeting that was held, with its commitments; return it, also on a second click.

    Raises ``Refused`` for a meeting in the future, a next day or a commitment before it, a second first meeting, an
    absent client without the reason, or a client who was there and whose view is missing.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = ThreePartyMeeting.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    _refuse_impossible_days(held_at, next_on, commitments)
    if kind == MeetingKind.FIRST and client.meetings.filter(kind=MeetingKind.FIRST).exists():
        raise Refused(_("Het eerste driegesprek is al vastgelegd. Kies “driegesprek”."), field="kind")
    if not client_present and not absent.strip():
        raise Refused(_("Schrijf op waarom de cliënt er niet bij was."), field="absent")
    if kind in THREE_PARTY_KINDS and not proud_of.strip():
        raise Refused(_("Schrijf op waar de cliënt trots op is, en wat is bereikt."), field="proud_of")
    if client_present and not client_view.strip():
        raise Refused(_("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden."), field="client_view")
    meeting, _created = create_once(
        ThreePartyMeeting,
        form_token,
        client=client,
        kind=kind,
        held_at=held_at,
        place=place,
        present=present,
        client_present=client_present,
        absent=absent,
        proud_of=proud_of,
        client_view=client_view,
        counsellor_view=counsellor_view,
        officer_view=officer_view,
        lead=lead,
        next_on=next_on,
        recorded_by=acting_user,
    )
    for line in commitments:
        make_commitment(
            client=client,
            text=line.text,
            owner=line.owner,
            owner_name=line.owner_name,
            due_on=line.due_on,
            made_on=timezone.localdate(held_at),
            origin=meeting,
            acting_user=acting_user,
        )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=meeting,
        details={"commitments": len(commitments)},
    )
    return meeting
