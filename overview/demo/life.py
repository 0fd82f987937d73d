"""The life domains of the worked cases, with strengths in their own words, work and debts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casework.models import Client, LifeDomain
from casework.services.life import (
    arrange_debts,
    describe_domain,
    end_day_activity,
    note_strength,
    start_day_activity,
)
from overview.demo.goals import Teller

if TYPE_CHECKING:
    from casework.models import DayActivity, Goal
    from overview.demo.house import House


def tell(house: House, today: dt.date) -> None:
    """Tell the lives of the three cases."""
    teller = _Life(house.users["noor"], today, seed=4711)
    daniel, mitchell, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Brands", "Castelein"))
    _case_a(teller, daniel)
    _case_b(teller, mitchell)
    _case_c(teller, ruben)


class _Life(Teller):
    def domain(self, client: Client, key: str, ago: int, *active: str, **facts: Any) -> None:
        with self.on(ago):
            describe_domain(
                client=client,
                domain=LifeDomain.objects.get(key=key),
                form_token=self.token(),
                valid_from=self.day(ago),
                active=active,
                acting_user=self.user,
                **facts,
            )

    def strength(self, client: Client, factor: str, words: str, ago: int) -> None:
        with self.on(ago):
            note_strength(
                client=client,
                form_token=self.token(),
                factor=factor,
                words=words,
                noted_on=self.day(ago),
                acting_user=self.user,
            )

    def does(self, client: Client, kind: str, name: str, hours: int, ago: int, goal: Goal | None = None) -> DayActivity:
        with self.on(ago):
            return start_day_activity(
                client=client,
                form_token=self.token(),
                kind=kind,
                name=name,
                hours=Decimal(hours),
                valid_from=self.day(ago),
                goal=goal,
                acting_user=self.user,
            )

    def stops(self, activity: DayActivity, ago: int, why: str) -> None:
        with self.on(ago):
            end_day_activity(activity=activity, valid_until=self.day(ago), ended_why=why, acting_user=self.user)

    def debts(self, client: Client, ago: int, arrangement: str, **facts: Any) -> None:
        with self.on(ago):
            arrange_debts(
                client=client,
                form_token=self.token(),
                valid_from=self.day(ago),
                arrangement=arrangement,
                acting_user=self.user,
                **facts,
            )


def _own(client: Client) -> Goal | None:
    found: Goal | None = client.goals.filter(origin="own", ended_on=None).first()
    return found


def _case_a(teller: _Life, daniel: Client) -> None:
    home = _own(daniel)
    teller.domain(
        daniel,
        "wonen",
        380,
        "client",
        "counsellor",
        now="Komt uit de PI en woont in een abstinent huis. Kamer is leeg.",
        wanted="Eerst rust. Daarna iets van mezelf.",
        must_change="yes",
    )
    teller.domain(
        daniel,
        "wonen",
        60,
        "client",
        "counsellor",
        "other",
        now="Woont zelfstandig binnen het huis: kookt, wast en houdt zijn kamer op orde.",
        wanted="Een eigen voordeur, dicht bij mijn werk.",
        how="Ingeschreven bij de corporatie, reageert elke maand op drie woningen. Begeleiding belt de gemeente over urgentie.",
        must_change="yes",
        active_words="Sociaal wijkteam, voor de urgentie",
    )
    teller.domain(
        daniel,
        "werk",
        60,
        "client",
        now="Vast contract van 32 uur bij de fietsenfabriek.",
        wanted="Houden wat ik heb. Later een cursus lassen.",
        how="Hij regelt zijn rooster zelf en stuurt het door naar Tom.",
        must_change="no",
    )
    teller.domain(
        daniel,
        "middelen",
        55,
        "client",
        "counsellor",
        "probation",
        now="Gebruikt niet. Vrijdagavond met geld op zak blijft het lastigst.",
        wanted="Vrijdag gewoon een avond laten zijn.",
        how="Vrijdag eten bij Anne; controles één keer per week.",
        must_change="no",
    )
    teller.domain(daniel, "gezin", 55, "client", now="Zijn zus Anne is er elke week.", wanted="Mijn moeder weer zien.")
    for factor, words, ago in (
        ("resources", "Anne belt altijd terug. Altijd.", 370),
        ("coping", "Als ik ga lopen, ben ik na een halfuur weer normaal.", 340),
        ("worth", "Ik sta elke dag om zes uur op en niemand hoeft me te roepen.", 120),
        ("identity", "Ik ben iemand die dingen afmaakt.", 60),
        ("free", "Ik kan fietsen horen: ik weet wat er kapot is.", 60),
    ):
        teller.strength(daniel, factor, words, ago)
    temp = teller.does(daniel, "paid", "Uitzendwerk in de haven", 20, 330)
    teller.stops(temp, 216, "Kreeg een vast contract ergens anders.")
    teller.does(daniel, "paid", "Fietsenfabriek, montage", 32, 215, home)
    teller.debts(daniel, 360, "inventory", note="Vier schulden, samen ongeveer 6.400 euro.")
    teller.debts(
        daniel,
        200,
        "own",
        contact="Marit van de kredietbank, elk kwartaal; laatst gesproken in de eerste week van de maand.",
        living_money=Decimal(95),
        note="Betaalt zelf elke maand 110 euro af. Nog tien termijnen.",
        goal=home,
    )


def _case_b(teller: _Life, mitchell: Client) -> None:
    own = _own(mitchell)
    teller.domain(
        mitchell,
        "gezin",
        150,
        "client",
        "counsellor",
        "other",
        now="Ziet zijn dochter niet. Met zijn ex-partner is geen contact.",
        wanted="Mijn dochter weer zien.",
        how="Kaart via jeugdzorg. Eerst afwachten wat de rechter zegt.",
        must_change="yes",
        active_words="Jeugdzorg, over de omgang",
    )
    teller.domain(
        mitchell,
        "geld",
        150,
        "client",
        "other",
        now="Budgetbeheer loopt, post komt op één plek binnen.",
        wanted="Weten wat ik overhoud.",
        how="Elke maand samen het overzicht doornemen.",
        must_change="yes",
        active_words="Budgetbeheerder",
    )
    teller.strength(mitchell, "worth", "Geef mij een brommer die niet loopt, en hij loopt.", 300)
    teller.strength(mitchell, "identity", "Ik ben haar vader. Dat blijft.", 200)
    workshop = teller.does(mitchell, "programme", "Brommerwerkplaats, drie ochtenden", 12, 270, own)
    teller.stops(workshop, 60, "De werkplaats sloot de groep na de zomer.")
    teller.debts(
        mitchell,
        240,
        "budget_help",
        administrator="Stichting Op Orde, mevrouw Prins",
        living_money=Decimal(60),
        contact="Mevrouw Prins, elke eerste maandag aan de telefoon.",
        note="Elf schulden; regeling is aangevraagd via de gemeente.",
        goal=own,
    )


def _case_c(teller: _Life, ruben: Client) -> None:
    coach = ruben.goals.filter(text__startswith="Ik haal mijn diploma").first()
    teller.domain(
        ruben,
        "middelen",
        180,
        "client",
        "counsellor",
        "probation",
        "treatment",
        now="Clean, maar woont tussen mensen die gebruiken.",
        wanted="Hier clean uit komen.",
        how="Elke ochtend om zeven een bericht, om vijf de dag afsluiten. Een terugval meldt hij zelf.",
        must_change="no",
    )
    teller.domain(
        ruben,
        "wonen",
        180,
        "client",
        "counsellor",
        now="Het beleid van het huis botst met zijn voorwaarde.",
        wanted="Een plek waar niemand gebruikt.",
        how="Wachtlijst Huis aan de Vaart, plaats twee.",
        must_change="yes",
    )
    teller.strength(ruben, "emotions", "Op het veld vergeet ik alles.", 300)
    teller.strength(ruben, "coping", "Ik stuur het bericht, ook als ik geen zin heb.", 170)
    teller.does(ruben, "education", "Opleiding tot jeugdtrainer", 8, 190, coach)
    teller.does(ruben, "volunteer", "D-jeugd van de voetbalclub", 6, 120, coach)
    teller.debts(ruben, 300, "settled", note="Laatste termijn betaald.")
