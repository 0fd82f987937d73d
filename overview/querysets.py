"""Chainable filters over reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.selectors import standing_of
from casework.models import Client

if TYPE_CHECKING:
    from accounts.models import User


class ReminderQuerySet(models.QuerySet[Any]):
    """What is due."""

    def open(self) -> Self:
        """Return what is not closed yet."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """Return the reminders this user may see.

        Included if, and only if, he may see the client's file, and the reminder is addressed to him or to somebody
        for whom he stands in today, or he leads the client's team.
        """
        standing = standing_of(user)
        mine = self.model._meta.get_field("recipients").related_model._default_manager.filter(
            reminder=OuterRef("pk"), user_id__in=standing.acts_for
        )
        reach = Q(Exists(mine))
        if standing.has(Role.TEAM_LEAD):
            reach |= Q(client__in=Client.objects.of_teams(standing.team_ids))
        return self.filter(reach, client__in=Client.objects.visible_to(user))

    def for_list(self) -> Self:
        """Return reminders with their clients, what is due first on top."""
        return self.select_related("client").order_by("due_on", "client__last_name", "pk")
