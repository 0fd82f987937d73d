"""Aspects, sides and occasions of a check-in on the working alliance. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Aspect(models.TextChoices):
    """The four characteristics of a working alliance in a mandated frame (docs/domain/practice.md, after Menger)."""

    DIRECTION = "direction", _("richting en kaders")
    TRUST = "trust", _("vertrouwen")
    BOND = "bond", _("binding")
    FRICTION = "friction", _("stroefheid")


# Aspects on which a higher value is worse: more friction.
NEGATIVE_ASPECTS = frozenset({Aspect.FRICTION})


class Side(models.TextChoices):
    """Who answers."""

    CLIENT = "client", _("cliënt")
    COUNSELLOR = "counsellor", _("begeleider")
    PROBATION = "probation", _("toezichthouder")


class ScaleKind(models.TextChoices):
    """How an answer is given."""

    FACES = "faces", _("gezichtjes")
    CHOICES = "choices", _("keuzes")
    SLIDER = "slider", _("schuif")


class Scoring(models.TextChoices):
    """How answers become the value of an aspect."""

    MEAN = "mean", _("gemiddelde")
    SUM = "sum", _("som")


class Better(models.TextChoices):
    """Which end of an aspect is the good one."""

    HIGHER = "higher", _("hoger is beter")
    LOWER = "lower", _("lager is beter")


class LicenceStatus(models.TextChoices):
    """Whose text an instrument is; a licensed one is used only after its permission was recorded."""

    OWN = "own", _("eigen tekst")
    OPEN = "open", _("vrij te gebruiken")
    LICENSED = "licensed", _("alleen met toestemming")


class Sharing(models.TextChoices):
    """What the client lets the counsellor see, chosen anew at every check-in."""

    ANSWERS = "answers", _("de antwoorden")
    ASPECTS = "aspects", _("alleen de uitkomst per onderwerp")
    TOPICS = "topics", _("alleen waar wij over kunnen praten")


class Occasion(models.TextChoices):
    """Why the check-in is held; derived from the file when it starts."""

    FIRST = "first", _("eerste check-in")
    NEW_COUNSELLOR = "new_counsellor", _("na wisseling van begeleider")
    HALF_YEAR = "half_year", _("halfjaarlijks")
    BETWEEN = "between", _("tussendoor")


class Stage(models.TextChoices):
    """How far a check-in is."""

    OPEN = "open", _("nog niet ingevuld")
    WAITS_FOR_CLIENT = "waits_for_client", _("wacht op de cliënt")
    WAITS_FOR_COUNSELLOR = "waits_for_counsellor", _("wacht op de begeleider")
    DECLINED = "declined", _("cliënt wilde nu niet")
    COMPLETE = "complete", _("beide kanten ingevuld")


class TalkingReason(models.TextChoices):
    """Why something is worth a talk: always a change, or something that did not change at all. Heaviest first."""

    FRICTION_TWICE = "friction_twice", _("twee keer achter elkaar stroever")
    CLIENT_FELL = "client_fell", _("bij de cliënt minder goed dan de vorige keer")
    APART = "apart", _("de twee kanten liggen verder uit elkaar")
    COUNSELLOR_FELL = "counsellor_fell", _("bij u minder goed dan de vorige keer")
    ALWAYS_BEST = "always_best", _("twee keer alles op zijn best")
    NEW_COUNSELLOR = "new_counsellor", _("er is een nieuwe begeleider")
    TOO_LONG = "too_long", _("er is te lang geen check-in geweest")


class Handling(models.TextChoices):
    """What was done with a signal."""

    TALKED = "talked", _("erover gepraat")
    AGREED = "agreed", _("iets afgesproken")
    PEERS = "peers", _("ingebracht in intervisie")
    LATER = "later", _("komt in het volgende gesprek")
    NOTHING = "nothing", _("niets mee gedaan, om een reden")
