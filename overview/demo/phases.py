"""Phases of the track in the demo: the three worked cases through the eight phases, and a transition around a release."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums.stays import TrackPhase
from casework.models import Client
from casework.selectors.people import counsellor_of
from casework.services.stay_phases import enter_phase
from overview.demo.clock import as_if_it_were, lately

if TYPE_CHECKING:
    from collections.abc import Iterable

# Days ago, phase, why.
Told = tuple[int, TrackPhase, str]

TALES: dict[str, tuple[Told, ...]] = {
    "Verhoeven": (
        (430, TrackPhase.APPLICATION, ""),
        (418, TrackPhase.INTAKE, ""),
        (392, TrackPhase.ADMISSION, ""),
        (392, TrackPhase.ARRIVAL, ""),
        (371, TrackPhase.ANALYSIS, ""),
        (352, TrackPhase.PLANNING, ""),
        (340, TrackPhase.EXECUTION, ""),
        (300, TrackPhase.TRY_OUT, "De eerste maanden vroegen dagelijks contact; nu kan het met minder."),
        (206, TrackPhase.LETTING_GO, "Werk en sportschool dragen de week."),
        (180, TrackPhase.EVALUATION, ""),
        (170, TrackPhase.EXECUTION, ""),
        (112, TrackPhase.CLOSED, "Hij belt zelf als er iets is."),
    ),
    "Brands": (
        (421, TrackPhase.ADMISSION, "Plaatsing vanuit detentie, zonder intake bij ons."),
        (400, TrackPhase.ANALYSIS, ""),
        (330, TrackPhase.PLANNING, "Eerst moest duidelijk worden wat moet en wat niet."),
        (318, TrackPhase.EXECUTION, ""),
        (110, TrackPhase.ANALYSIS, "Terug naar de analyse: de spanning liep op en het plan hielp niet meer."),
        (90, TrackPhase.EXECUTION, "De doelen bleven; bezoek kreeg andere regels. Een nieuw plan was niet nodig."),
        (18, TrackPhase.OUTFLOW, "Het verblijf is voortijdig geëindigd na een incident met medebewoners."),
    ),
    "Castelein": (
        (378, TrackPhase.INTAKE, ""),
        (376, TrackPhase.ADMISSION, ""),
        (350, TrackPhase.ANALYSIS, ""),
        (338, TrackPhase.PLANNING, ""),
        (330, TrackPhase.EXECUTION, ""),
        (40, TrackPhase.EVALUATION, ""),
        (33, TrackPhase.PLANNING, "Naar de tijd na de titel toe."),
        (84, TrackPhase.ARRIVAL, ""),
    ),
}
# How far the many others are: days after they came, phase.
USUAL = (
    (0, TrackPhase.ADMISSION),
    (21, TrackPhase.ANALYSIS),
    (35, TrackPhase.PLANNING),
    (45, TrackPhase.EXECUTION),
    (190, TrackPhase.EVALUATION),
    (200, TrackPhase.EXECUTION),
)


def tell(today: dt.date) -> None:
    """Tell in which phases the worked cases were, and how far the others are."""
    chance = random.Random(3434)
    for last_name, told in TALES.items():
        _enter(Client.objects.get(last_name=last_name), sorted(told, key=lambda one: -one[0]), today, chance)
    for client in Client.objects.filter(stays__valid_until=None, stay_phases=None).distinct().order_by("pk"):
        stay = client.stays.get(valid_until=None)
        ago = (today - stay.valid_from).days
        _enter(client, [(ago - after, phase, "") for after, phase in USUAL if ago - after >= 0], today, chance)


def _enter(client: Client, told: Iterable[Told], today: dt.date, chance: random.Random) -> None:
    for ago, phase, why in told:
        day = today - dt.timedelta(days=ago)
        noon = timezone.make_aware(dt.datetime.combine(day, dt.time(11, 40)))
        moment = lately(noon, minutes=10)
        carer = counsellor_of(client, day) or counsellor_of(client, today)
        if carer is None:
            continue
        with as_if_it_were(moment):
            enter_phase(
                client=client,
                form_token=UUID(int=chance.getrandbits(128), version=4),
                phase=phase,
                since=day,
                why=why,
                acting_user=carer,
            )
