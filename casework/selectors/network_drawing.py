"""The network as a drawing: a sociogram in rings, and a genogram in generations. Whole numbers, for SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.enums import Gender, Influence, Relation
from casework.enums.network import Generation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.models import NetworkVersion

CENTRE = 260  # wide enough for a name beside the outer ring
RADII = {1: 80, 2: 140, 3: 200}
TURN = {1: 0, 2: 30, 3: 15}  # where a ring begins, so that names of two rings do not stand above each other
FULL_TURN, STEP = 360, 15  # degrees; a script moves a figure by one step
LONGEST_NAME = 16
# The foot of a name: under its mark, or above it; and the room that a letter and a line take.
UNDER, ABOVE = 25, -16
LETTER, LINE = 6, 16
ROW_HEIGHT, COLUMN_WIDTH, MARGIN, LABEL_HEIGHT = 100, 104, 46, 12
# The generation that follows from a relation; other family stands in none until somebody says in which.
GENERATIONS: dict[Relation, Generation | None] = {
    Relation.GRANDPARENT: Generation.GRANDPARENTS,
    Relation.PARENT: Generation.PARENTS,
    Relation.SIBLING: Generation.OWN,
    Relation.PARTNER: Generation.OWN,
    Relation.EX_PARTNER: Generation.OWN,
    Relation.CHILD: Generation.CHILDREN,
    Relation.FAMILY: None,
}
AFTER_CLIENT = frozenset({Relation.PARTNER, Relation.EX_PARTNER})
NOT_PLACED = len(Generation)  # the row under the others, at drawing, of who stands in no generation yet
LAST = 999  # after everybody whose place in a row was said


@dataclass(frozen=True)
class Node:
    """A mark with its name: a circle, square or diamond; ``tie`` says how its line is drawn.

    ``label_dy`` is how far under its mark (or above it) the name stands. ``member`` is whose it is, ``group`` the part of a row of a genogram in which it stands, ``home`` the generation that
    follows from the relation.
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
    home: str = ""
    label_dy: int = UNDER


@dataclass(frozen=True)
class Row:
    """A row of a genogram that can be chosen: its value in the form, where it is, and what it is called."""

    value: int | str
    y: int
    label: str


@dataclass(frozen=True)
class Drawing:
    """Marks around (or above and under) the client, who stands at ``x``, ``y``.

    ``rings`` are those of a sociogram, ``rows`` the generations of a genogram when it is drawn to be changed.
    """

    width: int
    height: int
    x: int
    y: int
    nodes: tuple[Node, ...]
    rings: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()


def short_name(name: str) -> str:
    """Return a name as it fits under its mark."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def with_names_apart(nodes: Sequence[Node], y: int) -> tuple[Node, ...]:
    """Return the marks with each name on the side away from the client at height ``y``, off his line, and off other names."""
    found: list[Node] = []
    for node in nodes:
        away, towards = (ABOVE, UNDER) if node.y < y - LINE else (UNDER, ABOVE)
        free = [
            side
            for side in (away, towards)
            if not any(_names_touch(replace(node, label_dy=side), one) for one in found)
        ]
        found.append(replace(node, label_dy=(*free, away)[0]))
    return tuple(found)


def _names_touch(one: Node, other: Node) -> bool:
    wide = (len(one.label) + len(other.label)) * LETTER // 2
    return abs(one.x - other.x) < wide and abs(one.y + one.label_dy - other.y - other.label_dy) < LINE


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
    return Drawing(2 * CENTRE, 2 * CENTRE + 20, CENTRE, CENTRE, with_names_apart(nodes, CENTRE), tuple(RADII.values()))


def generation_of(row: NetworkVersion) -> Generation | None:
    """Return the row of the genogram: as somebody drew it, or else as follows from the relation; None outside it."""
    if row.generation is not None:
        return Generation(row.generation)
    return GENERATIONS.get(Relation(row.relation))


def generation_words(row: NetworkVersion) -> str:
    """Return in which generation somebody stands, in words."""
    generation = generation_of(row)
    return _("nog niet in het genogram") if generation is None else str(generation.label)


def _row_of(row: NetworkVersion) -> int:
    generation = generation_of(row)
    return NOT_PLACED if generation is None else generation


def _stands_before(row: NetworkVersion) -> bool:
    """Return whether somebody of the own generation stands before the client: everybody but partners."""
    return Relation(row.relation) not in AFTER_CLIENT


def _in_row(row: NetworkVersion) -> tuple[bool, int]:
    """Return the order within a generation: family before the client, partners after, then as it was placed."""
    return not _stands_before(row), LAST if row.row_place is None else row.row_place


def family_of(rows: Iterable[NetworkVersion]) -> list[NetworkVersion]:
    """Return who can stand in the genogram, by generation and in their order; who has no place yet comes last."""
    family = [row for row in rows if Relation(row.relation) in GENERATIONS]
    return sorted(family, key=lambda row: (_row_of(row), *_in_row(row)))


def genogram(rows: Iterable[NetworkVersion], *, to_change: bool = False) -> Drawing | None:
    """Draw the family in generations; None without family. A square is a man, a circle a woman, a diamond neither said.

    With ``to_change`` every generation is there to be chosen, and under them who stands in none yet.
    """
    family: dict[int, list[NetworkVersion]] = {}
    for row in family_of(rows):
        if to_change or _row_of(row) != NOT_PLACED:
            family.setdefault(_row_of(row), []).append(row)
    if not family:
        return None
    used = sorted({*family, Generation.OWN, *(Generation.values if to_change else ())})
    own = family.get(Generation.OWN, [])
    before = [row for row in own if _stands_before(row)]
    widest = max(len(family.get(one, ())) + (one == Generation.OWN) for one in used)
    width = max(2 * MARGIN + (widest - 1 + to_change) * COLUMN_WIDTH, 2 * MARGIN + COLUMN_WIDTH)
    top = MARGIN + (LABEL_HEIGHT if to_change else 0)
    height_of = {generation: top + index * ROW_HEIGHT for index, generation in enumerate(used)}

    def columns(count: int) -> list[int]:
        first = width // 2 - (count - 1) * COLUMN_WIDTH // 2
        return [first + place * COLUMN_WIDTH for place in range(count)]

    own_x = columns(len(own) + 1)
    x, y = own_x.pop(len(before)), height_of[Generation.OWN]
    nodes = []
    for generation in used:
        members = family.get(generation, [])
        places = own_x if generation == Generation.OWN else columns(len(members))
        for row, column in zip(members, places, strict=True):
            by_itself = GENERATIONS[Relation(row.relation)]
            nodes.append(
                Node(
                    column,
                    height_of[generation],
                    short_name(row.name),
                    {Gender.MALE: "square", Gender.FEMALE: "circle"}.get(Gender(row.gender), "diamond"),
                    _tie(row),
                    _words(row) if row.generation is None else f"{_words(row)} ({generation_words(row)})",
                    (x, y, column, height_of[generation])
                    if generation != NOT_PLACED
                    else (column, height_of[NOT_PLACED]) * 2,
                    row.member_id,
                    row.name,
                    group_of(generation, row),
                    "" if by_itself is None else str(by_itself.value),
                )
            )
    lines = tuple(
        Row(
            "" if one == NOT_PLACED else one,
            height_of[one],
            _("nog niet in het genogram") if one == NOT_PLACED else str(Generation(one).label),
        )
        for one in (used if to_change else ())
    )
    height = max(height_of.values()) + MARGIN + 10
    return Drawing(width, height, x, y, with_names_apart(nodes, y), rows=lines)


def group_of(generation: int, row: NetworkVersion) -> str:
    """Return the part of a row in which somebody stands: ``2a`` is before the client, ``2b`` after him."""
    return f"{'' if generation == NOT_PLACED else generation}{'a' if _stands_before(row) else 'b'}"
