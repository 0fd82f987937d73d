"""What came out of the check-ins of one client with one counsellor: per aspect, both sides, over time.

There is no total and no cut-off: what counts is change, and the distance between the two sides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from alliance.enums import NEGATIVE_ASPECTS, Aspect, Side, Stage, TalkingReason
from alliance.instruments import Instrument, Statement, get_instrument
from alliance.models import AllianceCheckIn, AllianceScore

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client

FAR_APART = 2  # steps of the scale between the two sides that are worth a question
MOST_POINTS = 3


@dataclass(frozen=True)
class CheckInRow:
    """A check-in in a list; ``mine`` when the one who looks held it."""

    check_in: AllianceCheckIn
    stage: Stage
    mine: bool
    url: str

    @property
    def unfinished(self) -> bool:
        """Return whether a side is still to be answered."""
        return self.stage in {Stage.OPEN, Stage.WAITS_FOR_CLIENT, Stage.WAITS_FOR_COUNSELLOR}


@dataclass(frozen=True)
class Point:
    """One check-in on one aspect; None for a side that did not answer or is not shown."""

    day: dt.date
    client: int | None
    counsellor: int | None


@dataclass(frozen=True)
class Trend:
    """One aspect over time, oldest first."""

    aspect: Aspect
    points: tuple[Point, ...]

    @property
    def negative(self) -> bool:
        """Return whether a higher value is worse."""
        return self.aspect in NEGATIVE_ASPECTS

    @property
    def last(self) -> Point:
        """Return the latest point."""
        return self.points[-1]


@dataclass(frozen=True)
class Answer:
    """One side on one aspect: its value, words and face, and the steps it moved since the check-in before."""

    value: int
    words: str
    face: int
    change: int | None


@dataclass(frozen=True)
class AspectResult:
    """Both sides of one aspect in one check-in. ``distance`` counts steps; None where a side is not shown."""

    aspect: Aspect
    statement: Statement
    client: Answer | None
    counsellor: Answer
    distance: int | None

    @property
    def negative(self) -> bool:
        """Return whether a higher value is worse."""
        return self.aspect in NEGATIVE_ASPECTS


@dataclass(frozen=True)
class TalkingPoint:
    """Something to talk about. ``reason`` is None where the client keeps his answers to himself."""

    aspect: Aspect
    reason: TalkingReason | None
    text: str


@dataclass(frozen=True)
class Result:
    """A check-in that both sides answered, as far as the counsellor may see it."""

    instrument: Instrument
    aspects: tuple[AspectResult, ...]
    talking_points: tuple[TalkingPoint, ...]
    client_remark: str
    counsellor_remark: str


@dataclass(frozen=True)
class _Round:
    """The raw values of one check-in; they leave this module only as far as they may be seen."""

    check_in_id: int
    day: dt.date
    shared: bool
    values: dict[str, dict[str, int]]

    def value(self, side: Side, aspect: str) -> int | None:
        return self.values.get(side, {}).get(aspect)


def _rounds(client: Client, user: User) -> list[_Round]:
    """Return the check-ins that this counsellor held with the client, oldest first. One query."""
    rows = (
        AllianceScore.objects.filter(answers__check_in__client=client, answers__check_in__started_by=user)
        .order_by("answers__check_in__started_at", "answers__check_in_id")
        .values_list(
            "answers__check_in_id",
            "answers__check_in__started_at",
            "answers__check_in__client_shares_answers",
            "answers__side",
            "aspect",
            "value",
        )
    )
    rounds: dict[int, _Round] = {}
    for pk, started_at, shared, side, aspect, value in rows:
        one = rounds.setdefault(pk, _Round(pk, timezone.localdate(started_at), shared is True, {}))
        one.values.setdefault(side, {})[aspect] = value
    return list(rounds.values())


def stage_of(check_in: AllianceCheckIn) -> Stage:
    """Return how far a check-in is; needs the columns of ``with_states``."""
    if check_in.client_declined_at is not None:
        return Stage.DECLINED
    if check_in.client_done:
        return Stage.COMPLETE if check_in.counsellor_done else Stage.WAITS_FOR_COUNSELLOR
    return Stage.WAITS_FOR_CLIENT if check_in.counsellor_done else Stage.OPEN


def check_ins_of(client: Client, user: User) -> list[CheckInRow]:
    """Return the check-ins of a client, newest first, without any answer. One query."""
    rows = AllianceCheckIn.objects.filter(client=client).with_states().select_related("started_by")
    return [
        CheckInRow(
            check_in=one,
            stage=stage_of(one),
            mine=one.started_by_id == user.pk,
            url=reverse("alliance:check_in", args=[client.number, one.pk]),
        )
        for one in rows
    ]


def trends_for(client: Client, user: User) -> tuple[Trend, ...]:
    """Return the four aspects over the check-ins that ``user`` himself held with the client; empty when there are none.

    A client's value is in it if, and only if, the counsellor's own answers of that check-in are in and the client
    chose to show his. One query.
    """
    rounds = [one for one in _rounds(client, user) if Side.COUNSELLOR in one.values]
    if not rounds:
        return ()
    return tuple(
        Trend(
            aspect=aspect,
            points=tuple(
                Point(
                    day=one.day,
                    client=one.value(Side.CLIENT, aspect) if one.shared else None,
                    counsellor=one.value(Side.COUNSELLOR, aspect),
                )
                for one in rounds
            ),
        )
        for aspect in Aspect
    )


def result_of(check_in: AllianceCheckIn, client: Client, user: User) -> Result:
    """Return what may be seen of a check-in that both sides answered; ``user`` is the counsellor who held it."""
    instrument = get_instrument(check_in.instrument_key, check_in.instrument_version)
    rounds = _rounds(client, user)
    index = next(place for place, one in enumerate(rounds) if one.check_in_id == check_in.pk)
    now = rounds[index]
    before = {side: _before(rounds[:index], side) for side in Side}
    aspects = tuple(_aspect(instrument, aspect, now, before) for aspect in Aspect)
    remarks = dict(check_in.answers.values_list("side", "remark"))
    return Result(
        instrument=instrument,
        aspects=aspects,
        talking_points=tuple(_talking_points(instrument, now, before, client.called)),
        client_remark=remarks.get(Side.CLIENT, ""),
        counsellor_remark=remarks.get(Side.COUNSELLOR, ""),
    )


def _before(rounds: list[_Round], side: Side) -> _Round | None:
    """Return the last round in which this side answered."""
    return next((one for one in reversed(rounds) if side in one.values), None)


def _aspect(instrument: Instrument, aspect: Aspect, now: _Round, before: dict[Side, _Round | None]) -> AspectResult:
    statement = instrument.statement(aspect)
    own = now.values[Side.COUNSELLOR][aspect]
    theirs = now.value(Side.CLIENT, aspect) if now.shared else None

    def answer(side: Side, value: int) -> Answer:
        earlier = before[side]
        hidden = earlier is None or (side == Side.CLIENT and not earlier.shared)
        was = None if earlier is None or hidden else earlier.value(side, aspect)
        return Answer(
            value=value,
            words=instrument.words(value),
            face=statement.face(value),
            change=None if was is None else value - was,
        )

    return AspectResult(
        aspect=aspect,
        statement=statement,
        client=None if theirs is None else answer(Side.CLIENT, theirs),
        counsellor=answer(Side.COUNSELLOR, own),
        distance=None if theirs is None else abs(theirs - own),
    )


def _talking_points(
    instrument: Instrument, now: _Round, before: dict[Side, _Round | None], called: str
) -> list[TalkingPoint]:
    """Return at most three points, one an aspect: where the client fell, then where the sides grew apart, then the rest.

    Where the client keeps his answers to himself the point says what to talk about and not why, in the words that
    give nothing away.
    """
    found: list[tuple[int, int, Aspect, TalkingReason]] = []
    for aspect in Aspect:
        reason, weight = _reason(aspect, now, before)
        if reason is not None:
            found.append((list(TalkingReason).index(reason), -weight, aspect, reason))
    points = []
    for _order, _weight, aspect, reason in sorted(found, key=lambda one: one[:2])[:MOST_POINTS]:
        told = reason if now.shared else None
        text = instrument.statement(aspect).talk[told or TalkingReason.APART].replace("{client}", called)
        points.append(TalkingPoint(aspect=aspect, reason=told, text=text))
    return points


def _reason(aspect: Aspect, now: _Round, before: dict[Side, _Round | None]) -> tuple[TalkingReason | None, int]:
    """Return the heaviest reason to talk about an aspect, and by how many steps; no reason when nothing changed."""
    fell = {side: _fall(aspect, side, now, before[side]) for side in Side}
    if fell[Side.CLIENT] > 0:
        return TalkingReason.CLIENT_FELL, fell[Side.CLIENT]
    distance = _distance(aspect, now) or 0
    was = _distance(aspect, before[Side.CLIENT]) if before[Side.CLIENT] is not None else None
    if distance >= FAR_APART and (was is None or distance > was):
        return TalkingReason.APART, distance
    if fell[Side.COUNSELLOR] > 0:
        return TalkingReason.COUNSELLOR_FELL, fell[Side.COUNSELLOR]
    return None, 0


def _fall(aspect: Aspect, side: Side, now: _Round, before: _Round | None) -> int:
    """Return by how many steps a side got worse: lower, or on friction higher."""
    value, was = now.value(side, aspect), before.value(side, aspect) if before is not None else None
    if value is None or was is None:
        return 0
    return value - was if aspect in NEGATIVE_ASPECTS else was - value


def _distance(aspect: Aspect, one: _Round | None) -> int | None:
    """Return the steps between the two sides; None when one of them did not answer."""
    if one is None:
        return None
    theirs, own = one.value(Side.CLIENT, aspect), one.value(Side.COUNSELLOR, aspect)
    return None if theirs is None or own is None else abs(theirs - own)
