"""Goals of the worked cases in small steps: who takes them, how they went, and what was celebrated."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from casework.models import Client, Goal
from casework.services.steps import add_step, celebrate, finish_step, link_goal
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import GoalStep
    from overview.demo.house import House


def tell(house: House, today: dt.date) -> None:
    """Tell the steps of the three cases."""
    teller = Teller(house.users["noor"], today)
    daniel, mitchell, ruben = (Client.objects.get(last_name=name) for name in ("Verhoeven", "Brands", "Castelein"))
    _case_a(teller, daniel)
    _case_b(teller, mitchell)
    _case_c(teller, ruben)


class Teller:
    """Tells on days before today, as Noor."""

    def __init__(self, user: User, today: dt.date, seed: int = 2311) -> None:
        """Begin on a day, with chance from a seed."""
        self.user, self.today, self.chance = user, today, random.Random(seed)

    def token(self) -> UUID:
        """Return the next token."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, ago: int) -> dt.date:
        """Return a day before today; a negative number lies ahead."""
        return self.today - dt.timedelta(days=ago)

    def on(self, ago: int) -> Any:  # noqa: ANN401 -- a context manager
        """Act as if it were that day."""
        return as_if_it_were(timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time(15))))

    def step(self, goal: Goal, text: str, owner: str, ago: int, due: int) -> GoalStep:
        """Add a step so many days ago, due so many days ago."""
        with self.on(ago):
            return add_step(
                goal=goal,
                form_token=self.token(),
                text=text,
                owner=owner,
                started_on=self.day(ago),
                due_on=self.day(due),
                acting_user=self.user,
            )

    def went(self, step: GoalStep, ago: int, result: str, **words: Any) -> GoalStep:
        """Say how a step went."""
        with self.on(ago):
            return finish_step(step=step, result=result, ended_on=self.day(ago), acting_user=self.user, **words)

    def celebrated(self, client: Client, ago: int, what: str, how: str, step: GoalStep | None = None) -> None:
        """Record what was celebrated."""
        with self.on(ago):
            celebrate(
                client=client,
                form_token=self.token(),
                what=what,
                how=how,
                step=step,
                celebrated_on=self.day(ago),
                acting_user=self.user,
            )


def _goal(client: Client, words: str) -> Goal:
    found: Goal = client.goals.filter(text__startswith=words).get()
    return found


def _case_a(teller: Teller, daniel: Client) -> None:
    home = _goal(daniel, "Ik heb een eigen woning")
    with teller.on(40):
        for words in ("Geen drugs", "Een dagprogramma"):
            link_goal(goal=_goal(daniel, words), serves=[home], acting_user=teller.user)
    signed_up = teller.step(home, "Inschrijven bij de woningcorporatie", "example", 60, 48)
    teller.went(signed_up, 50, "reached", reached="Zelf ingeschreven, na één keer voordoen.")
    teller.celebrated(daniel, 49, "Hij staat ingeschreven voor een eigen woning", "Samen koffie op de Markt", signed_up)
    saving = teller.step(home, "Twee keer vijftig euro opzij zetten", "alone", 20, 9)
    teller.went(
        saving,
        8,
        "partly",
        reached="Eén keer gelukt, uit zijn eerste volle maandloon.",
        remains="Nog een keer vijftig euro opzij zetten",
    )
    teller.step(home, "Nog een keer vijftig euro opzij zetten", "alone", 8, -5)
    day = _goal(daniel, "Een dagprogramma")
    teller.step(day, "Zijn nieuwe rooster doorsturen naar Tom", "help", 6, -3)
    teller.celebrated(daniel, 2, "Een half jaar op tijd op het werk", "Kaart van het team; die hangt nu op zijn kamer")


def _case_b(teller: Teller, mitchell: Client) -> None:
    daughter = _goal(mitchell, "Ik mag mijn dochter")
    letter = teller.step(daughter, "Een kaart voor haar verjaardag maken, via jeugdzorg", "alone", 40, 28)
    teller.went(letter, 30, "reached", reached="Kaart gemaakt en zelf afgegeven bij jeugdzorg.")
    talk = teller.step(daughter, "Gesprek over omgang aanvragen", "together", 29, 18)
    teller.went(talk, 15, "dropped", reason="Hij wil eerst weten wat de rechter zegt.")
    if mitchell.goals.filter(origin="own", ended_on=None).count():
        with teller.on(14):
            boundary = _goal(mitchell, "Geen contact")
            link_goal(goal=boundary, serves=[daughter], acting_user=teller.user)


def _case_c(teller: Teller, ruben: Client) -> None:
    coach, home = _goal(ruben, "Ik haal mijn diploma"), _goal(ruben, "Een plek waar")
    with teller.on(30):
        link_goal(goal=_goal(ruben, "Clean blijven"), serves=[coach, home], acting_user=teller.user)
    training = teller.step(coach, "Een training van de D-jeugd meelopen", "example", 25, 12)
    teller.went(training, 13, "reached", reached="Gaf zelf de warming-up.")
    teller.celebrated(ruben, 12, "Zijn eerste training als trainer", "Wedstrijd gekeken, hij koos de plek", training)
    teller.step(coach, "Huiswerk van module drie inleveren", "alone", 10, 1)
    teller.step(home, "Bellen naar Huis aan de Vaart over de wachtlijst", "together", 5, -6)
