"""Recording the result of a risk assessment. Nothing here computes an instrument: the judgement is what its user gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once
from riskplans.enums import AssessedBy
from riskplans.models import RiskAssessment
from riskplans.services.moments import refuse_wrong_day

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from riskplans.models import Instrument, Judgement


@dataclass(frozen=True)
class AssessmentResult:
    """What came out of an assessment, and where it came from."""

    instrument: Instrument
    judgement: Judgement
    assessed_on: date
    assessor: str
    setting: str
    sources: str
    protective_factors: str
    risk_factors: str
    meaning: str
    next_on: date
    version: str = ""
    made_by: str = AssessedBy.OWN
    organisation_name: str = ""


@transaction.atomic
def record_assessment(
    *,
    client: Client,
    form_token: UUID,
    result: AssessmentResult,
    acting_user: User,
    replaces: RiskAssessment | None = None,
    correction_reason: str = "",
) -> RiskAssessment:
    """Record a result, or one that ``replaces`` a slip in an earlier one.

    Raises ``Refused`` for a day in the future or before the birth, when the next assessment is not after this one, when
    the judgement is from the list of another instrument, when a partner is not named, and for a correction without a
    reason or of what was corrected before.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    refuse_wrong_day(client, result.assessed_on, "assessed_on")
    if result.next_on <= result.assessed_on:
        raise Refused(_("De volgende taxatie ligt na deze. Kies een latere datum."), field="next_on")
    if result.judgement.instrument_id != result.instrument.pk:
        raise Refused(_("Dit oordeel hoort bij een ander instrument. Kies er een uit de lijst."), field="judgement")
    if result.made_by != AssessedBy.OWN and not result.organisation_name.strip():
        raise Refused(_("Vul in welke organisatie de taxatie maakte."), field="organisation_name")
    if replaces is not None and not RiskAssessment.objects.filter(form_token=form_token).exists():
        if replaces.client_id != client.pk:
            raise Refused(_("Deze taxatie hoort niet bij deze cliënt."))
        if not correction_reason.strip():
            raise Refused(_("Schrijf op waarom u de taxatie verbetert."), field="correction_reason")
        if RiskAssessment.objects.filter(replaces=replaces).exists():
            raise Refused(_("Deze taxatie is al verbeterd. Verbeter de nieuwste."))
    columns = {name: value.strip() if isinstance(value, str) else value for name, value in vars(result).items()}
    assessment, is_new = create_once(
        RiskAssessment,
        form_token,
        client=client,
        replaces=replaces,
        correction_reason=correction_reason.strip() if replaces else "",
        recorded_by=acting_user,
        **columns,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=assessment,
            details={
                "instrument": result.instrument.key,
                "assessed": result.assessed_on.isoformat(),
                "made_by": str(result.made_by),
                "replaces": replaces.pk if replaces else None,
            },
        )
    return assessment
