"""An activity with several clients in the demo: cooking together, and in each file only the own part."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from casework.enums import CommitmentOwner, NoteKind, NoteVisibility, ParticipantRole
from casework.models import Client, LifeDomain
from casework.services.group_contacts import GroupPart
from casework.services.notes import AgreedInNote, NoteDetails
from overview.demo.clock import as_if_it_were
from overview.selectors.group_contacts import own_of
from overview.services.group_contacts import SeenInGroup, log_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from overview.demo.house import House

SEED, AGO = 1208, 8


def tell(house: House, today: dt.date) -> None:
    """Cook with three residents of the house by the canal."""
    happened = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=AGO), dt.time(17, 0)))
    daan, ricardo, mike = (
        Client.objects.get(first_name=first, last_name=last)
        for first, last in (("Daniël", "Verhoeven"), ("Ricardo", "Pinas"), ("Mike", "Hoekstra"))
    )
    own = own_of([daan, ricardo, mike], house.users["noor"])
    later = today + dt.timedelta(days=6)
    with as_if_it_were(happened + dt.timedelta(hours=2)):
        log_group(
            form_token=UUID(int=random.Random(SEED).getrandbits(128), version=4),
            kind=NoteKind.GROUP,
            occurred_at=happened,
            duration_minutes=100,
            place="Keuken van het Huis aan de Vaart",
            participants=[ParticipantRole.VOLUNTEER],
            text="Kookavond. Boodschappen gedaan op de markt, samen gekookt en aan één tafel gegeten. Daarna afgewassen met muziek.",
            parts=[
                GroupPart(
                    daan,
                    "Hij maakte de pindasaus en legde uit hoe zijn oma dat deed. Over de week was hij kort.",
                    "Nam uit zichzelf de leiding en deelde de taken uit.",
                    domains=_domains("wonen", "netwerk"),
                    touches=[
                        (one, outcome)
                        for one in own[daan.pk].conditions
                        if (outcome := {"begeleid-wonen": "kept", "middelenverbod": "not_raised"}.get(one.kind.key))
                    ],
                    client_view="Koken kan ik. Dat had ik van mijn oma.",
                    details=NoteDetails(
                        goals=own[daan.pk].goals[:1],
                        steps=[step for step in own[daan.pk].steps if "euro" in step.text],
                        commitments=[
                            AgreedInNote(
                                "Maakt het boodschappenlijstje voor de volgende keer", CommitmentOwner.CLIENT, later
                            )
                        ],
                    ),
                ),
                GroupPart(
                    ricardo,
                    "Hij rekende op de markt mee en bleef onder de twintig euro.",
                    "Hield het bonnetje en de portemonnee bij.",
                    domains=_domains("geld"),
                    details=NoteDetails(
                        goals=own[ricardo.pk].goals[:1],
                        commitments=[
                            AgreedInNote(
                                "Brengt de grote pan terug",
                                CommitmentOwner.OTHER,
                                later,
                                owner_name="zijn zus Marisol",
                            )
                        ],
                    ),
                ),
                GroupPart(
                    mike,
                    "Hij kwam later en at mee aan het eind van de tafel. Bij de afwas vertelde hij dat hij morgen zijn moeder belt, voor het eerst in een jaar.",
                    "Bleef een half uur zitten, ook toen het druk werd.",
                    domains=_domains("psyche", "netwerk"),
                    details=NoteDetails(visibility=NoteVisibility.NAMED, readers=own[mike.pk].colleagues[:1]),
                ),
            ],
            seen=[
                SeenInGroup(
                    client,
                    signs=[sign for group in own[client.pk].sign_groups for sign in group.signs if sign.text in texts],
                )
                for client, texts in (
                    (daan, {"Hij kookt mee in huis"}),
                    (mike, {"Ik ga naar buiten en ik slaap"}),
                )
            ],
            acting_user=house.users["noor"],
        )


def _domains(*keys: str) -> Sequence[LifeDomain]:
    found = list(LifeDomain.objects.filter(key__in=keys))
    if len(found) != len(keys):
        msg = f"There is no such life domain: {keys}"
        raise LookupError(msg)
    return found
