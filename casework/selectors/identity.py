"""Who clients were on a day, as far as that changed: read from the changes that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from casework.enums.identity import IdentityField
from casework.models import ClientChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

DATED = (IdentityField.GENDER, IdentityField.BIRTH_DATE)


@dataclass(frozen=True)
class Identity:
    """The genders of a client, each with its first day, oldest first, and his date of birth."""

    genders: tuple[tuple[date, str], ...]
    birth_date: date


def identities(now: Mapping[int, tuple[str, date]], *, known_at: datetime | None = None) -> Mapping[int, Identity]:
    """Return the identity of these clients (id -> gender and date of birth of now), as known at a moment (None: now). One query.

    A change with a day begins on it. A correction takes the place of what it corrects, on all its days.
    """
    changes: dict[tuple[int, str], list[ClientChange]] = {}
    for row in ClientChange.objects.filter(field__in=DATED).order_by("pk"):
        changes.setdefault((row.client_id, row.field), []).append(row)
    found = {}
    for pk, (gender, born) in now.items():
        genders = _genders(changes.get((pk, IdentityField.GENDER), ()), gender, known_at)
        later = _later(changes.get((pk, IdentityField.BIRTH_DATE), ()), known_at)
        found[pk] = Identity(genders, date.fromisoformat(later[0].before) if later else born)
    return found


def _later(rows: Iterable[ClientChange], known_at: datetime | None) -> list[ClientChange]:
    return [row for row in rows if known_at is not None and row.recorded_at >= known_at]


def _genders(rows: Iterable[ClientChange], now: str, known_at: datetime | None) -> tuple[tuple[date, str], ...]:
    """Replay the changes that were known by then, from what stood there before the first of them."""
    several = list(rows)
    found = [(date.min, several[0].before if several else now)]
    for row in several:
        if known_at is not None and row.recorded_at >= known_at:
            break
        if row.holds_from is None:
            start = found.pop()[0]
        else:
            start = row.holds_from
            while found and found[-1][0] >= start:
                found.pop()
        found.append((start, row.after))
    return tuple(found)
