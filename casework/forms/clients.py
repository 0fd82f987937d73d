"""Forms about the client himself and who works with him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Team, User
from casework.enums import Gender
from casework.forms.base import ActForm, DateField, OnceForm

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def counsellors_in(team_ids: Collection[int]) -> QuerySet[User]:
    """Return who can be chosen as counsellor today: the counsellors of these teams."""
    today = timezone.localdate()
    found: QuerySet[User] = User.objects.with_role(Role.COUNSELLOR, today).in_teams(set(team_ids), today).for_list()
    return found


class ClientForm(OnceForm):
    """A new client of one of the user's own teams."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=60)
    preferred_name = forms.CharField(
        label=_("Roepnaam"),
        max_length=60,
        required=False,
        help_text=_("Alleen als de cliënt anders genoemd wil worden."),
    )
    last_name = forms.CharField(label=_("Achternaam"), max_length=80)
    birth_date = DateField(label=_("Geboortedatum"))
    gender = forms.ChoiceField(label=_("Geslacht"), choices=Gender.choices, initial=Gender.UNKNOWN)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    counsellor = forms.ModelChoiceField(
        label=_("Persoonlijk begeleider"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Kan ook later. Zonder begeleider komen herinneringen bij de teamleider."),
    )
    starts_on = DateField(label=_("Begeleiding vanaf"), required=False, help_text=_("Leeg is vandaag."))
    horizon = forms.CharField(
        label=_("Stip op de horizon"),
        max_length=200,
        required=False,
        help_text=_("In de woorden van de cliënt: waar wil hij of zij naartoe?"),
    )
    # Shown once a file was found that looks like it.
    somebody_else = forms.BooleanField(label=_("Dit is iemand anders: meld de cliënt toch aan"), required=False)

    def __init__(self, *args: Any, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the teams of the user and the counsellors in them."""
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(pk__in=team_ids)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["counsellor"].queryset = counsellors_in(team_ids)  # type: ignore[attr-defined]
        if len(team_ids) == 1:
            self.fields["team"].initial = teams.first()


class MergeForm(OnceForm):
    """Which other file is of the same person, and why; ``sure`` is asked once it was shown what a merge does."""

    other = forms.CharField(
        label=_("Cliëntnummer van het andere dossier"),
        max_length=20,
        help_text=_("Dat dossier gaat op in dit dossier en is daarna alleen nog te lezen."),
    )
    reason = forms.CharField(
        label=_("Waarom is dit dezelfde cliënt?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld: zelfde geboortedatum en de cliënt bevestigt het zelf."),
    )
    sure = forms.BooleanField(
        label=_("Ik heb beide dossiers bekeken: het is dezelfde cliënt"), required=False, widget=forms.HiddenInput
    )


class UndoMergeForm(ActForm):
    """Why two files that were merged are of two people after all."""

    reason = forms.CharField(
        label=_("Waarom zijn het toch twee cliënten?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class CounsellorForm(ActForm):
    """Another counsellor, from a day on."""

    counsellor = forms.ModelChoiceField(label=_("Persoonlijk begeleider"), queryset=User.objects.none())
    starts_on = DateField(
        label=_("Vanaf"), initial=timezone.localdate, help_text=_("De huidige begeleider stopt de dag ervoor.")
    )

    def __init__(self, *args: Any, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the counsellors of these teams."""
        super().__init__(*args, **kwargs)
        self.fields["counsellor"].queryset = counsellors_in(team_ids)  # type: ignore[attr-defined]


class WalkForm(ActForm):
    """An expert by experience walks along, from a day on."""

    expert = forms.ModelChoiceField(label=_("Ervaringsdeskundige"), queryset=User.objects.none())
    starts_on = DateField(label=_("Vanaf"), initial=timezone.localdate)

    def __init__(self, *args: Any, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the experts by experience of these teams."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        found = User.objects.with_role(Role.EXPERT_BY_EXPERIENCE, today).in_teams(set(team_ids), today).for_list()
        self.fields["expert"].queryset = found  # type: ignore[attr-defined]


class HorizonForm(ActForm):
    """The dot on the horizon."""

    horizon = forms.CharField(
        label=_("Stip op de horizon"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In de woorden van de cliënt: waar wil hij of zij naartoe?"),
    )


class SwitchForm(forms.Form):
    """What was typed to find a client."""

    q = forms.CharField(label=_("Naam of cliëntnummer"), max_length=100)
