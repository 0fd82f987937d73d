"""What to look for in contact notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import NoteKind
from casework.forms.base import ActForm, DateField
from casework.models import LifeDomain

SHORTEST = 2


class NoteSearchForm(ActForm):
    """Words, and where to look for them. It is sent by POST, so that no word stands in an address."""

    words = forms.CharField(
        label=_("Zoek naar"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": _("Schrijf op welke woorden u zoekt.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Soort contact"), choices=NoteKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    domain = forms.ModelChoiceField(
        label=_("Leefgebied"), queryset=LifeDomain.objects.filter(in_use=True), required=False
    )
    since = DateField(label=_("Vanaf"), required=False)
    until = DateField(label=_("Tot en met"), required=False)
    only_mine = forms.BooleanField(label=_("Alleen wat ik zelf schreef"), required=False)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)  # of a button, not of a field

    def clean_words(self) -> str:
        """Ask for a word that narrows something down."""
        words: str = self.cleaned_data["words"].strip()
        if not any(len(word.strip('"-')) >= SHORTEST for word in words.split()):
            raise forms.ValidationError(gettext("Zoek met ten minste één woord van twee letters of meer."))
        return words

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("Deze periode eindigt voor zij begint. Draai de datums om."))
        return cleaned
