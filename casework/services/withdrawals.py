"""Taking back a title or a stay that was typed by mistake: it counts nowhere from then on, and stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.events import legal_frame_changed
from casework.models import Client, ForensicTitle, SpecialCondition, Stay
from casework.services.placement import reopen_after_withdrawal

if TYPE_CHECKING:
    from accounts.models import User

FIELDS = ("withdrawn_by", "withdrawn_at", "withdrawn_reason")


@transaction.atomic
def withdraw_title(*, title: ForensicTitle, reason: str, acting_user: User) -> ForensicTitle:
    """Take back a title that was typed by mistake, and with it the conditions that were set with it.

    What the title did to reminders, to the end of the frame and to what is asked of partners is undone, since nothing reads
    it any more; papers and agreements that were made keep their words. A second call changes nothing. Sends
    ``legal_frame_changed``. Raises ``Refused`` without a reason.
    """
    Client.objects.select_for_update().get(pk=title.client_id)
    rows = ForensicTitle.including_withdrawn.select_for_update(of=("self",)).select_related("client", "kind")
    locked: ForensicTitle = rows.get(pk=title.pk)
    if locked.withdrawn_at is not None:
        return locked
    take_back(locked, reason=reason, acting_user=acting_user)
    for condition in (
        SpecialCondition.objects.standing()
        .select_for_update(of=("self",))
        .filter(title=locked)
        .select_related("client")
    ):
        take_back(condition, reason=reason, acting_user=acting_user)
    legal_frame_changed.send(ForensicTitle, client=locked.client, acting_user=acting_user)
    return locked


@transaction.atomic
def withdraw_stay(*, stay: Stay, reason: str, acting_user: User) -> Stay:
    """Take back a stay that was typed by mistake; the application that closed with it is open again.

    A second call changes nothing. Raises ``Refused`` without a reason.
    """
    Client.objects.select_for_update().get(pk=stay.client_id)
    rows = Stay.including_withdrawn.select_for_update(of=("self",)).select_related("client", "location")
    locked: Stay = rows.get(pk=stay.pk)
    if locked.withdrawn_at is not None:
        return locked
    take_back(locked, reason=reason, acting_user=acting_user)
    reopen_after_withdrawal(client=locked.client, day=locked.valid_from, acting_user=acting_user)
    return locked


@transaction.atomic
def take_back(locked: ForensicTitle | Stay | SpecialCondition, *, reason: str, acting_user: User) -> None:
    """Mark a locked row as a mistake; part of the act that takes it back. Raises ``Refused`` without a reason."""
    if not reason.strip():
        raise Refused(_("Schrijf op waarom dit niet klopt."), field="reason")
    locked.withdrawn_by, locked.withdrawn_at, locked.withdrawn_reason = acting_user, timezone.now(), reason.strip()
    locked.save(update_fields=FIELDS)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"withdrawn": True},
    )
