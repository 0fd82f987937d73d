"""Forms for titles and special conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.base import DateField, OnceForm
from casework.models import ConditionKind, ForensicTitle, TitleKind

if TYPE_CHECKING:
    from casework.models import Client


class TitleForm(OnceForm):
    """A new title. A change of ground is a new title, not a change of the old one."""

    kind = forms.ModelChoiceField(label=_("Soort titel"), queryset=TitleKind.objects.filter(in_use=True))
    valid_from = DateField(label=_("Vanaf"))
    valid_until = DateField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Zoals berekend of zoals in de beslissing staat. Leeg als er geen einddatum is."),
    )
    confirmed_by = forms.CharField(
        label=_("Einddatum bevestigd door"),
        max_length=120,
        required=False,
        help_text=_("Wie en waar, bijvoorbeeld de toezichthouder per brief. Leeg zolang niemand dat deed."),
    )
    note = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class TitleEndForm(OnceForm):
    """The end of a title as somebody confirmed it."""

    valid_until = DateField(label=_("Tot en met"))
    confirmed_by = forms.CharField(
        label=_("Bevestigd door"), max_length=120, help_text=_("Wie en waar, bijvoorbeeld de toezichthouder per brief.")
    )
    basis = forms.CharField(
        label=_("Waarop dit berust"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld de beslissing van de rechter met haar datum."),
    )
    reason = forms.CharField(
        label=_("Waarom eerder dan berekend"),
        max_length=300,
        required=False,
        help_text=_("Alleen nodig als de titel eerder eindigt dan berekend."),
    )


class ConditionForm(OnceForm):
    """A special condition, in the words of the decision."""

    title = forms.ModelChoiceField(label=_("Bij welke titel"), queryset=ForensicTitle.objects.none())
    kind = forms.ModelChoiceField(label=_("Soort voorwaarde"), queryset=ConditionKind.objects.filter(in_use=True))
    text = forms.CharField(
        label=_("Tekst uit de beslissing"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Neem de woorden letterlijk over. Wat er niet staat, is geen voorwaarde."),
    )
    check_method = forms.CharField(
        label=_("Hoe gecontroleerd"),
        max_length=160,
        required=False,
        help_text=_("Leeg is de gewone manier bij deze soort."),
    )
    checked_by = forms.CharField(label=_("Wie controleert"), max_length=120, required=False)
    valid_from = DateField(label=_("Vanaf"), required=False, help_text=_("Leeg is vanaf het begin van de titel."))
    valid_until = DateField(label=_("Tot en met"), required=False, help_text=_("Leeg is zolang de titel duurt."))

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the titles of this client only."""
        super().__init__(*args, **kwargs)
        titles = client.titles.select_related("kind")
        field = self.fields["title"]
        field.queryset = titles  # type: ignore[attr-defined]
        field.label_from_instance = lambda title: f"{title.kind}, {title.valid_from:%d-%m-%Y}"  # type: ignore[attr-defined]
        only = list(titles[:2])
        if len(only) == 1:
            field.initial = only[0]
