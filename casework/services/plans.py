"""The support plan, goals and commitments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import CommitmentOwner, GoalOrigin
from casework.enums.support_plans import PlanStage
from casework.models import Client, Commitment, Goal, GoalLink, SupportPlan
from casework.selectors import term
from casework.selectors.care_periods import care_start
from casework.selectors.support_plans import snapshot_of
from casework.services.once import create_once, refuse_if_invalid
from casework.services.steps import own_goals_to_serve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import Model

    from accounts.models import User
    from casework.models import LifeDomain


@transaction.atomic
def add_goal(
    *,
    client: Client,
    form_token: UUID,
    origin: str,
    text: str,
    domain: LifeDomain,
    acting_user: User,
    started_on: date | None = None,
    target_on: date | None = None,
    serves: Sequence[Goal] = (),
) -> Goal:
    """Add a goal of the client himself or one that was imposed; ``serves`` links an imposed goal to own ones.

    Raises ``Refused`` when the target lies before the start, or when a link is not from an imposed goal to an open own
    goal of the same client.
    """
    start = started_on or timezone.localdate()
    if target_on is not None and target_on < start:
        raise Refused(_("De streefdatum ligt voor het begin. Kies een latere datum."), field="target_on")
    if serves and origin != GoalOrigin.IMPOSED:
        raise Refused(_("Alleen een opgelegd doel kan bij een eigen doel horen."), field="serves")
    own = own_goals_to_serve(client, serves)
    goal, new = create_once(
        Goal,
        form_token,
        client=client,
        origin=origin,
        text=text.strip(),
        domain=domain,
        started_on=start,
        target_on=target_on,
        recorded_by=acting_user,
    )
    if new:
        GoalLink.objects.bulk_create([GoalLink(imposed=goal, own=one) for one in own])
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=goal,
            details={"origin": origin, "domain": domain.key, "serves": [one.pk for one in own]},
        )
    return goal


@transaction.atomic
def close_goal(
    *, goal: Goal, result: str, acting_user: User, result_text: str = "", ended_on: date | None = None
) -> Goal:
    """Close a goal with its result; partial success is a result. A second call with the same result changes nothing.

    Raises ``Refused`` when it was closed before, when the day lies in the future or before the start.
    """
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    day = ended_on or timezone.localdate()
    if (locked.ended_on, locked.result) == (day, result):
        return locked
    if locked.ended_on is not None:
        raise Refused(_("Dit doel is al afgesloten."))
    if day > timezone.localdate():
        raise Refused(_("Een doel kan niet in de toekomst zijn afgesloten."), field="ended_on")
    if day < locked.started_on:
        raise Refused(_("Een doel kan niet eindigen voor het begon."), field="ended_on")
    locked.ended_on, locked.result, locked.result_text = day, result, result_text.strip()
    refuse_if_invalid(locked)
    locked.save(update_fields=["ended_on", "result", "result_text"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"result": result, "ended": day.isoformat()},
    )
    return locked


@transaction.atomic
def establish_support_plan(
    *,
    client: Client,
    form_token: UUID,
    summary: str,
    acting_user: User,
    client_words: str = "",
    stage: str = PlanStage.DEFINITIVE,
    established_on: date | None = None,
    evaluate_on: date | None = None,
) -> SupportPlan:
    """Establish the next version of the support plan, with what the file says now; earlier versions stay as they are.

    The evaluation is due after the term ``plan-evaluation`` at the latest, and then when no day is given. Raises
    ``Refused`` for a later evaluation, for one before the plan, for a plan in the future, and for a first version after a
    definitive one of the same period of care.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    day = established_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("Een plan kan niet in de toekomst zijn vastgesteld."), field="established_on")
    interval = term("plan-evaluation")
    latest = day + timedelta(days=interval.days)
    if evaluate_on is not None and evaluate_on <= day:
        raise Refused(_("De evaluatie ligt na de vaststelling. Kies een latere datum."), field="evaluate_on")
    if evaluate_on is not None and evaluate_on > latest:
        raise Refused(
            _("De evaluatie is uiterlijk %(days)s dagen na de vaststelling, dus op %(latest)s.")
            % {"days": interval.days, "latest": latest.strftime("%d-%m-%Y")},
            field="evaluate_on",
        )
    start = care_start(client, day) if stage == PlanStage.FIRST else None
    definitive = client.support_plans.filter(stage=PlanStage.DEFINITIVE)
    if start is not None and start.before is not None:
        definitive = definitive.filter(established_on__gt=start.before)
    if stage == PlanStage.FIRST and definitive.exists():
        raise Refused(_("Er is al een definitieve versie. Kies opnieuw definitief."), field="stage")
    version = (client.support_plans.aggregate(last=Max("version"))["last"] or 0) + 1
    plan, new = create_once(
        SupportPlan,
        form_token,
        client=client,
        version=version,
        established_on=day,
        evaluate_on=evaluate_on or latest,
        summary=summary.strip(),
        client_words=client_words.strip(),
        stage=stage,
        content=snapshot_of(client, summary=summary.strip(), client_words=client_words.strip()),
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=plan,
            details={"version": plan.version, "stage": stage, "evaluate": plan.evaluate_on.isoformat()},
        )
    return plan


@transaction.atomic
def make_commitment(
    *,
    client: Client,
    text: str,
    owner: str,
    due_on: date,
    acting_user: User,
    owner_name: str = "",
    made_on: date | None = None,
    origin: Model | None = None,
    form_token: UUID | None = None,
) -> Commitment:
    """Record an agreement with who does it and by when.

    ``made_on`` is the day it was agreed (today when left out), ``origin`` what it was agreed in. Raises ``Refused`` when
    the day lies before that, and when somebody else does it who is not named.
    """
    if due_on < (made_on or timezone.localdate()):
        raise Refused(_("Deze datum is al voorbij. Kies een datum waarop de afspraak gedaan kan zijn."), field="due_on")
    if owner == CommitmentOwner.OTHER and not owner_name.strip():
        raise Refused(_("Vul in wie de afspraak uitvoert."), field="owner_name")
    commitment, new = create_once(
        Commitment,
        form_token or uuid4(),
        client=client,
        text=text.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        due_on=due_on,
        origin_type=origin._meta.label_lower if origin is not None else "",
        origin_id=origin.pk if origin is not None else None,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=commitment,
            details={"owner": owner, "due": due_on.isoformat()},
        )
    return commitment


@transaction.atomic
def finish_commitment(*, commitment: Commitment, acting_user: User, done_on: date | None = None) -> Commitment:
    """Record that an agreement was done; doing it twice changes nothing. Raises ``Refused`` for a day in the future."""
    locked = Commitment.objects.select_for_update().select_related("client").get(pk=commitment.pk)
    if locked.done_on is not None:
        return locked
    day = done_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("Een afspraak kan niet in de toekomst gedaan zijn."), field="done_on")
    locked.done_on = day
    locked.save(update_fields=["done_on"])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"done": day.isoformat()},
    )
    return locked
