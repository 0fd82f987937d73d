"""The alliance across clients: for the team lead that check-ins happen, for a counsellor what to bring to his peers.

A team lead sees no value and no ranking. What comes out of answers is counted per counsellor, and only where at least
five clients stand behind the number: a smaller group would tell whose answers they are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alliance.enums import Handling
from alliance.models import AllianceFollowUp
from alliance.selectors.overview import latest_of
from alliance.selectors.rhythm import Pair, rhythms_of
from alliance.selectors.rounds import rounds_of_counsellors
from alliance.selectors.signals import TalkingPoint, points_about_rhythm, points_of
from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

SMALLEST_GROUP = 5


@dataclass(frozen=True)
class CounsellorRow:
    """One counsellor: how many clients, with how many a check-in was held, and which are late.

    ``talks`` counts the clients with whom a talk is worth it, ``open_talks`` those of whom nothing was recorded yet; both are
    None where fewer than five clients stand behind them.
    """

    counsellor: User
    clients: int
    held: int
    late: tuple[Pair, ...]
    soon: int
    talks: int | None
    open_talks: int | None


@dataclass(frozen=True)
class TeamPage:
    """The counsellors by name, and every client who is shown."""

    rows: tuple[CounsellorRow, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True)
class PeerCase:
    """What is worth bringing in about one client, who is a letter here."""

    letter: str
    number: str
    points: tuple[TalkingPoint, ...]
    handled: tuple[str, ...]
    last_on: dt.date | None


def team_page(user: User, today: dt.date) -> TeamPage:
    """Return the counsellors of the clients that this team lead may see. Five queries, however many there are."""
    pairs = rhythms_of(Client.objects.visible_to(user), today)
    points = _points(pairs)
    done = _handled(pairs)
    by_counsellor: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_counsellor[pair.counsellor.pk].append(pair)
    rows = []
    for group in by_counsellor.values():
        answered = [pair for pair in group if pair.client.pk in points]
        worth_it = [pair for pair in answered if points[pair.client.pk]]
        still_open = [
            pair for pair in worth_it if any(one.key not in done[pair.client.pk] for one in points[pair.client.pk])
        ]
        enough = len(answered) >= SMALLEST_GROUP
        late = tuple(pair for pair in group if pair.rhythm.next.due_on < today)
        rows.append(
            CounsellorRow(
                counsellor=group[0].counsellor,
                clients=len(group),
                held=sum(pair.rhythm.last_on is not None for pair in group),
                late=late,
                soon=sum(today <= pair.rhythm.next.due_on <= today + dt.timedelta(days=14) for pair in group),
                talks=len(worth_it) if enough else None,
                open_talks=len(still_open) if enough else None,
            )
        )
    rows.sort(key=lambda row: (row.counsellor.last_name, row.counsellor.first_name, row.counsellor.pk))
    return TeamPage(rows=tuple(rows), shown=tuple(sorted({pair.client.number for row in rows for pair in row.late})))


def peer_cases(user: User, today: dt.date) -> list[PeerCase]:
    """Return what this counsellor can bring to his peers, one letter a client, without a name. Five queries."""
    pairs = [pair for pair in rhythms_of(Client.objects.visible_to(user), today) if pair.counsellor.pk == user.pk]
    points = _points(pairs)
    done = _handled(pairs)
    cases: list[PeerCase] = []
    # In the order of the due date: the order of the alphabet or of the numbers would give clients away.
    for pair in sorted(pairs, key=lambda one: (one.rhythm.next.due_on, one.client.pk)):
        nameless = [*points.get(pair.client.pk, ()), *_about_rhythm(pair, today)]
        if not nameless:
            continue
        handled = done[pair.client.pk]
        cases.append(
            PeerCase(
                letter=_letter(len(cases)),
                number=pair.client.number,
                points=tuple(nameless),
                handled=tuple(handled[one.key] for one in nameless if one.key in handled),
                last_on=pair.rhythm.last_on,
            )
        )
    return cases


def _letter(place: int) -> str:
    round_, letter = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(round_ + 1) if round_ else "")


def _about_rhythm(pair: Pair, today: dt.date) -> list[TalkingPoint]:
    nameless = Client(first_name=_("de cliënt"), preferred_name="")
    return points_about_rhythm(nameless, pair.rhythm, today)


def _points(pairs: Iterable[Pair]) -> dict[int, list[TalkingPoint]]:
    """Return what the latest round of each pair gave to talk about, without a name; only pairs with a round. One query."""
    rounds = rounds_of_counsellors((pair.client.pk, pair.counsellor.pk) for pair in pairs)
    found = {}
    for (client_id, _counsellor_id), of_pair in rounds.items():
        latest = latest_of(of_pair)
        if latest is not None:
            found[client_id] = points_of(of_pair, latest, _("de cliënt"))
    return found


def _handled(pairs: Iterable[Pair]) -> dict[int, dict[str, str]]:
    """Return by client what was done with each signal: the kind alone, since the words may hold a name. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = AllianceFollowUp.objects.filter(client__in=[pair.client.pk for pair in pairs]).order_by("recorded_at")
    for client_id, signal, handling in rows.values_list("client_id", "signal", "handling"):
        found[client_id][signal] = str(Handling(handling).label)
    return found
