"""Bringing in a list of clients: the file, and which column each of its headings is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.base import ActForm, OnceForm
from casework.selectors.client_columns import grouped_columns
from casework.services.tables import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile


class ClientListForm(OnceForm):
    """A list of clients; what it is, is for the service to see."""

    upload = forms.FileField(
        label=_("Bestand"),
        allow_empty_file=True,
        help_text=_("CSV of Excel (.xlsx), ten hoogste 20.000 regels en 20 MB. Het scheidingsteken wordt herkend."),
        error_messages={"required": _("Kies een bestand."), "missing": _("Kies een bestand.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_upload(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before it is read."""
        upload: UploadedFile[Any] = self.cleaned_data["upload"]
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(gettext("Dit bestand is te groot: ten hoogste 20 MB. Deel het op."))
        return upload


class ColumnField(forms.ChoiceField):
    """Which column a heading is. The empty choice says in words that it is not used, so nothing has to be said beside it."""

    says_none = True


class ColumnsForm(ActForm):
    """Which column each heading of a file is; an empty choice leaves it out."""

    def __init__(self, *args: Any, head: Sequence[str], suggested: Mapping[int, str], **kwargs: Any) -> None:
        """Make a field for each heading, filled with what it is taken for."""
        super().__init__(*args, **kwargs)
        groups = [(name, [(column.key, column.key) for column in columns]) for name, columns in grouped_columns()]
        choices = [("", gettext("niet gebruiken")), *groups]
        for place, name in enumerate(head):
            self.fields[f"column_{place}"] = ColumnField(
                label=name or gettext("Kolom %(number)s, zonder kop") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=suggested.get(place, ""),
            )

    def values(self) -> dict[str, Any]:
        """Return the column of each heading, by its place."""
        return {"columns": {int(name.removeprefix("column_")): key for name, key in self.cleaned_data.items() if key}}
