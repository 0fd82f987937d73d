"""What crosses the border of the organisation."""

from chain.models.agreements import CLAUSES, Agreement, AgreementAct, NotificationRule, digest_of
from chain.models.involvements import Involvement
from chain.models.meetings import MEETING_ORIGIN, ThreePartyMeeting
from chain.models.notifications import InboxItem, Notification
from chain.models.sharing import Disclosure, SharedItem

__all__ = [
    "CLAUSES",
    "MEETING_ORIGIN",
    "Agreement",
    "AgreementAct",
    "Disclosure",
    "InboxItem",
    "Involvement",
    "Notification",
    "NotificationRule",
    "SharedItem",
    "ThreePartyMeeting",
    "digest_of",
]
