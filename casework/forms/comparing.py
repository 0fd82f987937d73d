"""Which two versions are laid side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterable


class CompareForm(ActForm):
    """Two versions: each a number with the words by which it is chosen."""

    old = forms.TypedChoiceField(label=_("Eerste versie"), coerce=int)
    new = forms.TypedChoiceField(label=_("Tweede versie"), coerce=int)

    def __init__(self, *args: Any, versions: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer every version."""
        super().__init__(*args, **kwargs)
        choices = list(versions)
        for name in ("old", "new"):
            field = self.fields[name]
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = _("Deze versie is er niet. Kies er een uit de lijst.")
