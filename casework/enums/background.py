"""What is coded about a client, dated: each topic has a list of codes, or is a municipality."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """A topic of the background of a client. The population report counts by it (docs/domain/figures.md)."""

    PROBLEM = "problem", _("problematiek")
    OFFENCE = "offence", _("soort delict")
    PROGRAMME = "programme", _("verwijzend programma")
    STAY_GOAL = "stay_goal", _("doel van het verblijf")
    PROFILE = "profile", _("forensisch profiel")
    FRAME = "frame", _("kader van financiering")
    ORIGIN = "origin", _("gemeente van herkomst")
    RESIDENCE = "residence", _("gemeente van verblijf")


PLACES = frozenset({Topic.ORIGIN, Topic.RESIDENCE})  # a name of a municipality, not a code
SINGLE = frozenset(
    {Topic.PROFILE, Topic.FRAME, Topic.ORIGIN, Topic.RESIDENCE}
)  # one at a time; a new one ends the other
CODED = tuple(topic for topic in Topic if topic not in PLACES)
