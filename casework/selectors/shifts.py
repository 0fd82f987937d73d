"""What a shift finds: the rounds and tasks of each day with who did them, and who read the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db.models import FilteredRelation, Q

from casework.models import HouseTask, HouseTaskDone, ShiftReading

if TYPE_CHECKING:
    from accounts.models import Location


@dataclass(frozen=True)
class TaskLine:
    """A round or task on one day, with who did it."""

    task: HouseTask
    day: date
    done: HouseTaskDone | None
    token: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class TaskDay:
    """The rounds and tasks that fall on one day."""

    day: date
    lines: tuple[TaskLine, ...]

    @property
    def open(self) -> tuple[TaskLine, ...]:
        """Return what was not done."""
        return tuple(line for line in self.lines if line.done is None)


def task_days(house: Location, first: date, last: date) -> list[TaskDay]:
    """Return the rounds and tasks of each day of a period, newest day first. One query."""
    rows = (
        HouseTask.objects.filter(location=house, valid_from__lte=last)
        .annotate(done_then=FilteredRelation("done", condition=Q(done__day__gte=first, done__day__lte=last)))
        .select_related("done_then__recorded_by")  # type: ignore[misc]  # the alias made above
    )
    tasks: dict[int, HouseTask] = {}
    done: dict[tuple[int, date], HouseTaskDone] = {}
    for row in rows:
        tasks.setdefault(row.pk, row)
        one: HouseTaskDone | None = getattr(row, "done_then", None)
        if one is not None:
            done[row.pk, one.day] = one
    days = []
    day = last
    while day >= first:
        lines = tuple(TaskLine(task, day, done.get((task.pk, day))) for task in tasks.values() if task.falls_on(day))
        days.append(TaskDay(day, lines))
        day -= timedelta(days=1)
    return days


def readings(house: Location, since: datetime) -> list[ShiftReading]:
    """Return who read the shift page of a house since a moment, newest first. One query."""
    return list(ShiftReading.objects.filter(location=house, recorded_at__gte=since).select_related("recorded_by")[:30])
