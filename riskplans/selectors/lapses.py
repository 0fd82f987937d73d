"""Lapse responses: of one client, and the open ones that a team lead sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.registry import Duty
from casework.selectors import counsellors, duty_owners, term
from riskplans.models import LapseResponse

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client
    from casework.querysets import ClientQuerySet

TERM = "lapse-response"
STEPS = LapseResponse.STEPS


def responses_of(client: Client) -> list[LapseResponse]:
    """Return the responses of a client, newest first, with their steps. One query."""
    return list(LapseResponse.objects.filter(client=client).select_related(*STEPS, "client"))


@dataclass(frozen=True)
class OpenResponse:
    """A response that is not finished: whose, since when, at which step, and with whom."""

    response: LapseResponse
    counsellor: User | None
    due_on: date

    @property
    def step_title(self) -> str:
        """Return the name of the step that is to be taken."""
        step = self.response.current_step
        return capfirst(str(step._meta.verbose_name)) if step else ""

    @property
    def is_late(self) -> bool:
        """Return whether the organisation's term has passed."""
        return self.due_on < timezone.localdate()


def open_responses(clients: ClientQuerySet) -> list[OpenResponse]:
    """Return the open responses of these clients, the oldest first. Three queries."""
    rows = list(
        LapseResponse.objects.open()
        .filter(client__in=clients)
        .select_related(*STEPS, "client__team")
        .order_by("known_at", "pk")
    )
    days = timedelta(days=term(TERM).days)
    with_whom = counsellors({row.client_id for row in rows}, timezone.localdate())
    return [OpenResponse(row, with_whom.get(row.client_id), timezone.localdate(row.known_at) + days) for row in rows]


def open_lapse() -> QuerySet[LapseResponse]:
    """Return, as a subquery about an outer client, the responses that are open for him."""
    return LapseResponse.objects.open().filter(client=OuterRef("pk"))


def lapse_duties(on: date) -> list[Duty]:
    """Return the responses that are to be finished, from the day they began. Four queries."""
    rows = list(LapseResponse.objects.open().select_related("client"))
    if not rows:
        return []
    of_term = term(TERM)
    owners = duty_owners({row.client_id for row in rows}, on)
    return [
        Duty(
            key=f"riskplans.lapse:{row.pk}",
            kind="lapse",
            label=_("Terugvalrespons afronden"),
            client_id=row.client_id,
            due_on=timezone.localdate(row.known_at) + timedelta(days=of_term.days),
            owner_ids=owners.get(row.client_id, ()),
            basis=of_term.basis,
            url=reverse("riskplans:lapse", args=[row.client.number, row.pk]),
        )
        for row in rows
    ]
