"""The network as a drawing: a sociogram in rings, and a genogram in generations. Whole numbers, for SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.enums import Gender, Influence, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.models import Client, NetworkVersion

CENTRE = 230
RADII = {1: 80, 2: 140, 3: 200}
TURN = {1: -90, 2: -60, 3: -75}  # where a ring begins, so that names of two rings do not stand above each other
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


@dataclass(frozen=True)
class Node:
    """A mark with its name: a circle, square or diamond; ``tie`` says how its line is drawn."""

    x: int
    y: int
    label: str
    shape: str
    tie: str
    words: str
    line: tuple[int, int, int, int]


@dataclass(frozen=True)
class Drawing:
    """Marks around (or above and under) the client, who stands at ``x``, ``y``."""

    width: int
    height: int
    x: int
    y: int
    nodes: tuple[Node, ...]
    rings: tuple[int, ...] = ()


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _tie(row: NetworkVersion) -> str:
    return {Influence.PROMOTING: "strong", Influence.HINDERING: "broken", Influence.BOTH: "double"}.get(
        Influence(row.influence), "thin"
    )


def _words(row: NetworkVersion) -> str:
    return f"{row.name}: {row.get_relation_display()}, {row.get_influence_display()}"


def sociogram(rows: Iterable[NetworkVersion]) -> Drawing:
    """Draw who stands near and far; in each ring in the order of their places, clockwise from the top."""
    drawn = [row for row in rows if not row.is_narrow]
    nodes = []
    for ring, radius in RADII.items():
        inside = [row for row in drawn if row.ring == ring]
        for index, row in enumerate(inside):
            angle = math.radians(TURN[ring] + 360 * index / len(inside))
            x, y = round(CENTRE + radius * math.cos(angle)), round(CENTRE + radius * math.sin(angle))
            shape = "circle" if row.is_person else "square"
            nodes.append(Node(x, y, _short(row.name), shape, _tie(row), _words(row), (CENTRE, CENTRE, x, y)))
    return Drawing(2 * CENTRE, 2 * CENTRE + 20, CENTRE, CENTRE, tuple(nodes), tuple(RADII.values()))


def genogram(client: Client, rows: Sequence[NetworkVersion]) -> Drawing | None:
    """Draw the family in generations; None without family. A square is a man, a circle a woman, a diamond neither said."""
    del client
    family: dict[int, list[NetworkVersion]] = {}
    for row in rows:
        generation = GENERATIONS.get(Relation(row.relation))
        if generation is not None:
            family.setdefault(generation, []).append(row)
    if not family:
        return None
    used = sorted({*family, OWN_GENERATION})
    own = sorted(family.get(OWN_GENERATION, []), key=lambda row: row.relation != Relation.SIBLING)
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
        members = own if generation == OWN_GENERATION else family[generation]
        places = own_x if generation == OWN_GENERATION else columns(len(members))
        for row, column in zip(members, places, strict=True):
            shape = {Gender.MALE: "square", Gender.FEMALE: "circle"}.get(Gender(row.gender), "diamond")
            line = (x, y, column, height_of[generation])
            nodes.append(Node(column, height_of[generation], _short(row.name), shape, _tie(row), _words(row), line))
    return Drawing(width, max(height_of.values()) + MARGIN + 10, x, y, tuple(nodes))
