"""Writing, sealing and verifying the audit trail.

A row is written in the transaction of its act. The chain is laid over the rows in batches by a short job under a lock
and before every verification, so that no two acts ever wait for each other. Rows that are not sealed yet (at most a
few minutes) are protected by the database's triggers alone; ``verify`` counts them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.audit_context import current_origin
from accounts.enums import AuditAction, AuditOutcome
from accounts.models import AuditEntry, AuditSeal, AuditSubject
from accounts.selectors import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model

    from accounts.models import User

BATCH = 500
STRETCH = 20 * BATCH  # in one transaction
# Rows may commit in another order than their ids: a late row is looked for this far behind the last sealed one.
LOOK_BACK = 10_000
SEAL_LOCK = 7_513_001
FIRST_LINK = "0" * 64


class SealBrokenError(Exception):
    """The last seal does not match the key of this house."""


@transaction.atomic
def record(
    action: AuditAction,
    *,
    acting_user: User | None,
    client_number: str = "",
    subjects: Iterable[str] = (),
    obj: Model | None = None,
    object_type: str = "",
    reason: str = "",
    rule: str = "",
    on_behalf_of: str = "",
    outcome: AuditOutcome = AuditOutcome.DONE,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one row of the audit trail in the current transaction.

    ``client_number`` names the client the act is about; ``subjects`` the clients shown in a list. ``details`` holds
    codes, dates and names of changed fields, never content. Raises whatever the database raises: an act whose row
    cannot be written does not happen.
    """
    origin = current_origin()
    known = acting_user if acting_user is not None and acting_user.is_authenticated else None
    entry = AuditEntry.objects.create(
        occurred_at=timezone.now(),
        actor_id=known.pk if known else None,
        actor_name=str(known) if known else "niemand ingelogd",
        actor_roles=",".join(sorted(standing_of(known).roles)) if known else "",
        on_behalf_of=on_behalf_of,
        action=action,
        outcome=outcome,
        client_number=client_number,
        object_type=object_type or (obj._meta.label_lower if obj is not None else ""),
        object_id=str(obj.pk) if obj is not None else "",
        reason=reason[:300],
        rule=rule,
        details=details or {},
        session=origin.session,
        address=origin.address,
    )
    AuditSubject.objects.bulk_create(AuditSubject(entry=entry, client_number=number) for number in subjects)
    return entry


def read_in_this_session(*, acting_user: User, client_number: str, obj: Model) -> bool:
    """Return whether the user read this object of a client today, in the session of this request, and that is on record.

    For what a browser asks for again with every page that shows it. Never outside a session. One query.
    """
    session = current_origin().session
    return (
        bool(session)
        and AuditEntry.objects.filter(
            occurred_at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
            actor_id=acting_user.pk,
            action=AuditAction.READ,
            outcome=AuditOutcome.DONE,
            client_number=client_number,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            session=session,
        ).exists()
    )


def row_digest(entry: AuditEntry, subjects: Iterable[str]) -> str:
    """Return the hex digest of one row and the clients it shows."""
    fields = {
        "id": entry.pk,
        "at": entry.occurred_at.astimezone(UTC).isoformat(),
        "actor": [entry.actor_id, entry.actor_name, entry.actor_roles, entry.on_behalf_of],
        "act": [entry.action, entry.outcome, entry.reason, entry.rule, entry.details],
        "about": [entry.client_number, entry.object_type, entry.object_id, sorted(subjects)],
        "from": [entry.session, entry.address],
    }
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def chain_link(previous: str, entries: list[list[Any]], sealed_at: str) -> str:
    """Return the link that binds a batch to the one before it, keyed so that only this house can make it."""
    body = json.dumps([previous, entries, sealed_at], separators=(",", ":"))
    return hmac.new(settings.AUDIT_SEAL_KEY.encode(), body.encode(), hashlib.sha256).hexdigest()


def _link_of(one: AuditSeal) -> str:
    return chain_link(one.previous, one.entries, one.sealed_at.astimezone(UTC).isoformat())


def _digests(entries: Iterable[AuditEntry]) -> Iterator[tuple[int, str]]:
    rows = list(entries)
    shown: dict[int, list[str]] = {}
    for entry_id, number in AuditSubject.objects.filter(entry__in=rows).values_list("entry_id", "client_number"):
        shown.setdefault(entry_id, []).append(number)
    for entry in rows:
        yield entry.pk, row_digest(entry, shown.get(entry.pk, []))


def _take_lock() -> None:
    """Let one sealer in at a time: on PostgreSQL by an advisory lock; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])


def seal() -> int:
    """Seal every row that is not sealed yet; return how many there were.

    So many at a time, each stretch in a transaction of its own: a long backlog takes no more memory than a short one, and what is sealed stays
    sealed when the job is stopped. Raises ``SealBrokenError`` when the last seal does not fit the key: a seal on top of it could never be taken off.
    """
    total = 0
    while True:
        sealed = _seal_stretch()
        total += sealed
        if sealed < STRETCH:
            return total


@transaction.atomic
def _seal_stretch() -> int:
    """Seal the first rows that are not sealed yet; return how many there were, ``STRETCH`` at most."""
    _take_lock()
    last = AuditSeal.objects.order_by("-pk").first()
    previous = last.chain if last else FIRST_LINK
    if last is not None and last.chain != _link_of(last):
        msg = "The last seal was not made with this key (AUDIT_SEAL_KEY), or was changed: nothing is sealed onto it."
        raise SealBrokenError(msg)
    horizon = (last.last_entry_id if last else 0) - LOOK_BACK
    sealed_ids = {
        pair[0]
        for entries in AuditSeal.objects.filter(last_entry_id__gte=horizon).values_list("entries", flat=True)
        for pair in entries
    }
    ahead = AuditEntry.objects.filter(pk__gt=horizon).order_by("pk").values_list("pk", flat=True)
    waiting = [pk for pk in ahead[: len(sealed_ids) + STRETCH] if pk not in sealed_ids][:STRETCH]
    for start in range(0, len(waiting), BATCH):
        batch = AuditEntry.objects.filter(pk__in=waiting[start : start + BATCH]).order_by("pk")
        pairs: list[list[Any]] = [[pk, digest] for pk, digest in _digests(batch)]
        now = timezone.now().astimezone(UTC)
        link = chain_link(previous, pairs, now.isoformat())
        AuditSeal.objects.create(
            sealed_at=now, entries=pairs, last_entry_id=pairs[-1][0], previous=previous, chain=link
        )
        previous = link
    return len(waiting)


@dataclass(frozen=True)
class Verdict:
    """What a verification found: ``broken`` is empty when the trail is whole."""

    rows: int
    seals: int
    unsealed: int
    head: str
    broken: str = ""


def verify() -> Verdict:
    """Recompute the chain from its first link; name the first broken row, missing row or broken seal."""
    previous, rows, seals, broken, seen = FIRST_LINK, 0, 0, "", 0
    for one in AuditSeal.objects.order_by("pk").iterator(chunk_size=50):
        seals += 1
        if one.previous != previous or one.chain != _link_of(one):
            broken = f"zegel {one.pk} sluit niet aan op het zegel ervoor"
            break
        found = dict(_digests(AuditEntry.objects.filter(pk__in=[pair[0] for pair in one.entries])))
        for pk, digest in one.entries:
            if pk not in found:
                broken = f"regel {pk} ontbreekt"
            elif found[pk] != digest:
                broken = f"regel {pk} is gewijzigd"
            if broken:
                break
            rows += 1
            seen = max(seen, pk)
        if broken:
            break
        previous = one.chain
    unsealed = 0 if broken else AuditEntry.objects.count() - rows
    return Verdict(rows=rows, seals=seals, unsealed=unsealed, head=previous, broken=broken)
