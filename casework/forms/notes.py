"""What may be said of a contact beside its text, and the form for an addition to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from accounts.models import User
from accounts.selectors import readers_in
from casework.enums import AddendumKind, NoShowReason, NoteKind, NoteVisibility, ParticipantRole
from casework.forms.agreed_rows import AgreedRows
from casework.forms.base import OnceForm
from casework.forms.moments import ContactMomentForm
from casework.models import Goal, GoalStep
from casework.services.notes import NoteDetails

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.models import Client


class NoteDetailsForm(ContactMomentForm):
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
        colleagues = readers_in({client.team_id}, timezone.localdate()).exclude(pk=author.pk)
        self.fields["readers"].queryset = colleagues  # type: ignore[attr-defined]
        self.agreed_rows = AgreedRows(self)

    def resume(self, fields: Mapping[str, Sequence[str]]) -> None:
        """Show what stands in a draft, with as many agreements as it has."""
        super().resume(fields)
        self.agreed_rows.offer()

    def details_in_use(self) -> bool:
        """Return whether something beside the text was filled in, or is wrong, so that it must be in sight."""
        names = ["place", "participants", "names", "no_show_reason", "goals", "steps", "readers", "visibility"]
        names += self.agreed_rows.names
        untouched: tuple[Any, ...] = ("", None, [], str(NoteVisibility.TEAM))
        return self.is_bound and (
            self.agreed_rows.button in self.data
            or any(self.errors.get(name) or self[name].value() not in untouched for name in names)
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an agreement that is half filled in, and a reason without a no-show."""
        cleaned = super().clean() or self.cleaned_data
        self.agreed_rows.clean(cleaned.get("day"))
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
            commitments=self.agreed_rows.agreed(),
            visibility=data["visibility"] or NoteVisibility.TEAM,
            readers=list(data["readers"]),
        )


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
