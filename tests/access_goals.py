"""Goals, steps and what hangs on them, for the access matrix."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from casework.enums import GoalOrigin
from casework.enums.goals import StepOwner
from casework.enums.life import DayActivityKind, StrengthFactor
from casework.models import Client, Goal, LifeDomain
from casework.services.life import note_strength, start_day_activity
from casework.services.plans import add_goal, establish_support_plan
from casework.services.steps import add_step

GOALS = """
casework:goal_link                              imposed         file-form    file-act
casework:step_create                            goal            file-form    file-form
casework:step_finish                            step            file-form    file-form
casework:celebration_create                     -               file-form    file-form
casework:life                                   -               file         never
casework:domain_describe                        -               file-form    file-form
casework:strength_create                        -               file-form    file-form
casework:strength_end                           strength        file-form    file-form
casework:day_activity_create                    -               file-form    file-form
casework:day_activity_end                       activity        file-form    file-form
casework:debts_arrange                          -               file-form    file-form
casework:support_plan                           -               file         never
casework:support_plan_sign                      -               file-form    file-form
casework:support_plan_evaluate                  -               file-form    file-form
casework:support_plan_compare                   -               file         never
"""


def make_goals(client: Client, goal: Goal, counsellor: User) -> dict[str, object]:
    """Make an imposed goal that serves an own one, and a step."""
    imposed = add_goal(
        client=client,
        form_token=uuid4(),
        origin=GoalOrigin.IMPOSED,
        text="Dagbesteding",
        domain=LifeDomain.objects.get(key="werk"),
        serves=[goal],
        acting_user=counsellor,
    )
    step = add_step(
        goal=goal,
        form_token=uuid4(),
        text="Belt één bedrijf",
        owner=StepOwner.ALONE,
        due_on=timezone.localdate() + dt.timedelta(days=7),
        acting_user=counsellor,
    )
    strength = note_strength(
        client=client, form_token=uuid4(), factor=StrengthFactor.WORTH, words="Ik houd vol.", acting_user=counsellor
    )
    activity = start_day_activity(
        client=client,
        form_token=uuid4(),
        kind=DayActivityKind.PAID,
        name="Fietsenmaker",
        hours=Decimal(24),
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    establish_support_plan(client=client, form_token=uuid4(), summary="Structuur.", acting_user=counsellor)
    return {"imposed": imposed, "step": step, "strength": strength, "activity": activity}
