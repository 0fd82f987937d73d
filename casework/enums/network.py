"""How a tie in the ecogram is, and which way the support goes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
