"""When a check-in is due: first after the counsellor began, then every so often, and again after a change of counsellor.

The terms are rows of the organisation (``Term`` keys ``alliance-first`` and ``alliance-interval``), each with its basis.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.enums import Occasion
from alliance.models import AllianceCheckIn
from casework.enums import AssignmentRole
from casework.models import Assignment, Client, Term
from casework.registry import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from accounts.models import User
    from accounts.querysets import DatedQuerySet

WARN_AHEAD = dt.timedelta(days=14)  # a reminder stands this long before its date
HALF_YEAR_MARGIN = dt.timedelta(days=30)  # held this long before its date it still is the half-yearly one


def _terms() -> dict[str, Term]:
    return Term.objects.in_bulk(["alliance-first", "alliance-interval"], field_name="key")


def _assignments(day: dt.date) -> DatedQuerySet[Any]:
    """Return who is whose counsellor on ``day``, with the last check-in that counted since he began."""
    counted = (
        AllianceCheckIn.objects.counted()
        .filter(client=OuterRef("client"), started_at__date__gte=OuterRef("valid_from"), started_at__date__lte=day)
        .order_by("-started_at")
    )
    before = Assignment.objects.filter(
        client=OuterRef("client"), role=AssignmentRole.COUNSELLOR, valid_from__lt=OuterRef("valid_from")
    )
    return (
        Assignment.objects.active_on(day)
        .filter(role=AssignmentRole.COUNSELLOR)
        .select_related("client", "user")
        .annotate(
            last_pk=Subquery(counted.values("pk")[:1]),
            last_at=Subquery(counted.values("started_at")[:1]),
            took_over=Exists(before),
        )
        .order_by("client_id")
    )


def _duty(assignment: Any, terms: dict[str, Term]) -> tuple[Occasion, Duty]:  # noqa: ANN401 -- annotated row
    """Return the next check-in of a client with his counsellor, and its occasion."""
    if assignment.last_at is not None:
        term, occasion = terms["alliance-interval"], Occasion.HALF_YEAR
        start, key = timezone.localdate(assignment.last_at), f"alliance-interval:{assignment.last_pk}"
        label = _("Halfjaarlijkse check-in werkalliantie")
    else:
        term, start, key = terms["alliance-first"], assignment.valid_from, f"alliance-first:{assignment.pk}"
        if assignment.took_over:
            occasion, label = Occasion.NEW_COUNSELLOR, _("Check-in werkalliantie na wisseling van begeleider")
        else:
            occasion, label = Occasion.FIRST, _("Eerste check-in werkalliantie")
    return occasion, Duty(
        key=key,
        kind="alliance",
        label=label,
        client_id=assignment.client_id,
        due_on=start + dt.timedelta(days=term.days),
        owner_ids=(assignment.user_id,),
        basis=term.basis,
        url=reverse("alliance:overview", args=[assignment.client.number]),
    )


def due_check_ins(day: dt.date) -> Iterator[Duty]:
    """Yield the check-ins that are due as seen on ``day``, or will be within two weeks. Two queries."""
    terms = _terms()
    for assignment in _assignments(day):
        _occasion, duty = _duty(assignment, terms)
        if duty.due_on <= day + WARN_AHEAD:
            yield duty


@dataclass(frozen=True)
class Rhythm:
    """The last check-in that counted since the present counsellor began, and the next one."""

    last_on: dt.date | None
    next: Duty
    new_counsellor: bool  # he took over from somebody, and there was no check-in since


def rhythm_of(client: Client, day: dt.date) -> Rhythm | None:
    """Return where a client is in the rhythm, or None when he has no counsellor on ``day``. Two queries."""
    assignment = _assignments(day).filter(client=client).first()
    if assignment is None:
        return None
    last_on = timezone.localdate(assignment.last_at) if assignment.last_at else None
    occasion, duty = _duty(assignment, _terms())
    return Rhythm(last_on=last_on, next=duty, new_counsellor=occasion == Occasion.NEW_COUNSELLOR)


@dataclass(frozen=True)
class Pair:
    """A client with his present counsellor, and where they are in the rhythm."""

    client: Client
    counsellor: User
    rhythm: Rhythm


def rhythms_of(clients: QuerySet[Client], day: dt.date) -> list[Pair]:
    """Return every client of ``clients`` who has a counsellor on ``day``, with his rhythm. Two queries."""
    terms = _terms()
    pairs = []
    for assignment in _assignments(day).filter(client__in=clients):
        occasion, duty = _duty(assignment, terms)
        last_on = timezone.localdate(assignment.last_at) if assignment.last_at else None
        rhythm = Rhythm(last_on=last_on, next=duty, new_counsellor=occasion == Occasion.NEW_COUNSELLOR)
        pairs.append(Pair(client=assignment.client, counsellor=assignment.user, rhythm=rhythm))
    return pairs


def occasion_for(client: Client, day: dt.date) -> Occasion:
    """Return why a check-in that begins on ``day`` is held."""
    if not AllianceCheckIn.objects.filter(client=client).counted().exists():
        return Occasion.FIRST
    assignment = _assignments(day).filter(client=client).first()
    if assignment is None:
        return Occasion.BETWEEN
    occasion, duty = _duty(assignment, _terms())
    if occasion == Occasion.HALF_YEAR and day < duty.due_on - HALF_YEAR_MARGIN:
        return Occasion.BETWEEN
    # Earlier check-ins were held with somebody else.
    return Occasion.NEW_COUNSELLOR if occasion == Occasion.FIRST else occasion
