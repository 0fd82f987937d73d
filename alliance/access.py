"""The doors to check-ins and to the answers in them.

Who may read the file may know that a check-in took place. What was answered is between the client and the counsellor
who held it with him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome
from accounts.services.audit import record
from alliance.models import AllianceCheckIn
from casework.access import get_client

if TYPE_CHECKING:
    from accounts.models import OneTimeLink, User
    from casework.models import Client

CLIENT_LINK = "alliance-check-in"  # the purpose of the client's link


def is_about(link: OneTimeLink, check_in: AllianceCheckIn) -> bool:
    """Return whether a one-time link is the client's to this check-in."""
    return (
        link.purpose == CLIENT_LINK
        and link.subject_type == AllianceCheckIn._meta.label_lower
        and link.subject_id == str(check_in.pk)
    )


def check_in_of(link: OneTimeLink) -> AllianceCheckIn:
    """Return the check-in that a one-time link is about; opening the link left the audit row."""
    found: AllianceCheckIn = (
        AllianceCheckIn.objects.with_states().select_related("client", "started_by").get(pk=link.subject_id)
    )
    return found


def holds(user: User, check_in: AllianceCheckIn) -> bool:
    """Return whether this is the counsellor who began the check-in.

    Nobody stands in for him here, not even a deputy: the client answers about this one person.
    """
    return bool(check_in.started_by_id == user.pk)


def get_check_in(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, AllianceCheckIn]:
    """Return a check-in of a client whose file the user may see, with an audit row that names it.

    Raises ``Http404`` to strangers and when the check-in is another client's, and ``PermissionDenied`` with ``write``
    to readers and to everyone but the counsellor who began it.
    """
    client = get_client(user, number, write=write, what="alliance.alliancecheckin", silent=True)
    check_in = client.alliance_check_ins.with_states().select_related("started_by").filter(pk=pk).first()
    if check_in is None:
        raise Http404(_("Deze check-in bestaat niet."))
    check_in.client = client
    if write and not holds(user, check_in):
        record(
            AuditAction.UPDATE,
            acting_user=user,
            client_number=number,
            obj=check_in,
            outcome=AuditOutcome.REFUSED,
            rule="holds",
        )
        raise PermissionDenied(_("Alleen de begeleider die deze check-in begon, kan hem afmaken."))
    record(AuditAction.READ, acting_user=user, client_number=number, obj=check_in, rule="visible_to")
    return client, check_in
