"""States and kinds of the client file. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """As used in care."""

    MALE = "male", _("man")
    FEMALE = "female", _("vrouw")
    OTHER = "other", _("anders")
    UNKNOWN = "unknown", _("onbekend")


class AssignmentRole(models.TextChoices):
    """What somebody is for a client."""

    COUNSELLOR = "counsellor", _("persoonlijk begeleider")
    SECOND = "second", _("tweede begeleider")
    EXPERT_BY_EXPERIENCE = "expert", _("ervaringsdeskundige")


class Supervision(models.TextChoices):
    """Whether probation supervision goes with a title."""

    YES = "yes", _("ja")
    NO = "no", _("nee")
    POSSIBLE = "possible", _("mogelijk")


class Certainty(models.TextChoices):
    """How sure we are of a reference row (docs/domain/law.md)."""

    VERIFIED = "verified", _("gelezen in de bron")
    PARTLY = "partly", _("deels gelezen in de bron")
    BACKGROUND = "background", _("achtergrondkennis, niet nagelezen")


class NoteKind(models.TextChoices):
    """Kinds of contact."""

    TALK = "talk", _("gesprek")
    ACTIVITY = "activity", _("samen iets doen")
    PHONE = "phone", _("telefoon")
    MESSAGE = "message", _("bericht")
    HOUSE_VISIT = "house_visit", _("huisbezoek")
    WITH_OFFICER = "with_officer", _("gesprek met de toezichthouder")
    WITH_NETWORK = "with_network", _("contact met het netwerk")
    GROUP = "group", _("groep of huisvergadering")
    NO_SHOW = "no_show", _("niet verschenen")


class ConditionOutcome(models.TextChoices):
    """What a contact showed of a special condition; both outcomes weigh the same."""

    KEPT = "kept", _("nagekomen")
    NOT_KEPT = "not_kept", _("niet nagekomen")


class GoalOrigin(models.TextChoices):
    """Whose goal it is. Own and imposed goals get equal attention and are linked."""

    OWN = "own", _("eigen doel")
    IMPOSED = "imposed", _("opgelegd doel")


class GoalResult(models.TextChoices):
    """How a goal ended; partial success counts."""

    REACHED = "reached", _("behaald")
    PARTLY = "partly", _("deels behaald")
    DROPPED = "dropped", _("losgelaten")


class CommitmentOwner(models.TextChoices):
    """Who carries an agreement out."""

    CLIENT = "client", _("cliënt")
    COUNSELLOR = "counsellor", _("begeleider")
    PROBATION = "probation", _("reclassering")
    OTHER = "other", _("iemand anders")


class StayEnd(models.TextChoices):
    """How a stay ended."""

    PLANNED = "planned", _("volgens plan")
    MOVED = "moved", _("verhuisd binnen de organisatie")
    NEGATIVE = "negative", _("voortijdig of negatief")
    DIED = "died", _("overleden")


class SignatureKind(models.TextChoices):
    """How somebody signed. On paper means that the sheet with the ink is kept, as a scan or in a cupboard."""

    DRAWN = "drawn", _("getekend op het scherm")
    TYPED = "typed", _("getypte naam")
    PAPER = "paper", _("op papier")


class HandoverPurpose(models.TextChoices):
    """Why something of a file is handed over, and so to whom (docs/domain/practice.md, section 9)."""

    WARM = "warm", _("warme overdracht naar een andere organisatie")
    INSIDE = "inside", _("overdracht binnen de eigen organisatie")
    END_REPORT = "end_report", _("eindverslag voor de reclassering")
    PROGRESS = "progress", _("voortgangsverslag voor de reclassering")
    MUNICIPALITY = "municipality", _("toelichting voor de gemeente (Wmo of Wlz)")


FOR_PROBATION = (HandoverPurpose.END_REPORT, HandoverPurpose.PROGRESS)
