"""What came out of the check-ins of one client with one counsellor: per aspect, both sides, over time.

There is no total and no cut-off: what counts is change, and the distance between the two sides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from alliance.enums import Sharing, Side, Stage
from alliance.instruments import Instrument, Subscale
from alliance.models import AllianceCheckIn, AllianceItemAnswer
from alliance.selectors.instruments import get_instrument
from alliance.selectors.rounds import Round, before, comparable, first, plain, rounds_with
from alliance.selectors.signals import TalkingPoint, distance_of, points_of, with_follow_ups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from casework.models import Client

SMALLEST_FACE, LARGEST_FACE = 1, 5


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
    client: Decimal | None
    counsellor: Decimal | None


@dataclass(frozen=True)
class Trend:
    """One aspect over time, oldest first, as measured by one family of instruments."""

    aspect: Subscale
    points: tuple[Point, ...]
    family: str
    name: str  # of the instrument

    @property
    def negative(self) -> bool:
        """Return whether a higher value is worse."""
        return self.aspect.negative

    @property
    def last(self) -> Point:
        """Return the latest point."""
        return self.points[-1]


@dataclass(frozen=True)
class Answer:
    """One side on one aspect: its value, words and face, and how much it moved since the time before and since the start.

    ``words`` is empty for the mean of several answers. ``certain`` says whether the change is more than chance may explain;
    None where nobody published how reliable the instrument is.
    """

    value: Decimal
    words: str
    face: int
    change: Decimal | None
    since_start: Decimal | None
    certain: bool | None


@dataclass(frozen=True)
class ItemResult:
    """One statement with what each side answered, in words."""

    text: str
    client: str
    counsellor: str


@dataclass(frozen=True)
class AspectResult:
    """Both sides of one aspect in one check-in. ``distance`` is None where a side is not shown."""

    aspect: Subscale
    client: Answer | None
    counsellor: Answer | None
    probation: Decimal | None
    distance: Decimal | None
    items: tuple[ItemResult, ...]

    @property
    def negative(self) -> bool:
        """Return whether a higher value is worse."""
        return self.aspect.negative


@dataclass(frozen=True)
class Result:
    """A check-in that both sides answered, as far as the counsellor may see it."""

    instrument: Instrument
    aspects: tuple[AspectResult, ...]
    talking_points: tuple[TalkingPoint, ...]
    client_remark: str
    counsellor_remark: str
    shows_items: bool

    @property
    def margins(self) -> tuple[Subscale, ...]:
        """Return the aspects of which it was published how reliable they are."""
        return tuple(one.aspect for one in self.aspects if one.aspect.reliability is not None)


def stage_of(check_in: AllianceCheckIn) -> Stage:
    """Return how far a check-in is; needs the columns of ``with_states``."""
    if check_in.client_declined_at is not None:
        return Stage.DECLINED
    if check_in.imported_at is not None:
        return Stage.COMPLETE
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
    """Return every aspect over the check-ins that ``user`` himself held with the client; empty when there are none.

    The family of the latest check-in comes first. A client's value is in it if, and only if, the counsellor's own answers
    of that check-in are in and the client chose to show his. One query.
    """
    return trends_of(rounds_with(client, user))


def trends_of(rounds: Sequence[Round]) -> tuple[Trend, ...]:
    """Return every aspect of every family over some rounds. No query for our own instruments."""
    opened = [one for one in rounds if one.opened]
    families = list(dict.fromkeys(one.family for one in reversed(opened)))
    found: list[Trend] = []
    for family in families:
        of_family = [one for one in opened if one.family == family]
        latest = of_family[-1]
        for aspect in latest.instrument.subscales:
            alike = [one for one in of_family if comparable(one, latest, aspect)]
            points = tuple(
                Point(
                    day=one.day,
                    client=_plain(one.seen(Side.CLIENT, aspect.key)),
                    counsellor=_plain(one.seen(Side.COUNSELLOR, aspect.key)),
                )
                for one in alike
            )
            found.append(Trend(aspect=aspect, points=points, family=family, name=latest.instrument.name))
    return tuple(found)


def result_of(check_in: AllianceCheckIn, client: Client, user: User) -> Result:
    """Return what may be seen of a check-in that both sides answered; ``user`` is the counsellor who held it."""
    instrument = get_instrument(check_in.instrument_key, check_in.instrument_version)
    rounds = rounds_with(client, user)
    now = next(one for one in rounds if one.check_in_id == check_in.pk)
    remarks = dict(check_in.answers.values_list("side", "remark"))
    shows_items = check_in.client_sharing == Sharing.ANSWERS
    items = _items(check_in, instrument) if shows_items else {}
    return Result(
        instrument=instrument,
        aspects=tuple(_aspect(rounds, now, aspect, items.get(aspect.key, ())) for aspect in instrument.subscales),
        talking_points=with_follow_ups(client, points_of(rounds, now, client.called)),
        client_remark=remarks.get(Side.CLIENT, ""),
        counsellor_remark=remarks.get(Side.COUNSELLOR, ""),
        shows_items=shows_items,
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain(value)


def _aspect(rounds: Sequence[Round], now: Round, aspect: Subscale, items: tuple[ItemResult, ...]) -> AspectResult:
    client, counsellor = (_answer(rounds, now, side, aspect) for side in (Side.CLIENT, Side.COUNSELLOR))
    return AspectResult(
        aspect=aspect,
        client=client,
        counsellor=counsellor,
        probation=_plain(now.seen(Side.PROBATION, aspect.key)),
        distance=None if client is None or counsellor is None else _plain(distance_of(now, aspect)),
        items=items,
    )


def _answer(rounds: Sequence[Round], now: Round, side: Side, aspect: Subscale) -> Answer | None:
    value = now.seen(side, aspect.key)
    if value is None:
        return None
    earlier, start = before(rounds, now, side, aspect), first(rounds, now, side, aspect)
    was = earlier.seen(side, aspect.key) if earlier is not None else None
    at_start = start.seen(side, aspect.key) if start is not None else None
    change = None if was is None else value - was
    margin = aspect.reliability.margin if aspect.reliability else None
    return Answer(
        value=plain(value),
        words=now.instrument.scale.words(int(value)) if len(now.instrument.items_of(aspect.key)) == 1 else "",
        face=_face(value, aspect),
        change=_plain(change),
        since_start=None if at_start is None or start is earlier else plain(value - at_start),
        certain=None if margin is None or change is None else abs(change) > margin,
    )


def _face(value: Decimal, aspect: Subscale) -> int:
    """Return the face for a value, 1 sad to 5 glad."""
    place = (value - aspect.lowest) / aspect.step
    face = SMALLEST_FACE + int(place.to_integral_value())
    return SMALLEST_FACE + LARGEST_FACE - face if aspect.negative else face


def _items(check_in: AllianceCheckIn, instrument: Instrument) -> dict[str, tuple[ItemResult, ...]]:
    """Return the statements of each aspect that has more than one, with the words of both sides. One query."""
    given = {
        (side, item): value
        for side, item, value in AllianceItemAnswer.objects.filter(answers__check_in=check_in).values_list(
            "answers__side", "item", "value"
        )
    }

    def words(side: Side, item: str) -> str:
        value = given.get((side, item))
        return "" if value is None else instrument.scale.words(value) or str(value)

    return {
        aspect.key: tuple(
            ItemResult(one.texts[Side.CLIENT], words(Side.CLIENT, one.key), words(Side.COUNSELLOR, one.key))
            for one in items
        )
        for aspect in instrument.subscales
        if len(items := instrument.items_of(aspect.key)) > 1
    }
