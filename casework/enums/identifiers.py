"""Numbers under which others know a client."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentifierKind(models.TextChoices):
    """A number that is kept encrypted and shown on demand alone."""

    BSN = "bsn", _("burgerservicenummer (BSN)")
    SKN = "skn", _("strafrechtsketennummer")
