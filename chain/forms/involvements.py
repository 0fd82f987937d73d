"""The forms that name the probation officer and his successor, and other partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from casework.forms import ActForm, DateField, OnceForm
from chain.enums import PartnerRole
from chain.models import PartnerPerson
from chain.selectors.officers import officers_to_choose

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Client


class OfficerChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Officers with the organisation they work for."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- as its base
        """Return name and organisation."""
        officer = cast("User", obj)
        return f"{officer}, {officer.organisation}"


class OfficerForm(OnceForm):
    """Who supervises the client, and since when."""

    officer = OfficerChoiceField(
        queryset=None,
        label=_("Toezichthouder"),
        empty_label=_("Kies een toezichthouder"),
        help_text=_("Staat hij er niet bij? Vraag de beheerder om hem uit te nodigen."),
    )
    since = DateField(label=_("Sinds"), initial=timezone.localdate)
    takes_over = forms.BooleanField(
        label=_("De opvolger neemt de afspraken over"),
        required=False,
        help_text=_("Alleen binnen dezelfde organisatie. Anders verouderen ze en maakt u samen een nieuwe versie."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the officers of today; ask who takes over only where there is somebody to follow up."""
        followed_up = kwargs.pop("followed_up", False)
        super().__init__(*args, **kwargs)
        if not followed_up:
            del self.fields["takes_over"]
        cast("OfficerChoiceField", self.fields["officer"]).queryset = officers_to_choose()


class FollowUpForm(OnceForm):
    """Who follows up an officer, and for which clients."""

    officer = OfficerChoiceField(queryset=None, label=_("Opvolger"), empty_label=_("Kies een opvolger"))
    since = DateField(label=_("Sinds"), initial=timezone.localdate)
    clients: forms.ModelMultipleChoiceField[Client] = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Voor welke cliënten"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies minstens één cliënt.")},
    )

    def __init__(self, *args: Any, from_officer: User, clients: QuerySet[Client], **kwargs: Any) -> None:
        """Offer the other officers, and the clients of this one."""
        super().__init__(*args, **kwargs)
        others = officers_to_choose().exclude(pk=from_officer.pk)
        cast("OfficerChoiceField", self.fields["officer"]).queryset = others
        self.fields["clients"].queryset = clients  # type: ignore[attr-defined]
        self.fields["clients"].initial = [client.pk for client in clients]


class PersonForm(OnceForm):
    """Somebody at another organisation, whether or not he gets an account."""

    name = forms.CharField(label=_("Naam"), max_length=160)
    job_title = forms.CharField(label=_("Functie"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telefoon"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mailadres van het werk"), required=False)


class InvitePartnerForm(ActForm):
    """Who gets an account in the portal."""

    first_name = forms.CharField(label=_("Voornaam"), max_length=150)
    last_name = forms.CharField(label=_("Achternaam"), max_length=150)
    email = forms.EmailField(
        label=_("E-mailadres van het werk"),
        help_text=_("Hierheen gaat een mail zonder inhoud, met een link om een wachtwoord te kiezen."),
    )


class OrganisationForm(ActForm):
    """Another organisation in the chain."""

    name = forms.CharField(label=_("Naam"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=[choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.OWN],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label=_("Telefoon"), max_length=30, required=False)


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """People of other organisations."""


class ClientPartnerForm(OnceForm):
    """What somebody of another organisation does for the client."""

    person = PersonChoiceField(
        queryset=None,
        label=_("Wie"),
        help_text=_("Staat hij er niet bij? Voeg hem toe bij Ketenpartners, onder zijn organisatie."),
    )
    role = forms.ChoiceField(label=_("Rol"), choices=PartnerRole)
    since = DateField(label=_("Sinds"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people who are there today."""
        super().__init__(*args, **kwargs)
        people = PartnerPerson.objects.filter(left_on=None).select_related("organisation")
        cast("PersonChoiceField", self.fields["person"]).queryset = people
