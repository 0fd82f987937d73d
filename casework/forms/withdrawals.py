"""The form that takes back a title or a stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm


class WithdrawForm(ActForm):
    """Why something was a mistake. ``hint`` says what is no mistake, and what to do then."""

    reason = forms.CharField(label=_("Waarom klopt dit niet?"), max_length=300)

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        """Show the hint under the field."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
