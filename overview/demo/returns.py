"""Somebody who came back, in the demo: a stay that ended, its plan, and the terms that count anew."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums import StayEnd
from casework.models import Stay
from casework.selectors.people import counsellor_of
from casework.services.plans import establish_support_plan
from overview.demo.clock import as_if_it_were

if TYPE_CHECKING:
    from casework.models import Client

SEED = 0x4E17_0000_4000_8000_0000_0000_0000
LEFT, LASTED, PLANNED = 150, 160, 250  # days before today: when he left, how long he stayed, and his plan of then


def tell(today: dt.date) -> None:
    """Give the client who came last of all an earlier stay with a plan of its own."""
    stay = (
        Stay.objects.filter(valid_until=None, client__support_plans=None)
        .select_related("client", "location")
        .order_by("-valid_from", "-pk")
        .first()
    )
    if stay is None or stay.valid_from <= today - dt.timedelta(days=LEFT):
        return
    client: Client = stay.client
    counsellor = counsellor_of(client, today)
    if counsellor is None:
        return
    Stay.objects.create(
        client=client,
        location=stay.location,
        valid_from=today - dt.timedelta(days=LEFT + LASTED),
        valid_until=today - dt.timedelta(days=LEFT),
        end_kind=StayEnd.OWN_CHOICE,
        end_reason="Hij wilde het bij zijn zus proberen. Dat ging een paar maanden goed.",
        destination_words="bij zijn zus",
        form_token=UUID(int=SEED),
    )
    planned = today - dt.timedelta(days=PLANNED)
    with as_if_it_were(timezone.make_aware(dt.datetime.combine(planned, dt.time(14, 10)))):
        establish_support_plan(
            client=client,
            form_token=UUID(int=SEED + 1),
            summary="Elke dag opstaan op tijd en samen de post doen. Loopt het vast, dan belt hij of bellen wij dezelfde dag.",
            client_words="Ik wil laten zien dat ik het zelf kan.",
            established_on=planned,
            acting_user=counsellor,
        )
