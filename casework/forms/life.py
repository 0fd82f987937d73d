"""Forms of a life domain, a strength, day activities and debts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import KnownAnswer
from casework.enums.life import ActiveParty, DayActivityKind, DebtArrangement, StrengthFactor
from casework.forms.base import ActForm, DateField, OnceForm
from casework.forms.steps import own_goals
from casework.models import Goal
from casework.models.life import WEEK_HOURS

if TYPE_CHECKING:
    from casework.models import Client


def _text(label: Any, help_text: Any = "") -> forms.CharField:  # noqa: ANN401 -- lazy sentences
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DomainEntryForm(OnceForm):
    """How it is in one life domain."""

    now = _text(_("Hoe is het nu?"))
    wanted = _text(_("Wat wil de cliënt?"), _("In zijn eigen woorden."))
    how = _text(_("Hoe komen we daar?"))
    must_change = forms.ChoiceField(
        label=_("Moet het veranderen?"),
        choices=KnownAnswer.choices,
        widget=forms.RadioSelect,
        initial=KnownAnswer.UNKNOWN,
    )
    active = forms.MultipleChoiceField(
        label=_("Wie is hier actief?"),
        choices=ActiveParty.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zo sluiten de plannen van iedereen op elkaar aan."),
    )
    active_words = forms.CharField(label=_("Wie doet wat?"), max_length=300, required=False)
    valid_from = DateField(label=_("Zo op"), initial=timezone.localdate)


class StrengthForm(OnceForm):
    """Something the client is strong in."""

    words = forms.CharField(
        label=_("In de woorden van de cliënt"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld: als ik iets beloof aan mijn zus, dan doe ik het."),
    )
    factor = forms.ChoiceField(label=_("Wat voor kracht is het?"), choices=StrengthFactor, widget=forms.RadioSelect)
    noted_on = DateField(label=_("Opgeschreven op"), initial=timezone.localdate)


class StrengthEndForm(ActForm):
    """A strength holds no longer."""

    ended_why = forms.CharField(label=_("Waarom geldt dit niet meer?"), max_length=300)
    ended_on = DateField(label=_("Sinds"), initial=timezone.localdate)


class _ServesOwnGoal(OnceForm):
    """Something that serves an own goal of the client."""

    goal = forms.ModelChoiceField(label=_("Welk eigen doel helpt dit?"), queryset=Goal.objects.none(), required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the own goals of this client that are open."""
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = own_goals(client)  # type: ignore[attr-defined]


class DayActivityForm(_ServesOwnGoal):
    """Work or day activity that begins."""

    kind = forms.ChoiceField(label=_("Soort"), choices=DayActivityKind.choices)
    name = forms.CharField(label=_("Wat en waar"), max_length=160)
    hours = forms.DecimalField(
        label=_("Uren per week"), min_value=0, max_value=WEEK_HOURS, max_digits=4, decimal_places=1, localize=True
    )
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)
    field_order = ("form_token", "kind", "name", "hours", "valid_from", "goal")


class DayActivityEndForm(ActForm):
    """Work or day activity stopped."""

    valid_until = DateField(label=_("Laatste dag"), initial=timezone.localdate)
    ended_why = forms.CharField(
        label=_("Waarom stopte het?"),
        max_length=300,
        help_text=_("Staat verlies van werk in de samenwerkingsafspraken, dan staat de melding daarna klaar."),
    )


class DebtPlanForm(_ServesOwnGoal):
    """What is arranged for debts."""

    arrangement = forms.ChoiceField(label=_("Regeling"), choices=DebtArrangement.choices)
    administrator = forms.CharField(label=_("Bewindvoerder of budgetbeheerder"), max_length=160, required=False)
    living_money = forms.DecimalField(
        label=_("Leefgeld per week, in euro"),
        min_value=0,
        max_digits=6,
        decimal_places=2,
        required=False,
        localize=True,
    )
    contact = forms.CharField(
        label=_("Contact met de schuldhulpverlener"),
        max_length=300,
        required=False,
        help_text=_("Met wie, hoe vaak, en wanneer voor het laatst."),
    )
    note = _text(_("Wat is afgesproken?"))
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)
    field_order = (
        "form_token", "arrangement", "administrator", "living_money", "contact", "note", "valid_from", "goal",
    )  # fmt: skip
