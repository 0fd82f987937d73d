"""The client file."""

from casework.models.clients import Assignment, Client, Stay
from casework.models.documents import Document
from casework.models.drafts import FormDraft
from casework.models.legal import (
    ConditionKind,
    ForensicTitle,
    LifeDomain,
    SpecialCondition,
    Term,
    TitleKind,
)
from casework.models.notes import ConditionTouch, ContactNote, NoteAddendum
from casework.models.plans import Commitment, Goal, SupportPlan
from casework.models.signatures import HandSigned, Signature, signature_is_whole

__all__ = [
    "Assignment",
    "Client",
    "Commitment",
    "ConditionKind",
    "ConditionTouch",
    "ContactNote",
    "Document",
    "ForensicTitle",
    "FormDraft",
    "Goal",
    "HandSigned",
    "LifeDomain",
    "NoteAddendum",
    "Signature",
    "SpecialCondition",
    "Stay",
    "SupportPlan",
    "Term",
    "TitleKind",
    "signature_is_whole",
]
