"""Forms for steps, their results, the links between goals, and celebrations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from casework.enums import GoalOrigin
from casework.enums.goals import StepOwner, StepResult
from casework.forms.base import ActForm, DateField, OnceForm
from casework.models import Goal, GoalStep

if TYPE_CHECKING:
    from casework.models import Client


def own_goals(client: Client) -> Any:  # noqa: ANN401 -- a queryset of related rows
    """Return the own goals of a client that an imposed goal may serve."""
    return client.goals.filter(origin=GoalOrigin.OWN, ended_on=None)


class ServesField(RowsField):
    """The own goals that an imposed goal serves."""

    def __init__(self, **kwargs: Any) -> None:
        """Label and help, unless the page says otherwise."""
        kwargs.setdefault("label", _("Welke eigen doelen helpt dit?"))
        kwargs.setdefault("queryset", Goal.objects.none())
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)


class GoalLinkForm(ActForm):
    """Which own goals an imposed goal serves."""

    serves = ServesField(help_text=_("Vraag het de cliënt: wat levert dit hem zelf op?"))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the own goals of this client that are open."""
        super().__init__(*args, **kwargs)
        self.fields["serves"].queryset = own_goals(client)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the chosen goals."""
        return {"serves": list(self.cleaned_data["serves"])}


class StepForm(OnceForm):
    """A small step towards a goal."""

    text = forms.CharField(
        label=_("Stap"), max_length=300, help_text=_("Zo klein dat het in een of twee weken kan lukken.")
    )
    owner = forms.ChoiceField(
        label=_("Wie doet het?"),
        choices=StepOwner.choices,
        widget=forms.RadioSelect,
        initial=StepOwner.ALONE,
        help_text=_("Begin bovenaan: wat de cliënt zelf kan, doet hij zelf. Nooit zomaar overnemen."),
    )
    due_on = DateField(label=_("Uiterlijk"))

    def __init__(self, *args: Any, usual_days: int, **kwargs: Any) -> None:
        """Suggest the usual end of a step."""
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate() + dt.timedelta(days=usual_days)


class StepResultForm(ActForm):
    """How a step ended; partial success counts."""

    result = forms.ChoiceField(label=_("Hoe is het gegaan?"), choices=StepResult.choices, widget=forms.RadioSelect)
    reached = forms.CharField(
        label=_("Wat is bereikt"), max_length=300, required=False, help_text=_("Ook wat deels lukte, telt.")
    )
    remains = forms.CharField(
        label=_("Wat nog overblijft"), max_length=300, required=False, help_text=_("Alleen bij ‘deels gelukt’.")
    )
    next_due_on = DateField(
        label=_("Vervolgstap voor wat overblijft, uiterlijk"),
        required=False,
        help_text=_("Vul een datum in om meteen een nieuwe stap te maken."),
    )
    reason = forms.CharField(
        label=_("Waarom losgelaten"), max_length=300, required=False, help_text=_("Alleen bij ‘losgelaten’.")
    )
    ended_on = DateField(label=_("Afgerond op"), initial=timezone.localdate)


class CelebrationForm(OnceForm):
    """What was celebrated, how, and when."""

    what = forms.CharField(label=_("Wat is gevierd"), max_length=300)
    how = forms.CharField(
        label=_("Hoe"),
        max_length=300,
        help_text=_("Bijvoorbeeld: samen koffie op de markt, of een kaartje van het team."),
    )
    celebrated_on = DateField(label=_("Wanneer"), initial=timezone.localdate)
    goal = forms.ModelChoiceField(label=_("Bij welk doel hoort het?"), queryset=Goal.objects.none(), required=False)
    step = forms.ModelChoiceField(
        label=_("Of bij welke stap?"), queryset=GoalStep.objects.none(), required=False, empty_label=_("Geen")
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the goals of this client, and the steps that went well."""
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = client.goals.all()  # type: ignore[attr-defined]
        steps = client.steps.filter(result__in=(StepResult.REACHED, StepResult.PARTLY)).order_by("-ended_on", "-pk")
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]
