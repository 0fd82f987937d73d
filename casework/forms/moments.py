"""When a contact was: what a form about one client and a form about several ask in the same way."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from casework.forms.base import DateField, OnceForm, TimeField
from casework.models.notes import LONGEST_CONTACT_MINUTES


class ContactMomentForm(OnceForm):
    """The day, the hour and how long; whoever inherits it adds the ``kind`` of contact and the ``text``."""

    # What stands filled in: a contact is written down when it is over, so it began so long ago.
    usual_minutes: ClassVar[int] = 30

    day = DateField(label=_("Datum"))
    time = TimeField(label=_("Begintijd"))
    duration_minutes = forms.IntegerField(
        label=_("Duur in minuten"),
        min_value=0,
        max_value=LONGEST_CONTACT_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Schrijf de duur in hele minuten, van 0 tot en met 1440.")
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in a contact that ended just now and began today."""
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        began = now - dt.timedelta(minutes=self.usual_minutes)
        if began.date() != now.date():  # just after midnight
            began = now
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = began.replace(second=0, microsecond=0)
        self.fields["duration_minutes"].initial = self.usual_minutes

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal about the moment at the date: the form asks for it in two fields."""
        field = "day" if refusal.field == "occurred_at" else refusal.field
        super().refuse(Refused(refusal.sentence, field=field))

    def values(self) -> dict[str, Any]:
        """Return what every service that logs a contact wants; only of a valid form."""
        data = self.cleaned_data
        return {
            "form_token": data["form_token"],
            "kind": data["kind"],
            "occurred_at": timezone.make_aware(dt.datetime.combine(data["day"], data["time"])),
            "duration_minutes": data["duration_minutes"],
            "text": data["text"],
        }
