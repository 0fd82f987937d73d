"""Whom a letter is written to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterTo(models.TextChoices):
    """Who gets a letter. A letter to the client is written so that he can read it."""

    CLIENT = "client", _("de cliënt")
    OFFICER = "officer", _("de toezichthouder")
    CARE = "care", _("huisarts, apotheek of behandelaar")
    NETWORK = "network", _("iemand uit het netwerk")
    MUNICIPALITY = "municipality", _("gemeente of zorgkantoor")
    OTHER = "other", _("iemand anders")
