"""Questions about a client at a place, from the apps that know something about it: never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import Location, LocationPolicy
    from casework.models import Client


@dataclass(frozen=True)
class PlaceQuestion:
    """One thing to look at together: its key, the words in which it is asked, and what it rests on."""

    key: str
    text: str
    basis: str


PlaceAsker = Callable[["Client", "Location", "LocationPolicy | None"], Iterator[PlaceQuestion]]
place_askers: dict[str, PlaceAsker] = {}


def add_place_asker(key: str, ask: PlaceAsker) -> None:
    """Let an app ask about a client at a place; it gets the substance policy that holds there today, or None."""
    place_askers[key] = ask
