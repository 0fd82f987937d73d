"""Who may have been at an activity with several clients: the door to the files that its form is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record
from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from accounts.models import Location, User

# On one page; whoever is not among them is found by name, number or house.
MOST_CLIENTS = 60


@dataclass(frozen=True)
class Candidates:
    """The clients that the form offers: first those who were ``chosen`` already, then who was found.

    ``total`` counts all who answer to the search, shown or not; ``closed`` counts those chosen whose file does not open.
    """

    chosen: list[Client]
    found: list[Client]
    total: int
    closed: int

    @property
    def shown(self) -> list[Client]:
        """Return everybody on the page."""
        return [*self.chosen, *self.found]


def candidates(user: User, day: date, *, ids: Collection[int], house: Location | None, words: str) -> Candidates:
    """Return whom this user can choose from, at most sixty beside those chosen; four queries at most."""
    chosen = open_among(user, ids, what="casework.groupcontact")
    clients = Client.objects.visible_to(user).in_care(day).matching(words)
    if house is not None:
        clients = clients.staying_at(house, day)
    others = clients.exclude(pk__in=[client.pk for client in chosen]) if chosen else clients
    found = list(others[: MOST_CLIENTS + 1])
    total = len(found) if len(found) <= MOST_CLIENTS else others.count()
    return Candidates(chosen, found[:MOST_CLIENTS], total, len(ids) - len(chosen))


def open_among(user: User, ids: Collection[int], *, what: str) -> list[Client]:
    """Return which of these files the user may open; an attempt on another file that exists is recorded as refused.

    The caller records what he shows of those that are open.
    """
    if not ids:
        return []
    found = list(Client.objects.visible_to(user).filter(pk__in=ids))
    if len(found) < len(ids):
        closed = Client.objects.filter(pk__in=ids).exclude(pk__in=[client.pk for client in found])
        if numbers := sorted(closed.values_list("number", flat=True)):
            record(
                AuditAction.READ,
                acting_user=user,
                subjects=numbers,
                object_type=what,
                outcome=AuditOutcome.REFUSED,
                rule="visible_to",
            )
    return found
