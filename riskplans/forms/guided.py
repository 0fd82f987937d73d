"""The form of one step of a guided record, made from the columns of the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.forms import ActForm
from riskplans.forms.sheets import TIME, DateField, SheetForm, moment_initial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from riskplans.models.guided import GuidedStep

# Columns of every step: how it stands, not what it says. The phase is kept by the service.
OF_THE_STEP = frozenset(
    {"id", "revision", "saved_at", "saved_by", "finished_at", "finished_by", "skipped_at", "skipped_by",
     "skipped_because", "response", "phase"}
)  # fmt: skip
SHORT = 200  # characters: longer answers get more than one line


def answer_fields(step: GuidedStep) -> list[Any]:
    """Return the columns of a step that hold what is written in it, in their order."""
    meta = step._meta
    columns = [*meta.concrete_fields, *meta.many_to_many]
    return sorted(
        (field for field in columns if field.name not in OF_THE_STEP), key=lambda field: field.creation_counter
    )


class StepForm(SheetForm):
    """What is written in a step. Saving asks nothing; finishing asks what the step requires."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, step: GuidedStep, hints: Mapping[str, Any], finish: bool = False, **kwargs: Any
    ) -> None:
        """Make a field of each column, filled with what was saved before."""
        self.step, self.finish = step, finish
        made: dict[str, forms.Field] = {}
        initial: dict[str, Any] = {"revision": step.revision}
        for column in answer_fields(step):
            made[column.name] = _field_of(column, hints.get(column.name, ""))
            value = getattr(step, column.name)
            if isinstance(column, models.DateTimeField):
                initial |= moment_initial(column.name, value)
            else:
                initial[column.name] = value.all() if column.many_to_many else value
        self.MOMENTS = tuple(  # type: ignore[misc]  # of this step, not of the class
            name
            for name, column in ((one.name, one) for one in answer_fields(step))
            if isinstance(column, models.DateTimeField)
        )
        self.base_fields = {**type(self).base_fields, **made}  # type: ignore[misc]  # of this step, not of the class
        super().__init__(*args, initial=initial, **kwargs)
        for name in (*step.REQUIRED, *(f"{one}{TIME}" for one in self.MOMENTS if one in step.REQUIRED)):
            field = self.fields[name]
            field.required = finish or not self.is_bound  # unbound: marked as asked; saved half-way: not asked
            field.error_messages["required"] = _("Vul dit in om de stap af te ronden.")

    def values(self) -> dict[str, Any]:
        """Return what was written; an empty choice is no answer."""
        values = super().values()
        values.pop("revision")
        return values


def _field_of(column: Any, hint: Any) -> forms.Field:  # noqa: ANN401 -- any column, a lazy sentence
    label = capfirst(column.verbose_name)
    common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
    if isinstance(column, models.DateField):  # a moment is one too
        return DateField(**common)
    if column.many_to_many:
        return forms.ModelMultipleChoiceField(
            queryset=column.related_model._default_manager.none(), widget=forms.CheckboxSelectMultiple, **common
        )
    if column.is_relation:
        return forms.ModelChoiceField(queryset=column.related_model._default_manager.none(), **common)
    if column.choices:
        return forms.ChoiceField(choices=column.choices, widget=forms.RadioSelect, **common)
    long = column.max_length > SHORT
    widget = forms.Textarea(attrs={"rows": 3 if column.max_length > 2 * SHORT else 2}) if long else forms.TextInput()
    return forms.CharField(max_length=column.max_length, widget=widget, **common)


class SkipForm(ActForm):
    """Why a step is skipped."""

    skipped_because = forms.CharField(
        label=_("Waarom slaat u deze stap over"),
        max_length=300,
        error_messages={"required": _("Schrijf op waarom u deze stap overslaat.")},
    )
