"""Ending, changing and taking back special conditions. What stood there stays readable; the words of a decision never change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.events import legal_frame_changed
from casework.models import Client, SpecialCondition
from casework.services.legal import add_condition
from casework.services.withdrawals import take_back

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User

ONE_DAY = timedelta(days=1)


@transaction.atomic
def end_condition(
    *, condition: SpecialCondition, valid_until: date, end_basis: str, acting_user: User
) -> SpecialCondition:
    """Record the last day on which a condition holds, earlier than was known, and who decided that.

    A second call with the same day and words changes nothing. Sends ``legal_frame_changed``. Raises ``Refused`` for a
    day before its first, after the day on which it ends already, without who decided it, and for one that was taken
    back.
    """
    locked = _locked(condition)
    if (locked.valid_until, locked.end_basis) == (valid_until, end_basis.strip()):
        return locked
    _end(locked, valid_until, end_basis, acting_user)
    legal_frame_changed.send(SpecialCondition, client=locked.client, acting_user=acting_user)
    return locked


@transaction.atomic
def replace_condition(
    *,
    condition: SpecialCondition,
    form_token: UUID,
    valid_from: date,
    text: str,
    end_basis: str,
    acting_user: User,
    check_method: str = "",
    checked_by: str = "",
    valid_until: date | None = None,
) -> SpecialCondition:
    """Record that a condition was altered: from a day on it holds in other words, or is controlled otherwise.

    The old one ends the day before and stays readable; both in one transaction. A second call with the same token
    changes nothing. Raises ``Refused`` for all that ``add_condition`` refuses, for a day that is not after the first day
    of the old one or on which that one does not hold any more, without who decided it, and for one that was replaced or
    taken back already.
    """
    sent: SpecialCondition | None = SpecialCondition.objects.filter(form_token=form_token, replaces=condition).first()
    if sent is not None:
        return sent
    locked = _locked(condition)
    if SpecialCondition.objects.filter(replaces=locked).exists():
        raise Refused(_("Deze voorwaarde is al vervangen. Wijzig de nieuwe."))
    if valid_from <= locked.valid_from:
        raise Refused(
            _("Kies een dag na de eerste dag van de oude voorwaarde. Klopte die niet, trek haar dan in."),
            field="valid_from",
        )
    if not (locked.held_on(valid_from) and locked.title.held_on(valid_from)):
        raise Refused(
            _(
                "De oude voorwaarde geldt op die dag niet meer. Kies een eerdere dag, of leg een nieuwe voorwaarde vast."
            ),
            field="valid_from",
        )
    _end(locked, valid_from - ONE_DAY, end_basis, acting_user)
    row = add_condition(
        client=locked.client,
        form_token=form_token,
        title=locked.title,
        kind=locked.kind,
        text=text,
        check_method=check_method or locked.check_method,
        checked_by=checked_by or locked.checked_by,
        valid_from=valid_from,
        valid_until=valid_until,
        acting_user=acting_user,
    )
    row.replaces = locked
    row.save(update_fields=["replaces"])
    return row


@transaction.atomic
def withdraw_condition(*, condition: SpecialCondition, reason: str, acting_user: User) -> SpecialCondition:
    """Take back a condition that was typed by mistake: it counts nowhere from then on, and stays in the history.

    A second call changes nothing. Sends ``legal_frame_changed``. Raises ``Refused`` without a reason, and for one that
    was replaced by another, which is taken back first.
    """
    locked = _lock(condition)
    if locked.withdrawn_at is not None:
        return locked
    if SpecialCondition.objects.standing().filter(replaces=locked).exists():
        raise Refused(_("Deze voorwaarde is vervangen door een andere. Trek eerst die in."))
    take_back(locked, reason=reason, acting_user=acting_user)
    legal_frame_changed.send(SpecialCondition, client=locked.client, acting_user=acting_user)
    return locked


def _lock(condition: SpecialCondition) -> SpecialCondition:
    Client.objects.select_for_update().get(pk=condition.client_id)
    related = ("client", "title", "kind")
    rows = SpecialCondition.objects.select_for_update(of=("self",)).select_related(*related)
    locked: SpecialCondition = rows.get(pk=condition.pk)
    return locked


def _locked(condition: SpecialCondition) -> SpecialCondition:
    locked = _lock(condition)
    if locked.withdrawn_at is not None:
        raise Refused(_("Deze voorwaarde is ingetrokken en geldt nergens meer. Leg haar opnieuw vast."))
    return locked


def _end(locked: SpecialCondition, day: date, basis: str, acting_user: User) -> None:
    if day < locked.valid_from:
        raise Refused(
            _("De laatste dag ligt voor de eerste. Klopte de voorwaarde niet, trek haar dan in."), field="valid_until"
        )
    ends = [one for one in (locked.valid_until, locked.title.valid_until) if one is not None]
    if ends and day >= min(ends):
        raise Refused(_("De voorwaarde eindigt dan al. Kies een eerdere dag."), field="valid_until")
    if not basis.strip():
        raise Refused(_("Schrijf op wie dit besloot, en waarom."), field="end_basis")
    locked.valid_until, locked.end_basis = day, basis.strip()
    locked.ended_by, locked.ended_at = acting_user, timezone.now()
    locked.save(update_fields=["valid_until", "end_basis", "ended_by", "ended_at"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"until": day.isoformat()},
    )
