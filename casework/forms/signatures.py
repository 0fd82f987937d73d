"""The field in which somebody signs: he draws in the box, or types his name. The name alone works without a script.

A page with it loads ``css/signature.css`` and ``js/signature.js`` (docs/components.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.enums import SignatureKind
from casework.models.signatures import NAME_LONGEST, Signature
from casework.validators import STROKES_HEIGHT, STROKES_WIDTH, check_strokes

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_SHORTEST = 2


class SignatureInput(forms.Widget):
    """The box to draw in, which the script shows, above the line for the name. Two fields: ``x`` and ``x-strokes``."""

    template_name = "casework/widgets/signature.html"
    needs_multipart_form = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Signature:  # noqa: ANN401
        """Return what was drawn and typed, unchecked. Whoever drew has drawn, whatever he typed besides."""
        del files
        strokes = str(data.get(f"{name}-strokes") or "").strip()
        typed = " ".join(str(data.get(name) or "").split())
        return Signature(SignatureKind.DRAWN if strokes else SignatureKind.TYPED, typed, strokes)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ANN401
        """Return whether the form that was sent has no such field."""
        del files
        return name not in data and f"{name}-strokes" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        """Give the template the name, and the strokes as far as they can be shown again."""
        known = value if isinstance(value, Signature) else Signature(name=str(value or ""))
        strokes = known.strokes
        try:
            check_strokes(strokes)
        except forms.ValidationError:
            strokes = ""
        context = super().get_context(name, known.name, attrs)
        context["widget"].update(
            {"strokes": strokes, "width": STROKES_WIDTH, "height": STROKES_HEIGHT, "longest": NAME_LONGEST}
        )
        return context

    def id_for_label(self, id_: str) -> str:
        """Return the line for the name: it is there without a script too."""
        return id_


class SignatureField(forms.Field):
    """Gives a ``Signature``: drawn or typed. None where it is not required and was left empty."""

    widget = SignatureInput
    default_error_messages = {
        "required": _("Zet uw handtekening of typ uw naam."),
        "short": _("Typ uw hele naam, of teken uw handtekening."),
        "long": _("Deze naam is te lang. Typ ten hoogste %(count)s tekens."),
    }

    def __init__(self, **kwargs: Any) -> None:
        """Label and help, unless the page says otherwise."""
        kwargs.setdefault("label", _("Handtekening"))
        kwargs.setdefault("help_text", _("De tijd en de naam van het account komen er vanzelf bij."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Signature | None:  # noqa: ANN401 -- Django's own signature
        """Return the signature; None when the box and the line are empty."""
        if not isinstance(value, Signature) or not (value.strokes or value.name):
            return None
        return value

    def validate(self, value: Signature | None) -> None:
        """Refuse strokes that are none, and a name that is none."""
        super().validate(value)
        if value is None:
            return
        if len(value.name) > NAME_LONGEST:
            raise forms.ValidationError(self.error_messages["long"] % {"count": NAME_LONGEST}, code="long")
        if value.strokes:
            check_strokes(value.strokes)
        elif sum(letter.isalpha() for letter in value.name) < NAME_SHORTEST:
            raise forms.ValidationError(self.error_messages["short"], code="short")

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 -- Django's own signature
        """Return whether something was drawn or typed."""
        del initial
        return self.to_python(data) is not None
