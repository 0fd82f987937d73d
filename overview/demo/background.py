"""The background of every client, coded and dated as it came in; some of it was written down weeks later."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums.background import Topic
from casework.enums.identifiers import IdentifierKind
from casework.models import BackgroundCode, Client
from casework.services.background import add_background, end_background
from casework.services.identifiers import set_identifier
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from accounts.models import User
    from overview.demo.house import House

SEED = 20_261_125
LATE = 0.2  # the share of clients whose background was written down weeks after they came
WITHOUT_TITLE = 0.7  # the share of those without a title who have a forensic profile
PLACES = ("Zwolle", "Deventer", "Kampen", "Assen", "Meppel", "Hardenberg", "Apeldoorn")
PROGRAMMES = {
    "voorwaardelijke-veroordeling": "conditional",
    "schorsing-voorlopige-hechtenis": "suspension",
    "vi": "vi",
    "isd-extramuraal": "isd",
    "isd-voorwaardelijk": "isd",
    "penitentiair-programma": "pp",
    "tbs-met-voorwaarden": "tbs",
}
# Numbers in a range that is given out to nobody; they pass the check of eleven.
NUMBERS = {"Verhoeven": "999990056", "Brands": "999990068", "Castelein": "999990081"}
# The worked cases: problems, offences and goals as their stories say.
CASES = {
    "Verhoeven": (("addiction", "debt", "housing"), ("property", "drugs"), ("clean", "work"), "pp"),
    "Brands": (("aggression", "distrust"), ("domestic", "threat"), ("relapse", "network"), "conditional"),
    "Castelein": (("addiction", "network"), ("property",), ("clean", "aftercare"), "conditional"),
}


def tell(house: House, today: dt.date) -> None:
    """Tell the background of everybody who ever stayed here."""
    chance = random.Random(SEED)
    codes = {code.key: code for code in BackgroundCode.objects.all()}
    clients = Client.objects.filter(stays__isnull=False).distinct().order_by("number")
    for client in clients.prefetch_related("stays", "titles__kind"):
        _Told(client, house.users["noor"], today, chance, codes).all()


class _Told:
    def __init__(
        self, client: Client, user: User, today: dt.date, chance: random.Random, codes: dict[str, BackgroundCode]
    ) -> None:
        self.client, self.user, self.today, self.chance, self.codes = client, user, today, chance, codes
        self.since = min(stay.valid_from for stay in client.stays.all())
        late = chance.randint(20, 75) if chance.random() < LATE else 0
        self.written = min(self.since + dt.timedelta(days=late), today)

    def all(self) -> None:
        titles = [title.kind.key for title in self.client.titles.all()]
        if self.client.last_name in NUMBERS:
            self.number(NUMBERS[self.client.last_name])
        problems, offences, goals, programme = CASES.get(self.client.last_name) or self._some(titles)
        for key in problems:
            self.code(Topic.PROBLEM, key)
        for key in offences:
            self.code(Topic.OFFENCE, key)
        for key in goals:
            self.code(Topic.STAY_GOAL, key)
        if programme:
            self.code(Topic.PROGRAMME, programme)
        if not titles and self.chance.random() < WITHOUT_TITLE:
            self.code(Topic.PROFILE, self.chance.choice(["at-risk", "history"]))
        self.code(Topic.FRAME, "wfz" if titles else self.chance.choice(["wmo", "wmo", "wlz"]))
        self.place(Topic.ORIGIN, self.chance.choice(PLACES))
        self.place(Topic.RESIDENCE, "Zwolle" if self.chance.random() < 0.6 else self.chance.choice(PLACES))  # noqa: PLR2004

    def _some(self, titles: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
        draw = self.chance.sample
        problems = draw(["addiction", "aggression", "psychiatric", "lvb", "debt", "network", "trauma", "housing"], 3)
        offences = draw(["violence", "threat", "property", "drugs", "robbery", "damage"], self.chance.randint(1, 2))
        goals = draw(["independent", "stability", "relapse", "clean", "work", "debt", "network"], 2)
        programme = PROGRAMMES.get(titles[0], "other") if titles else "municipal"
        return tuple(problems), tuple(offences), tuple(goals), programme

    def on(self, day: dt.date) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(day, dt.time(11)))

    def token(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def number(self, bsn: str) -> None:
        with as_if_it_were(self.on(self.written)):
            set_identifier(
                client=self.client,
                kind=IdentifierKind.BSN,
                form_token=self.token(),
                number=bsn,
                acting_user=self.user,
            )

    def code(self, topic: Topic, key: str) -> None:
        with as_if_it_were(self.on(self.written)):
            entry = add_background(
                client=self.client,
                form_token=self.token(),
                topic=topic,
                code=self.codes[f"{topic.replace('_', '-')}-{key}"],
                valid_from=self.since,
                acting_user=self.user,
            )
        if topic == Topic.PROBLEM and key == "housing" and (self.today - self.written).days > 1:
            with as_if_it_were(self.on(self.written + dt.timedelta(days=1))):
                end_background(entry=entry, valid_until=self.written, acting_user=self.user)

    def place(self, topic: Topic, name: str) -> None:
        with as_if_it_were(self.on(self.written)):
            add_background(
                client=self.client,
                form_token=self.token(),
                topic=topic,
                place=name,
                valid_from=self.since,
                acting_user=self.user,
            )
