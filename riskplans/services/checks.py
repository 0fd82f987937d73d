"""Recording a check: what was held, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once, refuse_if_invalid
from riskplans.enums import CheckOccasion, CheckResult, FindingResult
from riskplans.events import check_recorded
from riskplans.models import Check, CheckFinding, LabConfirmation, SubstanceAgreement
from riskplans.services.moments import refuse_wrong_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client
    from riskplans.models import Substance

NOT_HELD = frozenset({CheckResult.REFUSED, CheckResult.MISSED})


@dataclass(frozen=True)
class FindingLine:
    """What was found of one substance, and the prescribed medication that explains it."""

    substance: Substance
    result: str
    medication: str = ""


@transaction.atomic
def record_check(
    *,
    client: Client,
    form_token: UUID,
    kind: str,
    taken_at: datetime,
    result: str,
    acting_user: User,
    occasion: str = CheckOccasion.PLANNED,
    substance: str = "",
    explanation: str = "",
    findings: Sequence[FindingLine] = (),
) -> Check:
    """Record a check and tell the floors above; whoever listens does so in this transaction.

    With ``findings`` the result of a check that was held follows from them, and so do the words of what was found. A
    second click gives the same check and tells nobody again. Raises ``Refused`` for a moment in the future or before the
    client was born, for a positive result without a substance, and for findings of a check that was not held.
    """
    if taken_at > timezone.now():
        raise Refused(_("Deze controle ligt in de toekomst. Kies wanneer hij is gehouden."), field="taken_at")
    if timezone.localdate(taken_at) < client.birth_date:
        raise Refused(_("Dit moment ligt voor de geboorte van de cliënt. Klopt het jaar?"), field="taken_at")
    if findings and result in NOT_HELD:
        raise Refused(
            _(
                "Deze controle is niet gehouden, dus er is geen uitslag. Haal de uitslagen weg, of kies een andere uitkomst."
            ),
            field="findings",
        )
    if findings:
        result, substance = _result_of(findings)
        explanation = _with_medication(explanation, findings)
    if result == CheckResult.POSITIVE and not substance.strip():
        raise Refused(_("Schrijf op welk middel is gevonden."), field="substance")
    check, is_new = create_once(
        Check,
        form_token,
        client=client,
        kind=kind,
        taken_at=taken_at,
        occasion=occasion,
        result=result,
        substance=substance.strip(),
        explanation=explanation.strip(),
        recorded_by=acting_user,
    )
    if is_new:
        for line in findings:
            row = CheckFinding(
                check_row=check, substance=line.substance, result=line.result, medication=line.medication.strip()
            )
            refuse_if_invalid(row)
            row.save()
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=check,
            details={"kind": str(kind), "result": str(result)},
        )
        check_recorded.send(sender=Check, check=check, acting_user=acting_user)
    return check


def _result_of(findings: Sequence[FindingLine]) -> tuple[str, str]:
    """Return the result of the check as a whole, and the substances that were found."""
    results = {line.result for line in findings}
    if FindingResult.POSITIVE in results:
        names = [line.substance.name for line in findings if line.result == FindingResult.POSITIVE]
        return CheckResult.POSITIVE, ", ".join(names)
    return (CheckResult.UNCLEAR if FindingResult.UNCLEAR in results else CheckResult.NEGATIVE), ""


def _with_medication(explanation: str, findings: Sequence[FindingLine]) -> str:
    """Return the explanation with what prescribed medication explains: whoever reads the result reads that too."""
    known = [
        _("{substance}: verklaard door {medication}").format(
            substance=line.substance.name, medication=line.medication.strip()
        )
        for line in findings
        if line.medication.strip()
    ]
    return "; ".join(part for part in (explanation.strip(), *known) if part)[:300]


@transaction.atomic
def confirm_finding(
    *,
    finding: CheckFinding,
    form_token: UUID,
    outcome: str,
    received_on: date,
    laboratory: str,
    acting_user: User,
    note: str = "",
) -> LabConfirmation:
    """Record what the laboratory said of a finding. Raises ``Refused`` for a day in the future or before the check."""
    check = finding.check_row
    if received_on > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Controleer de datum."), field="received_on")
    if received_on < timezone.localdate(check.taken_at):
        raise Refused(_("De uitslag kan niet van voor de controle zijn. Controleer de datum."), field="received_on")
    confirmation, is_new = create_once(
        LabConfirmation,
        form_token,
        finding=finding,
        outcome=outcome,
        received_on=received_on,
        laboratory=laboratory.strip(),
        note=note.strip(),
        recorded_by=acting_user,
    )
    if confirmation.finding_id != finding.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere uitslag. Open het opnieuw."))
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=check.client.number,
            obj=confirmation,
            details={"outcome": str(outcome), "check": check.pk},
        )
    return confirmation


@transaction.atomic
def agree_on_substances(
    *, client: Client, form_token: UUID, text: str, agreed_with: str, valid_from: date, acting_user: User
) -> SubstanceAgreement:
    """Record what was agreed with the client about use, beside the policy of the house."""
    refuse_wrong_day(client, valid_from, "valid_from")
    agreement, is_new = create_once(
        SubstanceAgreement,
        form_token,
        client=client,
        text=text.strip(),
        agreed_with=agreed_with.strip(),
        valid_from=valid_from,
        recorded_by=acting_user,
    )
    if is_new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=agreement)
    return agreement


@transaction.atomic
def end_substance_agreement(
    *, agreement: SubstanceAgreement, valid_until: date, acting_user: User
) -> SubstanceAgreement:
    """Record the last day of an agreement on use; a second call with the same day changes nothing."""
    locked = SubstanceAgreement.objects.select_for_update().select_related("client").get(pk=agreement.pk)
    if locked.valid_until == valid_until:
        return locked
    if locked.valid_until is not None:
        raise Refused(_("Deze afspraak is al beëindigd."))
    if valid_until < locked.valid_from or valid_until > timezone.localdate():
        raise Refused(_("Kies een dag tussen het begin van de afspraak en vandaag."), field="valid_until")
    locked.valid_until = valid_until
    locked.save(update_fields=["valid_until"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"until": valid_until.isoformat()},
    )
    return locked
