"""The forms of a warning and of taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from riskplans.forms.sheets import DateField, OnceSheetForm, long_text
from riskplans.models import IncidentPart, WarningRung

if TYPE_CHECKING:
    from casework.models import Client


class WarningForm(OnceSheetForm):
    """A warning on the ladder, with what the client knew beforehand."""

    SECTIONS = (
        (_("De waarschuwing"), ("rung", "given_on", "part", "reason", "decided_by")),
        (_("Wat de cliënt vooraf wist"), ("foretold", "foretold_on", "client_words")),
        (_("Een trede overgeslagen?"), ("skipped_rungs",)),
    )
    PAIRS = frozenset({"given_on"})

    rung = forms.ModelChoiceField(
        label=_("Trede"),
        queryset=WarningRung.objects.filter(in_use=True),
        error_messages={"required": _("Kies een trede van de ladder.")},
    )
    given_on = DateField(label=_("Gegeven op"), initial=timezone.localdate)
    part = forms.ModelChoiceField(label=_("Bij welk incident"), queryset=IncidentPart.objects.none(), required=False)
    reason = long_text(_("Wat is er gebeurd"), longest=2000, help_text=_("De feiten, zonder oordeel."))
    decided_by = forms.CharField(label=_("Wie besloot dit"), max_length=200)
    foretold = forms.CharField(
        label=_("Wat wist de cliënt vooraf"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wat u hem had verteld over deze trede, en wat er dan gebeurt."),
    )
    foretold_on = DateField(label=_("Wanneer is dat verteld"))
    client_words = long_text(_("Wat zei de cliënt ervan"), rows=2, longest=2000, required=False)
    skipped_rungs = forms.CharField(
        label=_("Waarom een trede is overgeslagen"),
        max_length=300,
        required=False,
        help_text=_("Alleen als u niet de volgende trede kiest."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the incidents of this file."""
        super().__init__(*args, **kwargs)
        parts: Any = IncidentPart.objects.filter(client=client).select_related("incident__kind")
        part: Any = self.fields["part"]
        part.queryset = parts
        part.label_from_instance = lambda one: str(one.incident)


class WithdrawalForm(OnceSheetForm):
    """Taking a warning back."""

    withdrawn_on = DateField(label=_("Ingetrokken op"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Waarom"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
