"""Who said yes to a photo of a client, and why one is there no longer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentGiver(models.TextChoices):
    """Who gave the consent."""

    CLIENT = "client", _("de cliënt zelf")
    REPRESENTATIVE = "legal_rep", _("de wettelijk vertegenwoordiger")


class PhotoRemoval(models.TextChoices):
    """Why a photo was taken away."""

    WITHDRAWN = "withdrawn", _("toestemming ingetrokken")
    REPLACED = "replaced", _("vervangen door een nieuwe foto")
    MISTAKE = "mistake", _("verkeerde foto")
    NOT_NEEDED = "not_needed", _("niet meer nodig")
