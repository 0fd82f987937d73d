"""The form of a function analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm
from riskplans.enums import AnalysisOutcome
from riskplans.services.function_analyses import AnalysisText

if TYPE_CHECKING:
    from riskplans.models import FunctionAnalysis

LONGEST_TEXT = 4000


def _text(label: Any, *, rows: int = 2, **kwargs: Any) -> forms.CharField:  # noqa: ANN401 -- a lazy sentence
    kwargs.setdefault("required", False)
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class FunctionAnalysisForm(OnceForm):
    """One situation, from what came before it to what the client does next time."""

    happened_on = DateField(label=_("Wanneer was dit"), initial=timezone.localdate)
    outcome = forms.ChoiceField(
        label=_("Hoe liep het af"),
        choices=AnalysisOutcome.choices,
        widget=forms.RadioSelect,
        help_text=_("Van een situatie die goed ging leert u net zoveel."),
        error_messages={"required": _("Kies hoe het afliep.")},
    )
    situation = _text(
        _("Wat er gebeurde"),
        rows=3,
        required=True,
        help_text=_("In de woorden van de cliënt: waar, met wie, hoe het liep."),
        error_messages={"required": _("Schrijf op wat er gebeurde.")},
    )
    triggers = _text(_("Wat eraan voorafging"), help_text=_("De uren of dagen ervoor: wat speelde er, wie was erbij?"))
    noticed = _text(
        _("Waaraan ik het had kunnen merken"),
        help_text=_("Een signaal per regel. Ze kunnen mee naar het signaleringsplan."),
    )
    feelings = _text(_("Wat ik dacht en voelde"))
    too_much = _text(_("Wat ik niet aankon"))
    behaviour = _text(_("Wat ik toen deed"))
    helped = _text(_("Wat hielp of nog goed ging"), help_text=_("Ook als het misging: wat deed de cliënt goed?"))
    next_time = _text(
        _("Wat ik de volgende keer doe"),
        required=True,
        help_text=_("Een stap per regel. Ze kunnen mee naar het signaleringsplan."),
        error_messages={"required": _("Schrijf op wat de cliënt de volgende keer doet.")},
    )
    made_with = forms.CharField(
        label=_("Met wie is dit besproken"),
        max_length=200,
        help_text=_("Bijvoorbeeld de cliënt en zijn begeleider."),
        error_messages={"required": _("Schrijf op met wie u dit hebt besproken.")},
    )
    replace_reason = forms.CharField(
        label=_("Waarom opnieuw"),
        max_length=200,
        help_text=_("De eerdere analyse blijft leesbaar."),
        error_messages={"required": _("Schrijf op waarom u de analyse opnieuw maakt.")},
    )

    def __init__(self, *args: Any, replaces: FunctionAnalysis | None = None, **kwargs: Any) -> None:
        """Start from the analysis that is made again, where there is one."""
        if replaces is not None:
            kwargs["initial"] = {
                name: getattr(replaces, name)
                for name in self.base_fields
                if name not in {"form_token", "replace_reason"}
            }
        super().__init__(*args, **kwargs)
        if replaces is None:
            del self.fields["replace_reason"]

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that writes the analysis."""
        values = dict(self.cleaned_data)
        rest: dict[str, Any] = {name: values.pop(name) for name in ("form_token", "replace_reason") if name in values}
        return {"text": AnalysisText(**values), **rest}
