"""Forms of an application: who asks for what, what was decided, a point of the intake, an answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import SupportForm
from accounts.models import Location, User
from casework.enums import KnownAnswer
from casework.enums.placement import ApplicationSource, DecisionKind, IntakeState
from casework.forms.base import DateField, OnceForm
from casework.forms.houses import offer_houses
from casework.forms.people import takers_in_of
from casework.models import Document
from casework.services.wishes import WishConflict

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.errors import Refused
    from casework.models import Client, IntakeItem

LONGEST_LIST = 99


class AskedForm(OnceForm):
    """A form that chooses a place. ``asked`` is the place whose questions stood beside it, read by whoever sends it."""

    asked = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def ask_first(self, place: Location) -> None:
        """Refuse what was sent because the questions at the chosen place were not read yet; sending it again is meant."""
        sent: Any = self.data
        data = sent.copy()
        data["asked"] = str(place.pk)
        self.data = data
        self.add_error(
            None,
            _(
                "Bij %(place)s is nog iets af te wegen. Lees de vragen hiernaast, en verstuur het formulier daarna opnieuw."
            )
            % {"place": place},
        )

    def values(self) -> dict[str, Any]:
        """Return what was typed, without what was on the screen."""
        values = super().values()
        values.pop("asked", None)
        return values


class _PlaceForm(OnceForm):
    """A form in which a location is chosen: of the client's team, or of another."""

    location_field = "location"

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the locations, those of the client's team first."""
        super().__init__(*args, **kwargs)
        offer_houses(self, self.location_field, first=client.team_id)


class _WishForm(_PlaceForm):
    """What is wanted of a place."""

    location_field = "wish_location"

    wish_form = forms.ChoiceField(
        label=_("Welke vorm van ondersteuning?"),
        choices=[("", _("Nog niet bekend")), *SupportForm.choices],
        required=False,
    )
    wish_location = forms.ModelChoiceField(
        label=_("Welke locatie?"),
        queryset=Location.objects.none(),
        required=False,
        help_text=_("Leeg als dat nog open is."),
    )
    wish_from = DateField(label=_("Vanaf wanneer?"), required=False)
    wish_words = forms.CharField(
        label=_("Wat wil de cliënt zelf?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApplicationForm(_WishForm):
    """Who asks for a place, and what is wanted."""

    field_order = ("received_on", "source", "source_words")

    received_on = DateField(label=_("Binnengekomen op"), initial=timezone.localdate)
    source = forms.ChoiceField(
        label=_("Wie vraagt het?"), choices=[("", _("Maak een keuze")), *ApplicationSource.choices]
    )
    source_words = forms.CharField(label=_("Naam en organisatie"), max_length=160, required=False)


class WishForm(_WishForm):
    """What is wanted by now, and why that changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)  # the last change that was on the screen
    reason = forms.CharField(
        label=_("Waarom verandert de wens?"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: de cliënt wil dichter bij zijn werk wonen. De wens die er stond blijft leesbaar."),
    )

    def refuse(self, refusal: Refused) -> None:
        """Say it; who sends the form again after a change of somebody else means it."""
        if isinstance(refusal, WishConflict):
            sent: Any = self.data
            data = sent.copy()
            data["seen"] = str(refusal.seen)
            self.data = data
        super().refuse(refusal)


class DecisionForm(_PlaceForm, AskedForm):
    """What was decided about an application."""

    kind = forms.ChoiceField(label=_("Besluit"), choices=DecisionKind.choices, widget=forms.RadioSelect)
    decided_on = DateField(label=_("Besloten op"), initial=timezone.localdate)
    location = forms.ModelChoiceField(
        label=_("Locatie"),
        queryset=Location.objects.none(),
        required=False,
        help_text=_("Nodig bij ‘geaccepteerd’ en ‘op de wachtlijst’."),
    )
    place = forms.IntegerField(
        label=_("Plek op de wachtlijst"),
        min_value=1,
        max_value=LONGEST_LIST,
        required=False,
        help_text=_("Leeg is achteraan. Wie al wacht en verplaatst wordt, vraagt om een reden."),
    )
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nodig bij een afwijzing of een intrekking. De cliënt kan het lezen."),
    )


class HouseDecisionForm(DecisionForm):
    """What whoever leads the team of a house decides about somebody of another team: accepted, waiting or refused."""

    def __init__(self, *args: Any, client: Client, team_ids: Collection[int], **kwargs: Any) -> None:
        """Offer the locations of one's own teams, and no withdrawal: that is up to whoever applied."""
        super().__init__(*args, client=client, **kwargs)
        offer_houses(self, "location", first=client.team_id, team_ids=team_ids)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            one for one in DecisionKind.choices if one[0] != DecisionKind.WITHDRAWN
        ]


class IntakeStepForm(OnceForm):
    """How a point of the intake stands."""

    state = forms.ChoiceField(label=_("Hoe staat het ervoor"), choices=IntakeState.choices, widget=forms.RadioSelect)
    document = forms.ModelChoiceField(
        label=_("Document in het dossier"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("Als het binnen is en bij de documenten staat."),
    )
    for_this_setting = forms.ChoiceField(
        label=_("Is het voor deze plek gemaakt?"),
        choices=KnownAnswer.choices,
        initial=KnownAnswer.UNKNOWN,
        widget=forms.RadioSelect,
        required=False,
    )
    owner = forms.ModelChoiceField(label=_("Wie zorgt ervoor"), queryset=User.objects.none())
    due_on = DateField(label=_("Uiterlijk op"), required=False, help_text=_("Nodig bij ‘komt nog’."))
    note = forms.CharField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bij ‘komt nog’: bij wie gevraagd, en hoe. Bij ‘niet nodig’: waarom niet."),
    )

    def __init__(self, *args: Any, client: Client, item: IntakeItem, acting_user: User, **kwargs: Any) -> None:
        """Offer the documents of the file and who works in the team."""
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(client=client)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = takers_in_of(client, acting_user)  # type: ignore[attr-defined]
        self.fields["owner"].initial = acting_user.pk
        if not item.asks_setting:
            del self.fields["for_this_setting"]

    def clean_for_this_setting(self) -> str:
        """Take nothing chosen for not known."""
        return self.cleaned_data["for_this_setting"] or KnownAnswer.UNKNOWN


class AnswerForm(OnceForm):
    """What somebody answers to a question about a placement."""

    text = forms.CharField(
        label=_("Hoe kijkt u hiernaar?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat u heeft afgewogen, met wie, en wat u afspreekt. Het besluit blijft aan u."),
    )
