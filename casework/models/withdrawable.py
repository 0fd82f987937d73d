"""Rows that can turn out to be a mistake: they are taken back with a reason, stay readable, and count nowhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StandingManager(models.Manager[Any]):
    """The rows that were not taken back: what every page, figure and paper reads.

    It is the default manager of such a model, so that a question that forgets about mistakes leaves them out. Who wants
    them asks ``including_withdrawn``.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        """Leave out what was taken back."""
        return super().get_queryset().filter(withdrawn_at=None)


class Withdrawable(models.Model):
    """Abstract: taken back by somebody at a moment, with a reason; never made undone."""

    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("waarom ingetrokken"), max_length=300, blank=True)

    class Meta:
        abstract = True


def withdrawn_explained() -> models.CheckConstraint:
    """Return the constraint that what was taken back says why."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
        name="%(app_label)s_%(class)s_withdrawn_explained",
        violation_error_message=_("Schrijf op waarom dit niet klopt."),
    )
