"""Kinds around volunteers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClickOutcome(models.TextChoices):
    """What one party says after the introduction talk (*klikgesprek*)."""

    YES = "yes", _("ja, dit past")
    DOUBT = "doubt", _("twijfel")
    NO = "no", _("nee, dit past niet")


class MatchEnd(models.TextChoices):
    """Why a match ended."""

    DONE = "done", _("klaar: het doel is bereikt of het verblijf is voorbij")
    NO_CLICK = "no_click", _("het klikte niet")
    CLIENT = "client", _("de cliënt wil niet meer")
    VOLUNTEER = "volunteer", _("de vrijwilliger stopt")
    UNSAFE = "unsafe", _("het was niet veilig")
    OTHER = "other", _("iets anders")
