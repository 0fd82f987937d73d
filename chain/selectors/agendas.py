"""Agendas are data: what is on the table of each kind of meeting stands in ``chain/reference/agendas.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext as _

from chain.enums import MeetingKind, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "agendas.yaml"
PROFESSIONAL = "professional"
PROFESSIONALS = frozenset({Seat.ORGANISATION, Seat.PROBATION, Seat.PARTNER})
FIELDS = frozenset({"", "attendance", "domains", "proud_of", "views", "commitments", "next_on"})
THERE, MAY, NOT = "there", "may", "not"
_AGENDA = frozenset({"key", "kinds", "label", "about", "client", "lead", "needs", "next", "basis", "points"})
_POINT = frozenset({"key", "heading", "asks", "facts", "field", "closes"})


class AgendaError(Exception):
    """The reference of agendas cannot be used; the message says where."""


@dataclass(frozen=True)
class Point:
    """One point: its heading and question. ``closes``: the meeting cannot be closed without it.

    ``field`` names a field of the meeting that stands in place of a text; ``facts`` what of the file stands beside it.
    """

    key: str
    number: int
    heading: str
    asks: str = ""
    facts: str = ""
    field: str = ""
    closes: bool = False

    @property
    def is_text(self) -> bool:
        """Whether what is said on it is a text of its own."""
        return not self.field


@dataclass(frozen=True)
class Agenda:
    """What is on the table of some kinds of meeting. ``next`` is the key of the term of the next one, or empty."""

    key: str
    kinds: tuple[str, ...]
    label: str
    about: str
    client: str
    lead: str
    needs: tuple[str, ...]
    next: str
    basis: str
    points: tuple[Point, ...]

    @property
    def texts(self) -> tuple[Point, ...]:
        """The points on which a text is written."""
        return tuple(point for point in self.points if point.is_text)

    def has(self, field: str) -> bool:
        """Return whether one of the points is this field of the meeting."""
        return any(point.field == field for point in self.points)

    def asks_for(self, field: str) -> bool:
        """Return whether the meeting cannot be closed without this field."""
        return any(point.field == field and point.closes for point in self.points)

    def missing(self, seats: Iterable[str]) -> list[str]:
        """Return who must be at the table for this meeting to open and is not, in words."""
        there = set(seats)
        words = {PROFESSIONAL: _("een hulpverlener"), Seat.RELATIVE: _("een naaste"), Seat.CLIENT: _("de cliënt")}
        return [
            str(words.get(need, Seat(need).label if need in Seat.values else need))
            for need in self.needs
            if not (there & PROFESSIONALS if need == PROFESSIONAL else need in there)
        ]


def _point(row: dict[str, Any], number: int, where: str) -> Point:
    if not {"key", "heading"} <= set(row) <= _POINT or row.get("field", "") not in FIELDS:
        msg = f"{where}: point {number} has a key that is missing or unknown."
        raise AgendaError(msg)
    return Point(number=number, **row)


def read_agendas(path: Path = REFERENCE) -> tuple[Agenda, ...]:
    """Read and check the agendas; raise ``AgendaError`` when one of them, or the set of them, is not whole."""
    agendas = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        where = f"{path.name}, {row.get('key', '?')}"
        if set(row) != _AGENDA or row["client"] not in {THERE, MAY, NOT}:
            msg = f"{where}: a key is missing or unknown."
            raise AgendaError(msg)
        points = tuple(_point(point, number, where) for number, point in enumerate(row["points"], start=1))
        if len({point.key for point in points}) != len(points):
            msg = f"{where}: two points have the same key."
            raise AgendaError(msg)
        agendas.append(Agenda(**{**row, "kinds": tuple(row["kinds"]), "needs": tuple(row["needs"]), "points": points}))
    if sorted(kind for agenda in agendas for kind in agenda.kinds) != sorted(MeetingKind.values):
        msg = f"{path.name}: every kind of meeting needs exactly one agenda."
        raise AgendaError(msg)
    return tuple(agendas)


@lru_cache(maxsize=1)
def agendas() -> tuple[Agenda, ...]:
    """Return the agendas in their order; read once."""
    return read_agendas()


def agenda_of(kind: str) -> Agenda:
    """Return the agenda of a kind of meeting."""
    return next(agenda for agenda in agendas() if kind in agenda.kinds)
