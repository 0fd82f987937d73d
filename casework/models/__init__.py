"""The client file."""

from casework.models.absences import Absence, AbsenceStep, AbsenceStepDone
from casework.models.appointments import (
    Appointment,
    AppointmentChange,
    AppointmentColleague,
    AppointmentOutcome,
    AppointmentSeries,
)
from casework.models.background import BackgroundCode, BackgroundEntry, KnownEnd
from casework.models.calendars import CalendarFeed
from casework.models.client_teams import ClientTeam, TeamMoveEnd
from casework.models.clients import Assignment, Client, Stay
from casework.models.document_requests import DocumentRequest
from casework.models.documents import Document
from casework.models.drafts import FormDraft
from casework.models.filing import DocumentFiling, FileKind
from casework.models.hard_words import HardWord
from casework.models.house_rules import HouseRules, RulesTold
from casework.models.identifiers import ClientIdentifier
from casework.models.identity import ClientChange, EarlierHorizon
from casework.models.imports import ClientUpload
from casework.models.leaves import ConditionWindow, Leave
from casework.models.legal import (
    ConditionKind,
    ForensicTitle,
    LifeDomain,
    SpecialCondition,
    Term,
    TitleKind,
)
from casework.models.letters import Letter, LetterTemplate
from casework.models.life import DayActivity, DebtPlan, DomainEntry, Strength
from casework.models.medication import Medication, MedicationRefusal
from casework.models.merging import ClientMerge, MergeChange
from casework.models.network import InvolvementStep, NetworkConsent, NetworkMember, NetworkVersion
from casework.models.network_ties import NetworkTie
from casework.models.notes import ConditionTouch, ContactNote, GroupContact, NoteAddendum, NoteParticipant
from casework.models.personal import ContactDetail, DetailConfirmation, ReadingProfile
from casework.models.photos import ClientPhoto
from casework.models.placement import (
    WISH,
    Application,
    ApplicationDecision,
    EarlierWish,
    IntakeItem,
    IntakeStep,
    PlacementAnswer,
)
from casework.models.plans import Commitment, Goal, SupportPlan
from casework.models.presence import DoorMark, NightCount, NightLine, Visit
from casework.models.rhythms import ContactRhythm, LightContact
from casework.models.scanning import DocumentScan, PhotoScan
from casework.models.shifts import HouseTask, HouseTaskDone, OnCallDuty, Remark, ShiftReading
from casework.models.signatures import HandSigned, Signature, signature_is_whole
from casework.models.stay_phases import StayDestination, StayPhase
from casework.models.steps import Celebration, GoalLink, GoalStep
from casework.models.support_plans import PlanEvaluation, SupportPlanAct
from casework.models.title_ends import ForensicInvolvement, TitleEndItem, TitleEndStep
from casework.models.titles import TitleEnd, TitleSuspension
from casework.models.volunteers import (
    IntroductionTalk,
    VolunteerLog,
    VolunteerMatch,
    VolunteerTalk,
    VolunteerTraining,
)
from casework.models.work_appointments import WorkAppointment

__all__ = [
    "WISH",
    "Absence",
    "AbsenceStep",
    "AbsenceStepDone",
    "Application",
    "ApplicationDecision",
    "Appointment",
    "AppointmentChange",
    "AppointmentColleague",
    "AppointmentOutcome",
    "AppointmentSeries",
    "Assignment",
    "BackgroundCode",
    "BackgroundEntry",
    "CalendarFeed",
    "Celebration",
    "Client",
    "ClientChange",
    "ClientIdentifier",
    "ClientMerge",
    "ClientPhoto",
    "ClientTeam",
    "ClientUpload",
    "Commitment",
    "ConditionKind",
    "ConditionTouch",
    "ConditionWindow",
    "ContactDetail",
    "ContactNote",
    "ContactRhythm",
    "DayActivity",
    "DebtPlan",
    "DetailConfirmation",
    "Document",
    "DocumentFiling",
    "DocumentRequest",
    "DocumentScan",
    "DomainEntry",
    "DoorMark",
    "EarlierHorizon",
    "EarlierWish",
    "FileKind",
    "ForensicInvolvement",
    "ForensicTitle",
    "FormDraft",
    "Goal",
    "GoalLink",
    "GoalStep",
    "GroupContact",
    "HandSigned",
    "HardWord",
    "HouseRules",
    "HouseTask",
    "HouseTaskDone",
    "IntakeItem",
    "IntakeStep",
    "IntroductionTalk",
    "InvolvementStep",
    "KnownEnd",
    "Leave",
    "Letter",
    "LetterTemplate",
    "LifeDomain",
    "LightContact",
    "Medication",
    "MedicationRefusal",
    "MergeChange",
    "NetworkConsent",
    "NetworkMember",
    "NetworkTie",
    "NetworkVersion",
    "NightCount",
    "NightLine",
    "NoteAddendum",
    "NoteParticipant",
    "OnCallDuty",
    "PhotoScan",
    "PlacementAnswer",
    "PlanEvaluation",
    "ReadingProfile",
    "Remark",
    "RulesTold",
    "ShiftReading",
    "Signature",
    "SpecialCondition",
    "Stay",
    "StayDestination",
    "StayPhase",
    "Strength",
    "SupportPlan",
    "SupportPlanAct",
    "TeamMoveEnd",
    "Term",
    "TitleEnd",
    "TitleEndItem",
    "TitleEndStep",
    "TitleKind",
    "TitleSuspension",
    "Visit",
    "VolunteerLog",
    "VolunteerMatch",
    "VolunteerTalk",
    "VolunteerTraining",
    "WorkAppointment",
    "signature_is_whole",
]
