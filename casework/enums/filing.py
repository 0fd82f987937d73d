"""How long a document is still good for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """Where a document stands on a day. Nothing of this is stored: it follows from the rows."""

    VALID = "valid", _("geldig")
    EXPIRING = "expiring", _("verloopt binnenkort")
    EXPIRED = "expired", _("verlopen")
    REPLACED = "replaced", _("vervangen")
    OPEN = "open", _("zonder einddatum")
