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
    OVERRIDE = "override", _("bijgesteld met een reden")
    CLOSING = "closing", _("rood afgesloten")
    START = "start", _("begin van het plan")


REASONED_SOURCES = (ChangeSource.OVERRIDE, ChangeSource.CLOSING)


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
    REFUSED = "refused", _("geweigerd")
    MISSED = "missed", _("niet doorgegaan")
