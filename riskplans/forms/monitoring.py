"""The form with which a person sets the phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import OnceForm
from riskplans.enums import PhaseLevel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from riskplans.models import PhaseChange


def level_choices(levels: Iterable[str]) -> list[tuple[str, str]]:
    """Return phases as choices: the word, and in a few words what it stands for."""
    return [(level, f"{PhaseLevel(level).label.capitalize()}: {PhaseLevel(level).meaning}") for level in levels]


class SetPhaseForm(OnceForm):
    """A phase and why. ``seen`` is the fact that the writer looked at; when it is not the latest any more he is told."""

    level = forms.ChoiceField(label=_("Fase"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Waarom"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        levels: Iterable[str],
        current: PhaseChange | None,
        **kwargs: Any,
    ) -> None:
        """Offer the phases of the plan other than the one of now."""
        super().__init__(*args, **kwargs)
        level, reason = self.fields["level"], self.fields["reason"]
        level.choices = level_choices(levels)  # type: ignore[attr-defined]
        level.error_messages["required"] = _("Kies een fase.")
        reason.error_messages["required"] = _("Schrijf op waarom u de fase bijstelt.")
        self.fields["seen"].initial = current.pk if current else None
        if current is not None and current.level == PhaseLevel.RED:
            reason.label = _("Waarom rood voorbij is")
            reason.help_text = _("Wat is er gebeurd, wat is er gedaan, en waarom is het nu veilig genoeg?")
            reason.error_messages["required"] = _("Schrijf op waarom rood voorbij is.")
        else:
            reason.help_text = _("Wat ziet u, en met wie hebt u overlegd? Dit staat in het dossier.")

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that sets the phase."""
        return self.cleaned_data | {"seen": self.cleaned_data["seen"] or 0}
