"""Volunteers of the worked cases: a match that runs, with its logbook, and one that is proposed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from casework.enums.volunteers import ClickOutcome
from casework.models import Client
from casework.services.volunteers import (
    hold_introduction,
    hold_talk,
    propose_match,
    record_training,
    start_match,
    take_up_safety,
    write_log,
)
from overview.demo.goals import Teller

if TYPE_CHECKING:
    from overview.demo.house import House

VISITS = (
    (33, 60, "Kennis gemaakt en een rondje om de plas gelopen. Het was stil, maar niet ongemakkelijk.", "Hij vroeg zelf wanneer ik weer kom."),
    (26, 90, "Naar de kringloop voor een kast. Samen naar boven gesjouwd.", "Hij rekende zelf af."),
    (19, 60, "Gewandeld. Hij vertelde over vroeger, toen hij voetbaltraining gaf.", ""),
    (5, 75, "Koffie bij de voetbalclub. Hij heeft gevraagd of ze nog iemand zoeken voor de jeugd.", "Hij deed zelf het woord."),
)  # fmt: skip


def tell(house: House, today: dt.date) -> None:
    """Tell the volunteer of Ruben, whose logbook has a line about safety, and one that is proposed to Daniël."""
    vera, hanna, noor = (house.users[name] for name in ("vera", "hanna", "noor"))
    teller = Teller(noor, today, seed=1509)
    daniel, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Castelein"))
    with teller.on(60):
        record_training(
            volunteer=vera,
            form_token=teller.token(),
            name="Basistraining vrijwilligers, twee avonden",
            completed_on=teller.day(60),
            acting_user=hanna,
        )
    with teller.on(42):
        match = propose_match(
            client=ruben,
            form_token=teller.token(),
            volunteer=vera,
            coordinator=hanna,
            purpose="Elke week samen iets buiten de deur doen: wandelen, de kringloop, de voetbalclub.",
            acting_user=noor,
        )
    with teller.on(36):
        hold_introduction(
            match=match,
            form_token=teller.token(),
            held_on=teller.day(36),
            of_client=ClickOutcome.YES,
            of_volunteer=ClickOutcome.YES,
            of_coordinator=ClickOutcome.YES,
            of_counsellor=ClickOutcome.YES,
            agreed="Elke dinsdag om twee uur, bij de voordeur. Geen geld lenen, geen eigen telefoonnummer. Wat besproken "
            "wordt blijft tussen hen, behalve als iemand gevaar loopt.",
            acting_user=hanna,
        )
        start_match(match=match, acting_user=hanna)
    for ago, minutes, text, well in VISITS:
        with teller.on(ago):
            write_log(
                match=match,
                form_token=teller.token(),
                happened_on=teller.day(ago),
                minutes=minutes,
                text=text,
                went_well=well,
                acting_user=vera,
            )
    with teller.on(12):
        line = write_log(
            match=match,
            form_token=teller.token(),
            happened_on=teller.day(12),
            minutes=30,
            text="Hij was erg gespannen en wilde niet wandelen. Hij zei dat een oude bekende voor de deur had gestaan.",
            is_safety=True,
            acting_user=vera,
        )
        take_up_safety(
            log=line,
            what="Dezelfde middag met Ruben gepraat. Afgesproken dat hij belt als de man weer komt; wijkagent weet het.",
            acting_user=noor,
        )
    with teller.on(8):
        hold_talk(
            match=match,
            form_token=teller.token(),
            held_on=teller.day(8),
            text="Vera schrok van de middag met de oude bekende. Ze deed het goed: gezegd wat ze zag, niet zelf ingegrepen.",
            next_on=teller.day(-34),
            acting_user=hanna,
        )
    with teller.on(3):
        propose_match(
            client=daniel,
            form_token=teller.token(),
            volunteer=vera,
            coordinator=hanna,
            purpose="Samen oefenen voor het theorie-examen.",
            acting_user=noor,
        )
