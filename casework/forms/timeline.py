"""Which stretch of the timeline to show. It holds no words, so it may stand in the address."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.base import DateField, DateInput


class PeriodForm(forms.Form):
    """From which day to which day; both are included, and both may stay open."""

    van = DateField(label=_("Van"), required=False, widget=DateInput(attrs={"class": "form-control"}))
    tot = DateField(label=_("Tot en met"), required=False, widget=DateInput(attrs={"class": "form-control"}))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("van") and cleaned.get("tot") and cleaned["tot"] < cleaned["van"]:
            self.add_error("tot", gettext("Deze periode eindigt voor zij begint. Draai de datums om."))
        return cleaned

    def since(self) -> dt.datetime | None:
        """Return the first moment of the period, or None."""
        day = getattr(self, "cleaned_data", {}).get("van")
        return _start(day) if day else None

    def before(self) -> dt.datetime | None:
        """Return the first moment after the period, or None."""
        day = getattr(self, "cleaned_data", {}).get("tot")
        return _start(day + dt.timedelta(days=1)) if day else None

    def in_address(self) -> list[tuple[str, str]]:
        """Return what of this stands in an address."""
        return [(name, day.isoformat()) for name, day in getattr(self, "cleaned_data", {}).items() if day]


def _start(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
