"""Forms of acts that span rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from casework.enums import ConditionOutcome, NoteKind
from casework.forms import ActForm, DateField, OnceForm
from casework.forms.notes import NoteDetailsForm
from casework.models import LifeDomain
from casework.services.identifiers import LONGEST_REASON as LONGEST_NUMBERS_REASON
from chain.enums import Channel
from overview.enums import ExportPurpose, Span
from overview.services.file_exports import LONGEST_REASON, LONGEST_RECIPIENT
from overview.services.transfers import TransferPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from accounts.models import User
    from casework.models import Client, SpecialCondition
    from riskplans.models import Sign
    from riskplans.selectors import SignGroup

BOX = {"class": "form-check-input"}


@dataclass(frozen=True)
class SignFields:
    """The signs of one phase to tick: for each the box of the counsellor and that of the client himself."""

    level: str
    errors: list[str]
    pairs: list[tuple[Any, Any]]


class ContactForm(NoteDetailsForm):
    """One contact: what was done, what went well, which signs were seen, which conditions were touched."""

    kind = forms.ChoiceField(
        label=_("Soort contact"), choices=NoteKind.choices, initial=NoteKind.TALK, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Wat is er besproken of gebeurd"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000
    )
    went_well = forms.CharField(
        label=_("Wat ging goed"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4_000
    )
    client_view = forms.CharField(
        label=_("In de woorden van de cliënt"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4_000,
    )
    domains = RowsField(
        label=_("Leefgebieden"),
        queryset=LifeDomain.objects.filter(in_use=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        sign_groups: list[SignGroup],
        conditions: list[SpecialCondition],
        **kwargs: Any,
    ) -> None:
        """Add the client's own warning signs, a field for each phase, and a field for each special condition."""
        super().__init__(*args, **kwargs)
        self._signs = {str(sign.pk): sign for group in sign_groups for sign in group.signs}
        self._conditions = {f"condition_{condition.pk}": condition for condition in conditions}
        self.sign_groups = sign_groups
        for group in sign_groups:
            self.fields[self._sign_field(group)] = forms.MultipleChoiceField(
                label=group.phase.get_level_display(),
                choices=[(str(sign.pk), sign.text) for sign in group.signs],
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs=BOX),
            )
            self.fields[self._own_field(group)] = forms.MultipleChoiceField(
                label=_("De cliënt zelf: {phase}").format(phase=group.phase.get_level_display()),
                choices=[(str(sign.pk), sign.text) for sign in group.signs],
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs=BOX),
            )
        for name, condition in self._conditions.items():
            self.fields[name] = forms.ChoiceField(
                label=str(condition.kind),
                help_text=condition.text,
                choices=[("", _("niet genoemd")), *ConditionOutcome.choices],
                required=False,
                widget=forms.RadioSelect(attrs=BOX),
            )

    @staticmethod
    def _sign_field(group: SignGroup) -> str:
        return f"signs_{group.phase.level}"

    @staticmethod
    def _own_field(group: SignGroup) -> str:
        return f"own_{group.phase.level}"

    def sign_fields(self) -> Iterator[SignFields]:
        """Yield the boxes of each phase with signs: for what the counsellor saw, and for what the client said himself."""
        for group in self.sign_groups:
            seen, own = self[self._sign_field(group)], self[self._own_field(group)]
            yield SignFields(group.phase.level, [*seen.errors, *own.errors], list(zip(seen, own, strict=True)))

    def _ticked(self, field: Callable[[SignGroup], str]) -> list[Sign]:
        return [self._signs[pk] for group in self.sign_groups for pk in self.cleaned_data.get(field(group), [])]

    def condition_fields(self) -> list[forms.BoundField]:
        """Return the bound field of each special condition."""
        return [self[name] for name in self._conditions]

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that logs the contact."""
        data = self.cleaned_data
        return {
            **super().values(),
            "went_well": data["went_well"],
            "client_view": data["client_view"],
            "domains": list(data["domains"]),
            "signs": self._ticked(self._sign_field),
            "own_signs": self._ticked(self._own_field),
            "details": self.details(),
            "touches": [(condition, data[name]) for name, condition in self._conditions.items() if data.get(name)],
        }


@dataclass(frozen=True)
class TransferFields:
    """The fields of one client in a transfer."""

    client: Client
    take: forms.BoundField
    successor: forms.BoundField
    note: forms.BoundField


class TransferForm(OnceForm):
    """To whom a caseload goes, from which day, for a time or for good, and for each client what is to be known."""

    FOR_A_TIME, FOR_GOOD = "temporary", "permanent"

    kind = forms.ChoiceField(
        label=_("Hoe lang"),
        choices=[(FOR_A_TIME, _("tijdelijk: de cliënten komen vanzelf terug")), (FOR_GOOD, _("blijvend"))],
        widget=forms.RadioSelect,
    )
    starts_on = DateField(label=_("Vanaf"), initial=timezone.localdate)
    ends_on = DateField(label=_("Tot en met"), required=False, help_text=_("Alleen bij tijdelijk."))

    def __init__(self, *args: Any, clients: Sequence[Client], people: Sequence[User], **kwargs: Any) -> None:
        """Offer three fields for each client; the colleagues are asked for once."""
        super().__init__(*args, **kwargs)
        self.clients = clients
        self._people = {str(one.pk): one for one in people}
        names = [(str(one.pk), str(one)) for one in people]
        self.fields["successor"] = forms.ChoiceField(
            label=_("Naar wie"),
            choices=[("", _("Maak een keuze")), *names],
            required=False,
            help_text=_("Per cliënt kunt u hieronder een ander kiezen."),
        )
        for client in clients:
            self.fields[f"take_{client.pk}"] = forms.BooleanField(label=str(client), required=False, initial=True)
            self.fields[f"successor_{client.pk}"] = forms.ChoiceField(
                label=_("Naar een ander"), choices=[("", _("Zoals bovenaan")), *names], required=False
            )
            self.fields[f"note_{client.pk}"] = forms.CharField(
                label=_("Wat de opvolger moet weten"),
                help_text=_("Komt op de tijdlijn van deze cliënt."),
                required=False,
                max_length=4_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def rows(self) -> list[TransferFields]:
        """Return the fields of each client."""
        return [
            TransferFields(client, *(self[f"{name}_{client.pk}"] for name in ("take", "successor", "note")))
            for client in self.clients
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of what is for a time, and for a successor and a note of every client that goes over."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == self.FOR_A_TIME and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", gettext("Schrijf op tot en met welke dag het duurt."))
        for client in self.clients:
            if not cleaned.get(f"take_{client.pk}"):
                continue
            if not cleaned.get(f"successor_{client.pk}") and not cleaned.get("successor"):
                self.add_error(f"successor_{client.pk}", gettext("Kies naar wie deze cliënt gaat."))
            if not cleaned.get(f"note_{client.pk}", "").strip() and f"note_{client.pk}" not in self.errors:
                self.add_error(f"note_{client.pk}", gettext("Schrijf op wat de opvolger moet weten."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        data = self.cleaned_data
        return {
            "form_token": data["form_token"],
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"] if data["kind"] == self.FOR_A_TIME else None,
            "parts": [
                TransferPart(
                    client,
                    self._people[data[f"successor_{client.pk}"] or data["successor"]],
                    data[f"note_{client.pk}"],
                )
                for client in self.clients
                if data[f"take_{client.pk}"]
            ],
        }


class FiguresForm(ActForm):
    """Which day, quarter or year the figures are about."""

    datum = DateField(label=_("Datum"))
    over = forms.ChoiceField(label=_("Telt"), choices=Span.choices)
    toen = forms.BooleanField(label=_("Zoals toen bekend"), required=False)
    klein = forms.BooleanField(label=_("Groepen onder de vijf verbergen"), required=False)

    def clean_datum(self) -> dt.date:
        """Refuse a day that is still to come."""
        day: dt.date = self.cleaned_data["datum"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day


class FileExportForm(OnceForm):
    """To whom a whole file is given, why, and how."""

    purpose = forms.ChoiceField(label=_("Waarvoor"), choices=ExportPurpose.choices, widget=forms.RadioSelect)
    recipient = forms.CharField(
        label=_("Voor wie"),
        max_length=LONGEST_RECIPIENT,
        help_text=_("De cliënt zelf, of de persoon en de organisatie die het dossier krijgt."),
    )
    reason = forms.CharField(
        label=_("Waarom het dossier gegeven mag worden"),
        max_length=LONGEST_REASON,
        help_text=_("Bijvoorbeeld: verzoek van de cliënt van 3 maart, of: toestemming getekend bij de overdracht."),
    )
    channel = forms.ChoiceField(
        label=_("Hoe u het geeft"),
        choices=[(one.value, one.label) for one in (Channel.MAIL, Channel.PAPER, Channel.MEETING)],
        initial=Channel.MAIL,
        widget=forms.RadioSelect,
    )
    with_numbers = forms.BooleanField(label=_("BSN en strafrechtsketennummer gaan leesbaar mee"), required=False)
    numbers_reason = forms.CharField(
        label=_("Waarom de nummers mee moeten"),
        max_length=LONGEST_NUMBERS_REASON,
        required=False,
        help_text=_("Alleen als u ze meegeeft. De reden komt in het toegangslog; zet het nummer er zelf niet in."),
    )

    def __init__(self, *args: Any, numbered: bool = True, **kwargs: Any) -> None:
        """Ask about the encrypted numbers only where there are any (``numbered``)."""
        super().__init__(*args, **kwargs)
        if not numbered:
            del self.fields["with_numbers"], self.fields["numbers_reason"]
