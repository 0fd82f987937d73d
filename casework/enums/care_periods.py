"""What made a period of care begin."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CareBegin(TextChoices):
    """From what the terms of a plan count (docs/domain/practice.md, "The support plan")."""

    INTAKE = "intake", _("het begin van de intake")
    STAY = "stay", _("de eerste dag van het verblijf")
    ASSIGNMENT = "assignment", _("de eerste toewijzing")
