"""Titles and special conditions. A title is never overwritten: a change of ground is a new title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.titles import EndState
from casework.events import legal_frame_changed
from casework.models import Client, ForensicTitle, SpecialCondition
from casework.services.once import create_once
from casework.services.titles import determine, first_basis

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import ConditionKind, TitleKind


@transaction.atomic
def add_title(
    *,
    client: Client,
    form_token: UUID,
    kind: TitleKind,
    valid_from: date,
    acting_user: User,
    valid_until: date | None = None,
    confirmed_by: str = "",
    note: str = "",
) -> ForensicTitle:
    """Record a title of the client. Titles may overlap and follow each other.

    An end without ``confirmed_by`` is a calculated one. Sends ``legal_frame_changed``. Raises ``Refused`` when the end
    lies before the start, the start before the birth, or a confirmation has no end date.
    """
    if valid_from < client.birth_date:
        raise Refused(_("De titel begint voor de geboortedatum. Controleer het jaar."), field="valid_from")
    _refuse_end_before_start(valid_from, valid_until)
    if confirmed_by and valid_until is None:
        raise Refused(_("Vul ook de einddatum in die is bevestigd."), field="valid_until")
    title, new = create_once(
        ForensicTitle,
        form_token,
        client=client,
        kind=kind,
        valid_from=valid_from,
        valid_until=valid_until,
        calculated_end=valid_until,
        confirmed_by=confirmed_by,
        note=note,
        recorded_by=acting_user,
    )
    if new:
        determine(
            title,
            form_token=form_token,
            state=EndState.CONFIRMED if confirmed_by else EndState.CALCULATED,
            ends_on=valid_until,
            decided_by=confirmed_by,
            basis=first_basis(),
            acting_user=acting_user,
        )
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=title,
            details={"kind": kind.key, "from": valid_from.isoformat(), "until": _iso(valid_until)},
        )
        legal_frame_changed.send(ForensicTitle, client=client, acting_user=acting_user)
    return title


@transaction.atomic
def add_condition(
    *,
    client: Client,
    form_token: UUID,
    title: ForensicTitle,
    kind: ConditionKind,
    text: str,
    acting_user: User,
    check_method: str = "",
    checked_by: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> SpecialCondition:
    """Record a special condition of one of the client's titles, in the words of the decision.

    It holds from the start of the title when no day is given, and no longer than the title. Sends
    ``legal_frame_changed``. Raises ``Refused`` for a title of somebody else, and for days outside the title.
    """
    if title.client_id != client.pk:
        raise Refused(_("Deze titel hoort niet bij deze cliënt. Kies een titel van deze cliënt."), field="title")
    start = valid_from or title.valid_from
    if start < title.valid_from or (title.valid_until is not None and start > title.valid_until):
        raise Refused(_("De voorwaarde begint buiten de looptijd van de titel."), field="valid_from")
    _refuse_end_before_start(start, valid_until)
    if valid_until is not None and title.valid_until is not None and valid_until > title.valid_until:
        raise Refused(_("De voorwaarde kan niet langer duren dan de titel."), field="valid_until")
    condition, new = create_once(
        SpecialCondition,
        form_token,
        client=client,
        title=title,
        kind=kind,
        text=text.strip(),
        check_method=check_method or kind.check_method,
        checked_by=checked_by or kind.checked_by,
        valid_from=start,
        valid_until=valid_until,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=condition,
            details={"kind": kind.key, "from": start.isoformat(), "until": _iso(valid_until)},
        )
        legal_frame_changed.send(SpecialCondition, client=client, acting_user=acting_user)
    return condition


def _refuse_end_before_start(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Refused(
            _("De einddatum ligt voor de begindatum. Kies een einddatum op of na de begindatum."), field="valid_until"
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
