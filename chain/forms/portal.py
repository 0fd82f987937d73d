"""What the officer fills in himself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chain.enums import Decision

if TYPE_CHECKING:
    from accounts.errors import Refused


class OfficerActForm(forms.Form):
    """What the officer says of the frozen text. That he could not answer is not for him to say."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Uw besluit"),
        choices=(
            (Decision.AGREED, gettext_lazy("Ja, ik ga akkoord met deze afspraken")),
            (Decision.REFUSED, gettext_lazy("Nee, ik ga niet akkoord, omdat")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Omdat"),
        help_text=gettext_lazy("Alleen nodig als u niet akkoord gaat. De cliënt en de begeleider lezen dit ook."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        values = super().clean() or {}
        if values.get("decision") == Decision.REFUSED and not values.get("reason", "").strip():
            self.add_error("reason", _("Schrijf op waarom. Zonder reden kunnen de anderen er niets mee."))
        return values

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence of a service at the field it is about, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
