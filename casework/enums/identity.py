"""What of who a client is can be put right later."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityField(models.TextChoices):
    """A field of the client of which every change is kept."""

    FIRST_NAME = "first_name", _("voornaam")
    PREFERRED_NAME = "preferred_name", _("roepnaam")
    LAST_NAME = "last_name", _("achternaam")
    BIRTH_DATE = "birth_date", _("geboortedatum")
    GENDER = "gender", _("geslacht")
