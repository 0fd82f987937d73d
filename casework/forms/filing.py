"""What a file that is brought in is, and how long it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.enums.filing import Validity
from casework.forms.base import DateField, OnceForm
from casework.forms.documents import UploadForm
from casework.models import Document, FileKind

if TYPE_CHECKING:
    from django.db.models import QuerySet


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]  # a class that knows no brackets when it runs
    """A kind of file, with how long one usually holds."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- Django's own signature
        """Return the name, with the usual days behind it where there are any."""
        if obj.valid_days is None:
            return str(obj.name)
        return gettext("%(kind)s (meestal %(days)s dagen geldig)") % {"kind": obj.name, "days": obj.valid_days}


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A document of the same file."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- Django's own signature
        """Return the number and the title."""
        return f"{obj.number} {obj.title}"


def _kinds() -> QuerySet[FileKind]:
    return FileKind.objects.filter(in_use=True)


class FilingForm(OnceForm):
    """What a document is, from when until when it holds, and which one it takes the place of."""

    kind = KindField(label=_("Soort"), queryset=FileKind.objects.none())
    valid_from = DateField(label=_("Geldig vanaf"), required=False)
    valid_until = DateField(label=_("Geldig tot en met"), required=False, help_text=_("Leeg als het niet verloopt."))
    succeeds = DocumentField(
        label=_("Komt in de plaats van"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("Het oude document blijft leesbaar, als vervangen."),
    )
    renewed = forms.BooleanField(
        label=_("Op tijd herinneren aan een nieuw document"),
        required=False,
        initial=True,
        help_text=_("Zet dit uit als dit document niet meer nodig is."),
    )

    def __init__(self, *args: Any, earlier: QuerySet[Document], current: FileKind | None = None, **kwargs: Any) -> None:
        """Offer the kinds in use, with the one that was chosen before, and the documents that may be replaced."""
        super().__init__(*args, **kwargs)
        kinds = _kinds() | FileKind.objects.filter(pk=current.pk) if current else _kinds()
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["succeeds"].queryset = earlier  # type: ignore[attr-defined]


class FiledUploadForm(UploadForm):
    """A file that is brought in, with what it is."""

    kind = KindField(label=_("Soort"), queryset=FileKind.objects.none())
    valid_from = DateField(label=_("Geldig vanaf"), required=False)
    valid_until = DateField(
        label=_("Geldig tot en met"),
        required=False,
        help_text=_("Neem de datum over die op het stuk staat. Leeg: wat bij deze soort gebruikelijk is."),
    )
    succeeds = DocumentField(
        label=_("Komt in de plaats van"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("Het oude document blijft leesbaar, als vervangen."),
    )
    field_order = ("form_token", "kind", "title", "upload", "valid_from", "valid_until", "succeeds")

    def __init__(self, *args: Any, earlier: QuerySet[Document], **kwargs: Any) -> None:
        """Offer the kinds in use and the documents that may be replaced."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = _kinds()  # type: ignore[attr-defined]
        self.fields["succeeds"].queryset = earlier  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what was typed, with the last day that is usual for the kind when none was given."""
        values = super().values()
        kind: FileKind = values["kind"]
        if values["valid_until"] is None and kind.valid_days is not None:
            values["valid_until"] = (values["valid_from"] or timezone.localdate()) + timedelta(days=kind.valid_days)
        return values


class FiledFilterForm(forms.Form):
    """Which of the files to show. It holds no words, so it may stand in the address."""

    soort = forms.ModelChoiceField(
        label=_("Soort"),
        queryset=FileKind.objects.all(),
        required=False,
        to_field_name="key",
        empty_label=_("Alle soorten"),
    )
    geldig = forms.ChoiceField(label=_("Geldigheid"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer where a document can stand."""
        super().__init__(*args, **kwargs)
        self.fields["geldig"].choices = [("", _("Maakt niet uit")), *Validity.choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def chosen(self) -> tuple[str, str]:
        """Return the key of the kind and the validity; empty for all, and for what does not exist."""
        self.is_valid()
        kind = self.cleaned_data.get("soort")
        return (kind.key if kind else ""), str(self.cleaned_data.get("geldig") or "")
