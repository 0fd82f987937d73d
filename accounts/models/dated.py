"""A row that held from one day until another."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import DatedQuerySet


class Dated(models.Model):
    """Abstract: valid from a day up to and including a day; no last day means that it still holds."""

    valid_from = models.DateField(_("vanaf"))
    valid_until = models.DateField(_("tot en met"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd op"), auto_now_add=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def held_on(self, day: date) -> bool:
        """Return whether the row held on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def ends_after_start(**kwargs: Any) -> models.CheckConstraint:
    """Return the constraint that a dated row does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
        name="%(app_label)s_%(class)s_ends_after_start",
        violation_error_message=_("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."),
        **kwargs,
    )
