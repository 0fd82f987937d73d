"""Rows for what was agreed, in a form about a contact: as many as are needed, with or without a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums import CommitmentOwner
from casework.forms.base import DateField
from casework.services.notes import AgreedInNote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# With so many the button for another row goes; nobody agrees on so much in one contact.
MOST_ROWS = 30
FIELDS = ("text", "owner", "owner_name", "due_on")
MISSING = {
    "text": _("Schrijf op wat er is afgesproken."),
    "owner": _("Kies wie dit doet."),
    "due_on": _("Vul in voor wanneer."),
}
# The button for another row; the suffix of the rows follows.
MORE = "more_agreed"


@dataclass(frozen=True)
class AgreedRow:
    """The fields of one agreement."""

    text: forms.BoundField
    owner: forms.BoundField
    owner_name: forms.BoundField
    due_on: forms.BoundField


class AgreedRows:
    """The fields ``agreed_<row>_<what><suffix>`` of a form: as many rows as were sent, and at least one.

    ``suffix`` tells the rows of one client from those of another in a form about several.
    """

    def __init__(self, form: forms.Form, *, suffix: str = "") -> None:
        """Give the form its fields, as far as it was filled in already."""
        self.form, self.suffix = form, suffix
        self.count = 0
        self.offer()

    def offer(self) -> None:
        """Offer the rows that were sent or kept, and one more where the button for that was pressed."""
        data = self.form.data if self.form.is_bound else {}
        sent = max(1, self._sent(data))
        self.count = sent + (self.button in data and sent < MOST_ROWS)
        for row in range(self.count):
            for what, field in self._fields().items():
                self.form.fields.setdefault(self.name(row, what), field)

    def _fields(self) -> dict[str, forms.Field]:
        return {
            "text": forms.CharField(label=_("Afspraak"), max_length=300, required=False),
            "owner": forms.ChoiceField(
                label=_("Wie"), choices=[("", _("Kies wie")), *CommitmentOwner.choices], required=False
            ),
            "owner_name": forms.CharField(label=_("Naam"), max_length=120, required=False),
            "due_on": DateField(label=_("Uiterlijk"), required=False),
        }

    def _sent(self, data: Mapping[str, Any]) -> int:
        pattern = re.compile(rf"agreed_([0-9]{{1,2}})_(?:{'|'.join(FIELDS)}){re.escape(self.suffix)}")
        return max((int(found[1]) + 1 for name in data if (found := pattern.fullmatch(name))), default=0)

    def name(self, row: int, what: str) -> str:
        """Return the name of a field."""
        return f"agreed_{row}_{what}{self.suffix}"

    @property
    def names(self) -> list[str]:
        """Return the names of all fields."""
        return [self.name(row, what) for row in range(self.count) for what in FIELDS]

    @property
    def button(self) -> str:
        """Return the name of the button for another row."""
        return f"{MORE}{self.suffix}"

    @property
    def most(self) -> int:
        """Return with how many rows the button goes."""
        return MOST_ROWS

    @property
    def may_grow(self) -> bool:
        """Return whether there is room for another row."""
        return self.count < MOST_ROWS

    @property
    def rows(self) -> list[AgreedRow]:
        """Return the fields of each row."""
        return [AgreedRow(*(self.form[self.name(row, what)] for what in FIELDS)) for row in range(self.count)]

    def clean(self, made_on: date | None) -> None:
        """Refuse a row that is half filled in, somebody else without a name, and a day before the contact."""
        for row in range(self.count):
            values = {what: self.form.cleaned_data.get(self.name(row, what)) for what in FIELDS}
            wrong = {what for what in FIELDS if self.name(row, what) in self.form.errors}
            if not any(values.values()) and not wrong:
                continue
            for what, sentence in MISSING.items():
                if not values[what] and what not in wrong:
                    self.form.add_error(self.name(row, what), sentence)
            if values["owner"] == CommitmentOwner.OTHER and not values["owner_name"] and "owner_name" not in wrong:
                self.form.add_error(self.name(row, "owner_name"), gettext("Schrijf op wie dit doet."))
            if made_on and values["due_on"] and values["due_on"] < made_on:
                self.form.add_error(
                    self.name(row, "due_on"), gettext("Deze dag ligt voor het contact. Kies een latere datum.")
                )

    def agreed(self) -> list[AgreedInNote]:
        """Return what was agreed, in the order of the rows; only of a valid form."""
        data = self.form.cleaned_data
        return [
            AgreedInNote(
                text,
                owner=data[self.name(row, "owner")],
                due_on=data[self.name(row, "due_on")],
                # A name typed before another owner was chosen is nobody's.
                owner_name=data[self.name(row, "owner_name")]
                if data[self.name(row, "owner")] == CommitmentOwner.OTHER
                else "",
            )
            for row in range(self.count)
            if (text := data[self.name(row, "text")])
        ]
