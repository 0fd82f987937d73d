"""Forms about how a client reads and where he can be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.enums.personal import OF_OTHERS, DetailKind, ReadingLevel
from casework.forms.base import ActForm, DateField, OnceForm


class ReadingForm(OnceForm):
    """Languages, an interpreter, and how somebody reads."""

    languages = forms.CharField(
        label=_("Talen die de cliënt spreekt"), max_length=120, help_text=_("Bijvoorbeeld: Nederlands, Papiaments.")
    )
    interpreter = forms.CharField(
        label=_("Tolk nodig voor"), max_length=60, required=False, help_text=_("Welke taal? Leeg: geen tolk nodig.")
    )
    level = forms.ChoiceField(label=_("Hoe leest de cliënt?"), choices=ReadingLevel, initial=ReadingLevel.UNKNOWN)
    lvb = forms.BooleanField(
        label=_("Licht verstandelijke beperking (LVB)"),
        required=False,
        help_text=_(
            "Papieren voor deze cliënt krijgen dan grotere letters, één zin per regel en uitleg van moeilijke woorden."
        ),
    )
    note = forms.CharField(
        label=_("Wat helpt"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: samen lezen, filmpjes, kort bellen."),
    )


class DetailForm(OnceForm):
    """Where somebody can be reached, from a day on."""

    name = forms.CharField(label=_("Naam en praktijk"), max_length=120)
    value = forms.CharField(max_length=200)
    note = forms.CharField(
        label=_("Toelichting"), max_length=200, required=False, help_text=_("Bijvoorbeeld: alleen na 12.00 uur.")
    )
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)

    def __init__(self, *args: Any, kind: DetailKind, **kwargs: Any) -> None:
        """Ask for what fits the kind: a doctor has a name and a number."""
        super().__init__(*args, **kwargs)
        self.fields["value"].label = _("Telefoon") if kind in OF_OTHERS else str(kind.label).capitalize()
        if kind not in OF_OTHERS:
            del self.fields["name"]
        if kind == DetailKind.PHONE or kind in OF_OTHERS:
            self.fields["value"].widget = forms.TextInput(
                attrs={"inputmode": "tel", "autocomplete": "off", "maxlength": 200}
            )


class DetailEndForm(ActForm):
    """The last day on which it held."""

    valid_until = DateField(label=_("Laatste dag"), initial=timezone.localdate)


class DetailWithdrawForm(ActForm):
    """Why it was a mistake."""

    reason = forms.CharField(
        label=_("Waarom klopt dit niet?"), max_length=300, help_text=_("Het blijft leesbaar als ingetrokken.")
    )
