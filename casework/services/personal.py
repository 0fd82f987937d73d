"""Language, reading and contact details of a client: written down anew each time, nothing is overwritten."""

from __future__ import annotations

import re
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
from casework.models import Client, ContactDetail, DetailConfirmation, ReadingProfile
from casework.services.held import end_held, end_present, refuse_start, withdraw_held
from casework.services.once import create_once

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
    check_detail(kind, value.strip(), name.strip())
    refuse_start(client, valid_from)
    if kind not in SEVERAL:
        present = ContactDetail.objects.filter(client=client, kind=kind, valid_until=None, withdrawn_at=None).first()
        end_present(present, client=client, valid_from=valid_from, acting_user=acting_user, details={"kind": str(kind)})
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
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"kind": str(row.kind)},
        )
    return row


@transaction.atomic
def confirm_detail(*, detail: ContactDetail, form_token: UUID, acting_user: User) -> DetailConfirmation:
    """Record that somebody checked today with the client that a detail still holds; a second click makes one row.

    Raises ``Refused`` for what no longer holds.
    """
    locked = ContactDetail.objects.select_for_update(of=("self",)).select_related("client").get(pk=detail.pk)
    if not locked.holds_on(timezone.localdate()):
        raise Refused(_("Dit gegeven geldt niet meer. Leg vast wat nu geldt."))
    row, new = create_once(DetailConfirmation, form_token, detail=locked, recorded_by=acting_user)
    if row.detail_id != locked.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een ander gegeven. Open de bladzijde opnieuw."))
    if new:
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=locked,
            details={"kind": str(locked.kind), "confirmed": True},
        )
    return row


def end_detail(*, detail: ContactDetail, valid_until: date, acting_user: User) -> ContactDetail:
    """Write down the last day on which it held; see ``end_held`` for what it raises."""
    return end_held(row=detail, valid_until=valid_until, acting_user=acting_user, details={"kind": str(detail.kind)})


def withdraw_detail(*, detail: ContactDetail, reason: str, acting_user: User) -> ContactDetail:
    """Take back what was a mistake, with the reason; see ``withdraw_held`` for what it raises."""
    return withdraw_held(row=detail, reason=reason, acting_user=acting_user, details={"kind": str(detail.kind)})


def check_detail(kind: str, value: str, name: str) -> None:
    """Raise ``Refused`` for a number or address that cannot be one, and for a doctor without a name."""
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
