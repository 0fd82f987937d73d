"""Of which day one wants to know how full the locations were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm, DateField

if TYPE_CHECKING:
    from datetime import date


class OccupancyForm(ActForm):
    """A day that has come."""

    day = DateField(label=_("Op"))

    def clean_day(self) -> date:
        """Refuse a day that is still to come: nobody knows yet who will stay."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Kies een dag tot en met vandaag."))
        return day
