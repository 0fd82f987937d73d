"""The raw values of check-ins, one round each. They leave the selectors only as far as they may be seen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from alliance.enums import Sharing, Side
from alliance.instruments import Instrument, Subscale
from alliance.models import AllianceScore
from alliance.selectors.instruments import get_instrument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import User
    from casework.models import Client

FIELDS = (
    "answers__check_in_id",
    "answers__check_in__client_id",
    "answers__check_in__started_by_id",
    "answers__check_in__started_at",
    "answers__check_in__instrument_key",
    "answers__check_in__instrument_version",
    "answers__check_in__client_sharing",
    "answers__check_in__imported_at",
    "answers__side",
    "aspect",
    "value",
)


def plain(value: Decimal) -> Decimal:
    """Return a value without zeros that say nothing: 4.00 is 4, and 4.50 is 4.5."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


@dataclass(frozen=True)
class Round:
    """One check-in of a client with one counsellor: the value of every side on every aspect."""

    check_in_id: int
    client_id: int
    holder_id: int
    day: dt.date
    instrument_key: str
    instrument_version: int
    sharing: str
    imported: bool
    values: dict[str, dict[str, Decimal]] = field(default_factory=dict)

    @cached_property
    def instrument(self) -> Instrument:
        """Return the definition it was held with. A query for an instrument of the organisation itself."""
        return get_instrument(self.instrument_key, self.instrument_version)

    @property
    def family(self) -> str:
        """Return which rounds it can be compared with."""
        return self.instrument.family

    @property
    def shown(self) -> bool:
        """Return whether the client lets the counsellor see his value of each aspect."""
        return self.sharing in {Sharing.ANSWERS, Sharing.ASPECTS}

    @property
    def opened(self) -> bool:
        """Return whether the counsellor's own side is in: before that, nothing of the client comes out."""
        return self.imported or Side.COUNSELLOR in self.values

    def value(self, side: Side, aspect: str) -> Decimal | None:
        """Return the value of a side, whether or not it may be seen."""
        return self.values.get(side, {}).get(aspect)

    def seen(self, side: Side, aspect: str) -> Decimal | None:
        """Return the value of a side as far as the counsellor may see it."""
        return None if side == Side.CLIENT and not self.shown else self.value(side, aspect)


def rounds_with(client: Client, user: User) -> list[Round]:
    """Return the rounds that this counsellor held with the client, oldest first. One query."""
    return _rounds(Q(answers__check_in__client=client, answers__check_in__started_by=user))


def rounds_of_counsellors(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[Round]]:
    """Return the rounds of many clients by client and counsellor, oldest first. One query."""
    wanted = set(pairs)
    clients, holders = {client for client, _holder in wanted}, {holder for _client, holder in wanted}
    found: dict[tuple[int, int], list[Round]] = defaultdict(list)
    for one in _rounds(Q(answers__check_in__client__in=clients, answers__check_in__started_by__in=holders)):
        if (one.client_id, one.holder_id) in wanted:
            found[one.client_id, one.holder_id].append(one)
    return found


def _rounds(condition: Q) -> list[Round]:
    rows: Iterable[Any] = (
        AllianceScore.objects.filter(condition)
        .order_by("answers__check_in__started_at", "answers__check_in_id", "pk")
        .values_list(*FIELDS)
    )
    rounds: dict[int, Round] = {}
    for pk, client, holder, started_at, key, version, sharing, imported_at, side, aspect, value in rows:
        one = rounds.get(pk)
        if one is None:
            day = timezone.localdate(started_at)
            one = rounds[pk] = Round(pk, client, holder, day, key, version, sharing, imported_at is not None)
        one.values.setdefault(side, {})[aspect] = value
    return list(rounds.values())


def comparable(earlier: Round, later: Round, aspect: Subscale) -> bool:
    """Return whether an aspect of two rounds is measured alike: the same family and the same range."""
    if earlier.family != later.family:
        return False
    was = earlier.instrument.by_key.get(aspect.key)
    return was is not None and (was.lowest, was.highest) == (aspect.lowest, aspect.highest)


def before(rounds: Sequence[Round], now: Round, side: Side, aspect: Subscale) -> Round | None:
    """Return the last round before ``now`` in which this side has a value that can be compared."""
    earlier = [one for one in _earlier(rounds, now) if one.value(side, aspect.key) is not None]
    return next((one for one in reversed(earlier) if comparable(one, now, aspect)), None)


def first(rounds: Sequence[Round], now: Round, side: Side, aspect: Subscale) -> Round | None:
    """Return the first round of all in which this side has a value that may be seen and compared."""
    earlier = [one for one in _earlier(rounds, now) if one.seen(side, aspect.key) is not None]
    return next((one for one in earlier if comparable(one, now, aspect)), None)


def _earlier(rounds: Sequence[Round], now: Round) -> Sequence[Round]:
    place = next((index for index, one in enumerate(rounds) if one.check_in_id == now.check_in_id), 0)
    return rounds[:place]
