"""Numbers of a client: kept encrypted, shown to who says why. What they are never stands in a log or an audit row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import blind_indexes, decrypt, encrypt
from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.identifiers import IdentifierKind
from casework.models import Client, ClientIdentifier
from casework.services.once import create_once
from casework.validators import is_bsn

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

LONGEST, LONGEST_REASON = 12, 200


@transaction.atomic
def set_identifier(*, client: Client, kind: str, form_token: UUID, number: str, acting_user: User) -> ClientIdentifier:
    """Keep a number of a client; one that was there before is replaced and stays, encrypted.

    The same number once more changes nothing. Raises ``Refused`` for what cannot be such a number, and for one that
    belongs to another file.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = ClientIdentifier.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    digits = checked_digits(kind, number)
    indexes = blind_indexes(digits, kind)
    same = ClientIdentifier.objects.filter(kind=kind, blind_index__in=indexes, replaced_at=None).first()
    if same is not None and same.client_id == client.pk:
        return same
    if same is not None:
        raise Refused(
            _("Dit nummer hoort al bij een ander dossier. Controleer het, of vraag de teamleider."), field="number"
        )
    present = ClientIdentifier.objects.filter(client=client, kind=kind, replaced_at=None).first()
    if present is not None:
        present.replaced_at, present.replaced_by = timezone.now(), acting_user
        present.save(update_fields=["replaced_at", "replaced_by"])
    row, _new = create_once(
        ClientIdentifier,
        form_token,
        client=client,
        kind=kind,
        sealed=encrypt(digits),
        blind_index=indexes[0],
        recorded_by=acting_user,
    )
    record(
        AuditAction.UPDATE if present else AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=row,
        details={"kind": str(kind)},
    )
    return row


@transaction.atomic
def show_identifier(*, identifier: ClientIdentifier, reason: str, acting_user: User) -> str:
    """Return the number to somebody who says why; the audit row holds the reason and not the number.

    Raises ``Refused`` without a reason, and for a reason that is a number.
    """
    why = checked_reason(reason)
    number = decrypt(identifier.sealed)
    record_shown(identifier, reason=why, acting_user=acting_user)
    return number


def checked_reason(reason: str, *, field: str = "reason") -> str:
    """Return why a number is asked for; raise ``Refused`` without a reason, and for a reason that is a number."""
    why = reason.strip()
    if not re.search(r"[^\W\d_]{3}", why):
        raise Refused(_("Schrijf op waarom u het nummer nodig hebt."), field=field)
    if re.search(r"\d{6}", re.sub(r"[\s.-]", "", why)):
        raise Refused(_("Zet het nummer zelf niet in de reden."), field=field)
    if len(why) > LONGEST_REASON:
        raise Refused(_("Maak de reden korter: ten hoogste 200 tekens."), field=field)
    return why


def record_shown(identifier: ClientIdentifier, *, reason: str, acting_user: User) -> None:
    """Write in the audit trail that a number was given to somebody, and why; not the number."""
    record(
        AuditAction.READ,
        acting_user=acting_user,
        client_number=identifier.client.number,
        obj=identifier,
        reason=reason,
        rule="shown_on_demand",
        details={"kind": identifier.kind},
    )


@transaction.atomic
def renew_identifiers() -> int:
    """Encrypt and index every number anew with the first key, and return how many; before an old key is taken out.

    Nothing is shown and nobody acts: the values stay the same.
    """
    rows = ClientIdentifier.objects.select_for_update().order_by("pk")
    for row in rows:
        digits = decrypt(row.sealed)
        ClientIdentifier.objects.filter(pk=row.pk).update(
            sealed=encrypt(digits), blind_index=blind_indexes(digits, row.kind)[0]
        )
    return len(rows)


def opened(row: ClientIdentifier) -> dict[str, str]:
    """Return what an export that was asked for the number says of it, readable in a house with other keys."""
    return {"sealed": decrypt(row.sealed), "blind_index": ""}


def closed(values: dict[str, Any]) -> dict[str, str]:
    """Return the columns of a number that comes in from another house, under the keys of this one.

    Raises ``Refused`` for what cannot be such a number.
    """
    digits = checked_digits(values["kind"], values.get("sealed", ""))
    return {"sealed": encrypt(digits), "blind_index": blind_indexes(digits, values["kind"])[0]}


def checked_digits(kind: str, number: str) -> str:
    """Return a number as it is kept: digits alone; raise ``Refused`` for what cannot be such a number."""
    digits = re.sub(r"[\s.-]", "", number)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > LONGEST:
        raise Refused(_("Een nummer bestaat alleen uit cijfers."), field="number")
    if kind == IdentifierKind.BSN:
        digits = digits.zfill(9) if len(digits) == 8 else digits  # noqa: PLR2004 -- written without its first zero
        if not is_bsn(digits):
            raise Refused(_("Dit is geen geldig BSN. Kijk of alle negen cijfers kloppen."), field="number")
    return digits
