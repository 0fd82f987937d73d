"""The working alliance in the demo: every form of a check-in, a link on its way, and what was done with a signal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from alliance.enums import Handling, Sharing
from alliance.instruments import FULL_AID, MINUTE_AID, conversation_aid
from alliance.models import AllianceCheckIn, InstrumentDefinition
from alliance.selectors.overview import overview_of
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, keep_answers, start_check_in
from alliance.services.follow_ups import record_follow_up
from alliance.services.links import give_client_link
from casework.models import Client
from casework.selectors import counsellor_of
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from alliance.instruments import Instrument

# Values kept elsewhere, of a list that does not exist: what an organisation does with one that it has a licence for.
ELSEWHERE = """\
key: voorbeeldlijst
version: 1
name: Voorbeeld van een lijst met licentie
about: Alleen uitkomsten; de vragen staan bij de maker.
label: voorbeeld, bestaat niet
licence: {status: licensed, text: alleen met toestemming van de maker}
source: Verzonnen voor deze demo.
sides: [client, counsellor]
scale: {kind: slider, from: 1, to: 5, low: weinig, high: veel}
subscales:
  - key: samenwerking
    name: samenwerking
    better: higher
    scoring: sum
    minimum: 4
    range: {from: 6, to: 30}
    reliability: {coefficient: 0.85, deviation: 4.2, source: "verzonnen handleiding, bladzijde 12"}
items: []
"""
FOLLOWED = (
    (Handling.TALKED, "Gewandeld en erover gepraat. Hij vindt dat ik te vaak zonder bellen langskom."),
    (Handling.AGREED, "Ik bel voortaan een dag van tevoren. Hij zegt het als dat niet lukt."),
)


def tell(cases: dict[str, Client], today: dt.date) -> None:
    """Tell it for the worked cases, by their letter; a definition without permission waits for the administrator."""
    definition = InstrumentDefinition(definition=ELSEWHERE)
    definition.full_clean()
    definition.save()
    _half_way(cases["A"], today)
    _apart(cases["B"], today)


def _half_way(client: Client, today: dt.date) -> None:
    """The counsellor answered, the client has a link and began on his phone."""
    counsellor = _counsellor(client)
    full = conversation_aid(FULL_AID)
    with as_if_it_were(_at(today, 1, "15:10")):
        check_in = start_check_in(client=client, form_token=_token(1), acting_user=counsellor, instrument=full)
        own = _answers(full, (4, 4, 5, 2, 4, 5, 4, 4))
        answer_as_counsellor(check_in=check_in, answers=own, acting_user=counsellor)
        link = give_client_link(check_in=check_in, acting_user=counsellor).link
    with as_if_it_were(_at(today, 1, "19:42")):
        begun = dict(list(_answers(full, (5, 4, 4, 1, 4, 4, 5, 5)).items())[:3])
        keep_answers(check_in=check_in, answers=begun, acting_user=None, link=link)


def _apart(client: Client, today: dt.date) -> None:
    """A minute at the end of two talks, and the whole form, in which the two sides see it differently."""
    counsellor = _counsellor(client)
    minute, full = conversation_aid(MINUTE_AID), conversation_aid(FULL_AID)
    for number, ago, theirs, own in (
        (2, 33, (4, 3, 4, 7), (5, 4, 6, 6)),
        (3, 19, (5, 5, 6, 5), (6, 5, 6, 5)),
    ):
        with as_if_it_were(_at(today, ago, "16:20")):
            check_in = start_check_in(
                client=client, form_token=_token(number), acting_user=counsellor, instrument=minute
            )
            _both(check_in, counsellor, _answers(minute, own), _answers(minute, theirs), Sharing.ANSWERS)
    with as_if_it_were(_at(today, 5, "14:10")):
        check_in = start_check_in(client=client, form_token=_token(4), acting_user=counsellor, instrument=full)
        _both(
            check_in,
            counsellor,
            _answers(full, (4, 4, 4, 3, 4, 4, 4, 3)),
            _answers(full, (3, 2, 3, 4, 2, 2, 3, 2)),
            Sharing.ANSWERS,
            remark="Ze belt nu wel eerst. Meestal.",
        )
    points = overview_of(client, counsellor, today).talking_points
    for number, (point, (handling, text)) in enumerate(zip(points, FOLLOWED, strict=False)):
        with as_if_it_were(_at(today, 2, "11:30")):
            record_follow_up(
                client=client,
                signal=point.key,
                handling=handling,
                text=text,
                form_token=_token(10 + number),
                acting_user=counsellor,
            )


def _both(
    check_in: AllianceCheckIn,
    counsellor: User,
    own: dict[str, int],
    theirs: dict[str, int],
    sharing: Sharing,
    *,
    remark: str = "",
) -> None:
    answer_as_counsellor(check_in=check_in, answers=own, acting_user=counsellor)
    answer_as_client(check_in=check_in, answers=theirs, sharing=sharing, remark=remark, acting_user=counsellor)


def _answers(instrument: Instrument, values: Sequence[int]) -> dict[str, int]:
    return {item.key: value for item, value in zip(instrument.items, values, strict=True)}


def _counsellor(client: Client) -> User:
    counsellor = counsellor_of(client)
    assert counsellor is not None  # noqa: S101 -- the story gave him one
    return counsellor


def _at(today: dt.date, ago: int, clock: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time.fromisoformat(clock)))


def _token(number: int) -> UUID:
    """Return a form token that is the same in every demo."""
    return UUID(int=0xA111_0000 + number, version=4)
