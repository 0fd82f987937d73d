"""Forms for goals, the support plan and commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums import CommitmentOwner, GoalOrigin, GoalResult
from casework.enums.support_plans import PlanStage
from casework.forms.base import ActForm, DateField, OnceForm
from casework.forms.steps import ServesField, own_goals
from casework.models import LifeDomain

if TYPE_CHECKING:
    from casework.models import Client


class GoalForm(OnceForm):
    """A goal of the client himself, or one that was imposed."""

    origin = forms.ChoiceField(
        label=_("Van wie is dit doel?"), choices=GoalOrigin.choices, widget=forms.RadioSelect, initial=GoalOrigin.OWN
    )
    text = forms.CharField(
        label=_("Doel"),
        max_length=300,
        help_text=_("Een eigen doel in de woorden van de cliënt, liefst haalbaar in een of twee weken."),
    )
    domain = forms.ModelChoiceField(label=_("Leefgebied"), queryset=LifeDomain.objects.filter(in_use=True))
    serves = ServesField(
        help_text=_("Alleen bij een opgelegd doel: zo wordt duidelijk wat het de cliënt zelf oplevert.")
    )
    target_on = DateField(label=_("Streefdatum"), required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the own goals of this client that are open."""
        super().__init__(*args, **kwargs)
        self.fields["serves"].queryset = own_goals(client)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return the goals that it serves as a list."""
        return {**super().values(), "serves": list(self.cleaned_data["serves"])}


class GoalCloseForm(ActForm):
    """How a goal ended. Partial success counts."""

    result = forms.ChoiceField(label=_("Hoe is het gegaan?"), choices=GoalResult.choices, widget=forms.RadioSelect)
    result_text = forms.CharField(
        label=_("Wat is bereikt"), max_length=300, required=False, help_text=_("Noem ook wat deels lukte.")
    )
    ended_on = DateField(label=_("Afgesloten op"), initial=timezone.localdate)


class SupportPlanForm(OnceForm):
    """The next version of the support plan."""

    summary = forms.CharField(label=_("Wat nodig is en hoe we dat doen"), widget=forms.Textarea(attrs={"rows": 8}))
    client_words = forms.CharField(
        label=_("In de woorden van de cliënt"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    stage = forms.ChoiceField(
        label=_("Wat voor versie is het?"),
        choices=PlanStage.choices,
        widget=forms.RadioSelect,
        initial=PlanStage.DEFINITIVE,
        required=False,
        help_text=_(
            "Een eerste versie bij voorkeur binnen zes weken, de definitieve uiterlijk drie maanden na de intake."
        ),
    )
    established_on = DateField(label=_("Vastgesteld op"), initial=timezone.localdate)
    evaluate_on = DateField(
        label=_("Evalueren voor"), required=False, help_text=_("Leeg is de langste termijn, een half jaar.")
    )

    def clean_stage(self) -> str:
        """Take it for definitive when nothing was chosen."""
        return self.cleaned_data["stage"] or PlanStage.DEFINITIVE


class CommitmentForm(OnceForm):
    """An agreement with an owner and a date."""

    text = forms.CharField(label=_("Afspraak"), max_length=300)
    owner = forms.ChoiceField(label=_("Wie doet dit?"), choices=CommitmentOwner.choices, widget=forms.RadioSelect)
    owner_name = forms.CharField(
        label=_("Naam"), max_length=120, required=False, help_text=_("Nodig als iemand anders het doet.")
    )
    due_on = DateField(label=_("Uiterlijk"))
