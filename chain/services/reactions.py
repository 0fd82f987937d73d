"""What is added to a meeting after it was recorded: a party's own view, and what the client said when he was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from chain.models import MeetingFeedback, OwnView

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from accounts.models import User
    from chain.models import ThreePartyMeeting

LONGEST = 4000


@transaction.atomic
def add_own_view(
    *, meeting: ThreePartyMeeting, form_token: UUID, seat: str, text: str, acting_user: User, on_behalf_of: str = ""
) -> OwnView:
    """Add what one party wants to say of a meeting, in his own words; the record itself stays as it is.

    Raises ``Refused`` for an empty text, one of more than 4,000 characters, and a form that was used elsewhere.
    """
    words = text.strip()
    if not words:
        raise Refused(_("Schrijf op hoe u het ziet."), field="text")
    if len(words) > LONGEST:
        raise Refused(_("Maak het korter: ten hoogste %(count)s tekens.") % {"count": LONGEST}, field="text")
    view, new = create_once(OwnView, form_token, record=meeting, seat=seat, text=words, author=acting_user)
    if view.record_id != meeting.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander overleg. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=meeting.client.number,
            obj=view,
            on_behalf_of=on_behalf_of,
            details={"meeting": meeting.pk, "seat": seat},
        )
    return view


@transaction.atomic
def give_feedback(
    *, meeting: ThreePartyMeeting, form_token: UUID, told_at: datetime, told: str, reaction: str, acting_user: User
) -> MeetingFeedback:
    """Record what the client was told of a meeting that he did not attend, and how he reacted.

    Raises ``Refused`` when he was there himself, when the moment lies in the future or before the meeting, and without
    his reaction.
    """
    if meeting.client_present:
        raise Refused(_("De cliënt was er zelf bij. Terugkoppelen is niet nodig."))
    if told_at > timezone.now():
        raise Refused(_("Dit moment ligt in de toekomst."), field="told_on")
    if told_at < meeting.held_at:
        raise Refused(_("Dit moment ligt voor het overleg. Controleer de datum."), field="told_on")
    if not reaction.strip():
        raise Refused(_("Schrijf op hoe de cliënt reageerde, ook als hij niets zei."), field="reaction")
    feedback, new = create_once(
        MeetingFeedback,
        form_token,
        record=meeting,
        told_at=told_at,
        told=told.strip(),
        reaction=reaction.strip(),
        told_by=acting_user,
    )
    if feedback.record_id != meeting.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander overleg. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=meeting.client.number,
            obj=feedback,
            details={"meeting": meeting.pk},
        )
    return feedback
