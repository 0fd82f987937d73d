"""The base of every form that makes something, and how a date is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class ActForm(forms.Form):
    """Parses what was typed for one act, and shows a refusal of its service at the field it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say in words what an empty choice means."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = _("Maak een keuze") if field.required else _("Geen")

    # Filled with what its author left unfinished: it shows that and judges nothing yet.
    resumed = False

    def resume(self, fields: Mapping[str, Sequence[str]]) -> None:
        """Show what stands in a draft (name of a field -> the values typed), without judging it."""
        data = QueryDict(mutable=True)
        for name, values in fields.items():
            data.setlist(name, list(values))
        self.data, self.is_bound, self.resumed = data, True, True
        self._errors = ErrorDict()

    def is_valid(self) -> bool:
        """Return whether the form was sent and holds what its act needs; what was only taken up again was not sent."""
        return not self.resumed and super().is_valid()

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence of a service at the field it is about, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    def values(self) -> dict[str, Any]:
        """Return what was typed and checked."""
        return dict(self.cleaned_data)


class OnceForm(ActForm):
    """Carries a token that makes a second click harmless: for every form that makes a row."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class DateInput(forms.DateInput):
    """A date field with the browser's own picker; Dutch ways of typing a date are understood as well."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the date as the browser wants it."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y")
# Nothing in a file lies outside these years, a date of birth and the end of a title included.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def check_year(day: date) -> None:
    """Raise ``ValidationError`` for a year that is a slip of the keyboard, such as 0026 or 20260."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(
            gettext("Het jaar %(year)s kan niet kloppen. Controleer de datum.") % {"year": day.year}, code="year"
        )


class DateField(forms.DateField):
    """A date as people type it: 2026-01-31, 31-1-2026, 31-1-26, 31/1/2026."""

    widget = DateInput
    input_formats = DATE_FORMATS

    def validate(self, value: Any) -> None:  # noqa: ANN401 -- Django's own signature
        """Refuse a year that cannot be right."""
        super().validate(value)
        if value is not None:
            check_year(value)


class TimeInput(forms.TimeInput):
    """A time field with the browser's own picker."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the time as the browser wants it."""
        super().__init__(attrs=attrs, format="%H:%M")


class TimeField(forms.TimeField):
    """A time as people type it: 9:30, 09:30, 9.30, 930."""

    widget = TimeInput
    input_formats = ("%H:%M", "%H.%M", "%H%M", "%H:%M:%S")
    default_error_messages = {"invalid": _("Schrijf de tijd als 14:30.")}
