"""Forms of the end of a title: a point of the checklist, and who stays involved after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.enums import TitleEndState
from casework.forms.base import ActForm, DateField, OnceForm
from casework.forms.people import keepers_of

if TYPE_CHECKING:
    from casework.models import Client


class EndStepForm(OnceForm):
    """How a point of the checklist stands, who does it, and before when or on which day."""

    state = forms.ChoiceField(
        label=_("Hoe staat het ervoor"),
        choices=TitleEndState.choices,
        initial=TitleEndState.PLANNED,
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(label=_("Wie doet het"), queryset=User.objects.none())
    due_on = DateField(label=_("Uiterlijk op"), required=False, help_text=_("Vul dit in bij ‘gepland’."))
    happened_on = DateField(
        label=_("Gedaan op"), required=False, help_text=_("Vul dit in bij ‘gedaan’. Leeg betekent vandaag.")
    )
    note = forms.CharField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Met wie, waar, wat kwam eruit. Bij ‘niet nodig’: waarom niet."),
    )

    def __init__(self, *args: Any, client: Client, acting_user: User, **kwargs: Any) -> None:
        """Offer who works in the team of the client, the one who writes first."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = keepers_of(client, acting_user)  # type: ignore[attr-defined]
        self.fields["owner"].initial = acting_user.pk
        self.order_fields(["form_token", "state", "owner", "due_on", "happened_on", "note"])


class InvolvementForm(OnceForm):
    """Who stays involved after the title, what he does, and until when."""

    who = forms.CharField(
        label=_("Wie blijft betrokken"),
        max_length=160,
        help_text=_("Naam en functie, bijvoorbeeld: Noor de Wit, forensisch begeleider."),
    )
    what = forms.CharField(
        label=_("Wat diegene doet"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hoe vaak er contact is, en waarvoor een ander mag bellen."),
    )
    valid_until = DateField(label=_("Tot en met"), help_text=_("Minstens drie maanden na het einde van de titel."))
    why_shorter = forms.CharField(
        label=_("Waarom korter dan drie maanden"),
        max_length=300,
        required=False,
        help_text=_("Alleen als u een eerdere dag kiest."),
    )


class InvolvementCloseForm(ActForm):
    """That the involvement ended, and how."""

    closed_on = DateField(label=_("Afgesloten op"), initial=timezone.localdate)
    closing = forms.CharField(
        label=_("Hoe is het afgesloten"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hoe het gaat zonder titel, wie nu bereikbaar is, en wat de cliënt ervan vindt."),
    )
