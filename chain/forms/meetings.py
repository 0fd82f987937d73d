"""The form of a three-party meeting: one page to fill in together, with a row for every agreement."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import CommitmentOwner
from casework.forms import DateField, OnceForm, TimeField
from chain.enums import MeetingKind, Party
from chain.services.meetings import CommitmentLine

if TYPE_CHECKING:
    from django.http import QueryDict

if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet["CommitmentForm"]
else:
    _FormSet = forms.BaseFormSet

ROWS = 3
MOST_ROWS = 30
LONGEST_COUNT = 4  # digits


class MeetingForm(OnceForm):
    """What was said in the meeting. ``names`` are those of the three parties."""

    kind = forms.ChoiceField(label=gettext_lazy("Soort gesprek"), choices=MeetingKind, widget=forms.RadioSelect)
    held_on = DateField(label=gettext_lazy("Datum"), initial=timezone.localdate)
    held_time = TimeField(label=gettext_lazy("Begintijd"))
    place = forms.CharField(label=gettext_lazy("Waar"), max_length=120)
    attended = forms.MultipleChoiceField(
        label=gettext_lazy("Wie waren erbij"), choices=Party, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=gettext_lazy("Wie nog meer"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld een behandelaar of iemand uit het netwerk."),
    )
    absent = forms.CharField(
        label=gettext_lazy("Wie was er niet, en waarom niet"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proud_of = forms.CharField(
        label=gettext_lazy("Waar is de cliënt trots op, en wat is bereikt"),
        help_text=gettext_lazy("Begin hiermee. Ook wat binnen de voorwaarden goed gaat, telt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    client_view = forms.CharField(
        label=gettext_lazy("Hoe de cliënt het ziet"),
        help_text=gettext_lazy("In zijn eigen woorden."),
        error_messages={"required": gettext_lazy("Schrijf op hoe de cliënt het ziet, in zijn eigen woorden.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    counsellor_view = forms.CharField(
        label=gettext_lazy("Hoe de begeleider het ziet"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    officer_view = forms.CharField(
        label=gettext_lazy("Hoe de toezichthouder het ziet"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Wie houdt de regie"),
        choices=Party,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Wie ervoor zorgt dat de afspraken van dit gesprek gebeuren."),
    )
    next_on = DateField(
        label=gettext_lazy("Volgend driegesprek"),
        required=False,
        help_text=gettext_lazy("Niets ingevuld? Dan herinneren we u na drie maanden."),
    )

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        """Call the parties by their names; a client who was not there has no view of the meeting."""
        super().__init__(*args, **kwargs)
        self.names = names
        named = [(party, names.get(party, str(label))) for party, label in Party.choices]
        for field in ("attended", "lead"):
            self.fields[field].choices = named  # type: ignore[attr-defined]
        if self.is_bound:
            self.fields["client_view"].required = Party.CLIENT in self["attended"].data

    def clean(self) -> dict[str, Any]:
        """Ask why somebody of the three was not there."""
        cleaned = super().clean() or self.cleaned_data
        attended = set(cleaned.get("attended", ()))
        if attended and attended != set(Party.values) and not cleaned.get("absent"):
            self.add_error("absent", _("Niet alle drie waren erbij. Schrijf op waarom."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the fields of ``record_meeting``: one moment, and who was there in words."""
        values = super().values()
        attended, others = values.pop("attended"), values.pop("others")
        held_on, held_time = values.pop("held_on"), values.pop("held_time")
        there = [self.names[party] for party in Party.values if party in attended]
        return values | {
            "held_at": timezone.make_aware(dt.datetime.combine(held_on, held_time)),
            "present": "\n".join([*there, others] if others else there),
            "client_present": Party.CLIENT in attended,
        }


class CommitmentForm(forms.Form):
    """One row: what was agreed, by whom, before when. A row that is left empty is no agreement."""

    text = forms.CharField(label=gettext_lazy("Afspraak"), max_length=300, required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Wie"), required=False)
    owner_name = forms.CharField(label=gettext_lazy("Naam"), max_length=120, required=False)
    due_on = DateField(label=gettext_lazy("Uiterlijk"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the owners."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("Kies wie")), *CommitmentOwner.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is half filled in."""
        cleaned = super().clean() or self.cleaned_data
        filled = {name for name, value in cleaned.items() if value} | set(self.errors)
        missing = {
            "text": _("Schrijf op wat er is afgesproken."),
            "owner": _("Kies wie dit doet."),
            "due_on": _("Vul in voor wanneer."),
        }
        if filled:
            for name, sentence in missing.items():
                if name not in filled:
                    self.add_error(name, sentence)
        if cleaned.get("owner") == CommitmentOwner.OTHER and not cleaned.get("owner_name"):
            self.add_error("owner_name", _("Schrijf op wie dit doet."))
        return cleaned

    @property
    def line(self) -> CommitmentLine | None:
        """What was agreed; None for a row that was left empty. Only for a valid form."""
        values = self.cleaned_data
        if not values.get("text"):
            return None
        return CommitmentLine(values["text"], values["owner"], values["due_on"], values["owner_name"])


class BaseCommitments(_FormSet):
    """The rows of a meeting."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return how the fields of the rows start."""
        return "afspraken"

    @property
    def lines(self) -> list[CommitmentLine]:
        """What was agreed, in the order of the rows. Only for valid rows."""
        return [form.line for form in self.forms if form.line is not None]


CommitmentRows = forms.formset_factory(
    CommitmentForm,
    formset=BaseCommitments,
    extra=ROWS,
    max_num=MOST_ROWS,
    validate_max=True,
    absolute_max=2 * MOST_ROWS,  # whatever number of rows a request says it has
)


def commitment_rows(post: QueryDict | None = None, initial: list[dict[str, Any]] | None = None) -> BaseCommitments:
    """Return the rows: as they were typed, or empty ones after those of ``initial``."""
    return cast("BaseCommitments", CommitmentRows(post, initial=initial))


def with_more_rows(post: QueryDict, *, names: dict[str, str]) -> tuple[MeetingForm, BaseCommitments]:
    """Return the page as it was typed, unchecked, with three more rows: for a browser without script."""
    prefix = BaseCommitments.get_default_prefix()
    typed: dict[str, Any] = {name: post.get(name, "") for name in MeetingForm.base_fields}
    typed["attended"] = post.getlist("attended")
    total = post.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) <= LONGEST_COUNT else ROWS
    rows = [
        {name: post.get(f"{prefix}-{index}-{name}", "") for name in CommitmentForm.base_fields}
        for index in range(count)
    ]
    return MeetingForm(initial=typed, names=names), commitment_rows(initial=rows)
