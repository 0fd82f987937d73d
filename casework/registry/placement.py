"""Questions about a client at a place, from the apps that know something about it: never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Location, LocationPolicy, Team
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


TeamMovePage = Callable[["Client", "Team", "date"], str]
_team_move_pages: list[TeamMovePage] = []


def add_team_move_page(page: TeamMovePage) -> None:
    """Let the app with that page say where a client is handed over to a team from a day on, with the form filled in."""
    _team_move_pages[:] = [page]


def team_move_page(client: Client, team: Team, day: date) -> str:
    """Return the address of that page, or an empty text when no app has one."""
    return next((page(client, team, day) for page in _team_move_pages), "")
