"""The forms of an incident, of each file's part, of who was told, and of what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import Client
from riskplans.enums import Body, Calamity, FollowUpKind, IncidentRole, Injury, Police, Seriousness
from riskplans.forms.sheets import DateField, OnceSheetForm, Sections, SheetForm, choice, long_text
from riskplans.models import IncidentKind
from riskplans.services.incidents import IncidentFacts, PartText

if TYPE_CHECKING:
    from casework.querysets import ClientQuerySet

PART_FIELDS = (
    "role", "facts", "interpretation", "client_words", "measures", "injury", "injury_note", "police_note",
)  # fmt: skip
FACTS = (_("Wat is er gezien en gehoord"), ("role", "facts"))
MEANING = (_("Wat we ervan denken"), ("client_words", "interpretation"))
CARE = (_("Letsel, politie en wat is gedaan"), ("injury", "injury_note", "police", "police_note", "measures"))


class PartForm(OnceSheetForm):
    """The part of one client. Nothing in it is shown in the file of another."""

    SECTIONS: ClassVar[Sections] = (FACTS, MEANING, CARE)

    role = choice(_("Wat was deze cliënt hierin"), IncidentRole, initial=IncidentRole.INVOLVED)
    facts = long_text(
        _("Wat is er gezien en gehoord"),
        rows=5,
        help_text=_(
            "Alleen wat iemand zelf zag of hoorde, in volgorde. Noem andere cliënten niet bij naam: zij hebben hun eigen dossier."
        ),
        error_messages={"required": _("Schrijf op wat er is gezien en gehoord.")},
    )
    client_words = long_text(_("In de woorden van de cliënt"), rows=2, longest=2000, required=False)
    interpretation = long_text(
        _("Wat wij ervan denken"),
        required=False,
        help_text=_("Hoe het kwam, en wat het betekent. Dit staat apart van de feiten."),
    )
    injury = choice(_("Letsel van deze cliënt"), Injury, initial=Injury.NONE)
    injury_note = forms.CharField(label=_("Toelichting op het letsel"), max_length=300, required=False)
    police_note = forms.CharField(
        label=_("Toelichting op de politie"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld wie er kwam, en het nummer van de aangifte."),
    )
    measures = long_text(_("Wat is er meteen gedaan"), required=False)

    def part(self) -> PartText:
        """Return the part of this client."""
        return PartText(**{name: self.cleaned_data[name] for name in PART_FIELDS})

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service."""
        return {"form_token": self.cleaned_data["form_token"], "part": self.part()}


class IncidentForm(PartForm):
    """An incident as it is first recorded: what it was, and the part of this client."""

    MOMENTS = ("occurred_at", "established_at")
    SECTIONS: ClassVar[Sections] = (
        (_("Wat en waar"), ("kind", "seriousness", "occurred_at", "place")),
        FACTS,
        MEANING,
        CARE,
        (_("Voor de meldplicht"), ("established_at", "calamity", "forensic_care", "wmo_support")),
    )

    kind = forms.ModelChoiceField(
        label=_("Soort incident"),
        queryset=IncidentKind.objects.filter(in_use=True),
        error_messages={"required": _("Kies wat voor incident het was.")},
    )
    seriousness = choice(_("Hoe ernstig"), Seriousness)
    occurred_at = DateField(label=_("Wanneer was het"))
    place = forms.CharField(label=_("Waar was het"), max_length=160, help_text=_("De plek, zonder namen."))
    police = choice(_("Politie"), Police, initial=Police.NONE)
    established_at = DateField(
        label=_("Wanneer is het vastgesteld"), help_text=_("Toen u het wist. Vanaf dan lopen de termijnen.")
    )
    calamity = choice(
        _("Is het een calamiteit"),
        Calamity,
        initial=Calamity.NO,
        help_text=_(
            "Onverwacht of onbedoeld, heeft te maken met de kwaliteit van de zorg, en leidde tot de dood of ernstige schade."
        ),
    )
    forensic_care = forms.BooleanField(label=_("Dit was in forensische zorg (met een titel)"), required=False)
    wmo_support = forms.BooleanField(label=_("Dit was bij ondersteuning vanuit de Wmo"), required=False)

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service."""
        moments = OnceSheetForm.values(self)
        names = ("kind", "seriousness", "place", "police", "calamity", "forensic_care", "wmo_support")
        what = IncidentFacts(
            occurred_at=moments["occurred_at"],
            established_at=moments["established_at"],
            **{name: self.cleaned_data[name] for name in names},
        )
        return super().values() | {"what": what}


class OtherClientForm(SheetForm):
    """Which other client was in the incident too: one whose file this user may write in."""

    client: forms.ModelChoiceField[Client] = forms.ModelChoiceField(
        label=_("Andere betrokken cliënt"),
        queryset=Client.objects.none(),
        to_field_name="number",
        error_messages={"required": _("Kies een cliënt."), "invalid_choice": _("Kies een cliënt uit de lijst.")},
    )

    def __init__(self, *args: Any, clients: ClientQuerySet, **kwargs: Any) -> None:
        """Offer these clients."""
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]


class ReportForm(OnceSheetForm):
    """Who was told of an incident."""

    MOMENTS = ("told_at",)
    PAIRS = frozenset({"reference"})

    body = forms.ChoiceField(label=_("Wie is ingelicht"), choices=Body.choices)
    told_at = DateField(label=_("Wanneer"))
    how = forms.CharField(label=_("Hoe, en door wie"), max_length=200)
    reference = forms.CharField(label=_("Kenmerk"), max_length=60, required=False)


class CalamityForm(OnceSheetForm):
    """What came out of the doubt."""

    is_calamity = forms.TypedChoiceField(
        label=_("Is het een calamiteit"),
        choices=(("yes", _("ja")), ("no", _("nee"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Maak een keuze.")},
    )
    reason = forms.CharField(label=_("Waarom"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FollowUpForm(OnceSheetForm):
    """What is added to an incident."""

    kind = choice(_("Wat voegt u toe"), FollowUpKind, initial=FollowUpKind.FOLLOW_UP)
    text = long_text(_("Tekst"))
    reason = forms.CharField(label=_("Waarom"), max_length=200, required=False, help_text=_("Nodig bij een correctie."))
