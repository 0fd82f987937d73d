"""Forms for a stay: where it begins, its phases, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Location
from casework.enums import StayEnd
from casework.forms.base import ActForm, DateField, OnceForm
from casework.forms.houses import offer_houses
from casework.forms.placement import AskedForm
from casework.models import StayDestination, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.enums.stays import TrackPhase
    from casework.models import Client


class StayForm(AskedForm):
    """Where the client comes to live."""

    location = forms.ModelChoiceField(label=_("Locatie"), queryset=Location.objects.none())
    valid_from = DateField(label=_("Vanaf"), initial=timezone.localdate)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the locations, those of the client's team first."""
        super().__init__(*args, **kwargs)
        offer_houses(self, "location", first=client.team_id)


class StayEndForm(ActForm):
    """How a stay ended."""

    valid_until = DateField(label=_("Laatste dag"), initial=timezone.localdate)
    end_kind = forms.ChoiceField(label=_("Hoe eindigde het?"), choices=StayEnd.choices, widget=forms.RadioSelect)
    end_reason = forms.CharField(
        label=_("Waarom"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Bij een voortijdig einde of een terugplaatsing: waarom paste het niet, en wat werkte wel? Dat helpt bij een "
            "terugkeer, en komt in het eindverslag."
        ),
    )
    destination = forms.ModelChoiceField(
        label=_("Waar gaat de cliënt naartoe?"),
        queryset=StayDestination.objects.filter(in_use=True),
        required=False,
        help_text=_("Niet nodig bij een verhuizing binnen de organisatie of een overlijden."),
    )
    destination_words = forms.CharField(label=_("Toelichting bij de bestemming"), max_length=160, required=False)
    aftercare_until = DateField(
        label=_("Bereikbaar na het verblijf tot en met"),
        required=False,
    )
    aftercare_by = forms.CharField(
        label=_("Bij wie"), max_length=160, required=False, help_text=_("Naam en hoe die te bereiken is.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the day up to which the organisation means to be reachable."""
        super().__init__(*args, **kwargs)
        self.fields["destination"].empty_label = _("Maak een keuze")  # type: ignore[attr-defined]
        term = Term.objects.filter(key="aftercare").first()
        if term is not None:
            until = date_format(timezone.localdate() + timedelta(days=term.days), "j F Y")
            self.fields["aftercare_until"].help_text = gettext(
                "Tot wanneer de cliënt nog bij iemand terechtkan; gebruikelijk is tot en met %(day)s. Leeg als er geen nazorg is afgesproken."
            ) % {"day": until}


class PhaseForm(OnceForm):
    """Which phase of a track began, and since when."""

    phase = forms.ChoiceField(label=_("Fase"), widget=forms.RadioSelect)
    since = DateField(label=_("Vanaf"), initial=timezone.localdate)
    why = forms.CharField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nodig als u teruggaat of een fase overslaat."),
    )

    def __init__(self, *args: Any, phases: Sequence[TrackPhase], **kwargs: Any) -> None:
        """Offer the phases of one track."""
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [(one.value, one.label.capitalize()) for one in phases]  # type: ignore[attr-defined]


class TransitionForm(PhaseForm):
    """Which time-boxed phase of a transition began, and how long it lasts."""

    planned_until = DateField(
        label=_("Duurt tot en met"),
        required=False,
        help_text=_("Leeg: zo lang als de organisatie voor deze fase heeft afgesproken."),
    )
    field_order = ("phase", "since", "planned_until", "why", "form_token")
