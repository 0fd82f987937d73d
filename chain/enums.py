"""States and kinds of the cooperation in the chain. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvolvementRole(models.TextChoices):
    """What a partner is for a client."""

    SUPERVISOR = "supervisor", _("toezichthouder")


class MeetingKind(models.TextChoices):
    """The first three-party meeting, about a week after the placement, and those that follow."""

    FIRST = "first", _("eerste driegesprek")
    REGULAR = "regular", _("driegesprek")


class Party(models.TextChoices):
    """The three parties of an agreement. Each acts for itself."""

    CLIENT = "client", _("cliënt")
    ORGANISATION = "organisation", _("begeleiding")
    PROBATION = "probation", _("reclassering")


class AgreementStatus(models.TextChoices):
    """The life of one version of an agreement. Stale is no state but a date: what is stale still holds."""

    DRAFTED = "drafted", _("concept")
    OFFERED = "offered", _("voorgelegd")
    IN_FORCE = "in_force", _("van kracht")
    SUPERSEDED = "superseded", _("vervangen")
    ENDED = "ended", _("beëindigd")


class Decision(models.TextChoices):
    """What a party says of the frozen text. Whatever is not agreement carries its reason."""

    AGREED = "agreed", _("akkoord")
    REFUSED = "refused", _("niet akkoord")
    COULD_NOT = "could_not", _("kon niet reageren")


class RuleEvent(models.TextChoices):
    """What may have to be told to the probation officer."""

    POSITIVE_CHECK = "positive_check", _("positieve of geweigerde controle")
    MISSED_APPOINTMENT = "missed_appointment", _("niet verschenen op een afspraak")
    CONDITION_NOT_KEPT = "condition_not_kept", _("bijzondere voorwaarde niet nagekomen")
    RED_PHASE = "red_phase", _("fase rood")
    ABSENCE = "absence", _("ongeoorloofd afwezig")
    STAY_ENDED = "stay_ended", _("einde van het verblijf")


class Informer(models.TextChoices):
    """Who tells the probation officer."""

    COUNSELLOR = "counsellor", _("de persoonlijk begeleider")
    ON_DUTY = "on_duty", _("wie dienst heeft")
    TEAM_LEAD = "team_lead", _("de teamleider")


class Channel(models.TextChoices):
    """How something crosses the border of the organisation."""

    PORTAL = "portal", _("partnerportaal")
    PHONE = "phone", _("telefoon")
    MEETING = "meeting", _("in een gesprek")
    PAPER = "paper", _("op papier")


class Ground(models.TextChoices):
    """On what ground something is given to somebody outside the organisation."""

    AGREEMENT = "agreement", _("samenwerkingsafspraken")
    CONSENT = "consent", _("toestemming van de cliënt")
    LAW = "law", _("wettelijke plicht")
    EMERGENCY = "emergency", _("noodsituatie")
