"""Chainable filters over check-ins."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from alliance.enums import Side


def _answered(side: Side) -> Exists:
    """Return the condition that this side answered; asked for by name, since a queryset comes before its models."""
    answers = apps.get_model("alliance", "AllianceAnswers")._default_manager.all()
    return Exists(answers.filter(check_in=OuterRef("pk"), side=side))


class CheckInQuerySet(models.QuerySet[Any]):
    """Check-ins of clients with their counsellors."""

    def with_states(self) -> Self:
        """Add ``counsellor_done`` and ``client_done``: whether each side answered. One query, no answers in it."""
        return self.annotate(counsellor_done=_answered(Side.COUNSELLOR), client_done=_answered(Side.CLIENT))

    def counted(self) -> Self:
        """Return the check-ins that count for the rhythm.

        Included if, and only if, the client answered, or said that he did not want to: that is an answer too. One that
        was left half-way counts for nothing.
        """
        return self.filter(_answered(Side.CLIENT) | Q(client_declined_at__isnull=False))

    def begun(self) -> Self:
        """Return the check-ins in which at least one side said something."""
        return self.filter(_answered(Side.CLIENT) | _answered(Side.COUNSELLOR) | Q(client_declined_at__isnull=False))
