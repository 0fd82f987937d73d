"""Ending and taking back what held of a client from a day on (``casework.models.recorded.HeldOnce``)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import BackgroundEntry, ContactDetail
from casework.services.once import refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from casework.models import Client

# What is held this way; an act on one kind gives a row of that kind.
H = TypeVar("H", BackgroundEntry, ContactDetail)


def refuse_start(client: Client, valid_from: date) -> None:
    """Raise ``Refused`` for a first day in the future or before the birth of the client."""
    if valid_from > timezone.localdate():
        raise Refused(_("De begindatum ligt in de toekomst. Leg vast wat nu geldt."), field="valid_from")
    if valid_from < client.birth_date:
        raise Refused(_("De begindatum ligt voor de geboortedatum. Controleer het jaar."), field="valid_from")


@transaction.atomic
def end_held(*, row: H, valid_until: date, acting_user: User, details: dict[str, Any]) -> H:
    """Record the last day on which it held; the same day once more changes nothing.

    ``details`` go into the audit row. Raises ``Refused`` for what ended or was withdrawn before, and for a day in the
    future or before the start.
    """
    locked = _locked(row)
    if locked.withdrawn_at is not None:
        raise Refused(_("Dit is ingetrokken. Leg het opnieuw vast als het toch klopt."))
    if locked.valid_until == valid_until:
        return locked
    if locked.valid_until is not None:
        raise Refused(_("Dit is al afgesloten. Klopt de datum niet, trek het dan in en leg het opnieuw vast."))
    if valid_until > timezone.localdate():
        raise Refused(_("De laatste dag ligt in de toekomst. Sluit het af als het zover is."), field="valid_until")
    if valid_until < locked.valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )
    _end(locked, valid_until, acting_user, details)
    return locked


def end_present(
    present: BackgroundEntry | ContactDetail | None,
    *,
    client: Client,
    valid_from: date,
    acting_user: User,
    details: dict[str, Any],
) -> None:
    """End what holds now the day before ``valid_from``, inside the transaction of what takes its place.

    Nothing happens when nothing holds. Raises ``Refused`` when it began on that day or later.
    """
    if present is None:
        return
    if present.valid_from >= valid_from:
        raise Refused(began_later(present), field="valid_from")
    present.client = client
    _end(present, valid_from - timedelta(days=1), acting_user, details)


def began_later(present: BackgroundEntry | ContactDetail) -> str:
    """Return the sentence about something that would take the place of what began on that day or later."""
    return _("Wat nu geldt begon op %(day)s. Kies een latere datum, of trek dat eerst in.") % {
        "day": present.valid_from.strftime("%d-%m-%Y")
    }


@transaction.atomic
def withdraw_held(*, row: H, reason: str, acting_user: User, details: dict[str, Any]) -> H:
    """Take back what was a mistake, with the reason; it stays readable. A second call changes nothing.

    ``details`` go into the audit row. Raises ``Refused`` without a reason.
    """
    locked = _locked(row)
    if locked.withdrawn_at is not None:
        return locked
    if not reason.strip():
        raise Refused(_("Schrijf op waarom dit niet klopt."), field="reason")
    locked.withdrawn_by, locked.withdrawn_at = acting_user, timezone.now()
    locked.withdrawn_reason = reason.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _audit(locked, acting_user, {**details, "changed": ["withdrawn_at"]})
    return locked


def _locked(row: H) -> H:
    return type(row).objects.select_for_update(of=("self",)).select_related("client").get(pk=row.pk)


def _end(row: BackgroundEntry | ContactDetail, valid_until: date, acting_user: User, details: dict[str, Any]) -> None:
    row.valid_until, row.ended_by, row.ended_at = valid_until, acting_user, timezone.now()
    row.save(update_fields=["valid_until", "ended_by", "ended_at"])
    _audit(row, acting_user, {**details, "until": valid_until.isoformat()})


def _audit(row: BackgroundEntry | ContactDetail, acting_user: User, details: dict[str, Any]) -> None:
    record(AuditAction.UPDATE, acting_user=acting_user, client_number=row.client.number, obj=row, details=details)
