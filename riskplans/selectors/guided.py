"""How a step of a guided record reads: its questions with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riskplans.models.guided import GuidedRecord, GuidedStep

HIDDEN = frozenset(
    {"id", "revision", "saved_at", "saved_by", "finished_at", "finished_by", "skipped_at", "skipped_by",
     "skipped_because", "response"}
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A question of a step and what was answered."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class StepView:
    """A step as the page shows it; ``turn`` says that it is the next to be settled."""

    number: int
    step: GuidedStep
    title: str
    answers: tuple[Answer, ...]
    turn: bool
    url: str

    @property
    def state(self) -> str:
        """Return ``done``, ``skipped``, ``busy`` or ``todo``."""
        if self.step.is_finished:
            return "done"
        if self.step.is_skipped:
            return "skipped"
        return "busy" if self.step.revision else "todo"


def step_views(record: GuidedRecord, url_name: str) -> list[StepView]:
    """Return the steps of a record in their order. One query for each step with rows chosen in it."""
    current = record.current_step
    return [
        StepView(
            number=number,
            step=step,
            title=capfirst(str(step._meta.verbose_name)),
            answers=tuple(_answers(step)),
            turn=step is current,
            url=reverse(url_name, args=[record.client.number, record.pk, step.NAME]),
        )
        for number, step in enumerate(record.steps, start=1)
    ]


def _answers(step: GuidedStep) -> Iterator[Answer]:
    """Yield what was answered, in the order of the questions; what is empty is left out."""
    columns = sorted(
        (*step._meta.concrete_fields, *step._meta.many_to_many), key=lambda column: column.creation_counter
    )
    for column in columns:
        if column.name in HIDDEN:
            continue
        text, url = _words(step, column)
        if text:
            yield Answer(capfirst(str(column.verbose_name)), text, url)


def _words(step: GuidedStep, column: Any) -> tuple[str, str]:  # noqa: ANN401 -- any column
    """Return the words of an answer, and where it leads; empty when nothing was answered."""
    value: Any = getattr(step, column.name)
    words, url = str(value or ""), ""
    if column.many_to_many:
        words = "; ".join(str(one) for one in value.all())
    elif value and column.is_relation:
        url = value.get_absolute_url()
    elif value and column.choices:
        words = str(getattr(step, f"get_{column.name}_display")())
    elif value and isinstance(column, models.DateTimeField):
        words = date_format(timezone.localtime(value), "j F Y, H:i")
    elif value and isinstance(column, models.DateField):
        words = date_format(value, "j F Y")
    return words, url
