"""The form with which a client goes to another team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Team, User
from casework.forms.base import DateField, OnceForm
from casework.models import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.models import Client
    from casework.selectors.client_teams import AssignmentAtMove


def _who(row: Assignment) -> str:
    """Return of an assignment who it is, and as what."""
    return f"{row.user}, {row.get_role_display()}"


class TeamMoveForm(OnceForm):
    """To which team, from which day and why; then, with what that changes beside it, what ends and who follows.

    ``seen`` is the team and day of which the sender has read what changes: until then sending the form only shows it.
    """

    team = forms.ModelChoiceField(label=_("Naar welk team?"), queryset=Team.objects.none())
    valid_from = DateField(label=_("Vanaf"), help_text=_("De eerste dag bij het nieuwe team."))
    reason = forms.CharField(
        label=_("Waarom"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld: de stap van het beschermde huis naar zelfstandig wonen met begeleiding."),
    )
    counsellor = forms.ModelChoiceField(
        label=_("Wie wordt de persoonlijk begeleider?"),
        queryset=User.objects.none(),
        required=False,
        help_text=_(
            "Is dat nog open? Dan draagt de teamleider van het nieuwe team wat openstaat, tot iemand is gekozen."
        ),
    )
    ends = forms.ModelMultipleChoiceField(
        label=_("Stopt met deze cliënt"),
        queryset=Assignment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wie u niet aanvinkt, blijft toegewezen en kan het dossier blijven openen."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        """Offer the other teams, and read which one and which day are meant so far."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.exclude(pk=client.team_id)  # type: ignore[attr-defined]
        self.chosen: Team | None = self._typed("team")
        self.day: date | None = self._typed("valid_from")

    def _typed(self, name: str) -> Any:  # noqa: ANN401 -- what the field makes of it
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def weigh(self, people: Sequence[AssignmentAtMove]) -> None:
        """Offer what can end and who can follow once the team and the day are known; leave those fields out before that."""
        if self.chosen is None or self.day is None:
            del self.fields["ends"], self.fields["counsellor"]
            return
        offered = [one.assignment.pk for one in people if one.may_end]
        self.fields["ends"].queryset = Assignment.objects.filter(pk__in=offered).select_related("user")  # type: ignore[attr-defined]
        self.fields["ends"].label_from_instance = _who  # type: ignore[attr-defined]
        self.fields["ends"].initial = offered
        if not offered:
            del self.fields["ends"]
        there = User.objects.with_role(Role.COUNSELLOR, self.day).in_teams({self.chosen.pk}, self.day).for_list()
        self.fields["counsellor"].queryset = there  # type: ignore[attr-defined]
        self.fields["counsellor"].empty_label = _("Nog open")  # type: ignore[attr-defined]
        now = f"{self.chosen.pk}:{self.day.isoformat()}"
        if self.is_bound and self.data.get("seen") != now:
            sent: Any = self.data
            data = sent.copy()
            data["seen"] = now
            data.setlist("ends", [str(pk) for pk in offered])
            self.data = data
            if not self.errors:
                self.add_error(None, _("Lees wat er verandert, en verstuur het formulier daarna opnieuw."))
        elif not self.is_bound:
            self.initial["seen"] = now

    def values(self) -> dict[str, Any]:
        """Return what was typed, without what was on the screen."""
        values = super().values()
        values.pop("seen", None)
        return values
