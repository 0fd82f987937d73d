"""The form that names the probation officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, OnceForm
from chain.selectors.officers import officers_to_choose

if TYPE_CHECKING:
    from accounts.models import User


class OfficerChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Officers with the organisation they work for."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- as its base
        """Return name and organisation."""
        officer = cast("User", obj)
        return f"{officer}, {officer.organisation}"


class OfficerForm(OnceForm):
    """Who supervises the client, and since when."""

    officer = OfficerChoiceField(
        queryset=None,
        label=_("Toezichthouder"),
        empty_label=_("Kies een toezichthouder"),
        help_text=_("Staat hij er niet bij? Vraag de beheerder om hem uit te nodigen."),
    )
    since = DateField(label=_("Sinds"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the officers of today."""
        super().__init__(*args, **kwargs)
        cast("OfficerChoiceField", self.fields["officer"]).queryset = officers_to_choose()
