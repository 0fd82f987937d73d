"""The end of a title in the demo: case C prepares for the day his title ends, and who stays after it."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums import TitleEndState
from casework.models import Client, TitleEndItem
from casework.selectors.legal import title_that_ends
from casework.services.title_ends import arrange_involvement, record_end_step
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from overview.demo.house import House

# Days ago, point, state, day (before today when done, to come when planned), note.
STEPS = (
    (
        95,
        "follow-on-choice",
        TitleEndState.DONE,
        95,
        "Hij wil begeleiding houden: beschermd wonen op grond van de Wmo.",
    ),
    (95, "municipality", TitleEndState.DONE, 95, "Centrumgemeente; zij is gebeld."),
    (88, "diagnostics", TitleEndState.PLANNED, 14, "Polikliniek De Dijk zoekt het verslag op."),
    (60, "diagnostics", TitleEndState.DONE, 60, "Verslag van polikliniek De Dijk staat bij de documenten."),
    (50, "consent", TitleEndState.DONE, 50, "Samen doorgenomen wat de gemeente krijgt."),
    (34, "application-sent", TitleEndState.DONE, 34, "Wmo-aanvraag bij het loket van de gemeente, samen ingevuld."),
    (20, "application-talk", TitleEndState.PLANNED, 6, "Gesprek thuis met de gemeente; hij wil dat wij erbij zijn."),
    (20, "guardian", TitleEndState.NOT_NEEDED, 0, "Hij heeft geen bewind meer sinds het voorjaar."),
    (6, "extra-contacts", TitleEndState.PLANNED, 38, "Elke dag even in de week voor en na de einddatum."),
    (6, "community-police", TitleEndState.PLANNED, 52, "Hij kent de wijkagent van de sportschool."),
)


def tell(house: House, today: dt.date) -> None:
    """Tell how the end of the title of case C is prepared."""
    noor, chance = house.users["noor"], random.Random(909)
    ruben = Client.objects.get(last_name="Castelein")
    title = title_that_ends(ruben.titles.select_related("kind"), today)
    if title is None or title.valid_until is None:
        return
    items = {item.key: item for item in TitleEndItem.objects.all()}
    for ago, key, state, days, note in STEPS:
        with as_if_it_were(_at(today, ago)):
            record_end_step(
                title=title,
                item=items[key],
                form_token=UUID(int=chance.getrandbits(128), version=4),
                state=state,
                owner=noor,
                due_on=today + dt.timedelta(days=days) if state == TitleEndState.PLANNED else None,
                happened_on=today - dt.timedelta(days=ago) if state == TitleEndState.DONE else None,
                note=note,
                acting_user=noor,
            )
    with as_if_it_were(_at(today, 6)):
        arrange_involvement(
            title=title,
            form_token=UUID(int=chance.getrandbits(128), version=4),
            who=f"{noor}, forensisch begeleider",
            what="Ziet hem elke week, houdt het signaleringsplan met hem bij en is bereikbaar voor de nieuwe begeleider.",
            valid_until=title.valid_until + dt.timedelta(days=120),
            acting_user=noor,
        )


def _at(today: dt.date, ago: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time(11)))
