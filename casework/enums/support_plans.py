"""States around the support plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStage(models.TextChoices):
    """How far a version goes."""

    FIRST = "first", _("eerste versie")
    DEFINITIVE = "definitive", _("definitieve versie")


class PlanParty(models.TextChoices):
    """Who signs a support plan."""

    CLIENT = "client", _("cliënt")
    COUNSELLOR = "counsellor", _("begeleider")


class PlanDecision(models.TextChoices):
    """What somebody says of a version."""

    SIGNED = "signed", _("akkoord")
    REFUSED = "refused", _("niet akkoord")
    COULD_NOT = "could_not", _("kon niet tekenen")
