"""Sharing a document with the officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.forms import OnceForm
from casework.models import Document
from chain.enums import Ground
from chain.models import Agreement
from chain.querysets import OPEN_TO_PARTNER

if TYPE_CHECKING:
    from casework.models import Client


if TYPE_CHECKING:
    _AgreementField = forms.ModelChoiceField[Agreement]
else:
    _AgreementField = forms.ModelChoiceField


class AgreementChoice(_AgreementField):
    """An agreement, shown as the officer with whom it is."""

    def label_from_instance(self, obj: Agreement) -> str:
        """Return the officer and his organisation, and the state of the agreement where it does not hold yet."""
        officer = f"{obj.officer}, {obj.works_for}" if obj.works_for else str(obj.officer)
        return _("%(officer)s (versie %(version)s, %(state)s)") % {
            "officer": officer,
            "version": obj.version,
            "state": obj.get_status_display(),
        }


class ShareForm(OnceForm):
    """Which document, with whom, on what ground."""

    document = forms.ModelChoiceField(
        label=_("Document"), queryset=Document.objects.none(), empty_label=_("Kies een document")
    )
    agreement = AgreementChoice(label=_("Met wie"), queryset=Agreement.objects.none(), empty_label=None)
    ground = forms.ChoiceField(
        label=_("Op welke grond"),
        help_text=_("De grond komt in het overzicht van verstrekkingen te staan. De cliënt kan dat lezen."),
        choices=[(ground.value, capfirst(ground.label)) for ground in Ground],
        initial=Ground.AGREEMENT,
        widget=forms.RadioSelect,
    )
    ground_text = forms.CharField(
        label=_("Toelichting op de grond"),
        help_text=_("Bij een andere grond dan de afspraken: welke toestemming, van wanneer, of welke wet."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the documents and the open agreements of one client."""
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["document"]
        documents.queryset = client.documents.all()
        agreements: Any = self.fields["agreement"]
        agreements.queryset = client.agreements.filter(status__in=OPEN_TO_PARTNER).select_related(
            "officer__organisation", "officer_organisation"
        )
        # Written out once: a field asks its queryset again for every time that its choices are looked at.
        for field in (documents, agreements):
            field.choices = [(str(value), label) for value, label in field.choices]

    @property
    def can_share(self) -> bool:
        """Whether there is a document to share and somebody to share it with; the first choice asks for a document."""
        documents: Any = self.fields["document"]
        agreements: Any = self.fields["agreement"]
        return len(documents.choices) > 1 and bool(agreements.choices)
