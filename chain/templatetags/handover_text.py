"""The plain text of a handover as blocks: headings, points, own words, and the phases of the stoplight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template

from riskplans.enums import PhaseLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

register = template.Library()


@dataclass(frozen=True)
class Block:
    """A piece of the text. ``kind`` is ``heading``, ``phase``, ``points``, ``quote`` or ``text``."""

    kind: str
    text: str = ""
    points: tuple[str, ...] = ()
    whence: str = ""
    phase: str = ""


def _phases() -> dict[str, str]:
    """Return the level of the stoplight by the word that heads it, in either language."""
    return {str(level.label).casefold(): level.value for level in PhaseLevel}


def _quote(line: str) -> Block:
    words, opening, whence = line.rpartition(" (")
    if opening and whence.endswith(")"):
        return Block("quote", words, whence=whence[:-1])
    return Block("quote", line)


def _blocks(text: str) -> Iterator[Block]:
    phases = _phases()
    points: list[str] = []
    for line in [*text.splitlines(), ""]:
        told = line.strip()
        if told.startswith("- "):
            points.append(told[2:].strip())
            continue
        if points:
            yield Block("points", points=tuple(points))
            points = []
        if told.startswith("## "):
            heading = told[3:].strip()
            phase = phases.get(heading.casefold(), "")
            yield Block("phase" if phase else "heading", heading, phase=phase)
        elif told.startswith("> "):
            yield _quote(told[2:].strip())
        elif told:
            yield Block("text", told)


@register.filter
def handover_blocks(text: str) -> list[Block]:
    """Return the blocks of a text; whatever is typed gives some, and nothing in it is markup."""
    return list(_blocks(text))
