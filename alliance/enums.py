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
    """Why an aspect is worth a talk; the keys of the talking points in an instrument."""

    CLIENT_FELL = "client_fell", _("bij de cliënt minder goed dan de vorige keer")
    APART = "apart", _("de twee kanten liggen verder uit elkaar")
    COUNSELLOR_FELL = "counsellor_fell", _("bij u minder goed dan de vorige keer")
