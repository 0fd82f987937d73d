"""The ecogram: the client in the middle, people and organisations around him by life domain, with their ties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums.network import SupportDirection, TieKind
from casework.models import LifeDomain, NetworkTie
from casework.selectors.network import network_on
from casework.selectors.network_drawing import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from casework.models import Client, NetworkVersion

WIDTH, CENTRE = 760, 380
LEFT, RIGHT = 256, 504  # where the marks stand; their names stand outside them
TITLE, ROW, GAP, TOP = 26, 32, 14, 24
LONGEST_TITLE = 36
OWN, MARK, ARROW = 26, 14, 9  # from a middle to where its line begins, and the length of an arrow
ZIG, ZAG = 9, 5  # length and height of one tooth of a line under tension


# On a paper for the client, who is spoken to.
TO_YOU = {
    SupportDirection.BOTH: gettext_lazy("steun over en weer"),
    SupportDirection.TO_CLIENT: gettext_lazy("steun naar u toe"),
    SupportDirection.FROM_CLIENT: gettext_lazy("steun van u uit"),
}


class _At(Protocol):
    """A point on a line, so far from the client and so far aside."""

    def __call__(self, far: float, aside: float = 0) -> tuple[int, int]: ...


@dataclass(frozen=True)
class Tie:
    """A tie with what held of its member; ``pk`` is the row that says it."""

    pk: int
    row: NetworkVersion
    domain: LifeDomain
    kind: TieKind
    direction: SupportDirection

    @property
    def key(self) -> str:
        """Return what makes it this tie: whose, and on which life domain."""
        return f"{self.row.member_id}_{self.domain.pk}"

    @property
    def state(self) -> str:
        """Return how the tie is, in words."""
        if self.direction == SupportDirection.NONE:
            return str(self.kind.label)
        return _("%(kind)s, steun %(direction)s") % {"kind": self.kind.label, "direction": self.direction.label}

    @property
    def words(self) -> str:
        """Return the tie with whose it is, for who cannot see the drawing."""
        return f"{self.row.name} ({self.row.get_relation_display()}): {self.state}"

    @property
    def words_to_client(self) -> str:
        """Return the same for a paper that speaks to the client."""
        said = ", ".join(str(one) for one in (self.kind.label, TO_YOU.get(self.direction)) if one)
        return f"{self.row.name} ({self.row.get_relation_display()}): {said}"


@dataclass(frozen=True)
class EcoNode:
    """A mark with its name, its line as the path ``path``, the strokes of a break, and arrows as lists of points."""

    x: int
    y: int
    label: str
    label_x: int
    anchor: str
    shape: str
    kind: str
    direction: str
    words: str
    state: str
    path: str
    cut: str
    arrows: tuple[str, ...]
    key: str
    name: str
    domain: int


@dataclass(frozen=True)
class EcoArea:
    """The heading of a life domain, with its ties in words; a mark that is moved here comes at ``next_y``."""

    domain: int
    name: str
    title: str
    x: int
    y: int
    anchor: str
    next_y: int
    side: int
    lines: tuple[str, ...]
    to_client: tuple[str, ...]


@dataclass(frozen=True)
class Ecogram:
    """The drawing: the client stands at ``x``, ``y``."""

    width: int
    height: int
    x: int
    y: int
    areas: tuple[EcoArea, ...]
    nodes: tuple[EcoNode, ...]


def ties_on(
    client: Client, day: date, rows: Sequence[NetworkVersion] | None = None, *, ended: bool = False
) -> list[Tie]:
    """Return the ties that held on a day, by life domain; two queries, one with the members at hand.

    Who left the network has none, and a victim or third person never has. ``ended`` adds the ties that ended.
    """
    inside = {row.member_id: row for row in (network_on(client, day) if rows is None else rows) if not row.is_narrow}
    newest: dict[tuple[int, int], NetworkTie] = {}
    found = NetworkTie.objects.filter(member__client=client, valid_from__lte=day).select_related("domain")
    for tie in found.order_by("pk"):
        newest[tie.member_id, tie.domain_id] = tie
    held = [
        Tie(tie.pk, inside[tie.member_id], tie.domain, TieKind(tie.kind), SupportDirection(tie.direction))
        for tie in newest.values()
        if tie.member_id in inside and (ended or tie.kind != TieKind.NONE)
    ]
    return sorted(held, key=lambda tie: (tie.domain.order, tie.domain.pk, tie.row.name, tie.pk))


def ecogram(ties: Iterable[Tie], domains: Iterable[LifeDomain] = ()) -> Ecogram | None:
    """Draw the ties by life domain, half of it on either side of the client; None without any.

    With ``domains`` each of them is drawn, with room for one more: a drawing to move marks in.
    """
    groups: dict[LifeDomain, list[Tie]] = {domain: [] for domain in domains}
    room = int(bool(groups))
    for tie in ties:
        groups.setdefault(tie.domain, []).append(tie)
    if not groups:
        return None
    heights = {domain: TITLE + ROW * (len(inside) + room) + GAP for domain, inside in groups.items()}
    half, reached, sides = sum(heights.values()) / 2, 0, []
    for height in heights.values():
        sides.append(RIGHT if reached + height / 2 <= half else LEFT)
        reached += height
    totals = {
        side: sum(h for h, at in zip(heights.values(), sides, strict=True) if at == side) for side in (LEFT, RIGHT)
    }
    tallest = max(*totals.values(), 6 * ROW)
    middle = TOP + tallest // 2
    top = {side: TOP + (tallest - total) // 2 for side, total in totals.items()}
    areas, nodes = [], []
    for (domain, inside), side in zip(groups.items(), sides, strict=True):
        y, anchor = top[side], "start" if side == RIGHT else "end"
        lines = tuple(tie.words for tie in inside)
        to_client = tuple(tie.words_to_client for tie in inside)
        title = domain.name if len(domain.name) <= LONGEST_TITLE else domain.name[: LONGEST_TITLE - 1] + "…"
        next_y = y + TITLE + ROW * len(inside) + 6
        areas.append(EcoArea(domain.pk, domain.name, title, side, y + 12, anchor, next_y, side, lines, to_client))
        for index, tie in enumerate(inside):
            nodes.append(_node(tie, side, y + TITLE + ROW * index + 6, middle))
        top[side] += heights[domain]
    return Ecogram(WIDTH, tallest + 2 * TOP, CENTRE, middle, tuple(areas), tuple(nodes))


def _node(tie: Tie, x: int, y: int, middle: int) -> EcoNode:
    length = math.hypot(x - CENTRE, y - middle)
    step_x, step_y = (x - CENTRE) / length, (y - middle) / length

    def at(far: float, aside: float = 0) -> tuple[int, int]:
        return round(CENTRE + step_x * far - step_y * aside), round(middle + step_y * far + step_x * aside)

    begin, end = OWN, length - MARK
    outward = x > CENTRE
    return EcoNode(
        x,
        y,
        short_name(tie.row.name),
        x + 16 if outward else x - 16,
        "start" if outward else "end",
        "circle" if tie.row.is_person else "square",
        tie.kind.value,
        tie.direction.value,
        tie.words,
        tie.state,
        _line(tie.kind, begin, end, at),
        _cut(length, at) if tie.kind == TieKind.BROKEN else "",
        _arrows(tie.direction, begin, end, at),
        tie.key,
        tie.row.name,
        tie.domain.pk,
    )


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _line(kind: TieKind, begin: float, end: float, at: _At) -> str:
    """Return the path of a line: with teeth under tension, in two pieces when it is broken, straight otherwise."""
    if kind == TieKind.STRESSFUL:
        return _path([at(begin), *_teeth(begin, end, at), at(end)])
    if kind == TieKind.BROKEN:
        middle = (end + MARK) / 2
        return _path([at(begin), at(middle - 7)]) + _path([at(middle + 8), at(end)])
    return _path([at(begin), at(end)])


def _teeth(begin: float, end: float, at: _At) -> list[tuple[int, int]]:
    """Return the corners of a line under tension; straight at both ends, where the arrows are."""
    first, last = begin + ARROW + 3, end - ARROW - 3
    count = max(int((last - first) / ZIG), 2)
    corners = [at(first + (last - first) * one / count, ZAG * (-1) ** one) for one in range(1, count)]
    return [at(first), *corners, at(last)]


def _cut(length: float, at: _At) -> str:
    """Return two strokes across the middle of a line that is broken."""
    middle = length / 2
    return _path([at(middle - 6, 8), at(middle, -8)]) + _path([at(middle + 1, 8), at(middle + 7, -8)])


def _arrows(direction: SupportDirection, begin: float, end: float, at: _At) -> tuple[str, ...]:
    def arrow(tip: float, back: float) -> str:
        return " ".join(f"{x},{y}" for x, y in (at(tip), at(back, 5), at(back, -5)))

    arrows = []
    if direction in (SupportDirection.BOTH, SupportDirection.TO_CLIENT):
        arrows.append(arrow(begin, begin + ARROW))
    if direction in (SupportDirection.BOTH, SupportDirection.FROM_CLIENT):
        arrows.append(arrow(end, end - ARROW))
    return tuple(arrows)
