"""Forms for accounts. They parse and check; they never save."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm, UserChangeForm
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AuditAction, Role
from accounts.models import Organisation, RoleAssignment, Team, User
from accounts.selectors import STAND_IN_ROLES, absentees_for
from accounts.services.leaving import left_behind


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # takes no parameter at run time
    """Rows to tick. A number that no database can hold is as unknown as any other that does not exist."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's own signature
        """Return the rows; raise ``ValidationError`` for one that does not exist."""
        try:
            return super().clean(value)
        except OverflowError as error:
            largest = max(value, key=len)
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": largest}
            ) from error


INVITED_ROLES = [choice for choice in Role.choices if choice[0] != Role.SERVICE]


class InviteForm(forms.Form):
    """Who is invited, in which role."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=150)
    last_name = forms.CharField(label=_("Achternaam"), max_length=150)
    username = forms.SlugField(
        label=_("Gebruikersnaam"),
        max_length=60,
        help_text=_("Kleine letters, cijfers en streepjes, bijvoorbeeld noor-ozturk."),
    )
    email = forms.EmailField(label=_("E-mailadres van het werk"))
    roles = forms.MultipleChoiceField(label=_("Rollen"), choices=INVITED_ROLES, widget=forms.CheckboxSelectMultiple)
    teams = RowsField(
        label=_("Teams"), queryset=Team.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisatie"),
        queryset=Organisation.objects.exclude(kind="own"),
        required=False,
        help_text=_("Alleen voor ketenpartners."),
    )

    def values(self) -> dict[str, Any]:
        """Return what was typed and checked."""
        data = dict(self.cleaned_data)
        data["roles"] = [Role(role) for role in data["roles"]]
        return data


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg] # takes no parameter at run time
    """An invited user chooses a password."""


class AuditFilterForm(forms.Form):
    """Which rows of the access log to show."""

    client_number = forms.CharField(
        label=_("Cliëntnummer"), max_length=20, required=False, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    action = forms.ChoiceField(
        label=_("Wat"),
        choices=[("", _("alles")), *AuditAction.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class DeputyForm(forms.Form):
    """Who is away, who stands in, and from when until when."""

    absent = forms.ModelChoiceField(label=_("Wie is afwezig"), queryset=User.objects.none(), empty_label=None)
    deputy = forms.ModelChoiceField(
        label=_("Wie neemt waar"), queryset=User.objects.none(), empty_label=_("Maak een keuze")
    )
    valid_from = forms.DateField(
        label=_("Vanaf"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("Tot en met"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer for whom this user may arrange it, himself first, and who can do the same work."""
        super().__init__(*args, **kwargs)
        people = absentees_for(user).order_by("last_name", "first_name", "pk")
        able = RoleAssignment.objects.active_on(timezone.localdate()).filter(role__in=STAND_IN_ROLES)
        self.fields["absent"].queryset = people  # type: ignore[attr-defined]
        self.fields["absent"].initial = user.pk
        self.fields["deputy"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(
                pk__in=able.values("user"), is_active=True, organisation=user.organisation_id
            ).for_list()
        )


class HouseUserForm(UserChangeForm):  # type: ignore[type-arg] # takes no parameter at run time
    """An account in the administrator's screens: one that still carries something does not end."""

    def clean_is_active(self) -> bool:
        """Refuse to end an account that would leave clients, appointments or a team to nobody."""
        active: bool = self.cleaned_data["is_active"]
        if not active and self.instance.is_active:
            yesterday = timezone.localdate() - dt.timedelta(days=1)
            if found := left_behind(self.instance, yesterday, roles={Role.COUNSELLOR, Role.TEAM_LEAD}):
                raise forms.ValidationError(found)
        return active


class RoleFormSet(BaseInlineFormSet):  # type: ignore[type-arg] # takes no parameter at run time
    """The roles of a user: one under which he still carries something does not end."""

    def clean(self) -> None:
        """Refuse the last day of a role after which clients, appointments or a team would be nobody's."""
        super().clean()
        going_on = {
            row.get("role")
            for form in self.forms
            if (row := getattr(form, "cleaned_data", {})) and not row.get("valid_until")
        }
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if "valid_until" not in form.changed_data or not row.get("valid_until") or row.get("role") in going_on:
                continue
            if found := left_behind(self.instance, row["valid_until"], roles={row["role"]}):
                form.add_error("valid_until", found)
