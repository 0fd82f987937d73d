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
from chain.selectors.seats import OfficerSeat, accounts_to_link, seats_to_choose

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from accounts.models import Organisation, User
    from casework.models import Client


class OfficerChoiceField(forms.ChoiceField):
    """Officers, each once for every organisation for which he works; gives an ``OfficerSeat``."""

    def __init__(self, *, empty_label: StrPromise | str, **kwargs: Any) -> None:
        """Begin without officers; ``offer`` fills them in."""
        super().__init__(**kwargs)
        self.empty_label = empty_label
        self.seats: dict[str, OfficerSeat] = {}

    def offer(self, officers: QuerySet[User]) -> None:
        """Offer these officers."""
        self.seats = {seat.key: seat for seat in seats_to_choose(officers)}
        self.choices = [("", self.empty_label), *((key, str(seat)) for key, seat in self.seats.items())]

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- as its base
        """Return the officer with his organisation."""
        return self.seats[super().clean(value)]


class OfficerSeatForm(OnceForm):
    """A form in which an officer is chosen, with the organisation for which he works."""

    def values(self) -> dict[str, Any]:
        """Return the officer and the organisation apart."""
        values = super().values()
        seat = values["officer"]
        return {**values, "officer": seat.officer, "organisation": seat.organisation}


class OfficerForm(OfficerSeatForm):
    """Who supervises the client, and since when."""

    officer = OfficerChoiceField(
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
        cast("OfficerChoiceField", self.fields["officer"]).offer(officers_to_choose())


class FollowUpForm(OfficerSeatForm):
    """Who follows up an officer, and for which clients."""

    officer = OfficerChoiceField(label=_("Opvolger"), empty_label=_("Kies een opvolger"))
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
        cast("OfficerChoiceField", self.fields["officer"]).offer(others)
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


class AccountChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Accounts of partners with the organisation of the account."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 -- as its base
        """Return name and organisation."""
        account = cast("User", obj)
        return f"{account}, {account.organisation}"


class LinkAccountForm(OnceForm):
    """Which account works here as well, and who it is in the address book."""

    account = AccountChoiceField(
        queryset=None,
        label=_("Account"),
        empty_label=_("Kies een account"),
        help_text=_("Iemand met een account in het portaal, ook als dat van een andere organisatie is."),
    )
    person: forms.ModelChoiceField[PartnerPerson] = forms.ModelChoiceField(
        queryset=None,
        label=_("Contactpersoon"),
        required=False,
        empty_label=_("Staat er nog niet bij"),
        help_text=_("Staat hij hier al als contactpersoon, kies hem dan. Anders komt hij erbij."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Offer the accounts and the contact persons that were not linked here yet."""
        super().__init__(*args, **kwargs)
        cast("AccountChoiceField", self.fields["account"]).queryset = accounts_to_link(organisation)
        people: Any = self.fields["person"]
        people.queryset = organisation.partner_people.filter(left_on=None, user=None)
        people.label_from_instance = lambda person: person.name


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
