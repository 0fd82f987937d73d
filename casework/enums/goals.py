"""Kinds around goals: who takes a step, and who is active on a life domain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepOwner(models.TextChoices):
    """The responsibility ladder (*ladder van verantwoordelijkheid*), from the top: never simply taken over."""

    ALONE = "alone", _("cliënt zelf")
    AFTER_EXAMPLE = "example", _("cliënt, na een voorbeeld")
    TOGETHER = "together", _("samen")
    HELP_WHEN_NEEDED = "help", _("begeleider helpt als het niet lukt")


class StepResult(models.TextChoices):
    """How a step ended; partial success counts."""

    REACHED = "reached", _("gelukt")
    PARTLY = "partly", _("deels gelukt")
    DROPPED = "dropped", _("losgelaten")
