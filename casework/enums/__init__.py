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
    STAND_IN = "stand_in", _("waarnemend begeleider")
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
    ACTIVITY = "activity", _("wandelen of samen iets doen")
    PHONE = "phone", _("telefoon")
    MESSAGE = "message", _("bericht")
    HOUSE_VISIT = "house_visit", _("huisbezoek")
    WITH_OFFICER = "with_officer", _("gesprek met de toezichthouder")
    COMMUNITY_POLICE = "community_police", _("contact met de wijkagent")
    NEIGHBOURS = "neighbours", _("contact met de buurt")
    WITH_NETWORK = "with_network", _("contact met het netwerk")
    GROUP = "group", _("groepsactiviteit")
    HOUSE_MEETING = "house_meeting", _("huisvergadering")
    IN_PRISON = "in_prison", _("bezoek in de inrichting")
    NO_SHOW = "no_show", _("niet verschenen")


class NoShowReason(models.TextChoices):
    """Why somebody did not come; our own logistics are never his doing."""

    ACCEPTABLE = "acceptable", _("met een goede reden")
    UNACCEPTABLE = "unacceptable", _("zonder goede reden")
    LOGISTICS = "logistics", _("door ons of de planning")
    UNKNOWN = "unknown", _("nog niet bekend")


class ParticipantRole(models.TextChoices):
    """Who took part in a contact, beside the author."""

    CLIENT = "client", _("cliënt")
    COLLEAGUE = "colleague", _("collega")
    OFFICER = "officer", _("toezichthouder")
    TREATMENT = "treatment", _("behandelaar")
    RELATIVE = "relative", _("naaste")
    VOLUNTEER = "volunteer", _("vrijwilliger of maatje")
    EXPERT_BY_EXPERIENCE = "expert_by_experience", _("ervaringsdeskundige")
    POLICE = "police", _("wijkagent")
    NEIGHBOUR = "neighbour", _("iemand uit de buurt")
    OTHER = "other", _("iemand anders")


class NoteVisibility(models.TextChoices):
    """Who of those who may open the file read a note."""

    TEAM = "team", _("iedereen die dit dossier mag lezen")
    NAMED = "named", _("alleen ik, de teamleider en wie ik noem")


class AddendumKind(models.TextChoices):
    """What is put under a note."""

    CORRECTION = "correction", _("aanvulling of correctie")
    CLIENT_VIEW = "client_view", _("hoe de cliënt het ziet")


class ConditionOutcome(models.TextChoices):
    """What a contact showed of a special condition; kept and not kept weigh the same.

    ``NOT_RAISED`` says that it was thought of and was not at issue: it stands in the note and counts as neither.
    """

    KEPT = "kept", _("nagekomen")
    NOT_KEPT = "not_kept", _("niet nagekomen")
    NOT_RAISED = "not_raised", _("niet aan de orde")


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
    OWN_CHOICE = "own_choice", _("eigen keuze van de cliënt")
    NEGATIVE = "negative", _("voortijdig of negatief")
    TAKEN_BACK = "taken_back", _("terug naar detentie of kliniek")
    DIED = "died", _("overleden")


# An end that did not fit: why it did not fit is asked, since that helps at a return.
NEGATIVE_ENDS = frozenset({StayEnd.NEGATIVE, StayEnd.TAKEN_BACK})
# Who moves inside the organisation or died goes nowhere that has to be said.
ENDS_WITHOUT_DESTINATION = frozenset({StayEnd.MOVED, StayEnd.DIED})


class SignatureKind(models.TextChoices):
    """How somebody signed. On paper means that the sheet with the ink is kept, as a scan or in a cupboard."""

    DRAWN = "drawn", _("getekend op het scherm")
    TYPED = "typed", _("getypte naam")
    PAPER = "paper", _("op papier")


class RequestState(models.TextChoices):
    """Where a long paper stands that somebody asked for."""

    WAITING = "waiting", _("in de rij")
    WORKING = "working", _("wordt opgemaakt")
    DONE = "done", _("klaar")
    FAILED = "failed", _("niet gelukt")


class HandoverPurpose(models.TextChoices):
    """Why something of a file is handed over, and so to whom (docs/domain/practice.md, section 9)."""

    WARM = "warm", _("warme overdracht naar een andere organisatie")
    INSIDE = "inside", _("overdracht binnen de eigen organisatie")
    END_REPORT = "end_report", _("eindverslag voor de reclassering")
    PROGRESS = "progress", _("voortgangsverslag voor de reclassering")
    COMPLIANCE = "compliance", _("bericht over behandeltrouw voor de reclassering of het OM")
    MUNICIPALITY = "municipality", _("toelichting voor de gemeente (Wmo of Wlz)")


FOR_PROBATION = (HandoverPurpose.END_REPORT, HandoverPurpose.PROGRESS, HandoverPurpose.COMPLIANCE)
# Nothing but what the law lists may stand in it: a part without a ground is not even offered.
CLOSED_LIST = frozenset({HandoverPurpose.COMPLIANCE})


class LeavePermission(models.TextChoices):
    """Who allows a leave: the house alone, or somebody outside whose word the title asks for."""

    ORGANISATION = "organisation", _("de eigen organisatie")
    PROBATION = "probation", _("de toezichthouder")
    COURT = "court", _("het OM of de rechter")
    PRISON = "prison", _("de penitentiaire inrichting")


class MarkKind(models.TextChoices):
    """What was seen of a resident at the door."""

    OUT = "out", _("de deur uit")
    IN = "in", _("weer thuis")
    PICK_UP = "pick_up", _("post opgehaald")


class Whereabouts(models.TextChoices):
    """Where a resident is at a moment, as far as the house knows. Derived, never stored."""

    IN = "in", _("in huis")
    OUT = "out", _("de deur uit")
    LEAVE = "leave", _("met verlof")
    ABSENT = "absent", _("ongeoorloofd afwezig")


class ToldHow(models.TextChoices):
    """How somebody was told the rules of the house."""

    TALK = "talk", _("in een gesprek doorgenomen")
    PAPER = "paper", _("op papier meegegeven")
    BOTH = "both", _("doorgenomen en op papier meegegeven")


class MedicationKeeper(models.TextChoices):
    """Who keeps a medicine and sees to it that it is there. Nobody here prescribes or advises."""

    CLIENT = "client", _("cliënt zelf")
    HOUSE = "house", _("het huis, achter slot")
    HOME_CARE = "home_care", _("thuiszorg of apotheek")
    TREATMENT = "treatment", _("de behandelaar")


class MedicationSource(models.TextChoices):
    """From what we know of a medicine."""

    PHARMACY = "pharmacy", _("overzicht van de apotheek")
    PRESCRIBER = "prescriber", _("brief van de voorschrijver")
    PACKAGE = "package", _("etiket op de verpakking")
    CLIENT = "client", _("de cliënt zelf")
    OTHER = "other", _("iemand anders")


class HouseTaskKind(models.TextChoices):
    """What recurs in a house."""

    ROUND = "round", _("ronde")
    TASK = "task", _("huistaak")


class AppointmentPurpose(models.TextChoices):
    """What an appointment is for."""

    SESSION = "session", _("gesprek")
    HOUSE_VISIT = "house_visit", _("huisbezoek")
    THREE_PARTY = "three_party", _("driegesprek")
    CHECK = "check", _("controle")
    COURT = "court", _("zitting")
    TREATMENT = "treatment", _("behandeling")
    WORK = "work", _("werk of dagbesteding")
    OTHER = "other", _("iets anders")


class AppointmentResult(models.TextChoices):
    """How an appointment ended; why somebody did not come is told apart, since not every absence is his."""

    CAME = "came", _("gekomen")
    LATE = "late", _("te laat gekomen")
    MISSED_ACCEPTABLE = "missed_acceptable", _("niet gekomen, met goede reden")
    MISSED = "missed", _("niet gekomen, zonder goede reden")
    LOGISTICS = "logistics", _("niet doorgegaan door ons")


class DayPart(models.TextChoices):
    """The parts of a day for which a light contact can be agreed."""

    MORNING = "morning", _("ochtend")
    EVENING = "evening", _("einde van de dag")


class Initiative(models.TextChoices):
    """Who began a light contact; that it moves to the client is progress (docs/domain/practice.md, case C)."""

    CLIENT = "client", _("van de cliënt")
    US = "us", _("van ons")
    NOBODY = "nobody", _("geen antwoord")


class ChangeKind(models.TextChoices):
    """What was changed of an appointment."""

    MOVED = "moved", _("verzet")
    CANCELLED = "cancelled", _("afgezegd")
    HANDED = "handed", _("overgedragen")


class SeriesStep(models.TextChoices):
    """How often a series of appointments comes back."""

    DAILY = "daily", _("iedere dag")
    WORKDAYS = "workdays", _("iedere werkdag")
    WEEKLY = "weekly", _("iedere week")
    FORTNIGHTLY = "fortnightly", _("om de week")
    FOUR_WEEKLY = "four_weekly", _("iedere vier weken")


class TitleEndGroup(models.TextChoices):
    """What a point of the checklist towards the end of a title is about."""

    APPLICATION = "application", _("Vervolgzorg aanvragen")
    AROUND = "around", _("Wie eromheen staan")
    CLIENT = "client", _("Met de cliënt")


class TitleEndState(models.TextChoices):
    """How a point of that checklist stands; without any row it is nobody's yet."""

    PLANNED = "planned", _("gepland")
    DONE = "done", _("gedaan")
    NOT_NEEDED = "not_needed", _("niet nodig")


class Relation(models.TextChoices):
    """What somebody is to the client, who says himself who is family. The last two are kept narrow."""

    PARENT = "parent", _("ouder of opvoeder")
    GRANDPARENT = "grandparent", _("grootouder")
    PARTNER = "partner", _("partner")
    EX_PARTNER = "ex_partner", _("ex-partner")
    CHILD = "child", _("kind")
    SIBLING = "sibling", _("broer of zus")
    FAMILY = "family", _("andere familie")
    FRIEND = "friend", _("vriend of vriendin")
    NEIGHBOUR = "neighbour", _("buur")
    COLLEAGUE = "colleague", _("collega of werkgever")
    VOLUNTEER = "volunteer", _("vrijwilliger of maatje")
    CLUB = "club", _("vereniging of geloofsgemeenschap")
    ORGANISATION = "organisation", _("organisatie")
    OTHER = "other", _("iemand anders")
    VICTIM = "victim", _("slachtoffer")
    THIRD = "third", _("derde die geen deel is van het netwerk")


NARROW_RELATIONS = frozenset({Relation.VICTIM, Relation.THIRD})
NOT_PERSONS = frozenset({Relation.CLUB, Relation.ORGANISATION})


class SupportKind(models.TextChoices):
    """The four kinds of support (docs/domain/practice.md, Network)."""

    EMOTIONAL = "emotional", _("emotioneel: luistert, is er")
    INSTRUMENTAL = "instrumental", _("instrumenteel: helpt met doen")
    APPRAISAL = "appraisal", _("beoordelend: zegt eerlijk hoe het gaat")
    INFORMATIONAL = "informational", _("informatief: weet dingen, wijst de weg")


class Influence(models.TextChoices):
    """Whether somebody helps the client forward."""

    PROMOTING = "promoting", _("helpt vooruit")
    HINDERING = "hindering", _("belemmert")
    BOTH = "both", _("allebei")
    UNKNOWN = "unknown", _("nog niet besproken")


class KnownAnswer(models.TextChoices):
    """Yes, no, or nobody knows yet."""

    YES = "yes", _("ja")
    NO = "no", _("nee")
    UNKNOWN = "unknown", _("weten we niet")


class ChildInformed(models.TextChoices):
    """What a child knows of the detention or the track."""

    YES = "yes", _("weet het")
    PARTLY = "partly", _("weet een deel, of een ander verhaal")
    NO = "no", _("weet het niet")
    UNKNOWN = "unknown", _("weten we niet")


class InvolvementQuestion(models.TextChoices):
    """The questions before somebody is involved, in their order."""

    WANTED = "wanted", _("Wil de cliënt dat wij hem of haar betrekken?")
    INFLUENCE = "influence", _("Helpt hij of zij de cliënt vooruit?")
    WILLING = "willing", _("Wil hij of zij zelf?")
    ABLE = "able", _("Kan hij of zij het?")
    OVERBURDENED = "overburdened", _("Is hij of zij overbelast?")


class ConsentScope(models.TextChoices):
    """What consent is for."""

    CONTACT = "contact", _("contact opnemen")
    TALKS = "talks", _("meedoen aan gesprekken")
    SHARING = "sharing", _("informatie over de cliënt delen")
    HANDOVER = "handover", _("noemen in een overdracht")


class ConsentGiver(models.TextChoices):
    """Who consents."""

    CLIENT = "client", _("de cliënt")
    SELF = "self", _("hij of zij zelf")
    GUARDIAN = "guardian", _("ouder of voogd")
