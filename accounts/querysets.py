"""Chainable filters over dated rows and users."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Q

M = TypeVar("M", bound=models.Model)


def holds_on(day: date, *, prefix: str = "") -> Q:
    """Return the condition that a dated row held on ``day``: from that day on, up to and including its last day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def every_row(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return all rows of any model, also those that were taken back as a mistake: to copy, move or keep them, never to count."""
    manager: models.Manager[Any] = getattr(model, "including_withdrawn", model._default_manager)
    return manager.all()


class DatedQuerySet(models.QuerySet[M]):
    """Rows with ``valid_from`` and ``valid_until`` (inclusive, empty while it lasts)."""

    def active_on(self, day: date) -> Self:
        """Return the rows that held on ``day``."""
        return self.filter(holds_on(day))


class LocationProfileQuerySet(models.QuerySet[Any]):
    """What locations were, from a day on."""

    def describing(
        self, location: models.Model | OuterRef, day: date | OuterRef, *, known_at: datetime | None = None
    ) -> Self:
        """Return the rows of a location that began by ``day``, the one that holds first.

        Made for a subquery: ``location`` and ``day`` may be an ``OuterRef``. With ``known_at`` as was recorded by then.
        """
        rows = self.filter(location=location, valid_from__lte=day)
        if known_at is not None:
            rows = rows.filter(recorded_at__lte=known_at)
        return rows.order_by("-valid_from", "-recorded_at", "-pk")


class UserQuerySet(models.QuerySet[Any]):
    """People and service accounts."""

    def with_role(self, role: str, day: date) -> Self:
        """Return active users who hold ``role`` on ``day``."""
        return self.filter(
            holds_on(day, prefix="role_assignments__"), is_active=True, role_assignments__role=role
        ).distinct()

    def in_teams(self, team_ids: set[int], day: date) -> Self:
        """Return users who are a member of one of the teams on ``day``."""
        return self.filter(holds_on(day, prefix="memberships__"), memberships__team_id__in=team_ids).distinct()

    def for_list(self) -> Self:
        """Return users in the order of a Dutch name list, with their organisation."""
        return self.select_related("organisation").order_by("last_name", "first_name", "pk")


class AuditEntryQuerySet(models.QuerySet[Any]):
    """The audit trail, newest first."""

    def about(self, *client_numbers: str) -> Self:
        """Return the rows about one client: those of its own, and lists in which it was shown.

        Several numbers when files of one person were merged.
        """
        rows = type(self)(self.model).order_by()
        own = rows.filter(client_number__in=client_numbers).values("pk")
        shown = rows.filter(subjects__client_number__in=client_numbers).values("pk")
        # Each half begins at its own index; "the one or the other" would read the whole trail.
        return self.filter(pk__in=own.union(shown))
