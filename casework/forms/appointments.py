"""Forms of the calendar: planning, moving, calling off, and how it ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from casework.enums import AppointmentPurpose, AppointmentResult, SeriesStep
from casework.enums.duty_calendar import WorkPurpose
from casework.forms.base import ActForm, DateField, OnceForm, TimeField

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from accounts.errors import Refused
    from casework.models import Appointment, Client, WorkAppointment

USUAL_MINUTES = 30
MINUTES = [(number, f"{number} min") for number in (15, 30, 45, 60, 90, 120, 180, 240, 480)]


class MomentForm(OnceForm):
    """Abstract: a day, a time and how long. Overlap is asked about once, then it may be so."""

    day = DateField(label=_("Datum"))
    time = TimeField(label=_("Begintijd"))
    minutes = forms.IntegerField(
        label=_("Duur in minuten"),
        min_value=5,
        max_value=24 * 60,
        initial=USUAL_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Schrijf de duur in hele minuten, van 5 tot en met 1440.")
        ),
    )
    anyway = forms.BooleanField(label=_("Het mag toch, ook al staat er al iets"), required=False)

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal about the end at the duration: the form asks for no end."""
        if refusal.field == "ends_at":
            refusal.field = "minutes"
        if refusal.field == "starts_at":
            refusal.field = "day"
        super().refuse(refusal)

    def values(self) -> dict[str, Any]:
        """Return what was typed, with the day, the time and the duration as two moments."""
        data = super().values()
        starts_at = timezone.make_aware(dt.datetime.combine(data.pop("day"), data.pop("time")))
        ends_at = starts_at + dt.timedelta(minutes=data.pop("minutes"))
        return {**data, "starts_at": starts_at, "ends_at": ends_at}


def colleagues_field() -> forms.ModelMultipleChoiceField[User]:
    """Return the field for who comes along; a form fills in who there is."""
    return forms.ModelMultipleChoiceField(
        label=_("Welke collega’s erbij"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De afspraak staat ook in hun agenda."),
    )


def keepers_in(team_ids: Collection[int]) -> QuerySet[User]:
    """Return who keeps files in these teams today."""
    today = timezone.localdate()
    found: QuerySet[User] = User.objects.in_teams(set(team_ids), today).filter(
        role_assignments__in=_keeping_roles(today), is_active=True
    )
    listed: QuerySet[User] = User.objects.filter(pk__in=found.values("pk")).for_list()
    return listed


class AppointmentForm(MomentForm):
    """A new appointment, or a series."""

    purpose = forms.ChoiceField(
        label=_("Waarvoor"),
        choices=AppointmentPurpose.choices,
        initial=AppointmentPurpose.SESSION,
        widget=forms.RadioSelect,
    )
    user = forms.ModelChoiceField(label=_("Wie van ons"), queryset=User.objects.none())
    colleagues = colleagues_field()
    with_whom = forms.CharField(
        label=_("Wie nog meer"),
        max_length=160,
        required=False,
        help_text=_("Bijvoorbeeld de toezichthouder of de behandelaar."),
    )
    place = forms.CharField(label=_("Waar"), max_length=120, required=False)
    step = forms.ChoiceField(
        label=_("Komt terug"), choices=[("", _("nee, één keer")), *SeriesStep.choices], required=False
    )
    until = DateField(
        label=_("Tot en met"), required=False, help_text=_("Alleen bij een reeks; ten hoogste een jaar vooruit.")
    )

    def __init__(self, *args: Any, client: Client, acting_user: User, **kwargs: Any) -> None:
        """Offer who works in the team of the client, the one who plans first."""
        super().__init__(*args, **kwargs)
        keepers = keepers_in({client.team_id})
        people = (keepers | User.objects.filter(pk=acting_user.pk)).order_by("last_name", "first_name", "pk")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].initial = acting_user.pk
        self.fields["colleagues"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(
            [
                *("form_token", "purpose", "day", "time", "minutes", "user", "colleagues"),
                *("with_whom", "place", "step", "until", "anyway"),
            ]
        )


def _keeping_roles(day: dt.date) -> Any:  # noqa: ANN401 -- a queryset of a model that only accounts names
    from accounts.models import RoleAssignment  # noqa: PLC0415 -- kept beside its only use

    return RoleAssignment.objects.active_on(day).filter(role__in=(Role.COUNSELLOR, Role.TEAM_LEAD))


class ColleaguesForm(ActForm):
    """Who comes along to an appointment."""

    colleagues = colleagues_field()
    rest_of_series = forms.BooleanField(label=_("Ook bij alle latere afspraken van deze reeks"), required=False)

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        """Offer the team of the client, with who comes along now ticked."""
        along = [one.user_id for one in appointment.colleagues.all()]
        super().__init__(*args, initial={"colleagues": along}, **kwargs)
        people = keepers_in({appointment.client.team_id}) | User.objects.filter(pk__in=along)
        offered = people.exclude(pk=appointment.user_id).order_by("last_name", "first_name", "pk")
        self.fields["colleagues"].queryset = offered  # type: ignore[attr-defined]
        if appointment.series_id is None:
            del self.fields["rest_of_series"]


class WorkForm(MomentForm):
    """An appointment among ourselves, or a series."""

    purpose = forms.ChoiceField(
        label=_("Waarvoor"), choices=WorkPurpose.choices, initial=WorkPurpose.TEAM, widget=forms.RadioSelect
    )
    subject = forms.CharField(
        label=_("Waarover"),
        max_length=120,
        required=False,
        help_text=_("Zet hier geen namen van cliënten: een afspraak met een cliënt plant u in zijn dossier."),
    )
    colleagues = colleagues_field()
    place = forms.CharField(label=_("Waar"), max_length=120, required=False)
    step = forms.ChoiceField(
        label=_("Komt terug"), choices=[("", _("nee, één keer")), *SeriesStep.choices], required=False
    )
    until = DateField(
        label=_("Tot en met"), required=False, help_text=_("Alleen bij een reeks; ten hoogste een jaar vooruit.")
    )

    def __init__(self, *args: Any, acting_user: User, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the colleagues of one's own teams."""
        super().__init__(*args, **kwargs)
        offered = keepers_in(team_ids).exclude(pk=acting_user.pk)
        self.fields["colleagues"].queryset = offered  # type: ignore[attr-defined]
        self.order_fields(
            [
                *("form_token", "purpose", "subject", "day", "time", "minutes", "colleagues"),
                *("place", "step", "until", "anyway"),
            ]
        )


class WorkMoveForm(MomentForm):
    """Another moment for an appointment among ourselves."""

    def __init__(self, *args: Any, appointment: WorkAppointment, **kwargs: Any) -> None:
        """Begin with the moment it has now."""
        starts = timezone.localtime(appointment.starts_at)
        kwargs["initial"] = {"day": starts.date(), "time": starts.time(), "minutes": appointment.minutes}
        super().__init__(*args, **kwargs)
        self.order_fields(["form_token", "day", "time", "minutes", "anyway"])

    def values(self) -> dict[str, Any]:
        """Return the moment; moving twice to the same moment is once, so that no token is needed."""
        data = super().values()
        del data["form_token"]
        return data


class MoveForm(MomentForm):
    """Another moment for an appointment, and why."""

    reason = forms.CharField(
        label=_("Waarom"), max_length=200, help_text=_("Bijvoorbeeld: op verzoek van de cliënt, zijn werkrooster.")
    )

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        """Begin with the moment it has now."""
        starts = timezone.localtime(appointment.starts_at)
        kwargs["initial"] = {"day": starts.date(), "time": starts.time(), "minutes": appointment.minutes}
        super().__init__(*args, **kwargs)
        self.order_fields(["form_token", "day", "time", "minutes", "reason", "anyway"])


class CancelForm(OnceForm):
    """Why an appointment is called off, and whether what comes after it goes as well."""

    reason = forms.CharField(label=_("Waarom"), max_length=200)
    rest_of_series = forms.BooleanField(label=_("Ook alle latere afspraken van deze reeks"), required=False)

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        """Ask about the series where there is one."""
        super().__init__(*args, **kwargs)
        if appointment.series_id is None:
            del self.fields["rest_of_series"]


class OutcomeForm(OnceForm):
    """How an appointment ended. One of the buttons sends it; a missed one wants a line."""

    result = forms.ChoiceField(label=_("Hoe ging het?"), choices=AppointmentResult.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In één zin waarom"),
        max_length=200,
        required=False,
        help_text=_("Nodig als de afspraak niet doorging."),
    )
    correct = forms.BooleanField(required=False, widget=forms.HiddenInput)
