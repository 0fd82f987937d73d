"""Forms for what a shift leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import HouseTaskKind
from casework.forms.base import DateField, OnceForm, TimeField
from casework.forms.presence import DaysField, MomentForm
from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterable


class TokenForm(OnceForm):
    """Nothing but the token: a button that makes a row."""


class RemarkForm(OnceForm):
    """A short remark about a resident or about the house."""

    client = forms.ModelChoiceField(label=_("Over wie"), queryset=Client.objects.none(), required=False)
    text = forms.CharField(
        label=_("Opmerking"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf de opmerking op.")},
    )

    def __init__(self, *args: Any, residents: Iterable[Client], **kwargs: Any) -> None:
        """Offer the residents of now, and the house itself."""
        super().__init__(*args, **kwargs)
        here = list(residents)
        field = self.fields["client"]
        field.queryset = Client.objects.filter(pk__in=[client.pk for client in here])  # type: ignore[attr-defined]
        # The page has the residents already: they are not asked for again to make the list.
        field.choices = [("", _("Het huis")), *((client.pk, str(client)) for client in here)]  # type: ignore[attr-defined]


class HouseTaskForm(OnceForm):
    """A round or task that comes back."""

    kind = forms.ChoiceField(
        label=_("Soort"), choices=HouseTaskKind.choices, widget=forms.RadioSelect, initial=HouseTaskKind.TASK
    )
    name = forms.CharField(label=_("Wat"), max_length=120)
    days = DaysField(label=_("Op welke dagen"))
    at = TimeField(label=_("Hoe laat"), required=False)
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)


class TaskDoneForm(OnceForm):
    """A task was done, for the day on which it fell."""

    day = DateField()
    note = forms.CharField(max_length=200, required=False)


class OnCallForm(MomentForm):
    """Who is on call, and on which number."""

    MOMENTS = {"starts": "starts_at", "ends": "ends_at"}

    name = forms.CharField(label=_("Wie"), max_length=120)
    phone = forms.CharField(label=_("Telefoon"), max_length=30)
    starts_day = DateField(label=_("Van"), initial=timezone.localdate)
    starts_time = TimeField(label=_("Hoe laat"))
    ends_day = DateField(label=_("Tot"))
    ends_time = TimeField(label=_("Hoe laat"))
