"""Forms of a check-in: a side on one page, or the client's side a screen at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alliance.enums import Handling, ScaleKind, Sharing, Side
from casework.forms import ActForm, OnceForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alliance.instruments import Instrument, Item

REMARK_LENGTH = 1000


class StepField(forms.TypedChoiceField):
    """One statement with the steps of the instrument's scale."""

    def __init__(self, instrument: Instrument, item: Item, side: Side) -> None:
        """Ask the statement in the words of this side."""
        faces = instrument.scale.kind == ScaleKind.FACES
        super().__init__(
            label=item.texts[side].rstrip("."),  # a heading, and a link in the error summary
            choices=[(str(step.value), step.words) for step in instrument.scale.steps],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Kies een gezichtje.") if faces else _("Kies een antwoord."),
                "invalid_choice": _("Kies een van de vijf gezichtjes.") if faces else _("Kies een van de antwoorden."),
            },
        )


class SliderField(forms.IntegerField):
    """One statement with a slider. It begins one below the scale, which is no answer: what nobody touched counts for nothing."""

    def __init__(self, instrument: Instrument, item: Item, side: Side) -> None:
        """Ask the statement in the words of this side; the client may leave it out."""
        scale = instrument.scale
        self.nothing = scale.lowest - 1
        super().__init__(
            label=item.texts[side].rstrip("."),
            required=side != Side.CLIENT,
            min_value=scale.lowest,
            max_value=scale.highest,
            initial=self.nothing,
            widget=forms.NumberInput(
                attrs={
                    "type": "range",
                    "min": self.nothing,
                    "max": scale.highest,
                    "step": 1,
                    "data-slider": _now("%(value)s van de %(highest)s"),
                    "data-slider-empty": _now("niet ingevuld"),
                    "data-highest": scale.highest,
                }
            ),
            error_messages={"required": _("Schuif naar een plek op de lijn.")},
        )
        self.widget.attrs["min"] = self.nothing  # the field itself sets the lowest answer here

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 -- Django's own signature
        """Return the value, or None for a slider that was not touched."""
        number = super().to_python(value)
        return None if number == self.nothing else number


def _remark(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 -- lazy strings
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StartForm(OnceForm):
    """Begins a check-in with one of the instruments; the token makes a second click harmless."""

    instrument = forms.ChoiceField(
        label=_("Vorm"), required=False, widget=forms.Select(attrs={"class": "form-select w-auto mw-100"})
    )

    def __init__(self, *args: Any, instruments: Sequence[Instrument], **kwargs: Any) -> None:
        """Offer the instruments that are in use."""
        super().__init__(*args, **kwargs)
        self.known = {one.code: one for one in instruments}
        self.fields["instrument"].choices = [(one.code, one.name) for one in instruments]  # type: ignore[attr-defined]

    def chosen(self) -> Instrument | None:
        """Return the instrument that was chosen; None leaves the choice to the service."""
        return self.known.get(self.cleaned_data["instrument"])


class ItemsForm(forms.Form):
    """Some statements of an instrument in the words of one side."""

    def __init__(self, *args: Any, instrument: Instrument, items: Iterable[Item], side: Side, **kwargs: Any) -> None:
        """Build a field a statement."""
        super().__init__(*args, **kwargs)
        self.instrument, self.items = instrument, tuple(items)
        kind = SliderField if instrument.scale.kind == ScaleKind.SLIDER else StepField
        for item in self.items:
            self.fields[item.key] = kind(instrument, item, side)

    def answers(self) -> dict[str, int | None]:
        """Return the value of every statement; None for one that was left out."""
        return {item.key: self.cleaned_data[item.key] for item in self.items}

    @property
    def statements(self) -> list[tuple[forms.BoundField, Item, bool]]:
        """Return every field with its item, and whether its faces stand the other way round."""
        return [(self[item.key], item, self.instrument.negative(item)) for item in self.items]


class CounsellorSideForm(ItemsForm):
    """The counsellor's side, on one page."""

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        """Ask every statement, and what to remember."""
        super().__init__(*args, instrument=instrument, items=instrument.items, side=Side.COUNSELLOR, **kwargs)
        self.fields["remark"] = _remark(
            _("Wat wilt u bij het gesprek onthouden"), _("Alleen u ziet dit; het staat bij de uitkomst.")
        )


class SharingForm(forms.Form):
    """The client's choice what the counsellor sees, and what he wants to add."""

    sharing = forms.TypedChoiceField(
        coerce=Sharing,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u wilt."), "invalid_choice": _("Kies wat u wilt.")},
    )

    def __init__(self, *args: Any, counsellor: str, instrument: Instrument, **kwargs: Any) -> None:
        """Put the counsellor's name in the choices. Where an aspect is one statement, its value would be the answer."""
        super().__init__(*args, **kwargs)
        name = {"name": counsellor}
        choices = [(Sharing.ANSWERS.value, _now("%(name)s mag mijn antwoorden zien") % name)]
        if instrument.hides_answers_in_aspects:
            choices.append((Sharing.ASPECTS.value, _now("%(name)s ziet alleen de uitkomst per onderwerp") % name))
        choices.append((Sharing.TOPICS.value, _now("%(name)s ziet alleen waar wij over kunnen praten") % name))
        choice = self.fields["sharing"]
        choice.label = _now("Uw keuze")
        choice.choices = choices  # type: ignore[attr-defined]
        self.fields["remark"] = _remark(_now("Wilt u nog iets zeggen"), _now("Dit leest %(name)s wel.") % name)


class FollowUpForm(OnceForm):
    """What was done with a signal."""

    handling = forms.TypedChoiceField(
        label=_("Wat is ermee gedaan"), choices=Handling.choices, coerce=Handling, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen u leest dit. Is er niets mee gedaan, schrijf dan waarom."),
    )


class LinkForm(ActForm):
    """Makes the client's link, or takes it back; carries nothing of its own."""
