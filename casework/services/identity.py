"""Putting right who a client is: names, date of birth, gender. Every change is kept, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.identity import IdentityField
from casework.models import Client, ClientChange
from casework.selectors.duplicates import look_alikes
from casework.services.clients import LookAlikes, refuse_birth_date
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User


class IdentityConflict(Refused):
    """Somebody else changed these data meanwhile; ``client`` is how they stand now, ``seen`` what to send next time."""

    def __init__(self, client: Client, change: ClientChange) -> None:
        """Say who it was."""
        super().__init__(
            _("%(name)s wijzigde deze gegevens intussen. Vergelijk wat hieronder staat, en verstuur daarna opnieuw.")
            % {"name": change.recorded_by}
        )
        self.client, self.seen = client, change.pk


def last_change(client: Client) -> ClientChange | None:
    """Return the last time that names, date of birth or gender were put right. One query."""
    found: ClientChange | None = client.changes.select_related("recorded_by").order_by("-pk").first()
    return found


@transaction.atomic
def change_client(
    *,
    client: Client,
    form_token: UUID,
    first_name: str,
    last_name: str,
    birth_date: date,
    gender: str,
    reason: str,
    acting_user: User,
    preferred_name: str = "",
    gender_from: date | None = None,
    somebody_else: bool = False,
    seen: int | None = None,
) -> Client:
    """Put names, date of birth or gender right; what stood there stays readable, with the reason.

    ``gender_from`` is the day on which the gender changed; without it what stood there was a mistake. Raises ``Refused``
    without a reason, when nothing changes, for such a day in the future, before the birth or of a gender that stays what it
    was, and for a date of birth that is impossible or lies after the start of a title; ``LookAlikes`` when the new name or date makes him look like another client, unless
    ``somebody_else`` says that this was looked at; ``IdentityConflict`` when somebody else changed them after the change
    that was on the screen (``seen``: its id, 0 for none). A second call with the same token changes nothing.
    """
    locked = Client.objects.select_for_update().get(pk=client.pk)
    if ClientChange.objects.filter(client=locked, form_token__in=[uuid5(form_token, one) for one in IdentityField]):
        return locked
    last = last_change(locked)
    if seen is not None and last is not None and last.pk != seen:
        raise IdentityConflict(locked, last)
    why = reason.strip()
    if not why:
        raise Refused(_("Schrijf op waarom u dit wijzigt."), field="reason")
    typed: dict[str, str | date] = {
        IdentityField.FIRST_NAME: first_name.strip(),
        IdentityField.PREFERRED_NAME: preferred_name.strip(),
        IdentityField.LAST_NAME: last_name.strip(),
        IdentityField.BIRTH_DATE: birth_date,
        IdentityField.GENDER: gender,
    }
    before = {name: getattr(locked, name) for name in typed}
    changed = [name for name in typed if before[name] != typed[name]]
    if not changed:
        raise Refused(_("U heeft niets gewijzigd. Pas aan wat niet klopt, of ga terug."))
    _check_gender_from(gender_from, birth_date, changes=IdentityField.GENDER in changed)
    if IdentityField.BIRTH_DATE in changed:
        refuse_birth_date(birth_date)
        if locked.titles.filter(valid_from__lt=birth_date).exists():
            raise Refused(
                _("Er is een titel die vóór deze geboortedatum begint. Controleer de datum."), field="birth_date"
            )
    alike = (
        []
        if changed == [IdentityField.GENDER]
        else [
            one
            for one in look_alikes(
                first_name=first_name, last_name=last_name, preferred_name=preferred_name, birth_date=birth_date
            )
            if one.pk != locked.pk
        ]
    )
    if alike and not somebody_else:
        raise LookAlikes(alike)
    for name in changed:
        setattr(locked, name, typed[name])
    refuse_if_invalid(locked)
    locked.save(update_fields=changed)
    write_changes(locked, before, reason=why, acting_user=acting_user, form_token=form_token, gender_from=gender_from)
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.number,
        obj=locked,
        reason=why,
        details={
            "changed": [str(name) for name in changed],
            **({"gender_from": gender_from.isoformat()} if gender_from else {}),
            **({"somebody_else": True} if alike else {}),
        },
    )
    return locked


def _check_gender_from(day: date | None, birth_date: date, *, changes: bool) -> None:
    """Refuse a day that says nothing or cannot be."""
    if day is None:
        return
    if not changes:
        raise Refused(
            _("Het geslacht blijft gelijk. Laat deze dag leeg, of kies een ander geslacht."), field="gender_from"
        )
    if day > timezone.localdate():
        raise Refused(_("Deze dag ligt in de toekomst. Controleer de datum."), field="gender_from")
    if day <= birth_date:
        raise Refused(_("Deze dag ligt niet na de geboortedatum. Controleer de datum."), field="gender_from")


def write_changes(
    client: Client,
    before: dict[str, str | date],
    *,
    reason: str,
    acting_user: User,
    form_token: UUID | None = None,
    gender_from: date | None = None,
) -> None:
    """Keep what stood in each field of ``before`` that is something else now. The caller saves, audits and commits."""
    kept = changes_of(
        client, before, reason=reason, acting_user=acting_user, form_token=form_token, gender_from=gender_from
    )
    for change in kept:
        create_once(ClientChange, **change)


def changes_of(
    client: Client,
    before: Mapping[str, Any],
    *,
    reason: str,
    acting_user: User,
    form_token: UUID | None = None,
    gender_from: date | None = None,
) -> list[dict[str, Any]]:
    """Return the columns that keep each field of ``before`` that is something else now."""
    token = form_token or uuid4()
    return [
        {
            "form_token": uuid5(token, name),
            "client": client,
            "field": name,
            "before": str(value),
            "after": str(getattr(client, name)),
            "holds_from": gender_from if name == IdentityField.GENDER else None,
            "reason": reason,
            "recorded_by": acting_user,
        }
        for name, value in before.items()
        if name in IdentityField.values and value != getattr(client, name)
    ]
