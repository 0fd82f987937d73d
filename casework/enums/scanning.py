"""How far the check for viruses is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """Where a file stands with the scanner."""

    WAITING = "waiting", _("wordt nagekeken op virussen")
    CLEAN = "clean", _("nagekeken, geen virus gevonden")
    REFUSED = "refused", _("virus gevonden")
    UNREACHABLE = "unreachable", _("scanner niet bereikbaar")
