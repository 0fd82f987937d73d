"""Planning a warm handover, and recording that it was held."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import ActForm, DateField, OnceForm, TimeField
from chain.models import HandoverReport

if TYPE_CHECKING:
    from casework.models import Client

YES, NO = "yes", "no"


class PlanForm(OnceForm):
    """When, where, with whom, and who stays reachable until when."""

    planned_on = DateField(label=gettext_lazy("Datum"))
    planned_time = TimeField(label=gettext_lazy("Begintijd"))
    place = forms.CharField(
        label=gettext_lazy("Waar"),
        max_length=120,
        help_text=gettext_lazy("Liefst waar de cliënt zich op zijn gemak voelt."),
    )
    with_name = forms.CharField(label=gettext_lazy("Nieuwe begeleider"), max_length=120)
    with_organisation = forms.CharField(label=gettext_lazy("Organisatie of team"), max_length=120, required=False)
    with_phone = forms.CharField(label=gettext_lazy("Telefoon"), max_length=30, required=False)
    reachable_name = forms.CharField(
        label=gettext_lazy("Wie blijft bereikbaar"),
        max_length=120,
        help_text=gettext_lazy("Voor de cliënt en voor de nieuwe begeleider, na de overdracht."),
    )
    reachable_phone = forms.CharField(
        label=gettext_lazy("Telefoon van wie bereikbaar blijft"), max_length=30, required=False
    )
    reachable_until = DateField(
        label=gettext_lazy("Bereikbaar tot en met"),
        help_text=gettext_lazy("Gebruikelijk is drie maanden; rond het einde van een titel langer."),
    )
    report = forms.ModelChoiceField(
        label=gettext_lazy("Bij welk verslag"), queryset=HandoverReport.objects.none(), required=False
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the reports of this client."""
        super().__init__(*args, **kwargs)
        report: Any = self.fields["report"]
        report.queryset = client.handover_reports.filter(dropped_at=None).select_related("client", "request")
        report.label_from_instance = lambda one: f"{one.get_purpose_display()}, {one.recipient}"

    def values(self) -> dict[str, Any]:
        """Return the fields of ``plan_warm_handover``: one moment."""
        values = super().values()
        moment = dt.datetime.combine(values.pop("planned_on"), values.pop("planned_time"))
        return values | {"planned_at": timezone.make_aware(moment)}


class HeldForm(ActForm):
    """Who was there, what the client says, and what was agreed."""

    held_on = DateField(label=gettext_lazy("Datum"), initial=timezone.localdate)
    held_time = TimeField(label=gettext_lazy("Begintijd"))
    present = forms.CharField(
        label=gettext_lazy("Wie waren erbij"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    client_there = forms.ChoiceField(
        label=gettext_lazy("Was de cliënt erbij"),
        choices=[(YES, gettext_lazy("Ja")), (NO, gettext_lazy("Nee"))],
        initial=YES,
        widget=forms.RadioSelect,
    )
    absent = forms.CharField(
        label=gettext_lazy("Wie was er niet, en waarom niet"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    client_view = forms.CharField(
        label=gettext_lazy("Hoe de cliënt het ziet"),
        help_text=gettext_lazy("In zijn eigen woorden."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.CharField(
        label=gettext_lazy("Wat is afgesproken"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def values(self) -> dict[str, Any]:
        """Return the fields of ``hold_warm_handover``."""
        values = super().values()
        moment = dt.datetime.combine(values.pop("held_on"), values.pop("held_time"))
        return values | {
            "held_at": timezone.make_aware(moment),
            "client_present": values.pop("client_there") == YES,
        }


class CheckForm(ActForm):
    """One line of the checklist: done, not needed because, or open again."""

    line = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    state = forms.ChoiceField(choices=[("done", ""), ("open", ""), ("not_needed", "")])
    not_needed = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask why a line is not needed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == "not_needed" and not cleaned.get("not_needed"):
            self.add_error("not_needed", _("Schrijf op waarom dit punt niet nodig is."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of ``set_check``."""
        cleaned = self.cleaned_data
        return {
            "pk": cleaned["line"],
            "done": cleaned["state"] == "done",
            "not_needed": cleaned["not_needed"] if cleaned["state"] == "not_needed" else "",
        }


class LineForm(ActForm):
    """A line of one's own on the checklist."""

    text = forms.CharField(label=gettext_lazy("Nog een punt"), max_length=200)


class CancelForm(ActForm):
    """Why the talk does not take place."""

    reason = forms.CharField(label=gettext_lazy("Waarom het niet doorgaat"), max_length=300)
