"""Clients who go to another team in the demo: one left the protected house for the ambulant team, one is about to come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.enums import SupportForm
from casework.enums import AssignmentRole, StayEnd
from casework.enums.placement import ApplicationSource, DecisionKind
from casework.models import Assignment, Client
from casework.services.placement import apply_for_place, decide_on_application
from casework.services.stays import end_stay, start_stay
from overview.demo.clock import as_if_it_were
from overview.services.team_moves import move_to_team

if TYPE_CHECKING:
    from overview.demo.house import House

SEED = UUID("7465616d-6d6f-4e65-a273-64656d6f7465")
MOVED_AGO = 24
COMES_IN = 12
ANNOUNCED_AGO = 3
ASKED_AGO, ACCEPTED_AGO = 16, 5
SETTLED_DAYS = 120
MOVED = (
    "Na anderhalf jaar beschermd wonen gaat het goed in de eigen studio: dagbesteding op vaste dagen, geen terugval sinds de "
    "zomer. Hij wil een eigen voordeur. De gemeente heeft ambulante begeleiding toegekend."
)
COMES = (
    "Er komt een kamer vrij aan de Vaart, dichter bij de werkplaats en bij zijn moeder. Kennismaking met het team is geweest; hij "
    "kiest hier zelf voor."
)


def tell(house: House, today: dt.date) -> None:
    """Let a client of the second team go to the ambulant team, and announce one of the third team at the first."""
    ambulant = house.locations["Ambulant Assendijk"]
    pieter, lotte = house.users["pieter"], house.users["lotte"]
    moved, comes = _settled(house, 1, today), _settled(house, 2, today)
    if moved is not None:
        client, stay = moved.client, moved.client.stays.get(valid_until=None)
        day = today - dt.timedelta(days=MOVED_AGO)
        with as_if_it_were(_at(today, MOVED_AGO)):
            move_to_team(
                client=client,
                team=ambulant.team,
                valid_from=day,
                reason=MOVED,
                ends=[moved],
                counsellor=lotte,
                form_token=uuid5(SEED, "moved"),
                acting_user=pieter,
            )
            end_stay(
                stay=stay,
                valid_until=day,
                end_kind=StayEnd.MOVED,
                end_reason="Naar een eigen woning, met begeleiding thuis.",
                acting_user=lotte,
            )
            start_stay(
                client=client, location=ambulant, valid_from=day, acting_user=lotte, form_token=uuid5(SEED, "stay")
            )
    if comes is not None:
        _asks_for_a_room(house, today, comes)
        with as_if_it_were(_at(today, ANNOUNCED_AGO)):
            move_to_team(
                client=comes.client,
                team=house.teams[0],
                valid_from=today + dt.timedelta(days=COMES_IN),
                reason=COMES,
                ends=[comes],
                form_token=uuid5(SEED, "comes"),
                acting_user=pieter,
            )


def _asks_for_a_room(house: House, today: dt.date, carried: Assignment) -> None:
    """Let his counsellor ask for a room in a house of the first team, and its lead accept him."""
    room = house.locations["Huis aan de Vaart"]
    with as_if_it_were(_at(today, ASKED_AGO)):
        application = apply_for_place(
            client=carried.client,
            form_token=uuid5(SEED, "asks"),
            received_on=today - dt.timedelta(days=ASKED_AGO),
            source=ApplicationSource.INSIDE,
            source_words="begeleider Team Lindehof",
            wish_form=SupportForm.PROTECTED,
            wish_location=room,
            wish_from=today + dt.timedelta(days=COMES_IN),
            wish_words="Dichter bij mijn moeder en bij de werkplaats. En een huis waar het ’s avonds rustig is.",
            acting_user=carried.user,
        )
    with as_if_it_were(_at(today, ACCEPTED_AGO)):
        decide_on_application(
            application=application,
            form_token=uuid5(SEED, "accepted"),
            kind=DecisionKind.ACCEPTED,
            decided_on=today - dt.timedelta(days=ACCEPTED_AGO),
            location=room,
            reason="De kamer aan de tuinkant komt vrij. Kennismaking was goed; hij eet deze week twee keer mee.",
            acting_user=house.users["karin"],
        )


def _settled(house: House, team: int, today: dt.date) -> Assignment | None:
    """Return the counsellor's assignment of a man of a team who has been with us a while and stays with us, or None."""
    since = today - dt.timedelta(days=SETTLED_DAYS)
    known = Client.objects.filter(
        team=house.teams[team], gender="male", stays__valid_until=None, stays__valid_from__lt=since
    )
    rows = Assignment.objects.filter(
        client__in=known, role=AssignmentRole.COUNSELLOR, valid_until=None, valid_from__lt=since
    )
    return rows.select_related("client__team").order_by("client__number").first()


def _at(today: dt.date, ago: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time(11, 20)))
