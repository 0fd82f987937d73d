"""Recording that a condition was not kept, and what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from riskplans.models import Violation, ViolationStep
from riskplans.models.violations import ViolationSource, ViolationStepKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import Model

    from accounts.models import User
    from casework.models import Client, SpecialCondition
    from riskplans.models import Reaction


@transaction.atomic
def record_violation(
    *,
    client: Client,
    form_token: UUID,
    condition: SpecialCondition,
    happened_at: datetime,
    fact: str,
    acting_user: User,
    interpretation: str = "",
    source: str = ViolationSource.HAND,
    source_text: str = "",
    origin: Model | None = None,
) -> Violation:
    """Record the fact, with what it is known from; ``origin`` is the check, appointment or absence where there is one.

    A second call with the same token gives the same row. Raises ``Refused`` without a fact, for a moment to come, for a
    condition of somebody else or that did not hold then, and for an origin that was recorded under this condition.
    """
    if condition.client_id != client.pk:
        raise Refused(_("Deze voorwaarde hoort niet bij deze cliënt."), field="condition")
    if happened_at > timezone.now():
        raise Refused(_("Dit moment moet nog komen. Leg vast wat er is gebeurd."), field="day")
    day = timezone.localdate(happened_at)
    if not (condition.held_on(day) and condition.title.held_on(day)):
        raise Refused(_("Deze voorwaarde gold niet op die dag. Kies een andere dag of voorwaarde."), field="condition")
    if not fact.strip():
        raise Refused(_("Schrijf op wat er is gebeurd, zonder oordeel."), field="fact")
    violation, new = create_once(
        Violation,
        form_token,
        client=client,
        condition=condition,
        happened_at=happened_at,
        fact=fact.strip(),
        interpretation=interpretation.strip(),
        source=source,
        source_text=source_text.strip(),
        source_type=origin._meta.label_lower if origin is not None else "",
        source_id=origin.pk if origin is not None else None,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=violation,
            details={"condition": condition.pk, "source": str(source)},
        )
    return violation


@transaction.atomic
def take_step(
    *,
    violation: Violation,
    form_token: UUID,
    kind: str,
    taken_at: datetime,
    text: str,
    acting_user: User,
    told_to: str = "",
    exception_reason: str = "",
    reaction: Reaction | None = None,
) -> ViolationStep:
    """Record what followed. Steps are added and never changed; a second call with the same token gives the same one.

    Others hear of it after the client, or at the same moment (docs/domain/law.md, section 2.7). Raises ``Refused`` for a
    moment to come or before the violation, without words, for a telling without to whom, for a reaction that is not
    named, and for telling somebody before the client was talked to, unless ``exception_reason`` says why.
    """
    earlier = ViolationStep.objects.filter(form_token=form_token, violation=violation).first()
    if earlier is not None:
        return earlier
    if taken_at > timezone.now():
        raise Refused(_("Dit moment moet nog komen. Leg de stap vast als die is gezet."), field="day")
    if timezone.localdate(taken_at) < timezone.localdate(violation.happened_at):
        raise Refused(_("Dit moment ligt voor de overtreding. Controleer de datum."), field="day")
    if not text.strip():
        raise Refused(_("Schrijf in een zin op wat er is gezegd of besloten."), field="text")
    if kind == ViolationStepKind.TOLD and not told_to.strip():
        raise Refused(_("Schrijf op aan wie het is verteld."), field="told_to")
    reason = _why_not_first(violation, kind, taken_at, exception_reason)
    if kind == ViolationStepKind.REACTION and reaction is None:
        raise Refused(_("Kies de reactie."), field="reaction")
    step, new = create_once(
        ViolationStep,
        form_token,
        violation=violation,
        kind=kind,
        taken_at=taken_at,
        by=acting_user,
        text=text.strip(),
        told_to=told_to.strip() if kind == ViolationStepKind.TOLD else "",
        exception_reason=reason,
        reaction=reaction if kind == ViolationStepKind.REACTION else None,
        recorded_by=acting_user,
    )
    if step.violation_id != violation.pk:
        raise Refused(_("Dit formulier is al gebruikt bij een andere overtreding. Open het opnieuw."))
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=violation.client.number,
            obj=step,
            details={
                "kind": str(kind),
                "reaction": reaction.key if reaction is not None else "",
                "client_first": not reason,
            },
        )
    return step


def _why_not_first(violation: Violation, kind: str, taken_at: datetime, reason: str) -> str:
    """Return why the client did not hear it first; empty where he did, refuse where nobody says."""
    if kind != ViolationStepKind.TOLD or _client_knew(violation, taken_at):
        return ""
    if not reason.strip():
        raise Refused(
            _(
                "De cliënt hoort het eerst, of tegelijk. Leg eerst vast dat het met de cliënt is besproken, "
                "of schrijf op waarom dat niet kon."
            ),
            field="exception_reason",
        )
    return reason.strip()


def _client_knew(violation: Violation, moment: datetime) -> bool:
    """Return whether the violation was talked through with the client before a moment, or at it."""
    return violation.steps.filter(kind=ViolationStepKind.DISCUSSED, taken_at__lte=moment).exists()
