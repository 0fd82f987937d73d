"""Roles, kinds and actions. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is here to do. A user may hold several, each dated."""

    COUNSELLOR = "counsellor", _("begeleider")
    TEAM_LEAD = "team_lead", _("teamleider")
    PARTNER = "partner", _("ketenpartner")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    VOLUNTEER_COORDINATOR = "volunteer_coordinator", _("vrijwilligerscoördinator")
    ADMINISTRATOR = "administrator", _("beheerder")
    PRIVACY_OFFICER = "privacy_officer", _("functionaris gegevensbescherming")
    INTAKE_OFFICER = "intake_officer", _("instroomfunctionaris")
    BEHAVIOURAL_EXPERT = "behavioural_expert", _("gedragsdeskundige")
    NIGHT_STAFF = "night_staff", _("nachtdienst")
    EXPERT_BY_EXPERIENCE = "expert_by_experience", _("ervaringsdeskundige")
    SERVICE = "service", _("achtergrondtaak")


class OrganisationKind(models.TextChoices):
    """The places in the chain."""

    OWN = "own", _("eigen organisatie")
    PROBATION = "probation", _("reclassering")
    PRISON = "prison", _("penitentiaire inrichting")
    TREATMENT = "treatment", _("behandeling")
    SAFETY_HOUSE = "safety_house", _("zorg- en veiligheidshuis")
    MUNICIPALITY = "municipality", _("gemeente")
    POLICE = "police", _("politie")
    DEBT_HELP = "debt_help", _("schuldhulp")
    HOUSING = "housing", _("woningcorporatie")


class SubstancePolicy(models.TextChoices):
    """The three house policies on substances (field source S1; docs/domain/practice.md)."""

    ABSTINENT = "abstinent", _("abstinent")
    REGULATED = "regulated", _("gereguleerd")
    TOLERATED = "tolerated", _("gebruikersvoorziening / gedoog")


class LocationKind(models.TextChoices):
    """What a location is: it decides what being there means."""

    HOUSE = "house", _("huis")
    AMBULATORY = "ambulatory", _("ambulant")
    POSTAL_ADDRESS = "postal_address", _("postadres")


class SupportForm(models.TextChoices):
    """The forms of support (docs/domain/figures.md, "Locations"): what an organisation offers at a place."""

    PROTECTED = "protected", _("beschermd wonen")
    INDEPENDENT = "independent", _("zelfstandig begeleid")
    SHELTER = "shelter", _("opvang")
    AMBULATORY = "ambulatory", _("ambulant")
    HOUSING_FIRST = "housing_first", _("Housing First")
    FULL_PACKAGE_HOME = "full_package_home", _("volledig pakket thuis (VPT)")
    DAY_ACTIVITIES = "day_activities", _("alleen dagbesteding")
    POSTAL_ADDRESS = "postal_address", _("postadres")


# Somebody who gets one of these sleeps in a place of the organisation; with all others he lives elsewhere.
RESIDENTIAL_FORMS = frozenset({SupportForm.PROTECTED, SupportForm.SHELTER})
# Somebody who gets one of these is supported where he lives; day activities and a postal address alone are neither.
AMBULATORY_FORMS = frozenset(
    {SupportForm.INDEPENDENT, SupportForm.AMBULATORY, SupportForm.HOUSING_FIRST, SupportForm.FULL_PACKAGE_HOME}
)


class Clustering(models.TextChoices):
    """Whether the dwellings of a location stand together or among other people's homes."""

    CLUSTERED = "clustered", _("geclusterd")
    SCATTERED = "scattered", _("gespikkeld")


class AuditAction(models.TextChoices):
    """What was done, in the terms of NEN 7513."""

    CREATE = "create", _("aangemaakt")
    READ = "read", _("ingezien")
    LIST = "list", _("in een lijst gezien")
    SEARCH = "search", _("gezocht")
    UPDATE = "update", _("gewijzigd")
    DELETE = "delete", _("verwijderd")
    PRINT = "print", _("afgedrukt")
    EXPORT = "export", _("geëxporteerd")
    SHARE = "share", _("gedeeld")
    SIGN = "sign", _("ondertekend")
    SEND = "send", _("verzonden")
    ACKNOWLEDGE = "acknowledge", _("ontvangst bevestigd")
    LOGIN = "login", _("ingelogd")
    LOGIN_FAILED = "login_failed", _("inloggen mislukt")
    LOGOUT = "logout", _("uitgelogd")
    AUTHORISE = "authorise", _("rechten gewijzigd")


class AuditOutcome(models.TextChoices):
    """How the act ended."""

    DONE = "done", _("gelukt")
    REFUSED = "refused", _("geweigerd")


class LinkState(models.TextChoices):
    """Whether a one-time link works, or why it does not."""

    OPEN = "open", _("nog te gebruiken")
    USED = "used", _("gebruikt")
    EXPIRED = "expired", _("verlopen")
    REVOKED = "revoked", _("ingetrokken")
    UNKNOWN = "unknown", _("onbekend")
