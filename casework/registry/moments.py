"""Where the moments of a kind of timeline entry stand, so that the timeline asks only for the kinds that it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Moments:
    """A table whose rows come on the timeline at one of these days or moments.

    ``model`` is its label ("casework.Stay"), ``client`` the path to the client. Rows that are not shown in the end, since
    they were taken back or this user may not read them, may be among them; a row that is shown may not be missing.
    """

    model: str
    fields: tuple[str, ...]
    client: str = "client"


def moments(model: str, *fields: str, client: str = "client") -> Moments:
    """Return the place of some moments: ``moments("casework.Stay", "valid_from", "valid_until")``."""
    return Moments(model, fields, client)
