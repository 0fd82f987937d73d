"""Two versions of a text in parts, laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Difference:
    """A part in which two texts differ: what stands in the later or own one, and in the other."""

    label: str
    mine: str
    theirs: str

    @property
    def kind(self) -> str:
        """What happened to the part, in a word: added, ended or changed."""
        if not self.theirs:
            return _("erbij")
        return _("gewijzigd") if self.mine else _("vervallen")


def text_differences(mine: Mapping[str, str], theirs: Mapping[str, str]) -> list[Difference]:
    """Return where two texts differ, part by part, in the order of the other one and then of the own; no query."""
    return [
        Difference(label, mine.get(label, ""), theirs.get(label, ""))
        for label in dict.fromkeys([*theirs, *mine])
        if mine.get(label, "") != theirs.get(label, "")
    ]
