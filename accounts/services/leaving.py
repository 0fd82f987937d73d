"""Leaving: nobody goes while something would be left to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Team, TeamMembership, User
from accounts.querysets import holds_on
from accounts.registry import leaving_checks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


def left_behind(user: User, last_day: date, *, roles: Collection[str]) -> list[str]:
    """Return what would be left to nobody when these roles of a user end with ``last_day``; empty when he may go.

    Each is a sentence that says what to do. What a counsellor carries is told by the apps above (``leaving_checks``).
    """
    found = []
    if Role.TEAM_LEAD in roles:
        found += [
            _("%(name)s is de enige teamleider van %(team)s. Geef dat team eerst een andere teamleider.")
            % {"name": user, "team": team}
            for team in _led_alone(user, last_day + timedelta(days=1))
        ]
    if Role.COUNSELLOR in roles:
        for check in leaving_checks.values():
            found += check(user, last_day)
    return found


def _led_alone(user: User, day: date) -> list[Team]:
    """Return the teams that this user leads today and that nobody else leads on ``day``."""
    leads = User.objects.with_role(Role.TEAM_LEAD, day).exclude(pk=user.pk)
    if not User.objects.with_role(Role.TEAM_LEAD, day).filter(pk=user.pk).exists():
        return []
    led = TeamMembership.objects.filter(holds_on(day), user__in=leads).values("team")
    mine = TeamMembership.objects.filter(holds_on(day), user=user).values("team")
    return list(Team.objects.filter(pk__in=mine).exclude(pk__in=led).order_by("name"))
