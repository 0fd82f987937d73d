"""Language, reading and contact details of a client: written down anew each time, nothing is overwritten."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.personal import OF_OTHERS, SEVERAL, DetailKind
from casework.models import Client, ContactDetail, ReadingProfile
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User

FEWEST_DIGITS, MOST_DIGITS = 8, 15


@transaction.atomic
def record_reading(
    *,
    client: Client,
    form_token: UUID,
    languages: str,
    level: str,
    acting_user: User,
    interpreter: str = "",
    lvb: bool = False,
    note: str = "",
) -> ReadingProfile:
    """Write down which languages a client speaks and how he reads; what was written before stays readable.

    From then on papers for this client are easier when he reads with difficulty or has an intellectual disability.
    Raises ``Refused`` without a language.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    if not languages.strip():
        raise Refused(_("Schrijf op welke talen de cliënt spreekt."), field="languages")
    row, new = create_once(
        ReadingProfile,
        form_token,
        client=client,
        languages=languages.strip(),
        interpreter=interpreter.strip(),
        level=level,
        lvb=lvb,
        note=note.strip(),
        recorded_by=acting_user,
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=row)
    return row


@transaction.atomic
def add_detail(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    value: str,
    valid_from: date,
    acting_user: User,
    name: str = "",
    note: str = "",
) -> ContactDetail:
    """Write down where somebody can be reached from a day on.

    Of a kind of which one holds at a time, the one before ends the day before. Raises ``Refused`` for a number or address
    that cannot be one, a doctor without a name, a day in the future, and a day on or before the start of what holds now.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = ContactDetail.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    _check(kind, value.strip(), name.strip())
    if valid_from > timezone.localdate():
        raise Refused(_("De begindatum ligt in de toekomst. Leg vast wat nu geldt."), field="valid_from")
    if valid_from < client.birth_date:
        raise Refused(_("De begindatum ligt voor de geboortedatum. Controleer het jaar."), field="valid_from")
    if kind not in SEVERAL:
        _end_before(client, kind, valid_from, acting_user)
    row, new = create_once(
        ContactDetail,
        form_token,
        client=client,
        kind=kind,
        name=name.strip(),
        value=value.strip(),
        note=note.strip(),
        valid_from=valid_from,
        recorded_by=acting_user,
    )
    if new:
        _audit(row, client, acting_user, AuditAction.CREATE)
    return row


@transaction.atomic
def end_detail(*, detail: ContactDetail, valid_until: date, acting_user: User) -> ContactDetail:
    """Write down the last day on which it held; the same day once more changes nothing.

    Raises ``Refused`` for what ended or was withdrawn before, and for a day in the future or before the start.
    """
    locked = _locked(detail)
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
    _end(locked, valid_until, acting_user)
    return locked


@transaction.atomic
def withdraw_detail(*, detail: ContactDetail, reason: str, acting_user: User) -> ContactDetail:
    """Take back what was a mistake, with the reason; it stays readable. A second call changes nothing.

    Raises ``Refused`` without a reason.
    """
    locked = _locked(detail)
    if locked.withdrawn_at is not None:
        return locked
    if not reason.strip():
        raise Refused(_("Schrijf op waarom dit niet klopt."), field="reason")
    locked.withdrawn_by, locked.withdrawn_at = acting_user, timezone.now()
    locked.withdrawn_reason = reason.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _audit(locked, locked.client, acting_user, AuditAction.UPDATE)
    return locked


def _check(kind: str, value: str, name: str) -> None:
    if not value:
        raise Refused(_("Dit veld is leeg. Vul het in."), field="value")
    if kind in OF_OTHERS and not name:
        raise Refused(_("Vul de naam in."), field="name")
    if kind == DetailKind.MAIL:
        try:
            validate_email(value)
        except ValidationError as error:
            raise Refused(_("Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl."), field="value") from error
    if kind in OF_OTHERS or kind == DetailKind.PHONE:
        digits = len(re.sub(r"\D", "", value))
        if not re.fullmatch(r"\+?[\d\s()./-]+", value) or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
            raise Refused(_("Dit is geen telefoonnummer. Schrijf alleen het nummer, zoals 06 12345678."), field="value")


def _locked(detail: ContactDetail) -> ContactDetail:
    rows = ContactDetail.objects.select_for_update(of=("self",)).select_related("client")
    locked: ContactDetail = rows.get(pk=detail.pk)
    return locked


def _end_before(client: Client, kind: str, valid_from: date, acting_user: User) -> None:
    present = ContactDetail.objects.filter(client=client, kind=kind, valid_until=None, withdrawn_at=None).first()
    if present is None:
        return
    if present.valid_from >= valid_from:
        raise Refused(
            _("Wat nu geldt begon op %(day)s. Kies een latere datum, of trek dat eerst in.")
            % {"day": present.valid_from.strftime("%d-%m-%Y")},
            field="valid_from",
        )
    present.client = client
    _end(present, valid_from - timedelta(days=1), acting_user)


def _end(row: ContactDetail, valid_until: date, acting_user: User) -> None:
    row.valid_until, row.ended_by, row.ended_at = valid_until, acting_user, timezone.now()
    row.save(update_fields=["valid_until", "ended_by", "ended_at"])
    _audit(row, row.client, acting_user, AuditAction.UPDATE)


def _audit(row: ContactDetail, client: Client, acting_user: User, action: AuditAction) -> None:
    record(action, acting_user=acting_user, client_number=client.number, obj=row, details={"kind": str(row.kind)})
