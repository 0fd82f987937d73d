"""What somebody of ours does without a client."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkPurpose(models.TextChoices):
    """For what an appointment among ourselves is."""

    TEAM = "team", _("teamoverleg")
    PEERS = "peers", _("intervisie")
    TRAINING = "training", _("scholing")
    TALK = "talk", _("werkgesprek")
    OTHER = "other", _("iets anders")
