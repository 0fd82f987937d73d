"""Loading the demo: all of it or nothing, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.audit import seal
from casework.models import Client
from overview.demo import (
    agenda,
    alliance,
    background,
    case_a,
    case_b,
    case_c,
    crowd,
    goals,
    groups,
    handovers,
    houses,
    letters,
    life,
    meetings,
    network,
    personal,
    phases,
    placement,
    returns,
    risk,
    signalling,
    support_plans,
    team_moves,
    title_end,
    titles,
    transfers,
    volunteers,
)
from overview.demo.house import LOGINS, PASSWORD, build_house
from overview.services.reminders import sweep

# The worked cases, by the name under which each of them is told.
CASES = {
    "A": ("Daniël", "Verhoeven", case_a.tell),
    "B": ("Mitchell", "Brands", case_b.tell),
    "C": ("Ruben", "Castelein", case_c.tell),
}
YEARS_OPEN = 3


class DemoRefusedError(Exception):
    """The database holds something else than the demo."""


def is_loaded() -> bool:
    """Return whether the demo is there."""
    return bool(User.objects.filter(username="noor", email="noor@samenspoor.example").exists())


@transaction.atomic
def load_demo() -> bool:
    """Load the demo when it is not there; return whether it was loaded now.

    Dates count back from the day of the first load, and stay. Raises ``DemoRefusedError`` in a database with clients
    of its own.
    """
    if is_loaded():
        return False
    if Client.objects.exists():
        msg = "Deze database heeft al eigen cliënten; de demo komt er niet bij."
        raise DemoRefusedError(msg)
    today = timezone.localdate()
    house = build_house(today - dt.timedelta(days=365 * YEARS_OPEN))
    for _first, _last, tell in CASES.values():
        tell(house, today)
    crowd.tell(house, today)
    alliance.tell({letter: _case(letter) for letter in CASES}, today)
    signalling.tell(today)
    houses.tell(house, today)
    agenda.tell(house, today)
    handovers.tell(today)
    risk.tell(today)
    meetings.tell(house, today)
    titles.tell(house, today)
    title_end.tell(house, today)
    transfers.tell(house, today)
    network.tell(house, today)
    goals.tell(house, today)
    volunteers.tell(house, today)
    life.tell(house, today)
    background.tell(house, today)
    personal.tell(house, today)
    support_plans.tell(house, today)
    phases.tell(today)
    returns.tell(today)
    placement.tell(house, today)
    team_moves.tell(house, today)
    letters.tell(house, today)
    groups.tell(house, today)
    sweep(on=today)
    seal()
    return True


def _case(letter: str) -> Client:
    """Return the client of a worked case."""
    first, last, _tell = CASES[letter]
    found: Client = Client.objects.get(first_name=first, last_name=last)
    return found


def demo_facts() -> dict[str, Any]:
    """Return the numbers of the worked cases, a login for each role, and the password of everybody.

    Whoever tries the demo may give a case another name, or bring in a namesake: the site starts all the same.
    """
    found = {
        letter: Client.objects.filter(first_name=first, last_name=last).order_by("pk").first()
        for letter, (first, last, _tell) in CASES.items()
    }
    return {
        "clients": {letter: client.number for letter, client in found.items() if client is not None},
        "logins": {str(role): username for role, username in LOGINS.items()},
        "password": PASSWORD,
    }
