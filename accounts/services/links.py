"""One-time links: give one out, open it, use it up, take it back.

The token is 256 bits of chance and is shown once, when the link is made. The database holds its digest, so that neither
a backup nor an administrator can open a link; a log holds nothing of it. Opening uses nothing up, because messengers and
virus scanners open every link they see: what uses it up is the act that it was made for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction, AuditOutcome, LinkState
from accounts.errors import LinkRefused
from accounts.models import OneTimeLink
from accounts.registry import link_purposes
from accounts.services.audit import record

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from accounts.models import User

TOKEN_BYTES = 32
RULE = "one_time_link"


@dataclass(frozen=True)
class IssuedLink:
    """A new link with its address (path only). The address is known now and never again."""

    link: OneTimeLink
    path: str


def digest_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_link(
    *,
    purpose: str,
    subject: Model,
    acting_user: User,
    client_number: str = "",
    for_whom: str = "",
    lifetime: dt.timedelta | None = None,
) -> IssuedLink:
    """Make a link for one act on ``subject``, and take back the earlier ones for the same purpose and the same person.

    ``purpose`` is the key of a registered ``LinkPurpose``; ``for_whom`` a part to play, never a name.
    """
    known = link_purposes[purpose]
    for earlier in links_of(subject, purpose).filter(for_whom=for_whom, used_at=None, revoked_at=None):
        revoke_link(link=earlier, acting_user=acting_user)
    token, now = secrets.token_urlsafe(TOKEN_BYTES), timezone.now()
    link = OneTimeLink.objects.create(
        purpose=known.key,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        client_number=client_number,
        for_whom=for_whom,
        digest=digest_of(token),
        created_at=now,
        created_by=acting_user,
        expires_at=now + (lifetime or known.lifetime),
    )
    _record(AuditAction.CREATE, link, acting_user, details={"purpose": known.key, "until": link.expires_at.isoformat()})
    return IssuedLink(link=link, path=reverse("accounts:open_link", args=[token]))


def links_of(subject: Model, purpose: str) -> QuerySet[OneTimeLink]:
    """Return the links for one purpose on one subject, newest first."""
    return OneTimeLink.objects.filter(
        purpose=purpose, subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def open_link(*, token: str, acting_user: User | None = None) -> OneTimeLink:
    """Return the link of a token that still works; raise ``LinkRefused`` when there is none. Leaves an audit row.

    The digest is looked up, not the token, so that the time it takes says nothing about a token that is nearly right.
    """
    digest = digest_of(token)
    link = OneTimeLink.objects.filter(digest=digest).first()
    if link is None or not hmac.compare_digest(link.digest, digest):
        record(
            AuditAction.READ,
            acting_user=acting_user,
            object_type=OneTimeLink._meta.label_lower,
            outcome=AuditOutcome.REFUSED,
            rule=RULE,
            details={"state": LinkState.UNKNOWN.value},
        )
        raise LinkRefused(LinkState.UNKNOWN)
    state = link.state_at(timezone.now())
    outcome = AuditOutcome.DONE if state == LinkState.OPEN else AuditOutcome.REFUSED
    _record(AuditAction.READ, link, acting_user, outcome=outcome, details={"state": state.value})
    if state != LinkState.OPEN:
        raise LinkRefused(state)
    return link


@transaction.atomic
def redeem_link(*, link: OneTimeLink, acting_user: User | None = None) -> OneTimeLink:
    """Use a link up, in the transaction of the act it was made for; raise ``LinkRefused`` when it does not work any more.

    Of two at the same moment one wins: the row is locked, and the update asks again whether it is still open.
    """
    locked = OneTimeLink.objects.select_for_update().get(pk=link.pk)
    now = timezone.now()
    state = locked.state_at(now)
    if state != LinkState.OPEN:
        raise LinkRefused(state)
    if not OneTimeLink.objects.filter(pk=locked.pk, used_at=None, revoked_at=None).update(used_at=now):
        raise LinkRefused(LinkState.USED)
    locked.used_at = now
    _record(AuditAction.UPDATE, locked, acting_user, details={"state": LinkState.USED.value})
    return locked


@transaction.atomic
def revoke_link(*, link: OneTimeLink, acting_user: User) -> OneTimeLink:
    """Take a link back; does nothing to one that was used or taken back already."""
    locked = OneTimeLink.objects.select_for_update().get(pk=link.pk)
    if locked.used_at is None and locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        _record(AuditAction.UPDATE, locked, acting_user, details={"state": LinkState.REVOKED.value})
    return locked


def _record(
    action: AuditAction,
    link: OneTimeLink,
    acting_user: User | None,
    *,
    details: dict[str, str],
    outcome: AuditOutcome = AuditOutcome.DONE,
) -> None:
    record(
        action,
        acting_user=acting_user,
        client_number=link.client_number,
        obj=link,
        rule=RULE,
        outcome=outcome,
        on_behalf_of=link.for_whom,
        details={"subject": f"{link.subject_type}:{link.subject_id}", **details},
    )
