"""The screens of a round through the signs: one sign a screen, one tap a sign, and the end of it.

The answers travel from screen to screen in the form itself and are saved with the last one only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import OnceForm
from riskplans.enums import Presence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from riskplans.models import Sign


class ReviewEndForm(OnceForm):
    """The end of a round: what stands out, in a few words."""

    remark = forms.CharField(
        label=_("Wat valt ons op?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReviewRound:
    """Where a round is: ``step`` runs from 1 to the number of signs, and one further for the end."""

    def __init__(self, signs: list[Sign], data: Mapping[str, Any] | None = None) -> None:
        """Read the answers that travelled along; anything that is no answer is left out."""
        self.signs = signs
        data = data or {}
        self.answers = {
            sign.pk: str(data[f"sign-{sign.pk}"]) for sign in signs if data.get(f"sign-{sign.pk}") in Presence.values
        }
        step = str(data.get("step", ""))
        self.step = min(int(step), len(signs) + 1) if step.isascii() and step.isdigit() and len(step) < 4 else 0  # noqa: PLR2004
        self.token = _token(data.get("form_token"))

    @property
    def is_end(self) -> bool:
        """Return whether all signs had their turn."""
        return self.step > len(self.signs)

    @property
    def sign(self) -> Sign:
        """Return the sign of this screen."""
        return self.signs[self.step - 1]

    @property
    def first_missing(self) -> int | None:
        """Return the step of the first sign without an answer; None when there is none."""
        return next((place for place, sign in enumerate(self.signs, 1) if sign.pk not in self.answers), None)

    def forward(self, *, back: bool) -> None:
        """Go on when this screen was answered, or one back."""
        if back:
            self.step = max(self.step - 1, 0)
        elif self.step == 0 or self.is_end or self.sign.pk in self.answers:
            self.step = min(self.step + 1, len(self.signs) + 1)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the answers to the other signs, as names and values of hidden fields."""
        here = None if self.is_end or not self.step else self.sign.pk
        return [(f"sign-{pk}", answer) for pk, answer in self.answers.items() if pk != here]

    @property
    def present(self) -> list[Sign]:
        """Return the signs that are there, a little or altogether."""
        return [sign for sign in self.signs if self.answers.get(sign.pk) in {Presence.SOME, Presence.YES}]


def _token(text: object) -> UUID:
    """Return the token that travelled along, or a new one."""
    try:
        return UUID(str(text))
    except ValueError:
        return uuid4()
