"""Forms about who is in a house: leave, absence, the count of the night, visitors, the hours of a condition."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from casework.enums import LeavePermission
from casework.forms.base import ActForm, DateField, OnceForm, TimeField
from casework.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEKDAYS = (
    ("1", _("maandag")),
    ("2", _("dinsdag")),
    ("3", _("woensdag")),
    ("4", _("donderdag")),
    ("5", _("vrijdag")),
    ("6", _("zaterdag")),
    ("7", _("zondag")),
)


class DaysField(forms.MultipleChoiceField):
    """Weekdays to tick, as one text: "135" is Monday, Wednesday and Friday."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        """Offer the week, every day ticked."""
        kwargs.setdefault("choices", WEEKDAYS)
        kwargs.setdefault("initial", [day for day, _name in WEEKDAYS])
        kwargs.setdefault("error_messages", {"required": _("Kies minstens één dag.")})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's own signature
        """Return the days as one text, in the order of the week."""
        return "".join(sorted(super().clean(value)))


def moment_of(day: dt.date, clock: dt.time) -> dt.datetime:
    """Return the moment of a day and a time as they were typed, Dutch time."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


def now_minute() -> dt.time:
    """Return the time of now, in whole minutes."""
    return timezone.localtime().time().replace(second=0, microsecond=0)


class MomentForm(OnceForm):
    """Abstract: a form in which pairs of a day and a time make one moment.

    ``MOMENTS`` names the moment for each pair: ``{"missed": "missed_at"}`` for ``missed_day`` and ``missed_time``.
    """

    MOMENTS: dict[str, str] = {}

    def values(self) -> dict[str, Any]:
        """Return what was typed, with a moment for each pair."""
        data = super().values()
        for pair, name in self.MOMENTS.items():
            day, clock = data.pop(f"{pair}_day"), data.pop(f"{pair}_time")
            data[name] = moment_of(day, clock)
        return data


class LeaveForm(MomentForm):
    """From when until when somebody is away, where to, and who allowed it."""

    MOMENTS = {"starts": "starts_at", "ends": "ends_at"}

    starts_day = DateField(label=_("Vertrek"), initial=timezone.localdate)
    starts_time = TimeField(label=_("Hoe laat"), initial=now_minute)
    ends_day = DateField(label=_("Uiterlijk terug"))
    ends_time = TimeField(label=_("Hoe laat"))
    destination = forms.CharField(label=_("Waarheen"), max_length=160)
    reachable = forms.CharField(label=_("Te bereiken op"), max_length=60, required=False)
    permission = forms.ChoiceField(
        label=_("Toestemming van"), choices=LeavePermission.choices, initial=LeavePermission.ORGANISATION
    )
    permission_by = forms.CharField(
        label=_("Wie gaf toestemming, en wanneer"),
        max_length=160,
        help_text=_("Bijvoorbeeld: T. Hendriks, telefonisch op 24 november."),
    )
    despite_window = forms.CharField(
        label=_("Toestemming binnen verplichte tijden"),
        max_length=160,
        required=False,
        help_text=_(
            "Alleen als het verlof valt in de tijden van een voorwaarde of na de avondklok: wie vond dat goed, en wanneer?"
        ),
    )
    note = forms.CharField(label=_("Wat is er afgesproken"), max_length=300, required=False)


class LeaveWithdrawForm(ActForm):
    """Why a leave does not happen."""

    reason = forms.CharField(label=_("Waarom gaat het niet door?"), max_length=200)


class AbsenceForm(MomentForm):
    """Since when somebody is missing, and what is known."""

    MOMENTS = {"missed": "missed_at"}

    missed_day = DateField(label=_("Gemist vanaf"), initial=timezone.localdate)
    missed_time = TimeField(label=_("Hoe laat"), initial=now_minute)
    circumstances = forms.CharField(
        label=_("Wat is er bekend"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wie miste hem, wanneer is hij voor het laatst gezien, wat zei hij? Feiten, geen vermoedens."),
    )


class ReturnForm(ActForm):
    """When he came back, and what was said."""

    returned_day = DateField(label=_("Terug op"), initial=timezone.localdate)
    returned_time = TimeField(label=_("Hoe laat"), initial=now_minute)
    return_talk = forms.CharField(
        label=_("Wat is er besproken"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Eerst hoe het met hem gaat, dan wat er gebeurde, wat helpt de volgende keer, en wie wat te horen krijgt."
        ),
    )

    def values(self) -> dict[str, Any]:
        """Return the moment and the talk."""
        data = super().values()
        data["returned_at"] = moment_of(data.pop("returned_day"), data.pop("returned_time"))
        return data


class StepForm(OnceForm):
    """What came of a step."""

    note = forms.CharField(max_length=200, required=False)


class DoorForm(OnceForm):
    """Somebody leaves or comes home; ``kind`` is the button that was pressed."""

    kind = forms.CharField(max_length=10)
    note = forms.CharField(max_length=160, required=False)


class NightCountForm(MomentForm):
    """Who was seen in the house."""

    night = forms.DateField(widget=forms.HiddenInput)
    counted_day = DateField(label=_("Geteld op"), initial=timezone.localdate)
    counted_time = TimeField(label=_("Hoe laat"), initial=now_minute)
    seen = RowsField(
        label=_("Gezien"),
        queryset=Client.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vink aan wie u zelf in huis zag."),
    )
    note = forms.CharField(label=_("Bijzonderheden"), max_length=300, required=False)

    MOMENTS = {"counted": "counted_at"}

    def __init__(self, *args: Any, residents: Iterable[Client], **kwargs: Any) -> None:
        """Offer the residents of that night."""
        super().__init__(*args, **kwargs)
        ids = [client.pk for client in residents]
        self.fields["seen"].queryset = Client.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class VisitForm(MomentForm):
    """Who came to see whom."""

    MOMENTS = {"arrived": "arrived_at"}

    client = forms.ModelChoiceField(label=_("Voor wie"), queryset=Client.objects.none())
    visitor = forms.CharField(
        label=_("Naam van de bezoeker"), max_length=120, help_text=_("Niet meer dan nodig: een naam, geen gegevens.")
    )
    relation = forms.CharField(label=_("Wie is dat voor de cliënt"), max_length=80, required=False)
    arrived_day = DateField(label=_("Gekomen op"), initial=timezone.localdate)
    arrived_time = TimeField(label=_("Hoe laat"), initial=now_minute)

    def __init__(self, *args: Any, residents: Iterable[Client], **kwargs: Any) -> None:
        """Offer the residents of now."""
        super().__init__(*args, **kwargs)
        ids = [client.pk for client in residents]
        self.fields["client"].queryset = Client.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class WindowForm(OnceForm):
    """The hours in which a condition wants somebody at home."""

    days = DaysField(label=_("Op welke dagen"))
    begins = TimeField(label=_("Thuis vanaf"))
    ends = TimeField(label=_("Thuis tot"), help_text=_("Vroeger dan het begin is de volgende ochtend."))
    valid_from = DateField(label=_("Geldt vanaf"), initial=timezone.localdate)
    valid_until = DateField(label=_("Tot en met"), required=False, help_text=_("Leeg is zolang de voorwaarde duurt."))


class PeriodForm(forms.Form):
    """A period in the address of a page."""

    first = DateField(label=_("Van"))
    last = DateField(label=_("Tot en met"))

    LONGEST_DAYS = 366

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or that is longer than a year."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise forms.ValidationError(gettext("De laatste dag ligt voor de eerste. Kies een latere dag."))
        if first and last and (last - first).days > self.LONGEST_DAYS:
            raise forms.ValidationError(gettext("Kies hoogstens een jaar tegelijk."))
        return data


class NightsForm(PeriodForm):
    """A period of nights, and on which day the figure was, or might have been, told for the first time."""

    known_on = DateField(label=_("Zoals het bekend was op"), required=False)
