"""What the tab shows of one client: what is worth a talk now, the lines over time, and when the next check-in is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alliance.selectors.results import Trend, trends_of
from alliance.selectors.rhythm import Rhythm, rhythm_of
from alliance.selectors.rounds import Round, rounds_with
from alliance.selectors.signals import TalkingPoint, points_about_rhythm, points_of, with_follow_ups

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client


@dataclass(frozen=True)
class Overview:
    """``talking_points`` come from the latest check-in that both sides answered, and from the calendar."""

    rhythm: Rhythm | None
    trends: tuple[Trend, ...]
    talking_points: tuple[TalkingPoint, ...]
    latest_id: int | None


def overview_of(client: Client, user: User, today: dt.date) -> Overview:
    """Return what this user may see of the alliance with a client. Four queries."""
    rounds = rounds_with(client, user)
    rhythm = rhythm_of(client, today)
    latest = latest_of(rounds)
    points = points_about_rhythm(client, rhythm, today)
    if latest is not None:
        points += points_of(rounds, latest, client.called)
    return Overview(
        rhythm=rhythm,
        trends=trends_of(rounds),
        talking_points=with_follow_ups(client, points),
        latest_id=latest.check_in_id if latest else None,
    )


def latest_of(rounds: list[Round]) -> Round | None:
    """Return the latest round that both sides answered; a half one tells nothing yet."""
    return next((one for one in reversed(rounds) if one.opened and "client" in one.values), None)
