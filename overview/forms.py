"""Forms of acts that span rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from accounts.forms import RowsField
from casework.enums import ConditionOutcome, NoteKind
from casework.forms import DateField, TimeField
from casework.forms.notes import NoteDetailsForm
from casework.models import LifeDomain
from casework.models.notes import LONGEST_CONTACT_MINUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casework.models import SpecialCondition
    from riskplans.models import Sign
    from riskplans.selectors import SignGroup

USUAL_DURATION = 30
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
    day = DateField(label=_("Datum"))
    time = TimeField(label=_("Begintijd"))
    duration_minutes = forms.IntegerField(
        label=_("Duur in minuten"),
        min_value=0,
        max_value=LONGEST_CONTACT_MINUTES,
        initial=USUAL_DURATION,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Schrijf de duur in hele minuten, van 0 tot en met 1440.")
        ),
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
        now = timezone.localtime()
        self.fields["day"].initial = now.date()
        self.fields["time"].initial = (now - dt.timedelta(minutes=USUAL_DURATION)).replace(second=0, microsecond=0)
        if self.fields["time"].initial.date() != now.date():  # just after midnight
            self.fields["time"].initial = now
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
                choices=[("", _("niet aan de orde")), *ConditionOutcome.choices],
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

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal about the moment at the date: the form asks for it in two fields."""
        field = "day" if refusal.field == "occurred_at" else refusal.field
        super().refuse(Refused(refusal.sentence, field=field))

    def values(self) -> dict[str, Any]:
        """Return the arguments for the service that logs the contact."""
        data = self.cleaned_data
        return {
            "form_token": data["form_token"],
            "kind": data["kind"],
            "occurred_at": timezone.make_aware(dt.datetime.combine(data["day"], data["time"])),
            "duration_minutes": data["duration_minutes"],
            "text": data["text"],
            "went_well": data["went_well"],
            "client_view": data["client_view"],
            "domains": list(data["domains"]),
            "signs": self._ticked(self._sign_field),
            "own_signs": self._ticked(self._own_field),
            "details": self.details(),
            "touches": [(condition, data[name]) for name, condition in self._conditions.items() if data.get(name)],
        }
