"""Forms of a condition that was not kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm, TimeField
from casework.models import SpecialCondition
from casework.selectors import open_conditions
from riskplans.models import Reaction
from riskplans.models.violations import ViolationStepKind

if TYPE_CHECKING:
    from casework.models import Client
    from riskplans.selectors.violations import Origin


class MomentForm(OnceForm):
    """A day and a time, which become one moment."""

    day = DateField(label=_("Datum"))
    time = TimeField(label=_("Tijd"))

    def moment(self, data: dict[str, Any]) -> dt.datetime:
        """Take the day and the time out of what was typed and return the moment."""
        return timezone.make_aware(dt.datetime.combine(data.pop("day"), data.pop("time")))


class ViolationForm(MomentForm):
    """What happened, of which condition, and from what it is known."""

    condition = forms.ModelChoiceField(label=_("Welke voorwaarde"), queryset=SpecialCondition.objects.none())
    fact = forms.CharField(
        label=_("Wat er is gebeurd"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("Alleen wat u zag of hoorde, zonder oordeel."),
    )
    interpretation = forms.CharField(
        label=_("Hoe wij het begrijpen"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=_("Ook wat wel goed gaat, en wat de oorzaak kan zijn."),
    )
    source_text = forms.CharField(
        label=_("Bron"), max_length=160, required=False, help_text=_("Van wie of waarvan u het weet.")
    )

    def __init__(self, *args: Any, client: Client, origin: Origin | None, **kwargs: Any) -> None:
        """Begin with what the check, the appointment or the absence says already."""
        super().__init__(*args, **kwargs)
        self.fields["condition"].queryset = open_conditions(client)  # type: ignore[attr-defined]
        self.fields["condition"].label_from_instance = lambda one: one.kind.name  # type: ignore[attr-defined]
        at = timezone.localtime(origin.at) if origin is not None else timezone.localtime()
        self.fields["day"].initial = at.date()
        self.fields["time"].initial = at.replace(second=0, microsecond=0)
        if origin is not None:
            self.fields["fact"].initial = origin.label
        self.order_fields(["form_token", "condition", "day", "time", "fact", "interpretation", "source_text"])

    def values(self) -> dict[str, Any]:
        """Return what was typed and checked, with one moment."""
        data = super().values()
        return {"happened_at": self.moment(data), **data}


class StepForm(MomentForm):
    """What followed."""

    kind = forms.ChoiceField(label=_("Stap"), choices=ViolationStepKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Wat is er gezegd of besloten"), max_length=500)
    told_to = forms.CharField(
        label=_("Aan wie"), max_length=120, required=False, help_text=_("Alleen bij ‘verteld aan’.")
    )
    exception_reason = forms.CharField(
        label=_("Waarom de cliënt het niet eerst hoorde"),
        max_length=300,
        required=False,
        help_text=_("Alleen als u het iemand vertelde voordat u het met de cliënt besprak."),
    )
    reaction = forms.ModelChoiceField(
        label=_("Welke reactie"),
        queryset=Reaction.objects.filter(in_use=True),
        required=False,
        help_text=_("Alleen bij ‘reactie’."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin now."""
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = now.replace(second=0, microsecond=0)
        self.order_fields(["form_token", "kind", "day", "time", "text", "told_to", "exception_reason", "reaction"])

    def values(self) -> dict[str, Any]:
        """Return what was typed and checked, with one moment."""
        data = super().values()
        return {"taken_at": self.moment(data), **data}
