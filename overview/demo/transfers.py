"""A caseload handed over in the demo: two clients of Bas go to Noor while he is away, each with what she must know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from overview.selectors.transfers import clients_of
from overview.services.transfers import TransferPart, transfer_caseload

if TYPE_CHECKING:
    from overview.demo.house import House

TOKEN = UUID("c1d3c1f6-5f0c-4d0c-9a6b-7a1f5b0e2d44")
NOTES = (
    "Bel hem voor negen uur; daarna is hij aan het werk. De urinecontrole van deze maand staat al gepland. Hij vindt een nieuw gezicht spannend: begin met wat goed gaat.",
    "De aanvraag voor bijzondere bijstand loopt; de brief ligt in zijn postvak. Zijn zus belt op zondag, dat is een goed moment om even te vragen hoe het gaat.",
)


def tell(house: House, today: dt.date) -> None:
    """Hand two clients over from today, for two weeks."""
    bas, noor = house.users["bas"], house.users["noor"]
    clients = list(clients_of(bas, bas)[: len(NOTES)])
    if not clients:
        return
    transfer_caseload(
        leaver=bas,
        starts_on=today,
        ends_on=today + dt.timedelta(days=9),
        parts=[TransferPart(client, noor, note) for client, note in zip(clients, NOTES, strict=False)],
        form_token=TOKEN,
        acting_user=bas,
    )
