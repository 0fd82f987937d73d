"""Other ways in than a list of clients, from the apps that have one, for a link beside where a list is brought in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.enums import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class WayIn:
    """A page on which something else is brought in: what, what it is for, where, and who may."""

    label: StrOrPromise
    text: StrOrPromise
    url_name: str
    roles: frozenset[Role]


ways_in: dict[str, WayIn] = {}


def add_way_in(key: str, way: WayIn) -> None:
    """Let an app point at its own page beside the list of clients."""
    ways_in[key] = way
