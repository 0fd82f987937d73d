"""What a partner fills in the portal, and a note to him."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms import DateField, OnceForm
from chain.enums import MeetingKind, PartnerPaper
from chain.forms.planning import WhenForm


class NoteForm(OnceForm):
    """A short note that organisation, officer and client may read."""

    text = forms.CharField(
        label=gettext_lazy("Notitie"),
        help_text=gettext_lazy("De cliënt mag dit ook lezen. Niet voor haast: bel dan."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PaperForm(OnceForm):
    """A paper of the partner's own organisation."""

    kind = forms.ChoiceField(label=gettext_lazy("Wat is het"), choices=PartnerPaper, widget=forms.RadioSelect)
    made_on = DateField(
        label=gettext_lazy("Wanneer is het gemaakt"),
        help_text=gettext_lazy("Een risicotaxatie hoort bij de plek en de tijd waarvoor ze is gemaakt."),
    )
    upload = forms.FileField(
        label=gettext_lazy("Bestand"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("Kies een bestand."),
            "missing": gettext_lazy("Kies een bestand."),
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.odt"}),
    )


class ProposeForm(WhenForm, OnceForm):
    """A meeting that the officer proposes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Soort overleg"),
        choices=[(kind.value, kind.label) for kind in (MeetingKind.REGULAR, MeetingKind.MDO, MeetingKind.ROUND_TABLE)],
        initial=MeetingKind.REGULAR,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(label=gettext_lazy("Waar het over gaat"), required=False, max_length=300)
    field_order = ("kind", "starts_on", "starts_time", "minutes", "place", "purpose", "form_token")
