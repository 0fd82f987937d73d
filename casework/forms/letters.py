"""Forms of a letter: to whom, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import OnceForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.registry.letters import Addressee

SOMEBODY_ELSE = "other"


class LetterStartForm(OnceForm):
    """To whom the letter is."""

    who = forms.ChoiceField(label=_("Aan wie is de brief?"), widget=forms.RadioSelect)
    addressee = forms.CharField(
        label=_("Naam"), max_length=160, required=False, help_text=_("Alleen als u iemand anders kiest.")
    )
    address = forms.CharField(
        label=_("Adres"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Straat, postcode en plaats, elk op een eigen regel. Leeg als u de brief zelf overhandigt."),
    )

    def __init__(self, *args: Any, people: Sequence[Addressee], **kwargs: Any) -> None:
        """Offer who is known; anybody else is typed."""
        super().__init__(*args, **kwargs)
        self.people = {one.key: one for one in people}
        choices = [(one.key, one.name) for one in people]
        self.fields["who"].choices = [*choices, (SOMEBODY_ELSE, _("iemand anders"))]  # type: ignore[attr-defined]
        self.fields["who"].initial = people[0].key if people else SOMEBODY_ELSE
        if not people:
            del self.fields["who"]
            self.fields["addressee"].help_text = ""

    def values(self) -> dict[str, Any]:
        """Return the name and the address of whoever was chosen; a typed address goes first."""
        typed = dict(self.cleaned_data)
        chosen = self.people.get(typed.pop("who", SOMEBODY_ELSE))
        if chosen is not None:
            typed["addressee"] = chosen.name
            typed["address"] = typed["address"] or chosen.lines
        return typed


class LetterForm(OnceForm):
    """What the letter says."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    addressee = forms.CharField(label=_("Aan"), max_length=160)
    address = forms.CharField(
        label=_("Adres"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    subject = forms.CharField(label=_("Onderwerp"), max_length=160)
    body = forms.CharField(
        label=_("Tekst"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Een lege regel begint een nieuwe alinea. Wat tussen [haken] staat, vult u zelf in."),
    )


class LetterIssueForm(OnceForm):
    """The button that issues a letter as it was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
