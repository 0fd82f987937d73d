"""What went well since the last contact, to name in the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums.goals import StepResult

if TYPE_CHECKING:
    from casework.models import Celebration, Client, GoalStep

# Without an earlier contact, and at most: what is longer ago is no news any more.
LOOK_BACK = timedelta(days=30)
MOST = 5


@dataclass(frozen=True)
class ToCelebrate:
    """What was celebrated, and the steps that went well and were not celebrated yet."""

    celebrated: tuple[Celebration, ...]
    steps: tuple[GoalStep, ...]


def to_celebrate(client: Client) -> ToCelebrate:
    """Return what went well since the last contact that everybody may read; three queries."""
    since = timezone.localdate() - LOOK_BACK
    last = client.notes.for_everyone().values_list("occurred_at", flat=True).first()
    if last is not None:
        since = max(since, timezone.localdate(last))
    well = client.steps.filter(
        result__in=(StepResult.REACHED, StepResult.PARTLY), ended_on__gte=since, celebrations=None
    )
    return ToCelebrate(
        celebrated=tuple(client.celebrations.filter(celebrated_on__gte=since)[:MOST]),
        steps=tuple(well.order_by("-ended_on", "-pk")[:MOST]),
    )
