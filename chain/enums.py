"""States and kinds of the cooperation in the chain. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvolvementRole(models.TextChoices):
    """What a partner is for a client."""

    SUPERVISOR = "supervisor", _("toezichthouder")


class PartnerRole(models.TextChoices):
    """What somebody of another organisation does for a client, beside the probation officer."""

    PRISON = "prison", _("casemanager in de PI")
    TREATMENT = "treatment", _("behandelaar")
    SAFETY_HOUSE = "safety_house", _("procesregisseur zorg- en veiligheidshuis")
    MUNICIPALITY = "municipality", _("consulent van de gemeente")
    POLICE = "police", _("wijkagent")
    DEBT_HELP = "debt_help", _("schuldhulpverlener of bewindvoerder")
    HOUSING = "housing", _("woonconsulent")
    OTHER = "other", _("andere ketenpartner")


class MeetingKind(models.TextChoices):
    """The kinds of meeting; what is on each table stands in ``chain/reference/agendas.yaml``."""

    PLACEMENT = "placement", _("plaatsingsgesprek")
    FIRST = "first", _("eerste driegesprek")
    REGULAR = "regular", _("driegesprek")
    MDO = "mdo", _("multidisciplinair overleg (MDO)")
    ROUND_TABLE = "rto", _("rondetafeloverleg (RTO)")
    PERSUASION = "persuasion", _("overredingsgesprek")
    FAMILY = "family", _("familiegesprek")
    TEAM = "team", _("teambespreking")


THREE_PARTY_KINDS = (MeetingKind.FIRST, MeetingKind.REGULAR)


class Seat(models.TextChoices):
    """As what somebody sits at the table."""

    CLIENT = "client", _("cliënt")
    ORGANISATION = "organisation", _("begeleiding")
    PROBATION = "probation", _("reclassering")
    RELATIVE = "relative", _("naaste")
    PARTNER = "partner", _("andere ketenpartner")
    OTHER = "other", _("iemand anders")


class InvitationAnswer(models.TextChoices):
    """What somebody said to an invitation."""

    WAITING = "waiting", _("nog niet gereageerd")
    ACCEPTED = "accepted", _("komt")
    DECLINED = "declined", _("kan niet")


class PointKind(models.TextChoices):
    """What somebody puts on the table: a point to talk about, or what he wants said whatever comes up."""

    POINT = "point", _("punt voor de agenda")
    SAY = "say", _("wat ik gezegd wil hebben")


class PartnerPaper(models.TextChoices):
    """What a partner brings in. It was made elsewhere, and is marked so."""

    SUPERVISION_PLAN = "supervision_plan", _("toezichtplan")
    RISK_ASSESSMENT = "risk_assessment", _("risicotaxatie")
    ADVICE = "advice", _("reclasseringsadvies")
    OTHER = "other", _("ander stuk")


class AlertKind(models.TextChoices):
    """Why a partner gets an empty mail."""

    MEETING = "meeting", _("overleg")
    NOTE = "note", _("gedeelde notitie")
    MINUTES = "minutes", _("verslag")
    DOCUMENT = "document", _("gedeeld document")
    TAKEOVER = "takeover", _("overgenomen afspraken")
    ENDED = "ended", _("geëindigde afspraken")


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


class SigningWay(models.TextChoices):
    """Along which way a party acted."""

    ACCOUNT = "account", _("met het eigen account")
    SCREEN = "screen", _("op het scherm van de begeleider")
    LINK = "link", _("via een link voor één keer")
    PAPER = "paper", _("op papier")


class SupervisionLevel(models.TextChoices):
    """The level of the probation supervision (*toezichtniveau*), where the officer names one."""

    ONE = "1", _("niveau 1")
    TWO = "2", _("niveau 2")
    THREE = "3", _("niveau 3")


class RuleEvent(models.TextChoices):
    """What may have to be told to the probation officer."""

    POSITIVE_CHECK = "positive_check", _("positieve of geweigerde controle")
    MISSED_APPOINTMENT = "missed_appointment", _("niet verschenen op een afspraak")
    CONDITION_NOT_KEPT = "condition_not_kept", _("bijzondere voorwaarde niet nagekomen")
    RED_PHASE = "red_phase", _("fase rood")
    INCIDENT = "incident", _("incident")
    ABSENCE = "absence", _("ongeoorloofd afwezig")
    DAY_ACTIVITY_ENDED = "day_activity_ended", _("einde van de dagbesteding of het werk")
    STAY_ENDED = "stay_ended", _("einde van het verblijf")
    FREE = "free", _("iets anders")


# What no part of the file tells by itself: somebody makes the notification.
MADE_BY_HAND = (RuleEvent.FREE,)


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
    MAIL = "mail", _("beveiligde mail")


class Ground(models.TextChoices):
    """On what ground something is given to somebody outside the organisation."""

    AGREEMENT = "agreement", _("samenwerkingsafspraken")
    CONSENT = "consent", _("toestemming van de cliënt")
    LAW = "law", _("wettelijke plicht")
    EMERGENCY = "emergency", _("noodsituatie")


class ReportEnding(models.TextChoices):
    """How the track ended that a report tells of; empty while it goes on."""

    PLANNED = "planned", _("volgens plan afgerond")
    NEGATIVE = "negative", _("voortijdig of negatief")


class ReportState(models.TextChoices):
    """Where a handover or report stands."""

    DRAFT = "draft", _("concept")
    ISSUING = "issuing", _("wordt uitgegeven")
    ISSUED = "issued", _("uitgegeven")
    DROPPED = "dropped", _("vervallen")


class ReadingOutcome(models.TextChoices):
    """What the client said after reading a report."""

    AGREES = "agrees", _("het klopt")
    DISAGREES = "disagrees", _("het klopt niet helemaal")
    COULD_NOT = "could_not", _("niet gelezen")


class TrackOutcome(models.TextChoices):
    """How a track before the stay ended."""

    MOVED_IN = "moved_in", _("bij ons komen wonen")
    ELSEWHERE = "elsewhere", _("ergens anders gaan wonen")
    STOPPED = "stopped", _("gestopt")
