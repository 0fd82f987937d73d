"""Whether somebody who is being registered is known already."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accounts.models import Team, User

# From 0 (nothing in common) to 1 (the same). Chosen by us: it lets one slip of the keyboard pass in a short name.
ALIKE = 0.75


def look_alikes(*, first_name: str, last_name: str, preferred_name: str, birth_date: date) -> list[Client]:
    """Return clients who may be the same person, in all teams: the caller shows only what the user may see of them.

    Born on that day (or with day and month changed places) and with a name that is nearly the same; or of the very same
    name, with a date of birth that differs in the year alone or in the day and month alone. One query.
    """
    firsts = {name for name in (first_name.strip(), preferred_name.strip()) if name}
    same_name = Q(last_name__iexact=last_name.strip()) & (
        Q(first_name__in=firsts) | Q(preferred_name__in=firsts) | Q(first_name__iexact=first_name.strip())
    )
    near = Q(birth_date__year=birth_date.year) | Q(birth_date__month=birth_date.month, birth_date__day=birth_date.day)
    found = Client.objects.filter(Q(birth_date__in=list(_readings(birth_date))) | (same_name & near), merged_into=None)
    return [
        one
        for one in found.select_related("team")
        if _near(one.last_name, last_name) or any(_near(mine, other) for mine in _called(one) for other in firsts)
    ]


@dataclass(frozen=True)
class KnownOnes:
    """Who was found: the files that the user may open, and the teams that have one that he may not."""

    visible: tuple[Client, ...]
    teams: tuple[Team, ...]


def known_ones(user: User, found: Sequence[Client]) -> KnownOnes:
    """Return what a user may know of the clients who look like the one he registers. One query."""
    ids = set(Client.objects.visible_to(user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    hidden = {one.team for one in found if one.pk not in ids}
    return KnownOnes(tuple(one for one in found if one.pk in ids), tuple(sorted(hidden, key=lambda team: team.name)))


def _readings(day: date) -> Iterator[date]:
    """Yield the day, and what it is when day and month were typed the other way round."""
    yield day
    if day.day <= 12 and day.day != day.month:  # noqa: PLR2004 -- there are twelve months
        yield date(day.year, day.day, day.month)


def _called(client: Client) -> set[str]:
    return {name for name in (client.first_name, client.preferred_name) if name}


def _plain(name: str) -> str:
    """Return a name without capitals, accents, spaces and hyphens."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= ALIKE
