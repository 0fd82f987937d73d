"""What is worth a talk: only change, never a level. Each signal brings things to say, and asks what was done with it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alliance.enums import Side, TalkingReason
from alliance.models import AllianceFollowUp
from alliance.selectors.instruments import ANY, talking_points
from alliance.selectors.rounds import Round, before, comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.instruments import Subscale
    from alliance.selectors.rhythm import Rhythm
    from casework.models import Client

FAR_APART = 2  # steps between the two sides that are worth a question
MOST_POINTS = 3
HIDDEN = "topic"  # stands for the reason where the client keeps his answers to himself


@dataclass(frozen=True)
class TalkingPoint:
    """Something to talk about, with two or three things to say.

    ``reason`` is None where the client keeps his answers to himself; ``aspect`` is None for what is about the whole.
    """

    key: str
    aspect: Subscale | None
    reason: TalkingReason | None
    texts: tuple[str, ...]
    follow_ups: tuple[AllianceFollowUp, ...] = ()

    @property
    def text(self) -> str:
        """Return the first thing to say."""
        return self.texts[0]


def points_of(rounds: Sequence[Round], now: Round, called: str) -> list[TalkingPoint]:
    """Return at most three points out of one round: where the client fell, then where the sides grew apart, then the rest.

    Where the client keeps his answers to himself the point says what to talk about and not why, in the words that give
    nothing away. No query.
    """
    found: list[tuple[int, Decimal, Subscale, TalkingReason]] = []
    for aspect in now.instrument.subscales:
        reason, weight = _reason(rounds, now, aspect)
        if reason is not None:
            found.append((list(TalkingReason).index(reason), -weight, aspect, reason))
    points = []
    for _order, _weight, aspect, reason in sorted(found, key=lambda one: one[:2])[:MOST_POINTS]:
        told = reason if _may_be_told(rounds, now, aspect) else None
        points.append(
            TalkingPoint(
                key=f"{now.check_in_id}-{told.value if told else HIDDEN}-{aspect.key}",
                aspect=aspect,
                reason=told,
                texts=talking_points(told or TalkingReason.APART, aspect.key, called)[: None if told else 1],
            )
        )
    if not points and _always_best(rounds, now):
        points.append(_whole(f"{now.check_in_id}-{TalkingReason.ALWAYS_BEST}", TalkingReason.ALWAYS_BEST, called))
    return points


def points_about_rhythm(client: Client, rhythm: Rhythm | None, today: dt.date) -> list[TalkingPoint]:
    """Return what the calendar says: a new counsellor without a check-in yet, or none for too long. No query."""
    if rhythm is None:
        return []
    points = []
    about = rhythm.next.key.replace(":", "-")
    if rhythm.new_counsellor:
        points.append(_whole(f"0-{TalkingReason.NEW_COUNSELLOR}-{about}", TalkingReason.NEW_COUNSELLOR, client.called))
    if rhythm.next.due_on < today:
        points.append(_whole(f"0-{TalkingReason.TOO_LONG}-{about}", TalkingReason.TOO_LONG, client.called))
    return points


def with_follow_ups(client: Client, points: Iterable[TalkingPoint]) -> tuple[TalkingPoint, ...]:
    """Return the points with what was done with each of them, newest first. One query."""
    known = list(points)
    rows: dict[str, list[AllianceFollowUp]] = defaultdict(list)
    for row in AllianceFollowUp.objects.filter(client=client, signal__in=[one.key for one in known]).select_related(
        "recorded_by"
    ):
        rows[row.signal].append(row)
    return tuple(replace(one, follow_ups=tuple(rows[one.key])) for one in known)


def _may_be_told(rounds: Sequence[Round], now: Round, aspect: Subscale) -> bool:
    """Return whether the client shows his value now, and showed those it is compared with: a change would tell them."""
    one = before(rounds, now, Side.CLIENT, aspect)
    two = before(rounds, one, Side.CLIENT, aspect) if one is not None and aspect.negative else None
    return all(each is None or each.shown for each in (now, one, two))


def _whole(key: str, reason: TalkingReason, called: str) -> TalkingPoint:
    return TalkingPoint(key=key, aspect=None, reason=reason, texts=talking_points(reason, ANY, called))


def _reason(rounds: Sequence[Round], now: Round, aspect: Subscale) -> tuple[TalkingReason | None, Decimal]:
    """Return the heaviest reason to talk about an aspect, and how heavy it is; no reason when nothing changed."""
    fell = {side: _fall(rounds, now, side, aspect) for side in (Side.CLIENT, Side.COUNSELLOR)}
    if aspect.negative and any(_rose_twice(rounds, now, side, aspect) for side in fell):
        return TalkingReason.FRICTION_TWICE, max(fell.values())
    if fell[Side.CLIENT] >= aspect.noticeable:
        return TalkingReason.CLIENT_FELL, fell[Side.CLIENT] / aspect.step
    distance = distance_of(now, aspect) or Decimal(0)
    earlier = before(rounds, now, Side.CLIENT, aspect)
    was = distance_of(earlier, aspect) if earlier is not None else None
    if distance >= FAR_APART * aspect.step and (was is None or distance > was):
        return TalkingReason.APART, distance / aspect.step
    if fell[Side.COUNSELLOR] >= aspect.noticeable:
        return TalkingReason.COUNSELLOR_FELL, fell[Side.COUNSELLOR] / aspect.step
    return None, Decimal(0)


def _fall(rounds: Sequence[Round], now: Round, side: Side, aspect: Subscale) -> Decimal:
    """Return by how much a side got worse since the time before: lower, or on a negative aspect higher."""
    earlier = before(rounds, now, side, aspect)
    value = now.value(side, aspect.key)
    was = earlier.value(side, aspect.key) if earlier is not None else None
    if value is None or was is None:
        return Decimal(0)
    return value - was if aspect.negative else was - value


def _rose_twice(rounds: Sequence[Round], now: Round, side: Side, aspect: Subscale) -> bool:
    """Return whether a side went up two times in a row, however little."""
    one = before(rounds, now, side, aspect)
    two = before(rounds, one, side, aspect) if one is not None else None
    values = [each.value(side, aspect.key) for each in (two, one, now) if each is not None]
    if len(values) < 3 or any(value is None for value in values):  # noqa: PLR2004 -- three times make two rises
        return False
    return values[0] < values[1] < values[2]  # type: ignore[operator]  # None was ruled out


def _always_best(rounds: Sequence[Round], now: Round) -> bool:
    """Return whether the client chose the best end of every aspect, this time and the time before."""
    aspects = now.instrument.subscales
    earlier = before(rounds, now, Side.CLIENT, aspects[0])
    if earlier is None or not (now.shown and earlier.shown):
        return False
    return all(
        comparable(earlier, now, aspect)
        and one.value(Side.CLIENT, aspect.key) == (aspect.lowest if aspect.negative else aspect.highest)
        for one in (earlier, now)
        for aspect in aspects
    )


def distance_of(one: Round, aspect: Subscale) -> Decimal | None:
    """Return how far the two sides are apart; None when one of them has no value."""
    theirs, own = one.value(Side.CLIENT, aspect.key), one.value(Side.COUNSELLOR, aspect.key)
    return None if theirs is None or own is None else abs(theirs - own)
