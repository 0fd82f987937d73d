"""What crosses the border of the organisation."""

from chain.models.agreements import CLAUSES, Agreement, digest_of
from chain.models.escalation import Escalation, RuleHint
from chain.models.involvements import Involvement
from chain.models.meetings import MEETING_ORIGIN, ThreePartyMeeting
from chain.models.notifications import InboxItem, Notification
from chain.models.partners import ClientPartner, PartnerPerson, Takeover
from chain.models.planning import AgendaPoint, Invitation, PlannedMeeting
from chain.models.portal import PartnerDocument, PortalAlert, SharedNote
from chain.models.pre_release import PRE_RELEASE_ORIGIN, PreReleaseTrack, StayingInvolved
from chain.models.records import (
    MeetingAnswer,
    MeetingAttendee,
    MeetingDomain,
    MeetingFeedback,
    MinutesCopy,
    OwnView,
)
from chain.models.reports import HandoverPart, HandoverReport, ReportReading
from chain.models.rules import NotificationRule
from chain.models.sharing import Disclosure, SharedItem
from chain.models.signatures import AgreementAct
from chain.models.warm_handovers import WarmHandover, WarmHandoverCheck

__all__ = [
    "CLAUSES",
    "MEETING_ORIGIN",
    "PRE_RELEASE_ORIGIN",
    "AgendaPoint",
    "Agreement",
    "AgreementAct",
    "ClientPartner",
    "Disclosure",
    "Escalation",
    "HandoverPart",
    "HandoverReport",
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
    "PreReleaseTrack",
    "ReportReading",
    "RuleHint",
    "SharedItem",
    "SharedNote",
    "StayingInvolved",
    "Takeover",
    "ThreePartyMeeting",
    "WarmHandover",
    "WarmHandoverCheck",
    "digest_of",
]
