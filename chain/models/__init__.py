"""What crosses the border of the organisation."""

from chain.models.agreements import CLAUSES, Agreement, digest_of
from chain.models.escalation import Escalation, RuleHint
from chain.models.involvements import Involvement
from chain.models.meetings import MEETING_ORIGIN, ThreePartyMeeting
from chain.models.notifications import InboxItem, Notification
from chain.models.partners import ClientPartner, PartnerPerson, Takeover
from chain.models.planning import AgendaPoint, Invitation, PlannedMeeting
from chain.models.portal import PartnerDocument, PortalAlert, SharedNote
from chain.models.records import (
    MeetingAnswer,
    MeetingAttendee,
    MeetingDomain,
    MeetingFeedback,
    MinutesCopy,
    OwnView,
)
from chain.models.rules import NotificationRule
from chain.models.sharing import Disclosure, SharedItem
from chain.models.signatures import AgreementAct

__all__ = [
    "CLAUSES",
    "MEETING_ORIGIN",
    "AgendaPoint",
    "Agreement",
    "AgreementAct",
    "ClientPartner",
    "Disclosure",
    "Escalation",
    "InboxItem",
    "Invitation",
    "Involvement",
    "MeetingAnswer",
    "MeetingAttendee",
    "MeetingDomain",
    "MeetingFeedback",
    "MinutesCopy",
    "Notification",
    "NotificationRule",
    "OwnView",
    "PartnerDocument",
    "PartnerPerson",
    "PlannedMeeting",
    "PortalAlert",
    "RuleHint",
    "SharedItem",
    "SharedNote",
    "Takeover",
    "ThreePartyMeeting",
    "digest_of",
]
