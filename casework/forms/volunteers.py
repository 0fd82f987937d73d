"""Forms around volunteers. Those a volunteer fills in himself are in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from casework.enums.volunteers import ClickOutcome, MatchEnd
from casework.forms.base import ActForm, DateField, OnceForm

if TYPE_CHECKING:
    from collections.abc import Collection

CHOOSE = ("", _("Maak een keuze"))


class MatchForm(OnceForm):
    """A volunteer for a client who wants one."""

    volunteer = forms.ModelChoiceField(label=_("Vrijwilliger"), queryset=User.objects.none())
    coordinator = forms.ModelChoiceField(label=_("Vrijwilligerscoördinator"), queryset=User.objects.none())
    purpose = forms.CharField(
        label=_("Wat gaan ze samen doen?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld: elke week wandelen. De vrijwilliger leest dit. Schrijf niets over straf of risico."),
    )
    wanted = forms.BooleanField(
        label=_("De cliënt wil dit zelf"), error_messages={"required": _("Vraag het eerst aan de cliënt.")}
    )

    def __init__(self, *args: Any, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the volunteers and coordinators of these teams."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for name, role in (("volunteer", Role.VOLUNTEER), ("coordinator", Role.VOLUNTEER_COORDINATOR)):
            people = User.objects.with_role(role, today).in_teams(set(team_ids), today).for_list()
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Leave out the question whether he wants it: without a yes there is no form."""
        data = super().values()
        del data["wanted"]
        return data


class TrainingForm(OnceForm):
    """The basic training of a volunteer."""

    name = forms.CharField(label=_("Welke training"), max_length=160, initial=_("Basistraining vrijwilligers"))
    completed_on = DateField(label=_("Afgerond op"), initial=timezone.localdate)


class IntroductionForm(OnceForm):
    """The introduction talk, and what each said."""

    held_on = DateField(label=_("Gehouden op"), initial=timezone.localdate)
    of_client = forms.ChoiceField(label=_("Wat zegt de cliënt?"), choices=[CHOOSE, *ClickOutcome.choices])
    of_volunteer = forms.ChoiceField(label=_("Wat zegt de vrijwilliger?"), choices=[CHOOSE, *ClickOutcome.choices])
    of_coordinator = forms.ChoiceField(label=_("Wat zegt de coördinator?"), choices=[CHOOSE, *ClickOutcome.choices])
    of_counsellor = forms.ChoiceField(
        label=_("Wat zegt de begeleider?"),
        choices=[("", _("was er niet bij")), *ClickOutcome.choices],
        required=False,
        help_text=_("Liefst is de begeleider erbij."),
    )
    agreed = forms.CharField(
        label=_("Wat is afgesproken?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wanneer zien ze elkaar, wat doen ze wel en niet, en dat alles geheim blijft behalve bij gevaar."),
    )


class TalkForm(OnceForm):
    """A supervision talk with a volunteer."""

    held_on = DateField(label=_("Gehouden op"), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Wat is besproken?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Hoe gaat het met de vrijwilliger zelf? Wat is lastig, wat gaat goed?"),
    )
    next_on = DateField(label=_("Volgend gesprek op"))


class MatchEndForm(ActForm):
    """Why a match ends."""

    ended_on = DateField(label=_("Laatste dag"), initial=timezone.localdate)
    end_kind = forms.ChoiceField(label=_("Waarom?"), choices=MatchEnd.choices, widget=forms.RadioSelect)
    end_why = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class SafetyForm(ActForm):
    """What was done with a line about safety."""

    what = forms.CharField(label=_("Wat heeft u gedaan?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LogForm(OnceForm):
    """A line in the logbook, by the volunteer himself."""

    happened_on = DateField(label=_("Welke dag?"), initial=timezone.localdate)
    minutes = forms.IntegerField(
        label=_("Hoe lang, in minuten?"), min_value=0, max_value=1440, initial=60, widget=forms.NumberInput
    )
    text = forms.CharField(
        label=_("Wat hebben jullie gedaan?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    went_well = forms.CharField(label=_("Wat ging goed?"), max_length=300, required=False)
    is_safety = forms.BooleanField(
        label=_("Ik maak me zorgen over de veiligheid"),
        required=False,
        help_text=_("De begeleider krijgt dan meteen bericht. Bel bij direct gevaar 112."),
    )
