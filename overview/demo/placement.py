"""Applications in the demo: how case A came in, what is asked about the house of case C, and who waits for a place."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from casework.enums.placement import ApplicationSource, DecisionKind, IntakeState
from casework.models import Client, IntakeItem
from casework.selectors.contra_indications import SUBSTANCES, questions_about
from casework.services import clients, placement
from casework.services.wishes import change_wish
from overview.demo.clock import as_if_it_were, lately

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Application
    from overview.demo.house import House

# First name, last name, born, source, its words, days ago, wished house, the client's own words.
WAITING = (
    (
        "Jeffrey",
        "Maes",
        dt.date(1994, 3, 12),
        ApplicationSource.PRISON,
        "casemanager PI Leeuwarden",
        41,
        "Huis aan de Vaart",
        "Een eigen kamer, en weer naar mijn dochter kunnen.",
    ),
    (
        "Sami",
        "Haddad",
        dt.date(1989, 11, 2),
        ApplicationSource.PROBATION,
        "Reclassering Nederland, Lisa Kok",
        26,
        "Huis aan de Vaart",
        "Rust, en leren met mijn geld omgaan.",
    ),
    (
        "Koen",
        "Verbruggen",
        dt.date(1998, 7, 25),
        ApplicationSource.CLINIC,
        "FPA De Grens, transfercoördinator",
        9,
        "Huis Kruispunt",
        "Dicht bij mijn werk blijven.",
    ),
)
# Of each who waits: what is in, and what still comes (days from today, how).
IN = ("probation-advice", "judgement")
COMING = (
    ("diagnostics", 6, "Gevraagd bij de vorige kliniek, per beveiligde mail."),
    ("risk-assessment", 12, "Wij maken hem zelf na het tweede gesprek."),
)


class _Teller:
    """Tells in order, with tokens from one seed."""

    def __init__(self, house: House, today: dt.date) -> None:
        self.house, self.today, self.chance = house, today, random.Random(3535)

    def token(self) -> UUID:
        """Return a form token from the seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, ago: int) -> dt.date:
        """Return the day so many days ago."""
        return self.today - dt.timedelta(days=ago)

    def at(self, ago: int) -> Any:  # noqa: ANN401 -- a context manager
        """Act as if it were that day, at a quarter to ten or a quarter of an hour ago."""
        moment = timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time(9, 45)))
        return as_if_it_were(lately(moment, minutes=15))

    def step(self, ago: int, application: Application, key: str, user: User, **more: Any) -> None:
        """Record a point of an intake on a day."""
        with self.at(ago):
            placement.record_intake_step(
                application=application,
                item=IntakeItem.objects.get(key=key),
                form_token=self.token(),
                owner=user,
                acting_user=user,
                **more,
            )


def tell(house: House, today: dt.date) -> None:
    """Tell of applications: one that became a stay, one question about a house, and three who wait."""
    teller = _Teller(house, today)
    _case_a(teller)
    _case_c(teller)
    for line in WAITING:
        _waits(teller, *line)
    _wishes_anew(teller)


def _case_a(teller: _Teller) -> None:
    """Case A was applied for from prison; his risk assessment came from the prison, and was made anew here."""
    noor, daan = teller.house.users["noor"], Client.objects.get(last_name="Verhoeven")
    came = (teller.today - daan.stays.earliest("valid_from").valid_from).days
    with teller.at(came + 38):
        application = placement.apply_for_place(
            client=daan,
            form_token=teller.token(),
            received_on=teller.day(came + 38),
            source=ApplicationSource.PRISON,
            source_words="casemanager PI, samen met Tom Hendriks",
            wish_form="protected",
            wish_location=teller.house.locations["Huis aan de Vaart"],
            wish_from=teller.day(came),
            wish_words="Een nuchter huis. Werken, en mijn moeder zien.",
            acting_user=noor,
        )
    in_words = {
        "probation-advice": "Advies van Tom: begeleid wonen, middelenverbod met controle.",
        "judgement": "Beslissing v.i. met bijzondere voorwaarden.",
        "motivation": "Kennisgemaakt in de PI. Hij wil een nuchter huis en weer werken.",
        "placement-decision": "Plaatsingsbesluit van de DIZ.",
        "group": "Rustige groep, abstinent huis. Past.",
        "network": "Moeder woont dichtbij en wil hem zien.",
        "diagnostics": "Rapport uit de PI gekregen.",
        "medication": "Geen medicatie.",
    }
    for key, words in in_words.items():
        teller.step(came + 12, application, key, noor, state=IntakeState.IN, note=words)
    teller.step(
        came + 12,
        application,
        "risk-assessment",
        noor,
        state=IntakeState.IN,
        for_this_setting="no",
        note="RISC uit de PI; voor ons huis opnieuw te bekijken.",
    )
    with teller.at(came + 5):
        placement.decide_on_application(
            application=application,
            form_token=teller.token(),
            kind=DecisionKind.ACCEPTED,
            decided_on=teller.day(came + 5),
            location=teller.house.locations["Huis aan de Vaart"],
            reason="Zijn wens en het huis passen bij elkaar.",
            acting_user=noor,
        )
    with teller.at(came):
        placement.close_on_placement(client=daan, day=teller.day(came), acting_user=noor)


def _case_c(teller: _Teller) -> None:
    """Case C is clean in a house where others use: the system asks, and people answer."""
    noor, ruben = teller.house.users["noor"], Client.objects.get(last_name="Castelein")
    stay = ruben.stays.select_related("location").get(valid_until=None)
    with teller.at(21):
        asked = {one.key: one for one in questions_about(ruben, stay.location)}.get(SUBSTANCES)
        if asked is None:
            return
        placement.answer_question(
            client=ruben,
            location=stay.location,
            question=asked.key,
            asked=asked.text,
            form_token=teller.token(),
            text="Ruben zegt het zelf: clean tussen gebruikers is zwaar. Met hem en Lies besproken: elke ochtend bericht, een kamer aan de "
            "andere kant van de gang, en we zoeken een nuchter huis.",
            acting_user=noor,
        )


def _waits(
    teller: _Teller, first: str, last: str, born: dt.date, source: str, words: str, ago: int, place: str, wish: str
) -> None:
    """Register somebody who waits for a place, with an intake that is not whole yet."""
    house = teller.house
    ingrid, karin, location = house.users["ingrid"], house.users["karin"], house.locations[place]
    with teller.at(ago):
        client = clients.create_client(
            form_token=teller.token(),
            first_name=first,
            last_name=last,
            birth_date=born,
            gender="male",
            team=location.team,
            acting_user=ingrid,
        )
        application = placement.apply_for_place(
            client=client,
            form_token=teller.token(),
            received_on=teller.day(ago),
            source=source,
            source_words=words,
            wish_form="protected",
            wish_location=location,
            wish_words=wish,
            acting_user=ingrid,
        )
    for key in IN:
        teller.step(max(ago - 6, 0), application, key, ingrid, state=IntakeState.IN)
    for key, days, how in COMING:
        teller.step(
            max(ago - 7, 0),
            application,
            key,
            ingrid,
            state=IntakeState.ASKED,
            due_on=teller.today + dt.timedelta(days=days),
            note=how,
        )
    with teller.at(max(ago - 8, 0)):
        placement.decide_on_application(
            application=application,
            form_token=teller.token(),
            kind=DecisionKind.WAITING,
            decided_on=teller.day(max(ago - 8, 0)),
            location=location,
            acting_user=karin,
        )


def _wishes_anew(teller: _Teller) -> None:
    """One of those who wait wished something else after a talk in prison."""
    karin, sami = teller.house.users["karin"], Client.objects.get(last_name="Haddad")
    application = sami.applications.get()
    with teller.at(12):
        change_wish(
            application=application,
            form_token=teller.token(),
            wish_form=application.wish_form,
            wish_location=application.wish_location,
            wish_from=teller.day(-21),
            wish_words="Rust, leren met mijn geld omgaan, en mijn broer op de fiets kunnen opzoeken.",
            reason="In het tweede gesprek vertelde hij over zijn broer; de invrijheidstelling is nu bekend.",
            acting_user=karin,
        )
