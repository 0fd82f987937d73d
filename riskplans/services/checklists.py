"""Recording what was done of the actions of the plan, and life events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.services.once import create_once
from riskplans.enums import ActionResult, PlanStatus
from riskplans.models import ActionDone, LifeEvent, PhaseAction
from riskplans.selectors import current_phase

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from casework.models import Client


@transaction.atomic
def record_action(
    *, client: Client, action: PhaseAction, result: str, form_token: UUID, acting_user: User, remark: str = ""
) -> ActionDone:
    """Write down what became of an action of the plan, in the stretch of orange or red that lasts now.

    A second click gives the same row; a later row about the same action counts from then on. Raises ``Refused`` when
    the phase is another one by now, and for an action that was not done without saying why.
    """
    earlier = ActionDone.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    change = current_phase(client)
    plan = action.phase.plan
    holds = plan.client_id == client.pk and plan.status == PlanStatus.ACTIVE
    if change is None or not holds or change.level != action.phase.level:
        raise Refused(_("Het stoplicht staat intussen anders. Bekijk de lijst die nu geldt."))
    if result != ActionResult.DONE and not remark.strip():
        raise Refused(_("Schrijf op waarom het niet is gedaan."), field="remark")
    done, is_new = create_once(
        ActionDone,
        form_token,
        client=client,
        change=change,
        action=action,
        result=result,
        remark=remark.strip(),
        done_at=timezone.now(),
        recorded_by=acting_user,
    )
    if is_new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=done,
            details={"action": action.pk, "result": str(result), "phase": str(change.level)},
        )
    return done


@transaction.atomic
def record_event(
    *, client: Client, happened_on: date, text: str, meaning: str, form_token: UUID, acting_user: User
) -> LifeEvent:
    """Write down a life event. It may lie ahead, but not before the client was born.

    A second click gives the same row.
    """
    if happened_on < client.birth_date:
        raise Refused(_("Deze dag ligt voor de geboorte van de cliënt. Klopt het jaar?"), field="happened_on")
    event, is_new = create_once(
        LifeEvent,
        form_token,
        client=client,
        happened_on=happened_on,
        text=text.strip(),
        meaning=meaning,
        recorded_by=acting_user,
    )
    if is_new:
        record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=event)
    return event
