"""Organisations in the chain, their people, and for whom each of them works or worked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Prefetch, Q
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.querysets import holds_on
from casework.models import Client
from chain.models import ClientPartner, Involvement, PartnerPerson, Takeover

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation with the people we know there and how many of them have an account."""

    organisation: Organisation
    people: int
    accounts: int


def organisations() -> list[OrganisationLine]:
    """Return the organisations in the chain by kind and name, in one query."""
    kinds = list(OrganisationKind)
    rows = Organisation.objects.exclude(kind=OrganisationKind.OWN).annotate(
        people=Count("partner_people", filter=Q(partner_people__left_on=None), distinct=True),
        accounts=Count("users", filter=Q(users__is_active=True), distinct=True),
        linked=Count(
            "partner_people__user",
            filter=Q(partner_people__left_on=None, partner_people__user__is_active=True)
            & ~Q(partner_people__user__organisation=F("pk")),
            distinct=True,
        ),
    )
    lines = [OrganisationLine(one, one.people, one.accounts + one.linked) for one in rows]
    return sorted(
        lines, key=lambda line: (kinds.index(OrganisationKind(line.organisation.kind)), str(line.organisation))
    )


@dataclass(frozen=True)
class AccountLine:
    """Somebody with an account, and for how many of the reader's clients he is the officer here. ``invited``: not in yet.

    ``left``: he works here no longer. ``of_account`` is the organisation of the account where that is another one.
    """

    user: User
    clients: int
    invited: bool
    is_partner: bool
    left: bool = False
    of_account: Organisation | None = None


def accounts_of(organisation: Organisation, reader: User) -> list[AccountLine]:
    """Return who has an account at an organisation, in four queries; counts only the clients the reader may see."""
    today = timezone.localdate()
    seats = dict(  # who is there today comes last, and so counts
        organisation.partner_people.exclude(user=None)
        .order_by(F("left_on").asc(nulls_last=True))
        .values_list("user_id", "left_on")
    )
    linked = [pk for pk, left_on in seats.items() if left_on is None]
    users = list(
        User.objects.filter(Q(organisation=organisation) | Q(pk__in=linked))
        .select_related("organisation")
        .order_by("-is_active", "last_name", "first_name")
    )
    visible = Client.objects.visible_to(reader)
    counts = dict(
        Involvement.objects.filter(holds_on(today), officer__in=users, client__in=visible)
        .filter(Q(organisation=organisation) | Q(organisation=None, officer__organisation=organisation))
        .order_by()
        .values_list("officer_id")
        .annotate(number=Count("pk"))
    )
    partners = set(
        User.objects.with_role(Role.PARTNER, today)
        .filter(pk__in=[one.pk for one in users])
        .values_list("pk", flat=True)
    )
    return [
        AccountLine(
            one,
            counts.get(one.pk, 0),
            not one.has_usable_password(),
            one.pk in partners,
            left=seats.get(one.pk) is not None,
            of_account=None if one.organisation_id == organisation.pk else one.organisation,
        )
        for one in users
    ]


def history_of(officer: User, reader: User) -> list[Involvement]:
    """Return for which clients an officer works and worked, as far as the reader may see them; in one query."""
    rows = Involvement.objects.filter(officer=officer, client__in=Client.objects.visible_to(reader))
    rows = rows.select_related("client", "officer__organisation", "organisation")
    return list(rows.order_by("valid_until", "-valid_from", "-pk"))


def current_clients(officer: User, reader: User) -> QuerySet[Client]:
    """Return the clients of an officer today that the reader may see."""
    today = timezone.localdate()
    mine = Involvement.objects.filter(holds_on(today), officer=officer, valid_until=None)
    return Client.objects.visible_to(reader).filter(pk__in=mine.values("client_id")).order_by("last_name", "first_name")


def officer_history(client: Client) -> list[Involvement]:
    """Return who was the officer of a client when, newest first; with who took over what. Two queries."""
    return list(
        client.involvements.select_related("officer__organisation", "organisation").order_by("-valid_from", "-pk")
    )


def takeovers_of(client: Client) -> list[Takeover]:
    """Return which agreements of a client went to a successor; one query."""
    return list(
        Takeover.objects.filter(agreement__client=client).select_related("agreement", "from_officer", "to_officer")
    )


def partners_of(client: Client) -> list[ClientPartner]:
    """Return the partners of a client beside the officer, those of today first; one query."""
    rows = client.partners.select_related("person__organisation").order_by("-valid_from", "-pk")
    return sorted(rows, key=lambda one: one.valid_until is not None)


def people_of(organisation: Organisation, reader: User) -> list[PartnerPerson]:
    """Return the people we know at an organisation with their clients of today that the reader may see; two queries."""
    today = timezone.localdate()
    current = ClientPartner.objects.filter(holds_on(today), client__in=Client.objects.visible_to(reader))
    return list(
        organisation.partner_people.filter(left_on=None)
        .prefetch_related(Prefetch("clients", current.select_related("client"), to_attr="current"))
        .order_by("name")
    )
