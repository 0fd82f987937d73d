"""Forms of a check-in: the counsellor's side on one page, the client's side one statement at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.enums import Aspect, Side
from casework.forms import OnceForm

if TYPE_CHECKING:
    from django.http import QueryDict

    from alliance.instruments import Instrument

REMARK_LENGTH = 1000


class FaceField(forms.TypedChoiceField):
    """One statement with the five steps of the instrument."""

    def __init__(self, instrument: Instrument, aspect: Aspect, side: Side) -> None:
        """Ask the statement in the words of this side."""
        super().__init__(
            label=instrument.statement(aspect).texts[side].rstrip("."),  # a heading, and a link in the error summary
            choices=[(str(step.value), step.words) for step in instrument.scale],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Kies een gezichtje."),
                "invalid_choice": _("Kies een van de vijf gezichtjes."),
            },
        )


def _remark(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 -- lazy strings
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StartForm(OnceForm):
    """Begins a check-in; carries only the token that makes a second click harmless."""


class CounsellorSideForm(forms.Form):
    """The four statements in the counsellor's words."""

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        """Build a field a statement."""
        super().__init__(*args, **kwargs)
        for aspect in Aspect:
            self.fields[aspect.value] = FaceField(instrument, aspect, Side.COUNSELLOR)
        self.fields["remark"] = _remark(
            _("Wat wilt u bij het gesprek onthouden"), _("Alleen u ziet dit; het staat bij de uitkomst.")
        )

    def scores(self) -> dict[str, int]:
        """Return the value of every aspect."""
        return {aspect.value: self.cleaned_data[aspect.value] for aspect in Aspect}


class StatementForm(forms.Form):
    """One statement in the client's words."""

    def __init__(self, *args: Any, instrument: Instrument, aspect: Aspect, **kwargs: Any) -> None:
        """Build the field of this one statement."""
        super().__init__(*args, **kwargs)
        self.fields[aspect.value] = FaceField(instrument, aspect, Side.CLIENT)
        self.aspect = aspect

    @property
    def face(self) -> forms.BoundField:
        """Return the field of the statement."""
        return self[self.aspect.value]


class SharingForm(forms.Form):
    """The client's choice who sees his answers, and what he wants to add."""

    shares_answers = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u wilt."), "invalid_choice": _("Kies wat u wilt.")},
    )

    def __init__(self, *args: Any, counsellor: str, **kwargs: Any) -> None:
        """Put the counsellor's name in the choices."""
        super().__init__(*args, **kwargs)
        choice = self.fields["shares_answers"]
        choice.label = _("Uw keuze")
        choice.choices = [  # type: ignore[attr-defined]
            ("yes", _("%(name)s mag mijn antwoorden zien") % {"name": counsellor}),
            ("no", _("%(name)s ziet alleen waar wij over kunnen praten") % {"name": counsellor}),
        ]
        self.fields["remark"] = _remark(
            _("Wilt u nog iets zeggen"), _("Dit leest %(name)s wel.") % {"name": counsellor}
        )


class ClientSide:
    """Where the client is on his side: the answers given so far travel with the form and are saved only at the end."""

    BEGIN = 0
    LAST = len(Aspect) + 1

    def __init__(self, data: QueryDict) -> None:
        """Read the step that was sent and the answers that came with it; anything odd is left out."""
        step = data.get("step", "")
        self.step = min(int(step), self.LAST) if step.isdecimal() and len(step) == 1 else self.BEGIN
        self.answers = {
            aspect.value: int(value)
            for aspect in Aspect
            if len(value := data.get(aspect.value, "")) == 1 and value in "12345"
        }

    @staticmethod
    def aspect_at(step: int) -> Aspect:
        """Return the aspect that is asked at a step from 1 to 4."""
        return list(Aspect)[step - 1]

    @property
    def first_missing(self) -> int | None:
        """Return the first step without an answer, or None when all are there."""
        return next((place for place, aspect in enumerate(Aspect, start=1) if aspect.value not in self.answers), None)
