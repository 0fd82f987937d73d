"""Kinds around an application: who asks, what was decided, and how a point of the intake stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationSource(models.TextChoices):
    """Who asks for a place (docs/domain/practice.md, "Placement")."""

    PROBATION = "probation", _("reclassering")
    PRISON = "prison", _("PI of casemanager in detentie")
    PLACING = "placing", _("DIZ of NIFP-IFZ")
    CLINIC = "clinic", _("kliniek of behandelaar")
    MUNICIPALITY = "municipality", _("gemeente")
    SAFETY_HOUSE = "safety_house", _("zorg- en veiligheidshuis")
    CARE = "care", _("andere zorgorganisatie")
    CLIENT = "client", _("cliënt of naaste zelf")
    INSIDE = "inside", _("eigen organisatie")


class DecisionKind(models.TextChoices):
    """What was decided about an application. Every decision stays; the latest is how it stands."""

    ACCEPTED = "accepted", _("geaccepteerd")
    WAITING = "waiting", _("op de wachtlijst")
    REFUSED = "refused", _("afgewezen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


CLOSING = frozenset({DecisionKind.REFUSED, DecisionKind.WITHDRAWN})


class IntakeState(models.TextChoices):
    """How a point of the intake stands."""

    IN = "in", _("binnen")
    ASKED = "asked", _("komt nog")
    NOT_NEEDED = "not_needed", _("niet nodig")
