"""What a party says of the frozen text, with its signature: on its own account, beside the client, by link, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from casework.forms import ActForm, DateField, OnceForm, SignatureField
from casework.forms.documents import UploadForm
from chain.enums import Decision, Party

if TYPE_CHECKING:
    from chain.selectors.agreements import Track

LONGEST_REASON = 2000
NO_REASON = gettext_lazy("Schrijf op waarom. Eén zin is genoeg.")


def _reason(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Omdat"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        **more,
    )


class SigningForm(ActForm):
    """Yes with a signature, or no with the reason."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Namens de begeleiding"),
        choices=[
            (Decision.AGREED, gettext_lazy("Wij gaan akkoord")),
            (Decision.REFUSED, gettext_lazy("Wij gaan niet akkoord, omdat…")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _reason(help_text=gettext_lazy("Alleen nodig als u niet akkoord gaat."))
    signature = SignatureField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask a signature of who agrees, a reason of everybody else."""
        super().__init__(*args, **kwargs)
        if self.is_bound:
            agreed = self.data.get("decision") == Decision.AGREED
            self.fields["signature"].required = agreed
            self.fields["reason"].required = not agreed and bool(self.data.get("decision"))
            self.fields["reason"].error_messages["required"] = NO_REASON


class OfficerSigningForm(SigningForm):
    """What the officer says of the frozen text. That he could not answer is not for him to say."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Uw besluit"),
        choices=[
            (Decision.AGREED, gettext_lazy("Ja, ik ga akkoord met deze afspraken")),
            (Decision.REFUSED, gettext_lazy("Nee, ik ga niet akkoord, omdat")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _reason(
        help_text=gettext_lazy("Alleen nodig als u niet akkoord gaat. De cliënt en de begeleider lezen dit ook.")
    )


class LinkSigningForm(SigningForm):
    """What the holder of a link says, in the words of a client."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Bent u het eens met deze afspraken?"),
        choices=[
            (Decision.AGREED, gettext_lazy("Ja, ik ben het eens")),
            (Decision.REFUSED, gettext_lazy("Nee, ik ben het niet eens, omdat…")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _reason(help_text=gettext_lazy("Alleen nodig als u het niet eens bent. De anderen lezen dit ook."))
    signature = SignatureField(
        label=gettext_lazy("Uw handtekening"), help_text=gettext_lazy("De datum en de tijd komen er vanzelf bij.")
    )


CAPACITIES = (
    ("", gettext_lazy("Kies")),
    ("curator", gettext_lazy("curator")),
    ("mentor", gettext_lazy("mentor")),
    ("bewindvoerder", gettext_lazy("bewindvoerder")),
    ("gemachtigde", gettext_lazy("gemachtigde")),
    ("advocaat", gettext_lazy("advocaat")),
)


class ClientAnswerForm(ActForm):
    """The answer of the client, with his signature; whatever is not agreement asks for his reason."""

    decision = forms.ChoiceField(choices=Decision, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Omdat…"),
        max_length=LONGEST_REASON,
        error_messages={"required": NO_REASON},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    signature = SignatureField(
        label=gettext_lazy("Uw handtekening"), help_text=gettext_lazy("De datum en de tijd komen er vanzelf bij.")
    )

    instead = forms.CharField(
        label=gettext_lazy("Naam van wie voor u tekent"), max_length=80, required=False, strip=True
    )
    capacity = forms.ChoiceField(label=gettext_lazy("Wie is dat voor u?"), choices=CAPACITIES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask no reason of who agrees, and no signature of who does not."""
        super().__init__(*args, **kwargs)
        agreed = self.data.get("decision") == Decision.AGREED
        self.fields["reason"].required = not agreed
        self.fields["signature"].required = agreed

    def clean(self) -> dict[str, Any]:
        """Ask the name and the capacity of a representative together."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("instead") and not cleaned.get("capacity") and "capacity" not in self.errors:
            self.add_error("capacity", gettext_lazy("Kies wie dat voor u is."))
        if cleaned.get("capacity") and not cleaned.get("instead") and "instead" not in self.errors:
            self.add_error("instead", gettext_lazy("Vul de naam in van wie voor u tekent."))
        return cleaned

    @property
    def instead_typed(self) -> bool:
        """Whether somebody else was named, rightly or not."""
        return bool(self.data.get("instead") or self.data.get("capacity"))

    @property
    def answer(self) -> dict[str, Any]:
        """What ``act_on_agreement`` takes. Only for a valid form."""
        values = dict(self.cleaned_data)
        name, capacity = values.pop("instead"), values.pop("capacity")
        return {**values, "representative": f"{name} ({capacity})" if name else ""}


class PaperForm(OnceForm):
    """What stands on the paper, and the scan of it."""

    party = forms.ChoiceField(label=gettext_lazy("Wie tekende"), widget=forms.RadioSelect)
    decision = forms.ChoiceField(
        label=gettext_lazy("Wat er op het papier staat"),
        choices=[
            (Decision.AGREED, gettext_lazy("akkoord, met handtekening")),
            (Decision.REFUSED, gettext_lazy("niet akkoord, met de reden")),
            (Decision.COULD_NOT, gettext_lazy("de cliënt kon niet reageren, met de reden")),
        ],
        initial=Decision.AGREED,
        widget=forms.RadioSelect,
    )
    reason = _reason(help_text=gettext_lazy("Neem over wat er op het papier staat. Alleen als het geen akkoord is."))
    signed_on = DateField(label=gettext_lazy("Getekend op"))
    signer = forms.CharField(
        label=gettext_lazy("Naam onder de handtekening"),
        help_text=gettext_lazy("Alleen als iemand anders tekende, bijvoorbeeld een bewindvoerder of waarnemer."),
        max_length=160,
        required=False,
    )
    upload = UploadForm.declared_fields["upload"]

    def __init__(self, *args: Any, tracks: list[Track], **kwargs: Any) -> None:
        """Offer the parties that did not act yet."""
        super().__init__(*args, **kwargs)
        choices = [(track.party, f"{track.label}: {track.name}") for track in tracks if track.state == "waiting"]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]
        self.fields["upload"].label = gettext_lazy("Scan of foto van het getekende papier")
        if len(choices) == 1:
            self.initial.setdefault("party", choices[0][0])
        if self.is_bound and self.data.get("decision") in {Decision.REFUSED, Decision.COULD_NOT}:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = NO_REASON


class LinkForm(ActForm):
    """For whom a link is made."""

    party = forms.ChoiceField(choices=[(Party.CLIENT, ""), (Party.PROBATION, "")])
