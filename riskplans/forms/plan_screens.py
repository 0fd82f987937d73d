"""The screens on which a draft is written with the client: one question a screen, saved as it goes.

Each screen knows its piece of the plan: what of the content it shows, and what the content becomes with what was typed.
A digest of the piece travels along, so that somebody else's words in the same piece are noticed and those in another
piece are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riskplans.enums import Actor, NoticedBy, PhaseLevel, SignCategory, Urgency
from riskplans.forms.monitoring import level_choices
from riskplans.forms.plans import LONGEST_SIGN, LONGEST_TEXT, LONGEST_WHO, MOST_SIGNS, LinesField, phone_number
from riskplans.selectors import ActionText, ContactText, PhaseText, PlanContent, SignText

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNS, CALLS, END = "signalen", "bellen", "klaar"
# The drawing that goes with each kind of sign.
SIGN_PICTOGRAMS = {
    SignCategory.SLEEP: "slapen",
    SignCategory.FOOD: "eten",
    SignCategory.MOOD: "spanning",
    SignCategory.ANGER: "boos",
    SignCategory.THOUGHTS: "denken",
    SignCategory.CONTACT: "alleen",
    SignCategory.RULES: "afspraak",
    SignCategory.SUBSTANCES: "middelen",
    SignCategory.MONEY: "geld",
    SignCategory.CONFLICT: "ruzie",
    SignCategory.BODY: "lichaam",
    SignCategory.SEXUALITY: "hart",
    SignCategory.SUPPORT: "praten",
    SignCategory.OFFENCE: "vroeger",
}


class TextScreenForm(forms.Form):
    """One question, one text."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    text = forms.CharField(
        label=gettext_lazy("Uw woorden"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class LinesScreenForm(forms.Form):
    """One question, a line for each answer."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    text = LinesField(
        noticed_by=NoticedBy.CLIENT,
        label=gettext_lazy("Uw woorden"),
        help_text=gettext_lazy("Elke stap op een eigen regel."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@dataclass(frozen=True)
class Screen:
    """One question: where it stands in the address, its words and drawing, and its piece of the plan."""

    slug: str
    question: str
    pictogram: str
    show: Callable[[PlanContent], str]
    write: Callable[[PlanContent, Any], PlanContent]
    help: str = ""
    level: str = ""
    lines: bool = False

    def form(self, content: PlanContent, data: Any = None) -> forms.Form:  # noqa: ANN401 -- a QueryDict
        """Return the form of the screen, with what the plan says now or with what was typed."""
        kind = LinesScreenForm if self.lines else TextScreenForm
        shown = self.show(content)
        return kind(data, initial={"text": shown, "seen": digest(shown)})


def digest(text: str) -> str:
    """Return a short mark of a text, to see whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:24]


def _text_screen(slug: str, name: str, question: str, pictogram: str, help_text: str = "") -> Screen:
    return Screen(
        slug,
        question,
        pictogram,
        show=lambda content: str(getattr(content, name)),
        write=lambda content, text: replace(content, **{name: text}),
        help=help_text,
    )


def _with_phase(content: PlanContent, phase: PhaseText) -> PlanContent:
    """Return the content with one phase replaced."""
    kept = tuple(one for one in content.phases if one.level != phase.level)
    return replace(content, phases=(*kept, phase)).in_order()


def _how_screen(level: PhaseLevel) -> Screen:
    return Screen(
        f"hoe-{level.value}",
        _("Hoe ben ik als het {phase} is?").format(phase=level.label),
        "spanning" if level != PhaseLevel.GREEN else "rust",
        show=lambda content: content.phase(level).how_i_am,
        write=lambda content, text: _with_phase(content, replace(content.phase(level), how_i_am=text)),
        help=_("Wat denk ik, wat voel ik, wat doe ik?"),
        level=level,
    )


def _do_screen(level: PhaseLevel) -> Screen:
    def show(content: PlanContent) -> str:
        return "\n".join(one.text for one in content.phase(level).actions if one.actor == Actor.CLIENT)

    def write(content: PlanContent, lines: tuple[SignText, ...]) -> PlanContent:
        phase = content.phase(level)
        known = {one.text: one for one in phase.actions if one.actor == Actor.CLIENT}
        urgency = Urgency.NOW if level == PhaseLevel.RED else Urgency.TODAY
        mine = tuple(known.get(line.text) or ActionText(Actor.CLIENT, line.text, urgency) for line in lines)
        others = tuple(one for one in phase.actions if one.actor != Actor.CLIENT)
        return _with_phase(content, replace(phase, actions=(*mine, *others)))

    return Screen(
        f"doen-{level.value}",
        _("Wat doe ik zelf als het {phase} is?").format(phase=level.label),
        "trots",
        show=show,
        write=write,
        help=_("Kleine stappen die echt lukken."),
        level=level,
        lines=True,
    )


def screens_of(content: PlanContent) -> list[Screen]:
    """Return the questions in their order; the picker of signs, the call list and the end have pages of their own."""
    levels = [PhaseLevel(phase.level) for phase in content.in_order().phases]
    screens = [
        _text_screen("waarom", "occasion", _("Wat willen we voorkomen?"), "hulp"),
        _text_screen("sterk", "protective_factors", _("Wat houdt mij sterk?"), "trots", _("Wie en wat helpt mij?")),
        _text_screen(
            "moeilijk", "triggers", _("Wat maakt het moeilijk?"), "spanning", _("Plekken, mensen, gedachten.")
        ),
        Screen(
            SIGNS, _("Waaraan merk ik het?"), "denken", show=lambda _content: "", write=lambda content, _text: content
        ),
    ]
    for level in levels:
        screens += [_how_screen(level), _do_screen(level)]
    return [
        *screens,
        _text_screen("helpt", "wishes", _("Wat helpt mij in een crisis?"), "hulp"),
        _text_screen("helpt-niet", "avoid", _("Wat moeten anderen niet doen?"), "boos"),
        Screen(CALLS, _("Wie bel ik?"), "bellen", show=lambda _content: "", write=lambda content, _text: content),
        _text_screen("met-wie", "participants", _("Met wie maken we dit plan?"), "samen", _("Schrijf de namen op.")),
        Screen(END, _("Ons plan"), "samen", show=lambda _content: "", write=lambda content, _text: content),
    ]


class SignScreenForm(forms.Form):
    """One sign: its words, who notices it, and the colour to which it belongs."""

    text = forms.CharField(
        label=gettext_lazy("Wat merk ik dan?"),
        max_length=LONGEST_SIGN,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Schrijf op wat u merkt.")},
    )
    noticed_by = forms.ChoiceField(
        label=gettext_lazy("Wie merkt het?"),
        choices=[(NoticedBy.CLIENT, gettext_lazy("Ikzelf")), (NoticedBy.OTHERS, gettext_lazy("Anderen"))],
        initial=NoticedBy.CLIENT,
        widget=forms.RadioSelect,
    )
    noticed_who = forms.CharField(
        label=gettext_lazy("Welke anderen?"),
        max_length=LONGEST_WHO,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld mijn zus."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Bij welke kleur hoort het?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies bij welke kleur dit signaal hoort.")},
    )

    def __init__(self, *args: Any, content: PlanContent, category: SignCategory, **kwargs: Any) -> None:
        """Offer the phases of the draft."""
        super().__init__(*args, **kwargs)
        self.content, self.category = content, category
        levels = [phase.level for phase in content.in_order().phases]
        self.fields["level"].choices = level_choices(levels)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a sign that stands there already, and more signs than a phase can show."""
        data = self.cleaned_data
        if "level" in data and "text" in data:
            signs = self.content.phase(data["level"]).signs
            if any(sign.text.casefold() == data["text"].casefold() for sign in signs):
                self.add_error("text", _("Dit signaal staat er al bij deze kleur."))
            elif len(signs) >= MOST_SIGNS:
                self.add_error(
                    "level",
                    _("Bij deze kleur staan al {most} signalen. Haal er eerst een weg.").format(most=MOST_SIGNS),
                )
        return data

    def new_content(self) -> PlanContent:
        """Return the content with this sign added."""
        data = self.cleaned_data
        who = data["noticed_who"] if data["noticed_by"] == NoticedBy.OTHERS else ""
        sign = SignText(data["text"], data["noticed_by"], who, self.category)
        phase = self.content.phase(data["level"])
        return _with_phase(self.content, replace(phase, signs=(*phase.signs, sign)))


def without_sign(content: PlanContent, level: str, text: str) -> PlanContent:
    """Return the content without this sign of this phase."""
    phase = content.phase(level)
    return _with_phase(content, replace(phase, signs=tuple(sign for sign in phase.signs if sign.text != text)))


class CallScreenForm(forms.Form):
    """One person to call."""

    name = forms.CharField(
        label=gettext_lazy("Naam"), max_length=120, error_messages={"required": gettext_lazy("Schrijf op wie u belt.")}
    )
    relation = forms.CharField(label=gettext_lazy("Wie is dat?"), max_length=80, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telefoon"),
        max_length=30,
        validators=[phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Schrijf het telefoonnummer op.")},
    )

    def new_content(self, content: PlanContent) -> PlanContent:
        """Return the content with this person at the end of the call list."""
        data = self.cleaned_data
        person = ContactText(data["name"], data["relation"], data["phone"])
        return replace(content, contacts=(*content.contacts, person))


def without_call(content: PlanContent, name: str) -> PlanContent:
    """Return the content without this person on the call list."""
    return replace(content, contacts=tuple(one for one in content.contacts if one.name != name))
