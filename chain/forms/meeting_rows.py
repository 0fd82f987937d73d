"""The rows of the page of a meeting: what was agreed, and who else sat at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.enums import CommitmentOwner
from casework.forms import DateField
from chain.enums import Seat
from chain.services.meetings import AttendeeLine, CommitmentLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

if TYPE_CHECKING:
    _CommitmentSet = forms.BaseFormSet["CommitmentForm"]
    _GuestSet = forms.BaseFormSet["GuestForm"]
else:
    _CommitmentSet = _GuestSet = forms.BaseFormSet

ROWS = 3
MOST_ROWS = 30
LONGEST_COUNT = 4  # digits
GUEST_SEATS = (Seat.RELATIVE, Seat.PARTNER, Seat.ORGANISATION, Seat.OTHER)
THERE, MISSED = "there", "missed"


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


class BaseCommitments(_CommitmentSet):
    """The rows of what was agreed."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return how the fields of the rows start."""
        return "afspraken"

    @property
    def lines(self) -> list[CommitmentLine]:
        """What was agreed, in the order of the rows. Only for valid rows."""
        return [form.line for form in self.forms if form.line is not None]


class GuestForm(forms.Form):
    """One row: somebody else at the table, or somebody who was missed and why. An empty row is nobody."""

    name = forms.CharField(label=gettext_lazy("Wie"), max_length=160, required=False)
    seat = forms.ChoiceField(label=gettext_lazy("Als"), required=False)
    there = forms.ChoiceField(label=gettext_lazy("Was erbij"), required=False)
    reason = forms.CharField(label=gettext_lazy("Waarom niet"), max_length=300, required=False)
    words = forms.CharField(
        label=gettext_lazy("Hoe hij het ziet"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the seats."""
        super().__init__(*args, **kwargs)
        seats = [(seat.value, seat.label) for seat in GUEST_SEATS]
        self.fields["seat"].choices = [("", _("Kies als wie")), *seats]  # type: ignore[attr-defined]
        self.fields["there"].choices = [(THERE, _("ja")), (MISSED, _("nee"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that is half filled in."""
        cleaned = super().clean() or self.cleaned_data
        filled = {name for name in ("name", "seat", "reason", "words") if cleaned.get(name)}
        if not filled:
            return cleaned
        if not cleaned.get("name"):
            self.add_error("name", _("Schrijf op wie dit is."))
        if not cleaned.get("seat"):
            self.add_error("seat", _("Kies als wie hij er was."))
        if cleaned.get("there") == MISSED and not cleaned.get("reason"):
            self.add_error("reason", _("Schrijf op waarom hij er niet bij was."))
        return cleaned

    @property
    def line(self) -> AttendeeLine | None:
        """Who it is; None for a row that was left empty. Only for a valid form."""
        values = self.cleaned_data
        if not values.get("name"):
            return None
        present = values["there"] != MISSED
        return AttendeeLine(
            values["seat"], values["name"], present, "" if present else values["reason"], values["words"]
        )


class BaseGuests(_GuestSet):
    """The rows of who else sat at the table."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return how the fields of the rows start."""
        return "gasten"

    @property
    def lines(self) -> list[AttendeeLine]:
        """Who they are, in the order of the rows. Only for valid rows."""
        return [form.line for form in self.forms if form.line is not None]


# absolute_max: whatever number of rows a request says it has.
CommitmentRows = forms.formset_factory(
    CommitmentForm,
    formset=BaseCommitments,
    extra=ROWS,
    max_num=MOST_ROWS,
    validate_max=True,
    absolute_max=2 * MOST_ROWS,
)
GuestRows = forms.formset_factory(
    GuestForm, formset=BaseGuests, extra=1, max_num=MOST_ROWS, validate_max=True, absolute_max=2 * MOST_ROWS
)


def commitment_rows(post: QueryDict | None = None, initial: list[dict[str, Any]] | None = None) -> BaseCommitments:
    """Return the rows: as they were typed, or empty ones after those of ``initial``."""
    return cast("BaseCommitments", CommitmentRows(post, initial=initial))


def guest_rows(post: QueryDict | None = None, initial: list[dict[str, Any]] | None = None) -> BaseGuests:
    """Return the rows: as they were typed, or an empty one after those of ``initial``.

    A post without any such rows at all is one without guests.
    """
    prefix = BaseGuests.get_default_prefix()
    if post is not None and f"{prefix}-TOTAL_FORMS" not in post:
        data = post.copy()
        data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = "0"
        return cast("BaseGuests", GuestRows(data))
    return cast("BaseGuests", GuestRows(post, initial=initial))


def typed_rows(post: QueryDict, prefix: str, fields: Sequence[str], standard: int) -> list[dict[str, Any]]:
    """Return the rows of a prefix as they were typed, unchecked."""
    total = post.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ROWS) if total.isdecimal() and len(total) <= LONGEST_COUNT else standard
    return [{name: post.get(f"{prefix}-{index}-{name}", "") for name in fields} for index in range(count)]
