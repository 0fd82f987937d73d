"""Titles through time in the demo: case B was detained for a few days.

The second title of case A, with its suspension, is told in his own story: his agreements rest on it.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.models import Client
from casework.selectors.legal import current_title
from casework.services.titles import confirm_end, suspend
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from overview.demo.house import House
    from overview.demo.story import Story


def older_title(story: Story) -> None:
    """Tell of the suspended sentence of case A that runs beside his v.i.; it stood still while he was detained."""
    release = 392
    older = story.title(
        release,
        "voorwaardelijke-veroordeling",
        starts=900,
        ends=30,
        note="Uit een oudere zaak; loopt naast de v.i.",
    )
    story.condition(
        release,
        older,
        "schadevergoeding",
        "Betrokkene vergoedt de schade van 1.200 euro aan de benadeelde, in maandelijkse termijnen.",
        checked_by="Tom Hendriks, reclassering",
    )
    with story.on(release, "11:30"):
        suspend(
            title=older,
            form_token=story.token(),
            valid_from=story.day(700),
            valid_until=story.day(release + 1),
            reason="Detentie voor de zaak waarin v.i. volgde; datums van de reclassering.",
            acting_user=story.counsellor,
        )
    with story.on(release - 5, "11:45"):
        confirm_end(
            title=older,
            form_token=story.token(),
            valid_until=story.day(-278),
            confirmed_by="Openbaar Ministerie, brief",
            basis="De proeftijd stond stil tijdens de detentie.",
            acting_user=story.counsellor,
        )


def tell(house: House, today: dt.date) -> None:
    """Tell of the days in which the title of case B stood still."""
    noor, chance = house.users["noor"], random.Random(1414)

    def token() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    def day(ago: int) -> dt.date:
        return today - dt.timedelta(days=ago)

    def at(ago: int) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(day(ago), dt.time(14)))

    mitchell = Client.objects.get(last_name="Brands", first_name="Mitchell")
    title = current_title(mitchell, today)
    if title is not None and title.valid_from < day(25):
        with as_if_it_were(at(24)):
            suspend(
                title=title,
                form_token=token(),
                valid_from=day(25),
                valid_until=day(21),
                reason="Vier nachten in verzekering gesteld na een ruzie; weer vrij.",
                acting_user=noor,
            )
