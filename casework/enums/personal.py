"""How a client reads, and where he and his doctor can be reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingLevel(models.TextChoices):
    """How well somebody reads Dutch; what is not known steers nothing."""

    UNKNOWN = "unknown", _("niet bekend")
    GOOD = "good", _("leest gewone teksten")
    LOW = "low", _("leest moeilijk")
    NOT = "not", _("leest geen Nederlands")


# Papers for these clients are made easier.
EASIER = frozenset({ReadingLevel.LOW, ReadingLevel.NOT})


class DetailKind(models.TextChoices):
    """What a contact detail is."""

    PHONE = "phone", _("telefoon")
    MAIL = "mail", _("e-mail")
    ADDRESS = "address", _("adres")
    POSTAL = "postal", _("postadres")
    DOCTOR = "doctor", _("huisarts")
    PHARMACY = "pharmacy", _("apotheek")


SEVERAL = frozenset({DetailKind.PHONE, DetailKind.MAIL})  # of the rest one holds at a time
OF_OTHERS = frozenset({DetailKind.DOCTOR, DetailKind.PHARMACY})  # these have a name, and a number to ring
