"""What a shift finds: the rounds and tasks of each day with who did them, the remarks, who read the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from casework.models import HouseTask, HouseTaskDone, Remark, ShiftReading

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
    """Return the rounds and tasks of each day of a period, newest day first. Two queries."""
    tasks = list(HouseTask.objects.filter(location=house, valid_from__lte=last))
    done = {
        (one.task_id, one.day): one
        for one in HouseTaskDone.objects.filter(task__location=house, day__gte=first, day__lte=last).select_related(
            "recorded_by"
        )
    }
    days = []
    day = last
    while day >= first:
        lines = tuple(TaskLine(task, day, done.get((task.pk, day))) for task in tasks if task.falls_on(day))
        days.append(TaskDay(day, lines))
        day -= timedelta(days=1)
    return days


def remarks_since(house: Location, since: datetime) -> list[Remark]:
    """Return the remarks of a house and its residents since a moment, newest first. One query."""
    return list(
        Remark.objects.filter(location=house, recorded_at__gte=since).select_related("client", "recorded_by")[:60]
    )


def readings(house: Location, since: datetime) -> list[ShiftReading]:
    """Return who read the shift page of a house since a moment, newest first. One query."""
    return list(ShiftReading.objects.filter(location=house, recorded_at__gte=since).select_related("recorded_by")[:30])
