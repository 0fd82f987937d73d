"""Warnings on the ladder of the organisation: known beforehand, rung by rung."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once
from riskplans.models import ClientWarning, WarningRung, WarningWithdrawal
from riskplans.selectors.warnings import warnings_that_count
from riskplans.services.moments import refuse_before_birth, refuse_wrong_day

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from riskplans.models import IncidentPart


@transaction.atomic
def give_warning(
    *,
    client: Client,
    form_token: UUID,
    rung: WarningRung,
    given_on: date,
    reason: str,
    foretold: str,
    foretold_on: date,
    decided_by: str,
    acting_user: User,
    part: IncidentPart | None = None,
    skipped_rungs: str = "",
    client_words: str = "",
) -> ClientWarning:
    """Record a warning. It counts for the days of its rung.

    Raises ``Refused`` for days that cannot be, when the client was told after the warning instead of before, for an
    incident of another client, and when a rung of the ladder was skipped without a reason.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    refuse_wrong_day(client, given_on, "given_on")
    refuse_before_birth(client, foretold_on, "foretold_on")
    if foretold_on > given_on:
        raise Refused(
            _("De cliënt hoort vooraf wat er kan gebeuren. Deze datum ligt na de waarschuwing."), field="foretold_on"
        )
    if part is not None and part.client_id != client.pk:
        raise Refused(_("Dit incident staat niet in dit dossier. Kies een ander."), field="part")
    if not ClientWarning.objects.filter(form_token=form_token).exists():
        _refuse_skipping(client, rung, given_on, skipped_rungs)
    warning, is_new = create_once(
        ClientWarning,
        form_token,
        client=client,
        rung=rung,
        part=part,
        given_on=given_on,
        reason=reason.strip(),
        foretold=foretold.strip(),
        foretold_on=foretold_on,
        skipped_rungs=skipped_rungs.strip(),
        decided_by=decided_by.strip(),
        client_words=client_words.strip(),
        holds_until=given_on + timedelta(days=rung.holds_days),
        recorded_by=acting_user,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=warning,
            details={"rung": rung.key, "given": given_on.isoformat()},
        )
    return warning


def _refuse_skipping(client: Client, rung: WarningRung, day: date, why: str) -> None:
    """Refuse a rung that is more than one above the highest that counts, unless it says why."""
    if why.strip():
        return
    highest = max((one.rung.order for one in warnings_that_count(client, day)), default=-1)
    between = WarningRung.objects.filter(in_use=True, order__gt=highest, order__lt=rung.order).first()
    if between is not None:
        raise Refused(
            _("De ladder heeft eerst nog ‘{rung}’. Kies die, of schrijf op waarom u hem overslaat.").format(
                rung=between.name
            ),
            field="skipped_rungs",
        )


@transaction.atomic
def withdraw_warning(
    *, warning: ClientWarning, form_token: UUID, reason: str, acting_user: User, withdrawn_on: date | None = None
) -> WarningWithdrawal:
    """Take a warning back, with the reason; it stays in the file and does not count any more.

    Raises ``Refused`` without a reason and when it was taken back before.
    """
    locked = ClientWarning.objects.select_for_update().get(pk=warning.pk)
    day = withdrawn_on or timezone.localdate()
    if not reason.strip():
        raise Refused(_("Schrijf op waarom u de waarschuwing intrekt."), field="reason")
    if day > timezone.localdate() or day < locked.given_on:
        raise Refused(_("Kies een dag tussen de waarschuwing en vandaag."), field="withdrawn_on")
    earlier = WarningWithdrawal.objects.filter(warning=locked).first()
    if earlier is not None:
        if earlier.form_token == form_token:
            return earlier
        raise Refused(_("Deze waarschuwing is al ingetrokken."))
    withdrawal, is_new = create_once(
        WarningWithdrawal,
        form_token,
        warning=locked,
        withdrawn_on=day,
        reason=reason.strip(),
        recorded_by=acting_user,
    )
    if is_new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=warning.client.number, obj=withdrawal)
    return withdrawal
