"""Phases, states and kinds of the signalling plan and the checks. Imports nothing of ours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseLevel(models.TextChoices):
    """The phases of the stoplight, from calm to crisis; yellow is optional in a plan (docs/domain/practice.md)."""

    GREEN = "green", _("groen")
    YELLOW = "yellow", _("geel")
    ORANGE = "orange", _("oranje")
    RED = "red", _("rood")

    @property
    def rank(self) -> int:
        """Return 0 for green up to 3 for red, so that phases can be compared."""
        return list(type(self)).index(self)

    @property
    def meaning(self) -> str:
        """Return in a few words what the phase stands for."""
        return str(PHASE_MEANINGS[self])


PHASE_MEANINGS = {
    PhaseLevel.GREEN: _("het gaat goed"),
    PhaseLevel.YELLOW: _("eerste spanning"),
    PhaseLevel.ORANGE: _("onrust, het loopt op"),
    PhaseLevel.RED: _("crisis"),
}
REQUIRED_LEVELS = (PhaseLevel.GREEN, PhaseLevel.ORANGE, PhaseLevel.RED)
LEVELS_TO_ACT_ON = (PhaseLevel.ORANGE, PhaseLevel.RED)


class PlanStatus(models.TextChoices):
    """The life of a version of the plan."""

    DRAFT = "draft", _("concept")
    ACTIVE = "active", _("geldend")
    SUPERSEDED = "superseded", _("vervangen")


class NoticedBy(models.TextChoices):
    """Who notices a sign."""

    CLIENT = "client", _("wat ik zelf merk")
    OTHERS = "others", _("wat anderen merken")


class SignCategory(models.TextChoices):
    """Where a sign shows itself: our own plain words, to think of signs by (docs/domain/practice.md)."""

    SLEEP = "sleep", _("slaap en dagritme")
    FOOD = "food", _("eten en voor mezelf zorgen")
    MOOD = "mood", _("stemming en spanning")
    ANGER = "anger", _("boos of snel geraakt")
    THOUGHTS = "thoughts", _("piekeren en wantrouwen")
    CONTACT = "contact", _("contact en terugtrekken")
    RULES = "rules", _("afspraken en regels")
    SUBSTANCES = "substances", _("drank, drugs of medicijnen")
    MONEY = "money", _("geld en spullen")
    CONFLICT = "conflict", _("ruzie met anderen")
    BODY = "body", _("mijn lichaam")
    SEXUALITY = "sexuality", _("seksualiteit")
    SUPPORT = "support", _("begeleiding en reclassering")
    OFFENCE = "offence", _("gedachten en plekken van vroeger")


class Actor(models.TextChoices):
    """Who carries an action out, in the order in which a plan names them."""

    CLIENT = "client", _("ikzelf")
    NETWORK = "network", _("mijn mensen")
    COUNSELLOR = "counsellor", _("begeleiding")
    PROBATION = "probation", _("reclassering")
    TREATMENT = "treatment", _("behandeling")
    CRISIS = "crisis", _("crisisdienst of politie")


class Urgency(models.TextChoices):
    """How soon an action is taken."""

    NOW = "now", _("direct")
    TODAY = "today", _("dezelfde dag")
    WEEK = "week", _("deze week")


class ChangeSource(models.TextChoices):
    """From what a phase follows (docs/domain/practice.md, section 4)."""

    TICKS = "ticks", _("signalen gezien")
    TOGETHER = "together", _("samen doorgenomen")
    OVERRIDE = "override", _("bijgesteld met een reden")
    CLOSING = "closing", _("rood afgesloten")
    START = "start", _("begin van het plan")


REASONED_SOURCES = (ChangeSource.OVERRIDE, ChangeSource.CLOSING)


class SeenBy(models.TextChoices):
    """Who says that a sign was there; each for himself, also in one contact."""

    COUNSELLOR = "counsellor", _("begeleiding")
    CLIENT = "client", _("de cliënt zelf")


class ReviewedBy(models.TextChoices):
    """Who went through the signs of the plan: client and counsellor together, or the client alone."""

    TOGETHER = "together", _("samen")
    CLIENT = "client", _("de cliënt zelf")


class Presence(models.TextChoices):
    """Whether a sign is there; a little counts as there."""

    NO = "no", _("nee")
    SOME = "some", _("een beetje")
    YES = "yes", _("ja")


class ActionResult(models.TextChoices):
    """What became of an action of the plan."""

    DONE = "done", _("gedaan")
    TRIED = "tried", _("geprobeerd, niet gelukt")
    SKIPPED = "skipped", _("niet nodig")


class EvaluationOccasion(models.TextChoices):
    """Why the plan is evaluated."""

    TERM = "term", _("het is tijd")
    INCIDENT = "incident", _("na een incident")
    RED = "red", _("na rood")
    OTHER = "other", _("een andere reden")


class EvaluationOutcome(models.TextChoices):
    """What the evaluation comes to."""

    KEEP = "keep", _("het plan blijft zoals het is")
    CHANGE = "change", _("er komt een nieuwe versie")


class EventMeaning(models.TextChoices):
    """What a life event means for the client, as he sees it."""

    HELPS = "helps", _("het helpt")
    HARD = "hard", _("het maakt het moeilijker")
    BOTH = "both", _("allebei")


class AnalysisOutcome(models.TextChoices):
    """How the situation of a function analysis ended; what went right is worth an analysis too."""

    WRONG = "wrong", _("het ging mis")
    NEARLY = "nearly", _("het ging bijna mis")
    RIGHT = "right", _("het ging goed")


class CheckKind(models.TextChoices):
    """Kinds of check."""

    URINE = "urine", _("urinecontrole (UC)")
    BREATH = "breath", _("blaastest")
    OTHER = "other", _("andere controle")


class CheckOccasion(models.TextChoices):
    """Why the check was held."""

    PLANNED = "planned", _("gepland")
    RANDOM = "random", _("steekproef")
    SIGNAL = "signal", _("na een signaal")


class CheckResult(models.TextChoices):
    """What came out of it."""

    NEGATIVE = "negative", _("negatief")
    POSITIVE = "positive", _("positief")
    UNCLEAR = "unclear", _("niet te beoordelen")
    REFUSED = "refused", _("geweigerd")
    MISSED = "missed", _("niet doorgegaan")


class FindingResult(models.TextChoices):
    """What a check showed of one substance."""

    NEGATIVE = "negative", _("negatief")
    POSITIVE = "positive", _("positief")
    UNCLEAR = "unclear", _("niet te beoordelen")


class LabOutcome(models.TextChoices):
    """What the laboratory said of a finding."""

    CONFIRMED = "confirmed", _("bevestigd")
    NOT_CONFIRMED = "not_confirmed", _("niet bevestigd")
    UNCLEAR = "unclear", _("geen uitspraak mogelijk")


class AssessedBy(models.TextChoices):
    """Which organisation made an assessment; every other than the own one makes it a taken-over assessment."""

    OWN = "own", _("eigen organisatie")
    PROBATION = "probation", _("reclassering")
    CLINIC = "clinic", _("kliniek of behandelaar")
    PRISON = "prison", _("penitentiaire inrichting")
    OTHER = "other", _("andere organisatie")


class Setting(models.TextChoices):
    """For which setting an assessment was made: dynamic factors are bound to it (docs/domain/risk.md)."""

    RESIDENTIAL = "residential", _("wonen met begeleiding")
    AMBULATORY = "ambulatory", _("ambulant, eigen woning")
    CLINIC = "clinic", _("kliniek")
    PRISON = "prison", _("detentie")
    OTHER = "other", _("anders")


class LapseTrigger(models.TextChoices):
    """How a use became known."""

    CHECK = "check", _("een controle")
    TOLD = "told", _("de cliënt vertelde het zelf")
    SEEN = "seen", _("wij merkten het")
    OTHERS = "others", _("een ander vertelde het")


class LapseStage(models.TextChoices):
    """The five steps, in their order (field source S3; docs/domain/practice.md, section 4)."""

    TALK = "talk", _("praten")
    RISK = "risk", _("risico’s bekijken")
    CONSULT = "consult", _("overleggen")
    ACT = "act", _("doen wat is afgesproken")
    LEARN = "learn", _("leren")


class PlanAdjusted(models.TextChoices):
    """What a lapse means for the signalling plan."""

    ADJUSTED = "adjusted", _("het plan is bijgesteld")
    FITS = "fits", _("het plan klopt nog")
    LATER = "later", _("het plan wordt later bijgesteld")


class IncidentRole(models.TextChoices):
    """What a client was in an incident."""

    INVOLVED = "involved", _("betrokken")
    HARMED = "harmed", _("heeft letsel, schade of last")
    WITNESS = "witness", _("zag of hoorde het")


class Seriousness(models.TextChoices):
    """How serious an incident was, for the person and the house."""

    MINOR = "minor", _("licht: opgelost, geen gevolgen")
    MODERATE = "moderate", _("matig: gevolgen die voorbijgaan")
    SERIOUS = "serious", _("ernstig: letsel, grote schade of blijvende onveiligheid")


class Calamity(models.TextChoices):
    """Whether an incident is a calamity in the sense of the law (docs/domain/risk.md)."""

    NO = "no", _("nee")
    DOUBT = "doubt", _("twijfel, we zoeken het uit")
    YES = "yes", _("ja")


class Injury(models.TextChoices):
    """Injury of the client."""

    NONE = "none", _("geen letsel")
    FIRST_AID = "first_aid", _("zelf verzorgd")
    DOCTOR = "doctor", _("huisarts of huisartsenpost")
    HOSPITAL = "hospital", _("ziekenhuis")
    DEATH = "death", _("overleden")


class Police(models.TextChoices):
    """What the police had to do with it."""

    NONE = "none", _("niet betrokken")
    CALLED = "called", _("gebeld of geweest")
    REPORTED = "reported", _("aangifte gedaan")


class Body(models.TextChoices):
    """Who is told of an incident."""

    CLIENT = "client", _("de cliënt zelf")
    RELATIVES = "relatives", _("naasten")
    MANAGER = "manager", _("teamleider of manager")
    PROBATION = "probation", _("reclassering")
    TREATMENT = "treatment", _("behandelaar of huisarts")
    POLICE = "police", _("politie")
    IGJ = "igj", _("Inspectie Gezondheidszorg en Jeugd (IGJ)")
    WMO = "wmo", _("toezichthouder Wmo van de gemeente")
    DJI = "dji", _("Dienst Justitiële Inrichtingen (DJI)")
    AP = "ap", _("Autoriteit Persoonsgegevens")
    SAFE_HOME = "safe_home", _("Veilig Thuis")


# Told once for the whole incident, by the organisation; the others are told about one client.
BODIES_OF_THE_WHOLE = (Body.IGJ, Body.WMO, Body.DJI, Body.AP)


class DeadlineCondition(models.TextChoices):
    """When a term of an incident runs."""

    CALAMITY = "calamity", _("calamiteit in de zorg")
    DOUBT = "doubt", _("twijfel of het een calamiteit is")
    WMO = "wmo", _("calamiteit of geweld bij Wmo-ondersteuning")
    SPECIAL = "special", _("bijzonder voorval of ongeoorloofde afwezigheid in forensische zorg")
    BREACH = "breach", _("datalek")


class TermUnit(models.TextChoices):
    """In what a term is counted."""

    WORKING_DAYS = "working_days", _("werkdagen")
    DAYS = "days", _("dagen")
    HOURS = "hours", _("uur")


class FollowUpKind(models.TextChoices):
    """What is added to an incident after it was recorded."""

    ANALYSIS = "analysis", _("analyse")
    FOLLOW_UP = "follow_up", _("vervolg")
    CORRECTION = "correction", _("correctie")


class MeldcodeStage(models.TextChoices):
    """The five steps of the reporting code (docs/domain/risk.md)."""

    SIGNALS = "signals", _("signalen in kaart")
    CONSULT = "consult", _("overleggen met een collega of Veilig Thuis")
    TALK = "talk", _("gesprek met de betrokkenen")
    WEIGH = "weigh", _("wegen")
    DECIDE = "decide", _("beslissen")


class MeldcodeAbout(models.TextChoices):
    """What the concern is about."""

    PARTNER = "partner", _("geweld tussen (ex-)partners")
    CHILD = "child", _("kindermishandeling of verwaarlozing")
    ELDER = "elder", _("ouderenmishandeling")
    OTHER = "other", _("ander huiselijk geweld")


class YesNo(models.TextChoices):
    """An answer that is given, with its reason beside it."""

    YES = "yes", _("ja")
    NO = "no", _("nee")


class ChildCheck(models.TextChoices):
    """Whether minor children depend on the client (*kindcheck*)."""

    NONE = "none", _("geen minderjarige kinderen")
    SAFE = "safe", _("wel kinderen, geen zorgen")
    CONCERN = "concern", _("wel kinderen, wel zorgen")
    UNKNOWN = "unknown", _("nog niet bekend")


class SafeHomeContact(models.TextChoices):
    """What was done with Veilig Thuis."""

    NONE = "none", _("geen contact")
    ADVICE = "advice", _("advies gevraagd")
    REPORT = "report", _("melding gedaan")
