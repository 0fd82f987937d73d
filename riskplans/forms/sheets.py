"""Forms in sections, with a date and a time beside each other where a moment is asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import ActForm, DateField, OnceForm, TimeField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

TIME = "_time"
Sections = tuple[tuple[Any, tuple[str, ...]], ...]  # a legend with the names of its fields


class SheetForm(ActForm):
    """A form whose template shows sections of rows. ``SECTIONS`` are a legend with the names of fields.

    For each name in ``MOMENTS`` there is a ``DateField``; a field for the time is put beside it, and ``values`` gives
    the two as one aware moment. ``PAIRS`` are names that stand beside the field before them.
    """

    SECTIONS: ClassVar[Sections] = ()
    MOMENTS: ClassVar[tuple[str, ...]] = ()
    PAIRS: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put a time beside each moment; one that is required starts at now."""
        super().__init__(*args, **kwargs)
        now = timezone.localtime().replace(second=0, microsecond=0)
        for name in self.MOMENTS:
            day = self.fields[name]
            self.fields[name + TIME] = TimeField(label=_("Tijd"), required=day.required)
            if day.required and name not in self.initial:
                day.initial, self.fields[name + TIME].initial = now.date(), now.time()

    def clean(self) -> dict[str, Any]:
        """Ask for the time where only the day was typed."""
        for name in self.MOMENTS:
            if (
                self.cleaned_data.get(name)
                and not self.cleaned_data.get(name + TIME)
                and not self.errors.get(name + TIME)
            ):
                self.add_error(name + TIME, _("Vul ook de tijd in."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Return what was typed, each day and time as one moment."""
        values = dict(self.cleaned_data)
        for name in self.MOMENTS:
            day, time = values.get(name), values.pop(name + TIME, None)
            values[name] = timezone.make_aware(dt.datetime.combine(day, time)) if day and time else None
        return values

    def sections(self) -> Iterator[tuple[Any, list[list[BoundField]]]]:
        """Yield each section with its rows of one or two fields; what no section names comes last."""
        named = {name for _legend, names in self.SECTIONS for name in names}
        rest = tuple(
            name
            for name, field in self.fields.items()
            if name not in named and not name.endswith(TIME) and not field.widget.is_hidden
        )
        for legend, names in (*self.SECTIONS, ("", rest)):
            rows: list[list[BoundField]] = []
            for name in names:
                if name not in self.fields:
                    continue
                if name in self.PAIRS and rows and len(rows[-1]) == 1:
                    rows[-1].append(self[name])
                elif name in self.MOMENTS:
                    rows.append([self[name], self[name + TIME]])
                else:
                    rows.append([self[name]])
            if rows:
                yield legend, rows


class OnceSheetForm(SheetForm, OnceForm):
    """A form in sections that makes a row."""


def moment_initial(name: str, moment: dt.datetime | None) -> dict[str, Any]:
    """Return the first values of the two fields of a moment."""
    if moment is None:
        return {}
    local = timezone.localtime(moment)
    return {name: local.date(), name + TIME: local.time().replace(second=0, microsecond=0)}


def long_text(label: Any, *, rows: int = 3, longest: int = 4000, **kwargs: Any) -> forms.CharField:  # noqa: ANN401 -- a lazy sentence
    """Return a field for a few sentences."""
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:  # noqa: ANN401 -- a lazy sentence, any enumeration
    """Return a field of keys of which one is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Maak een keuze.")},
        **kwargs,
    )


__all__ = ["DateField", "OnceSheetForm", "Sections", "SheetForm", "choice", "long_text", "moment_initial"]
