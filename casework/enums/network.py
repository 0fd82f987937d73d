"""The drawings of the network: how a tie in the ecogram is, and the generations of a genogram."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Generation(models.IntegerChoices):
    """A row of the genogram, the oldest first. The client stands in ``OWN``."""

    GRANDPARENTS = 0, _("grootouders")
    PARENTS = 1, _("ouders")
    OWN = 2, _("eigen generatie")
    CHILDREN = 3, _("kinderen")
    GRANDCHILDREN = 4, _("kleinkinderen")


class TieKind(models.TextChoices):
    """How strong a tie is on one life domain. The last one ends it: the past stays to be seen."""

    STRONG = "strong", _("sterk")
    WEAK = "weak", _("zwak")
    STRESSFUL = "stressful", _("gespannen")
    BROKEN = "broken", _("verbroken")
    NONE = "none", _("geen band (meer)")


class SupportDirection(models.TextChoices):
    """Which way the support goes."""

    BOTH = "both", _("over en weer")
    TO_CLIENT = "to_client", _("naar de cliënt toe")
    FROM_CLIENT = "from_client", _("van de cliënt uit")
    NONE = "none", _("geen steun")
