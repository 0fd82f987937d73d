"""How it stands on every life domain, with what is going on there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.enums.life import StrengthFactor
from casework.models import LifeDomain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casework.models import Client, DomainEntry, Goal, Strength


@dataclass(frozen=True)
class DomainState:
    """One life domain: what holds now, what stood there before, and the open goals in it."""

    domain: LifeDomain
    entry: DomainEntry | None
    earlier: tuple[DomainEntry, ...]
    goals: tuple[Goal, ...]


def domain_states(client: Client, until: date | None = None) -> list[DomainState]:
    """Return every domain that is in use or was described, in order; three queries.

    With ``until`` what held on that day.
    """
    entries: dict[int, list[DomainEntry]] = {}
    rows = client.domain_entries.select_related("recorded_by")
    for entry in rows if until is None else rows.filter(valid_from__lte=until):
        entries.setdefault(entry.domain_id, []).append(entry)
    goals: dict[int, list[Goal]] = {}
    for goal in client.goals.filter(ended_on=None).order_by("-origin", "started_on", "pk"):
        goals.setdefault(goal.domain_id, []).append(goal)
    states = []
    for domain in LifeDomain.objects.all():
        mine = entries.get(domain.pk, [])
        if domain.in_use or mine:
            states.append(
                DomainState(domain, mine[0] if mine else None, tuple(mine[1:]), tuple(goals.get(domain.pk, ())))
            )
    return states


@dataclass(frozen=True)
class StrengthGroup:
    """The strengths of one factor, the newest first."""

    label: str
    strengths: tuple[Strength, ...]


def strength_groups(strengths: Iterable[Strength]) -> list[StrengthGroup]:
    """Return strengths by factor, in the order of the factors; factors without one are left out. No query."""
    found: dict[str, list[Strength]] = {}
    for one in strengths:
        found.setdefault(one.factor, []).append(one)
    return [
        StrengthGroup(str(factor.label), tuple(found[factor])) for factor in StrengthFactor if factor.value in found
    ]
