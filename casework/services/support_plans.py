"""Signing a version of the support plan, and evaluating it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums.support_plans import PlanDecision, PlanParty
from casework.models import Client, PlanEvaluation, Signature, SupportPlan, SupportPlanAct
from casework.selectors import term
from casework.selectors.support_plans import digest_of
from casework.services.once import create_once

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.models import User

NOTHING_SET = Signature(kind="")


@transaction.atomic
def sign_support_plan(
    *,
    plan: SupportPlan,
    form_token: UUID,
    party: str,
    decision: str,
    acting_user: User,
    reason: str = "",
    signature: Signature | None = None,
) -> SupportPlanAct:
    """Record what the client or the counsellor says of the version that holds; a second click changes nothing.

    Raises ``Refused`` for a version that was followed by another or whose content was not kept, for a second answer, for
    agreement without a signature and anything else without a reason, and for a counsellor who "could not".
    """
    client = Client.objects.select_for_update().get(pk=plan.client_id)
    earlier = SupportPlanAct.objects.filter(plan=plan, party=party).first()
    if earlier is not None and earlier.form_token == form_token:
        return earlier
    if earlier is not None:
        raise Refused(_("Hier is al op gereageerd. Een ander antwoord vraagt een nieuwe versie."))
    newest = client.support_plans.first()
    if newest is None or newest.pk != plan.pk:
        raise Refused(_("Er is een nieuwere versie. Teken die."))
    if not plan.content:
        raise Refused(_("Van deze versie is de inhoud niet vastgelegd. Stel eerst een nieuwe versie vast."))
    if decision == PlanDecision.SIGNED and signature is None:
        raise Refused(_("Zet uw handtekening of typ uw naam."), field="signature")
    if decision != PlanDecision.SIGNED and not reason.strip():
        raise Refused(_("Schrijf op waarom."), field="reason")
    if decision == PlanDecision.COULD_NOT and party != PlanParty.CLIENT:
        raise Refused(_("Alleen bij de cliënt kan staan dat tekenen niet kon."), field="decision")
    signed = decision == PlanDecision.SIGNED
    name = str(client) if party == PlanParty.CLIENT else str(acting_user)
    act, new = create_once(
        SupportPlanAct,
        form_token,
        plan=plan,
        party=party,
        decision=decision,
        reason="" if signed else reason.strip(),
        on_behalf=name,
        content_sha256=digest_of(plan.content),
        recorded_by=acting_user,
        **(signature if signed and signature is not None else NOTHING_SET).columns,
    )
    if new:
        record(
            AuditAction.SIGN,
            acting_user=acting_user,
            client_number=client.number,
            obj=plan,
            on_behalf_of=name if party == PlanParty.CLIENT else "",
            details={"version": plan.version, "party": party, "decision": decision, "sha256": act.content_sha256},
        )
    return act


@transaction.atomic
def evaluate_support_plan(
    *,
    client: Client,
    form_token: UUID,
    held_on: date,
    client_positive: str,
    counsellor_positive: str,
    went: str,
    acting_user: User,
    onwards: str = "",
    present: str = "",
    next_on: date | None = None,
) -> PlanEvaluation:
    """Record a full evaluation of the version that holds; the next one is due after the term at the latest.

    Raises ``Refused`` without a plan, for a day before the plan or to come, when client or counsellor names nothing
    positive, and for a next evaluation that lies too far.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    sent = PlanEvaluation.objects.filter(form_token=form_token, plan__client=client).first()
    if sent is not None:
        return sent
    plan = client.support_plans.first()
    if plan is None:
        raise Refused(_("Er is nog geen begeleidingsplan. Stel dat eerst vast."))
    if held_on > timezone.localdate():
        raise Refused(_("Deze dag is nog niet geweest."), field="held_on")
    if held_on < plan.established_on:
        raise Refused(_("Dit ligt voor de dag waarop het plan is vastgesteld."), field="held_on")
    if not client_positive.strip():
        raise Refused(_("Vraag de cliënt wat er goed gaat, en schrijf dat op."), field="client_positive")
    if not counsellor_positive.strip():
        raise Refused(_("Noem ook zelf iets wat goed gaat."), field="counsellor_positive")
    interval = term("plan-evaluation")
    latest = held_on + timedelta(days=interval.days)
    if next_on is not None and not held_on < next_on <= latest:
        raise Refused(
            _("De volgende evaluatie is na deze, en uiterlijk op %(latest)s.")
            % {"latest": latest.strftime("%d-%m-%Y")},
            field="next_on",
        )
    row, new = create_once(
        PlanEvaluation,
        form_token,
        plan=plan,
        held_on=held_on,
        client_positive=client_positive.strip(),
        counsellor_positive=counsellor_positive.strip(),
        went=went.strip(),
        onwards=onwards.strip(),
        present=present.strip(),
        next_on=next_on or latest,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"version": plan.version, "next": row.next_on.isoformat()},
        )
    return row
