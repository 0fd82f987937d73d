"""Forms around a notification: telling the client, the reason why not yet, sending, dropping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import OnceForm, check_year
from chain.enums import Channel
from chain.models import NotificationRule
from chain.selectors.agreements import term_in_words
from chain.services.notifications import LONGEST_FACTS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.errors import Refused


class MomentInput(forms.DateTimeInput):
    """Day and time with the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the moment as the browser wants it."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A moment as people type it: 2026-01-31T14:05, 31-1-2026 14:05, 31-1-2026 14.05."""

    widget = MomentInput
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%d-%m-%Y %H.%M", "%d/%m/%Y %H:%M")

    def validate(self, value: Any) -> None:  # noqa: ANN401 -- Django's own signature
        """Refuse a year that cannot be right."""
        super().validate(value)
        if value is not None:
            check_year(value)


class StepForm(forms.Form):
    """A step on the page of a notification. A second click finds the step done, so it needs no token."""

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence of a service at the field it is about, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


class ToldForm(StepForm):
    """The client knows: since when, and what he said."""

    told_at = MomentField(
        label=_("Wanneer hebt u het verteld?"),
        help_text=_("Vertel ook dat het aan de toezichthouder gemeld wordt."),
        initial=timezone.localtime,
    )
    reaction = forms.CharField(
        label=_("Wat zei de cliënt ervan?"),
        help_text=_("Het liefst in de eigen woorden van de cliënt."),
        max_length=LONGEST_FACTS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExceptionForm(StepForm):
    """The client cannot be told yet, and why."""

    exception_reason = forms.CharField(
        label=_("Waarom kan de cliënt het nog niet horen?"),
        help_text=_("Alleen als vertellen nu gevaar oplevert voor iemand. Vertel het zodra het weer kan."),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SendForm(StepForm):
    """The text as it goes out."""

    facts = forms.CharField(
        label=_("Wat de toezichthouder leest"),
        help_text=_("Alleen feiten, en niet meer dan in de afspraken staat. Na het versturen ligt de tekst vast."),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OutsideForm(StepForm):
    """It was told by phone, in a talk or on paper: when, to whom, and what."""

    channel = forms.ChoiceField(
        label=_("Hoe hebt u het gemeld?"),
        choices=[(one.value, one.label) for one in Channel if one != Channel.PORTAL],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    said_at = MomentField(label=_("Wanneer?"), initial=timezone.localtime)
    spoken_to = forms.CharField(
        label=_("Met wie sprak u?"), help_text=_("Ook als het een collega of de piketdienst was."), max_length=160
    )
    facts = forms.CharField(
        label=_("Wat u hebt gezegd"),
        help_text=_("Alleen feiten, en niet meer dan in de afspraken staat."),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ByHandForm(OnceForm):
    """Something happened that the file does not tell by itself, and an agreement wants told."""

    rule = forms.ModelChoiceField(
        label=_("Welke afspraak"), queryset=NotificationRule.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    occurred_at = MomentField(label=_("Wanneer is het gebeurd?"), initial=timezone.localtime)
    facts = forms.CharField(
        label=_("Wat is er gebeurd?"),
        help_text=_("Alleen feiten. U kunt de tekst nog aanpassen voor u verstuurt."),
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, rules: QuerySet[NotificationRule], **kwargs: Any) -> None:
        """Offer the rules of the agreements in force."""
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        field.queryset = rules  # type: ignore[attr-defined]
        field.label_from_instance = rule_in_words  # type: ignore[attr-defined]


def rule_in_words(rule: NotificationRule) -> str:
    """Return the event and the term of a rule."""
    term = term_in_words(rule.within, working_hours=rule.working_hours)
    return f"{str(rule.get_event_display()).capitalize()}, {term}"


class HintForm(StepForm):
    """What came of talking about an event without a rule."""

    outcome = forms.CharField(
        label=_("Wat hebt u besproken?"),
        help_text=_("Bijvoorbeeld: in het driegesprek besproken, een regel is hier niet nodig."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DropForm(StepForm):
    """Why nothing needs to be told."""

    reason = forms.CharField(
        label=_("Waarom hoeft dit niet gemeld te worden?"),
        help_text=_("Bijvoorbeeld: het laboratorium heeft de uitslag gecorrigeerd."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
