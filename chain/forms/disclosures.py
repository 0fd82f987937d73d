"""Writing down by hand what was told or given to somebody outside."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, OnceForm, TimeField
from casework.models import Document
from chain.enums import Channel, Ground

if TYPE_CHECKING:
    from casework.models import Client

KNOWS, KNOWS_NOT = "yes", "no"


class DisclosureForm(OnceForm):
    """Who was told what, when, how and on which ground; and whether the client knows."""

    recipient_name = forms.CharField(
        label=gettext_lazy("Aan wie"),
        max_length=160,
        help_text=gettext_lazy("Naam, functie en organisatie, bijvoorbeeld: A. Smit, wijkagent, politie Noord."),
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Welk document"),
        queryset=Document.objects.none(),
        required=False,
        help_text=gettext_lazy("Alleen als u een document uit het dossier gaf, ook als dat op papier was."),
    )
    what = forms.CharField(
        label=gettext_lazy("Wat is verteld of gegeven"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De cliënt kan dit lezen. Noem geen slachtoffers en geen anderen."),
    )
    disclosed_on = DateField(label=gettext_lazy("Datum"), initial=timezone.localdate)
    disclosed_time = TimeField(label=gettext_lazy("Tijd"))
    channel = forms.ChoiceField(label=gettext_lazy("Hoe"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=gettext_lazy("Op welke grond"), widget=forms.RadioSelect)
    ground_text = forms.CharField(
        label=gettext_lazy("Toelichting op de grond"),
        help_text=gettext_lazy("Bij een andere grond dan de afspraken: welke toestemming, van wanneer, of welke wet."),
        max_length=300,
        required=False,
    )
    client_knows = forms.ChoiceField(
        label=gettext_lazy("Weet de cliënt dit"),
        choices=[(KNOWS, gettext_lazy("Ja, het is met hem besproken")), (KNOWS_NOT, gettext_lazy("Nog niet"))],
        widget=forms.RadioSelect,
    )
    untold_reason = forms.CharField(
        label=gettext_lazy("Waarom nog niet"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("En wanneer u het hem vertelt."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the documents of the client, and the ways that lead out of the house by hand."""
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["document"]
        documents.queryset = client.documents.all()
        ways: Any = self.fields["channel"]
        ways.choices = [(one.value, capfirst(one.label)) for one in Channel if one != Channel.PORTAL]
        grounds: Any = self.fields["ground"]
        grounds.choices = [(one.value, capfirst(one.label)) for one in Ground]

    def clean(self) -> dict[str, Any]:
        """Ask for what was given in words or as a document."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("what") and not cleaned.get("document") and "document" not in self.errors:
            self.add_error("what", _("Schrijf op wat er verteld of gegeven is."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of ``enter_disclosure``: one moment, and a yes or no."""
        values = super().values()
        moment = dt.datetime.combine(values.pop("disclosed_on"), values.pop("disclosed_time"))
        return values | {
            "disclosed_at": timezone.make_aware(moment),
            "client_knows": values["client_knows"] == KNOWS,
        }
