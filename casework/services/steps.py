"""Links between goals, small steps with their results, and celebrations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.enums import GoalOrigin
from casework.enums.goals import StepResult
from casework.models import Celebration, Client, Goal, GoalLink, GoalStep
from casework.services.once import create_once, refuse_if_invalid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from accounts.models import User


def own_goals_to_serve(client: Client, serves: Sequence[Goal]) -> list[Goal]:
    """Lock and return the own goals that are named; raise ``Refused`` for one that is not this client's, own and open."""
    wanted = {goal.pk for goal in serves}
    own = list(
        Goal.objects.select_for_update().filter(client=client, origin=GoalOrigin.OWN, ended_on=None, pk__in=wanted)
    )
    if len(own) < len(wanted):
        raise Refused(_("Kies een eigen doel van deze cliënt dat nog loopt."), field="serves")
    return own


@transaction.atomic
def link_goal(*, goal: Goal, serves: Sequence[Goal], acting_user: User) -> Goal:
    """Say which own goals an imposed goal serves; links with own goals that were closed stay as they are.

    Raises ``Refused`` for a goal that is not imposed or is closed, and for an own goal of somebody else or that is closed.
    """
    locked = Goal.objects.select_for_update().select_related("client").get(pk=goal.pk)
    if locked.origin != GoalOrigin.IMPOSED:
        raise Refused(_("Alleen een opgelegd doel kan bij een eigen doel horen."), field="serves")
    if locked.ended_on is not None:
        raise Refused(_("Dit doel is al afgesloten."))
    wanted = {one.pk for one in own_goals_to_serve(locked.client, serves)}
    standing = set(locked.links_up.filter(own__ended_on=None).values_list("own_id", flat=True))
    if wanted == standing:
        return locked
    locked.links_up.filter(own_id__in=standing - wanted).delete()
    GoalLink.objects.bulk_create([GoalLink(imposed=locked, own_id=pk) for pk in sorted(wanted - standing)])
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"serves": sorted(wanted), "before": sorted(standing)},
    )
    return locked


@transaction.atomic
def add_step(
    *,
    goal: Goal,
    form_token: UUID,
    text: str,
    owner: str,
    due_on: date,
    acting_user: User,
    started_on: date | None = None,
) -> GoalStep:
    """Add a step towards a goal, with who takes it (``StepOwner``) and by when.

    Raises ``Refused`` for a goal that is closed, and for a day that lies before the start.
    """
    locked = Goal.objects.select_for_update().select_related("client").get(pk=goal.pk)
    start = started_on or timezone.localdate()
    if locked.ended_on is not None:
        raise Refused(_("Dit doel is afgesloten. Kies een doel dat nog loopt."))
    if due_on < start:
        raise Refused(_("De datum ligt voor het begin. Kies een latere datum."), field="due_on")
    step, new = create_once(
        GoalStep,
        form_token,
        client=locked.client,
        goal=locked,
        text=text.strip(),
        owner=owner,
        started_on=start,
        due_on=due_on,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=locked.client.number,
            obj=step,
            details={"goal": locked.pk, "owner": owner, "due": due_on.isoformat()},
        )
    return step


@transaction.atomic
def finish_step(
    *,
    step: GoalStep,
    result: str,
    acting_user: User,
    reached: str = "",
    remains: str = "",
    reason: str = "",
    ended_on: date | None = None,
    next_due_on: date | None = None,
) -> GoalStep:
    """Say how a step ended. Partly names what is reached and what remains; ``next_due_on`` makes a step of what remains.

    A second call with the same result changes nothing. Raises ``Refused`` when it was ended otherwise, for a day in the
    future or before the start, when a text is missing, and for a next step without something that remains.
    """
    locked = GoalStep.objects.select_for_update().select_related("client", "goal").get(pk=step.pk)
    day = ended_on or timezone.localdate()
    if (locked.ended_on, locked.result) == (day, result):
        return locked
    if locked.ended_on is not None:
        raise Refused(_("Deze stap is al afgerond."))
    if day > timezone.localdate():
        raise Refused(_("Een stap kan niet in de toekomst zijn afgerond."), field="ended_on")
    if day < locked.started_on:
        raise Refused(_("Een stap kan niet klaar zijn voor hij begon."), field="ended_on")
    _refuse_half_result(result, reached=reached, remains=remains, reason=reason, next_due_on=next_due_on)
    partly, dropped = result == StepResult.PARTLY, result == StepResult.DROPPED
    locked.result, locked.ended_on = result, day
    locked.reached = "" if dropped else reached.strip()
    locked.remains = remains.strip() if partly else ""
    locked.reason = reason.strip() if dropped else ""
    locked.ended_by, locked.ended_at = acting_user, timezone.now()
    refuse_if_invalid(locked)
    locked.save(update_fields=sorted(GoalStep.MAY_CHANGE))
    record(
        AuditAction.UPDATE,
        acting_user=acting_user,
        client_number=locked.client.number,
        obj=locked,
        details={"result": result, "ended": day.isoformat()},
    )
    if next_due_on is not None:
        if next_due_on <= day:
            raise Refused(_("De vervolgstap ligt na vandaag. Kies een latere datum."), field="next_due_on")
        add_step(
            goal=locked.goal,
            form_token=uuid5(locked.form_token, "next"),
            text=locked.remains,
            owner=locked.owner,
            started_on=day,
            due_on=next_due_on,
            acting_user=acting_user,
        )
    return locked


def _refuse_half_result(result: str, *, reached: str, remains: str, reason: str, next_due_on: date | None) -> None:
    """Refuse a result without the words that belong to it."""
    partly = result == StepResult.PARTLY
    if partly and not reached.strip():
        raise Refused(_("Schrijf op wat er wel is bereikt."), field="reached")
    if partly and not remains.strip():
        raise Refused(_("Schrijf op wat er nog overblijft."), field="remains")
    if result == StepResult.DROPPED and not reason.strip():
        raise Refused(_("Schrijf op waarom de stap is losgelaten."), field="reason")
    if next_due_on is not None and not partly:
        raise Refused(_("Een vervolgstap hoort bij een stap die deels is gelukt."), field="next_due_on")


@transaction.atomic
def celebrate(
    *,
    client: Client,
    form_token: UUID,
    what: str,
    how: str,
    acting_user: User,
    celebrated_on: date | None = None,
    goal: Goal | None = None,
    step: GoalStep | None = None,
) -> Celebration:
    """Record what was celebrated, how and when. Raises ``Refused`` for a day to come and for what is somebody else's."""
    Client.objects.select_for_update().get(pk=client.pk)
    day = celebrated_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("Dit is nog niet gevierd. Kies de dag waarop het was."), field="celebrated_on")
    if any(one is not None and one.client_id != client.pk for one in (goal, step)):
        raise Refused(_("Dit doel hoort niet bij deze cliënt."), field="goal")
    row, new = create_once(
        Celebration,
        form_token,
        client=client,
        goal=goal if step is None else step.goal,
        step=step,
        what=what.strip(),
        how=how.strip(),
        celebrated_on=day,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=row,
            details={"on": day.isoformat(), "goal": row.goal_id, "step": row.step_id},
        )
    return row
