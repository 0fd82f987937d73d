"""What the working alliance gives to a handover: what to talk about, never a value (docs/domain/practice.md, section 5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.enums import Sharing, Stage
from alliance.selectors.results import check_ins_of, result_of
from casework.registry import HandoverFrame, HandoverProposal, HandoverSource
from casework.selectors.handover import points

if TYPE_CHECKING:
    from accounts.models import User
    from alliance.selectors.signals import TalkingPoint
    from casework.models import Client

TALKED_BACK = timedelta(days=365)  # an older check-in says little about how it goes now


def points_to_talk_about(client: Client, user: User) -> tuple[TalkingPoint, ...]:
    """Return what the latest check-in gave to talk about; never a value, and never what the client keeps to himself.

    Empty unless the one who asks held that check-in, both sides answered it within the year, and the client chose to
    show his answers. At most four queries.
    """
    for row in check_ins_of(client, user):
        if row.stage == Stage.COMPLETE:
            latest = row.check_in
            recent = timezone.localdate(latest.started_at) >= timezone.localdate() - TALKED_BACK
            if row.mine and recent and latest.client_sharing == Sharing.ANSWERS:
                return result_of(latest, client, user).talking_points
            break
    return ()


def talking_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return the talking points of the latest check-in as text. At most four queries."""
    del frame
    told = points_to_talk_about(client, user)
    source = HandoverSource(_("werkalliantie"), reverse("alliance:overview", args=[client.number]))
    return HandoverProposal(points(one.text for one in told), (source,))
