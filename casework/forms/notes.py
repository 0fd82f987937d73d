"""What may be said of a contact beside its text, and the form for an addition to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from accounts.models import User
from casework.enums import AddendumKind, CommitmentOwner, NoShowReason, NoteKind, NoteVisibility, ParticipantRole
from casework.forms.base import DateField, OnceForm
from casework.models import Goal, GoalStep
from casework.services.notes import AgreedInNote, NoteDetails

if TYPE_CHECKING:
    from casework.models import Client

AGREED_ROWS = 3
MISSING = {
    "text": _("Schrijf op wat er is afgesproken."),
    "owner": _("Kies wie dit doet."),
    "due_on": _("Vul in voor wanneer."),
}


@dataclass(frozen=True)
class AgreedRow:
    """The fields of one agreement in the form of a contact."""

    text: forms.BoundField
    owner: forms.BoundField
    due_on: forms.BoundField


class NoteDetailsForm(OnceForm):
    """Where, with whom, for which goals, what was agreed, and who reads it; every field may stay empty."""

    place = forms.CharField(label=_("Waar"), max_length=120, required=False)
    participants = forms.MultipleChoiceField(
        label=_("Wie waren erbij, behalve u"),
        choices=ParticipantRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label=_("Met naam"), max_length=200, required=False, help_text=_("Alleen als het later nodig is om te weten.")
    )
    no_show_reason = forms.ChoiceField(
        label=_("Niet verschenen: waarom"),
        choices=[("", _("niet van toepassing")), *NoShowReason.choices],
        required=False,
        help_text=_("Alleen bij ‘niet verschenen’."),
    )
    goals = RowsField(
        label=_("Aan welke doelen is gewerkt"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    steps = RowsField(
        label=_("Aan welke stappen is gewerkt"),
        queryset=GoalStep.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    visibility = forms.ChoiceField(
        label=_("Wie leest dit"),
        choices=NoteVisibility,
        initial=NoteVisibility.TEAM,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Signalen, voorwaarden en afspraken uit dit contact ziet het hele team altijd."),
    )
    readers = RowsField(
        label=_("Wie leest het ook"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, client: Client, author: User, **kwargs: Any) -> None:
        """Offer the client's own open goals and steps, the colleagues of his team, and rows for agreements."""
        super().__init__(*args, **kwargs)
        self.fields["goals"].queryset = client.goals.filter(ended_on=None)  # type: ignore[attr-defined]
        self.fields["steps"].queryset = client.steps.filter(ended_on=None)  # type: ignore[attr-defined]
        colleagues = User.objects.in_teams({client.team_id}, timezone.localdate()).exclude(pk=author.pk).for_list()
        self.fields["readers"].queryset = colleagues  # type: ignore[attr-defined]
        for row in range(AGREED_ROWS):
            self.fields[f"agreed_{row}_text"] = forms.CharField(label=_("Afspraak"), max_length=300, required=False)
            self.fields[f"agreed_{row}_owner"] = forms.ChoiceField(
                label=_("Wie"),
                choices=[("", _("Kies wie")), *_owners()],
                required=False,
            )
            self.fields[f"agreed_{row}_due_on"] = DateField(label=_("Uiterlijk"), required=False)

    def agreed_rows(self) -> list[AgreedRow]:
        """Return the fields of each row for an agreement."""
        return [
            AgreedRow(*(self[f"agreed_{row}_{name}"] for name in ("text", "owner", "due_on")))
            for row in range(AGREED_ROWS)
        ]

    def details_in_use(self) -> bool:
        """Return whether something beside the text was filled in, or is wrong, so that it must be in sight."""
        names = ["place", "participants", "names", "no_show_reason", "goals", "steps", "readers", "visibility"]
        names += [name for name in self.fields if name.startswith("agreed_")]
        untouched: tuple[Any, ...] = ("", None, [], str(NoteVisibility.TEAM))
        return self.is_bound and any(self.errors.get(name) or self[name].value() not in untouched for name in names)

    def clean(self) -> dict[str, Any]:
        """Refuse an agreement that is half filled in, and a reason without a no-show."""
        cleaned = super().clean() or self.cleaned_data
        for row in range(AGREED_ROWS):
            values = {name: cleaned.get(f"agreed_{row}_{name}") for name in MISSING}
            wrong = {name for name in MISSING if f"agreed_{row}_{name}" in self.errors}
            if any(values.values()) or wrong:
                for name, sentence in MISSING.items():
                    if not values[name] and name not in wrong:
                        self.add_error(f"agreed_{row}_{name}", sentence)
        if cleaned.get("no_show_reason") and cleaned.get("kind") not in (None, NoteKind.NO_SHOW):
            self.add_error("no_show_reason", gettext("Kies hierboven ‘niet verschenen’, of laat dit leeg."))
        return cleaned

    def details(self) -> NoteDetails:
        """Return what the service wants beside the text; only of a valid form."""
        data = self.cleaned_data
        return NoteDetails(
            place=data["place"],
            participants=data["participants"],
            names=data["names"],
            no_show_reason=data["no_show_reason"],
            goals=list(data["goals"]),
            steps=list(data["steps"]),
            commitments=[
                AgreedInNote(text, data[f"agreed_{row}_owner"], data[f"agreed_{row}_due_on"])
                for row in range(AGREED_ROWS)
                if (text := data[f"agreed_{row}_text"])
            ],
            visibility=data["visibility"] or NoteVisibility.TEAM,
            readers=list(data["readers"]),
        )


def _owners() -> list[tuple[str, Any]]:
    """Return who can carry an agreement of a contact; somebody else is named on the page of the agreements."""
    return [choice for choice in CommitmentOwner.choices if choice[0] != CommitmentOwner.OTHER]


class AddendumForm(OnceForm):
    """What changes or is added, and why; or how the client sees it."""

    kind = forms.ChoiceField(
        label=_("Wat voegt u toe"),
        choices=AddendumKind,
        initial=AddendumKind.CORRECTION,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Tekst"), widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000)
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=200,
        required=False,
        help_text=_("Bij een correctie. Bijvoorbeeld: datum klopte niet, iets vergeten."),
    )

    def clean_kind(self) -> str:
        """Take it for a correction when nothing was chosen."""
        return self.cleaned_data["kind"] or AddendumKind.CORRECTION
