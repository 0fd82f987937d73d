"""The door to what is narrower than a file: the client with whom an expert by experience walks along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import current_user
from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.querysets import holds_on
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import is_number
from casework.enums import AssignmentRole
from casework.models import Client

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User
    from casework.querysets import ClientQuerySet


def walked_with(user: User) -> ClientQuerySet:
    """Return the clients with whom an expert by experience walks along.

    Included if, and only if, the user is active, is expert by experience today, and is assigned to the client as such
    today, himself or as a stand-in. He sees no file: the page of such a client shows what is the client's own.
    """
    standing = standing_of(user)
    if not standing.has(Role.EXPERT_BY_EXPERIENCE):
        return Client.objects.none()
    today = timezone.localdate()
    mine: ClientQuerySet = Client.objects.filter(
        holds_on(today, prefix="assignments__"),
        assignments__user_id__in=standing.acts_for,
        assignments__role=AssignmentRole.EXPERT_BY_EXPERIENCE,
    ).distinct()
    return mine


def open_walk(request: HttpRequest, number: str, *, what: str) -> Client:
    """Return a client for the expert by experience who walks with him; leaves an audit row.

    Raises ``Http404`` for anybody else's client, whether or not he exists.
    """
    user = current_user(request)
    client = walked_with(user).select_related("team").filter(number=number).first() if is_number(number) else None
    if client is None:
        if is_number(number) and Client.objects.filter(number=number).exists():
            record(
                AuditAction.READ,
                acting_user=user,
                client_number=number,
                object_type=what,
                outcome=AuditOutcome.REFUSED,
                rule="walked_with",
            )
        raise Http404(_("Met deze cliënt loopt u niet mee."))
    record(AuditAction.READ, acting_user=user, client_number=number, object_type=what, rule="walked_with")
    return client
