"""The client's own link to a check-in: given out by the counsellor who began it, and taken back when that ends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import OneTimeLink
from accounts.services.links import IssuedLink, issue_link, links_of, revoke_link
from alliance.access import CLIENT_LINK, holds
from alliance.enums import Side
from alliance.models import AllianceCheckIn

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Client

LIFETIME = dt.timedelta(days=3)  # between two contacts of a week


@transaction.atomic
def give_client_link(*, check_in: AllianceCheckIn, acting_user: User) -> IssuedLink:
    """Make a link with which the client answers on his own device, without an account.

    Raises ``Refused`` when the client's side is in or was declined, and ``PermissionDenied`` to anyone but the counsellor who
    began it. An earlier link stops working.
    """
    if not holds(acting_user, check_in):
        raise PermissionDenied(_("Alleen de begeleider die deze check-in begon, kan hem afmaken."))
    locked = AllianceCheckIn.objects.select_for_update(of=("self",)).select_related("client").get(pk=check_in.pk)
    if locked.client_declined_at is not None or locked.answers.filter(side=Side.CLIENT).exists():
        raise Refused(_("De kant van de cliënt staat er al. Een link is niet meer nodig."))
    return issue_link(
        purpose=CLIENT_LINK,
        subject=locked,
        acting_user=acting_user,
        client_number=locked.client.number,
        for_whom=str(Side.CLIENT.label),
        lifetime=LIFETIME,
    )


def open_client_link(check_in: AllianceCheckIn) -> OneTimeLink | None:
    """Return the link to a check-in that was given out and neither used nor taken back. One query."""
    return links_of(check_in, CLIENT_LINK).filter(used_at=None, revoked_at=None).first()


@transaction.atomic
def take_back_client_link(*, check_in: AllianceCheckIn, acting_user: User) -> bool:
    """Take the client's link back; return whether there was one."""
    link = open_client_link(check_in)
    if link is not None:
        revoke_link(link=link, acting_user=acting_user)
    return link is not None


@transaction.atomic
def take_back_links_of(*, client: Client, present: User | None, acting_user: User) -> int:
    """Take back the links to check-ins of a client that somebody else than ``present`` began; return how many.

    For a change of counsellor: the client answers about one person, and that one has left.
    """
    unfinished = AllianceCheckIn.objects.filter(client=client).exclude(started_by=present)
    links = OneTimeLink.objects.filter(
        purpose=CLIENT_LINK,
        subject_type=AllianceCheckIn._meta.label_lower,
        subject_id__in=[str(pk) for pk in unfinished.values_list("pk", flat=True)],
        used_at=None,
        revoked_at=None,
    )
    found = list(links)
    for link in found:
        revoke_link(link=link, acting_user=acting_user)
    return len(found)
