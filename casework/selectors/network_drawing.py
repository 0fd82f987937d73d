"""The network as a drawing: a sociogram in rings, and a genogram in generations. Whole numbers, for SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.enums import Gender, Influence, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.models import Client, NetworkVersion

CENTRE = 260  # wide enough for a name beside the outer ring
RADII = {1: 80, 2: 140, 3: 200}
TURN = {1: 0, 2: 30, 3: 15}  # where a ring begins, so that names of two rings do not stand above each other
FULL_TURN, STEP = 360, 15  # degrees; a script moves a figure by one step
LONGEST_NAME = 16
ROW_HEIGHT, COLUMN_WIDTH, MARGIN = 100, 104, 46
GENERATIONS = {
    Relation.GRANDPARENT: 0,
    Relation.PARENT: 1,
    Relation.SIBLING: 2,
    Relation.PARTNER: 2,
    Relation.EX_PARTNER: 2,
    Relation.CHILD: 3,
}
OWN_GENERATION = 2
LAST = 999  # after everybody whose place in a row was said


@dataclass(frozen=True)
class Node:
    """A mark with its name: a circle, square or diamond; ``tie`` says how its line is drawn.

    ``member`` is whose it is, ``group`` the row of a genogram in which it may change places.
    """

    x: int
    y: int
    label: str
    shape: str
    tie: str
    words: str
    line: tuple[int, int, int, int]
    member: int = 0
    name: str = ""
    group: str = ""


@dataclass(frozen=True)
class Drawing:
    """Marks around (or above and under) the client, who stands at ``x``, ``y``."""

    width: int
    height: int
    x: int
    y: int
    nodes: tuple[Node, ...]
    rings: tuple[int, ...] = ()


def short_name(name: str) -> str:
    """Return a name as it fits under its mark."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _tie(row: NetworkVersion) -> str:
    return {Influence.PROMOTING: "strong", Influence.HINDERING: "broken", Influence.BOTH: "double"}.get(
        Influence(row.influence), "thin"
    )


def _words(row: NetworkVersion) -> str:
    return f"{row.name}: {row.get_relation_display()}, {row.get_influence_display()}"


def angles_of(rows: Sequence[NetworkVersion], ring: int) -> list[int]:
    """Return where each of one ring stands, in degrees with the clock from the top.

    Who was given a place stands there; the others are spread, each as far from its neighbours as can be.
    """
    taken = [row.angle for row in rows if row.angle is not None]
    if not taken:
        return [(TURN[ring] + FULL_TURN * index // len(rows)) % FULL_TURN for index in range(len(rows))]
    found = []
    for row in rows:
        angle = row.angle
        if angle is None:
            angle = max(
                ((TURN[ring] + one) % FULL_TURN for one in range(0, FULL_TURN, STEP)),
                key=lambda one: min(_apart(one, other) for other in taken),
            )
            taken.append(angle)
        found.append(angle)
    return found


def _apart(one: int, other: int) -> int:
    apart = abs(one - other) % FULL_TURN
    return min(apart, FULL_TURN - apart)


def sociogram(rows: Iterable[NetworkVersion]) -> Drawing:
    """Draw who stands near and far, each at its own place in the ring."""
    drawn = [row for row in rows if not row.is_narrow]
    nodes = []
    for ring, radius in RADII.items():
        inside = [row for row in drawn if row.ring == ring]
        for row, degrees in zip(inside, angles_of(inside, ring), strict=True):
            angle = math.radians(degrees)
            x, y = round(CENTRE + radius * math.sin(angle)), round(CENTRE - radius * math.cos(angle))
            nodes.append(
                Node(
                    x,
                    y,
                    short_name(row.name),
                    "circle" if row.is_person else "square",
                    _tie(row),
                    _words(row),
                    (CENTRE, CENTRE, x, y),
                    row.member_id,
                    row.name,
                )
            )
    return Drawing(2 * CENTRE, 2 * CENTRE + 20, CENTRE, CENTRE, tuple(nodes), tuple(RADII.values()))


def _in_row(row: NetworkVersion) -> tuple[bool, int]:
    """Return the order within a generation: brothers and sisters before the client, then as it was placed."""
    return row.relation != Relation.SIBLING, LAST if row.row_place is None else row.row_place


def family_of(rows: Iterable[NetworkVersion]) -> list[NetworkVersion]:
    """Return who stands in the genogram, by generation and in their order."""
    family = [row for row in rows if Relation(row.relation) in GENERATIONS]
    return sorted(family, key=lambda row: (GENERATIONS[Relation(row.relation)], *_in_row(row)))


def genogram(client: Client, rows: Iterable[NetworkVersion]) -> Drawing | None:
    """Draw the family in generations; None without family. A square is a man, a circle a woman, a diamond neither said."""
    del client
    family: dict[int, list[NetworkVersion]] = {}
    for row in family_of(rows):
        family.setdefault(GENERATIONS[Relation(row.relation)], []).append(row)
    if not family:
        return None
    used = sorted({*family, OWN_GENERATION})
    own = family.get(OWN_GENERATION, [])
    before = [row for row in own if row.relation == Relation.SIBLING]
    widest = max(len(family.get(one, ())) + (one == OWN_GENERATION) for one in used)
    width = max(2 * MARGIN + (widest - 1) * COLUMN_WIDTH, 2 * MARGIN + COLUMN_WIDTH)
    height_of = {generation: MARGIN + index * ROW_HEIGHT for index, generation in enumerate(used)}

    def columns(count: int) -> list[int]:
        first = width // 2 - (count - 1) * COLUMN_WIDTH // 2
        return [first + place * COLUMN_WIDTH for place in range(count)]

    own_x = columns(len(own) + 1)
    x, y = own_x.pop(len(before)), height_of[OWN_GENERATION]
    nodes = []
    for generation in used:
        members = family.get(generation, [])
        places = own_x if generation == OWN_GENERATION else columns(len(members))
        for row, column in zip(members, places, strict=True):
            nodes.append(
                Node(
                    column,
                    height_of[generation],
                    short_name(row.name),
                    {Gender.MALE: "square", Gender.FEMALE: "circle"}.get(Gender(row.gender), "diamond"),
                    _tie(row),
                    _words(row),
                    (x, y, column, height_of[generation]),
                    row.member_id,
                    row.name,
                    f"{generation}{'a' if row.relation == Relation.SIBLING else 'b'}",
                )
            )
    return Drawing(width, max(height_of.values()) + MARGIN + 10, x, y, tuple(nodes))
