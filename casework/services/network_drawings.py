"""Changes in the drawings of the network. What two people change at one time is told to the second, who sees both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.network import SupportDirection, TieKind
from casework.models import Client, LifeDomain, NetworkTie
from casework.services.network import change_member
from casework.services.once import create_once

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from casework.models import NetworkMember, NetworkVersion

# A tie by its member and its life domain.
TieKey = tuple[int, int]


class DrawingConflict(Refused):
    """Somebody else drew meanwhile; ``stored`` are the rows that hold now, by member or by tie."""

    def __init__(self, stored: Mapping[Any, NetworkVersion | NetworkTie]) -> None:
        """Keep what holds now, and say who drew it."""
        names = sorted({str(row.recorded_by) for row in stored.values()})
        super().__init__(
            _(
                "%(name)s paste de tekening intussen aan. Bij wie u allebei verplaatste, staan beide hieronder. "
                "Kies wat klopt en bewaar opnieuw."
            )
            % {"name": ", ".join(names)}
        )
        self.stored = dict(stored)


@dataclass(frozen=True)
class TieLine:
    """How a tie should be; ``seen`` is the row that was on the screen, None when there was none."""

    kind: str
    direction: str
    seen: int | None = None


@transaction.atomic
def draw_network(
    *,
    client: Client,
    form_token: UUID,
    places: Mapping[int, Mapping[str, Any]],
    valid_from: date,
    acting_user: User,
    seen: Mapping[int, int] | None = None,
) -> int:
    """Place members in a drawing (ring, angle, row_place, influence); returns how many were moved.

    Who stays put gets no version. ``seen`` is by member the version that was on the screen: where somebody else drew
    the same member since, nothing is saved and ``DrawingConflict`` says how it stands now.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    members = list(client.network.filter(pk__in=places).select_related("client").prefetch_related("versions"))
    moves: list[tuple[NetworkMember, NetworkVersion]] = []
    for member in members:
        newest = next(iter(member.versions.all()), None)
        if newest is not None and _differs(newest, places[member.pk]):
            moves.append((member, newest))
    stored = {
        member.pk: newest
        for member, newest in moves
        if _drawn_since(member, newest, places[member.pk], (seen or {}).get(member.pk), acting_user)
    }
    if stored:
        raise DrawingConflict(stored)
    for member, newest in moves:
        wanted = places[member.pk]
        change_member(
            member=member,
            form_token=_token(form_token, member.pk, newest.pk, sorted(wanted.items())),
            facts=wanted,
            valid_from=valid_from,
            acting_user=acting_user,
        )
    return len(moves)


def _token(form_token: UUID, *parts: object) -> UUID:
    """Return a token of what exactly is saved: the same sent twice is one row, something else later is another."""
    return uuid5(form_token, ":".join(str(part) for part in parts))


def _differs(row: NetworkVersion, wanted: Mapping[str, Any]) -> bool:
    return any(getattr(row, key) != value for key, value in wanted.items())


def _drawn_since(
    member: NetworkMember, newest: NetworkVersion, wanted: Mapping[str, Any], seen: int | None, user: User
) -> bool:
    """Return whether somebody else drew this member after the version that was on the screen."""
    if seen is None or newest.pk == seen or newest.recorded_by_id == user.pk:
        return False
    before = next((row for row in member.versions.all() if row.pk == seen), None)
    return before is None or any(getattr(before, key) != getattr(newest, key) for key in wanted)


@transaction.atomic
def draw_ecogram(
    *,
    client: Client,
    form_token: UUID,
    ties: Mapping[TieKey, TieLine],
    valid_from: date,
    acting_user: User,
) -> int:
    """Write how ties are, by member and life domain; returns how many changed. What stays the same gets no row.

    Raises ``Refused`` for a day in the future or before what it follows, for a member that is not in the network or is
    a victim or third person, and ``DrawingConflict`` where somebody else drew the same tie since.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if valid_from > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Leg vast hoe het nu is."), field="valid_from")
    members = {
        member.pk: member
        for member in client.network.filter(pk__in={member for member, _domain in ties}).prefetch_related("versions")
    }
    domains = LifeDomain.objects.in_bulk({domain for _member, domain in ties})
    newest: dict[TieKey, NetworkTie] = {}
    key_of: dict[int | None, TieKey] = {}
    for row in NetworkTie.objects.filter(member__client=client).select_related("recorded_by").order_by("pk"):
        key_of[row.pk] = (row.member_id, row.domain_id)
        newest[key_of[row.pk]] = row
    changed = {key: line for key, line in ties.items() if not _is_so(newest.get(key), line)}
    stored = {
        key: newest[key]
        for key, line in changed.items()
        if key in newest
        and newest[key].pk != line.seen
        and newest[key].recorded_by_id != acting_user.pk
        and (newest[key].kind != TieKind.NONE or key_of.get(line.seen) == key)
    }
    if stored:
        raise DrawingConflict(stored)
    for key, line in changed.items():
        member, earlier = members.get(key[0]), newest.get(key)
        _check_member(member)
        if earlier is not None and valid_from < earlier.valid_from:
            raise Refused(_("Dit ligt voor de vorige wijziging. Kies een latere dag."), field="valid_from")
        row, new = create_once(
            NetworkTie,
            _token(form_token, *key, earlier.pk if earlier else 0, line.kind, line.direction),
            member=member,
            domain=domains.get(key[1]),
            valid_from=valid_from,
            kind=line.kind,
            direction=line.direction,
            recorded_by=acting_user,
        )
        if new:
            record(
                AuditAction.CREATE,
                acting_user=acting_user,
                client_number=client.number,
                obj=row,
                details={"member": key[0], "domain": key[1], "kind": str(line.kind)},
            )
    return len(changed)


def _is_so(row: NetworkTie | None, line: TieLine) -> bool:
    """Return whether a tie is as it should be already; one that never was is as good as one that ended."""
    if row is None:
        return line.kind == TieKind.NONE
    return (row.kind, row.direction) == (line.kind, line.direction)


def _check_member(member: NetworkMember | None) -> None:
    version = next(iter(member.versions.all()), None) if member is not None else None
    if version is None or version.left_on is not None or version.is_narrow:
        raise Refused(_("Kies iemand die in het netwerk staat. Slachtoffers en derden worden niet getekend."))


NO_TIE = TieLine(TieKind.NONE, SupportDirection.NONE)
