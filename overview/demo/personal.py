"""Where the clients can be reached, who their doctor is, and how they read."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums.personal import DetailKind, ReadingLevel
from casework.models import Client
from casework.services.personal import add_detail, record_reading
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from overview.demo.house import House

SEED = 2031
DOCTORS = (
    ("dr. M. Wierda, huisartsenpraktijk De Dijk", "038 5550142"),
    ("dr. S. El Amrani, gezondheidscentrum Assendorp", "038 5550167"),
    ("dr. J. Postma, praktijk Holtenbroek", "038 5550119"),
)
# The worked cases: languages, interpreter, how he reads, LVB, what helps.
READERS = {
    "Verhoeven": ("Nederlands", "", ReadingLevel.GOOD, False, "Bel liever dan dat u een brief stuurt."),
    "Brands": ("Nederlands", "", ReadingLevel.LOW, True, "Korte zinnen. Laat het in eigen woorden terugvertellen."),
    "Castelein": ("Nederlands, Papiaments", "", ReadingLevel.LOW, False, "Samen lezen, hardop."),
}
OTHERS = (
    ("Nederlands", "", ReadingLevel.GOOD, False, ""),
    ("Nederlands", "", ReadingLevel.GOOD, False, ""),
    ("Nederlands, Turks", "", ReadingLevel.LOW, False, "Een filmpje werkt beter dan een folder."),
    ("Tigrinya, een beetje Nederlands", "Tigrinya", ReadingLevel.NOT, False, "Tolk aan de telefoon."),
)


def tell(house: House, today: dt.date) -> None:
    """Tell of everybody who stayed here; one in five moved to another number since."""
    chance = random.Random(SEED)
    user = house.users["noor"]

    def token() -> UUID:
        return UUID(int=chance.getrandbits(128), version=4)

    clients = Client.objects.filter(stays__isnull=False).distinct().order_by("number")
    for client in clients.prefetch_related("stays"):
        since = min(stay.valid_from for stay in client.stays.all())
        languages, interpreter, level, lvb, note = READERS.get(client.last_name) or chance.choice(OTHERS)
        doctor, number = chance.choice(DOCTORS)
        with as_if_it_were(timezone.make_aware(dt.datetime.combine(min(since, today), dt.time(11)))):
            record_reading(
                client=client,
                form_token=token(),
                languages=languages,
                interpreter=interpreter,
                level=level,
                lvb=lvb,
                note=note,
                acting_user=user,
            )
            for kind, value, name in (
                (DetailKind.PHONE, f"06 5550{chance.randint(1000, 9999)}", ""),
                (DetailKind.DOCTOR, number, doctor),
            ):
                add_detail(
                    client=client,
                    form_token=token(),
                    kind=kind,
                    name=name,
                    value=value,
                    valid_from=min(since, today),
                    acting_user=user,
                )
