"""For which organisations a partner works: that of his account, and those to which it was linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from chain.models import PartnerPerson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class OfficerSeat:
    """An officer with the organisation for which he would work with a client."""

    officer: User
    organisation: Organisation | None

    @property
    def key(self) -> str:
        """Return how a form names it: the account, with the organisation where it is not that of the account."""
        organisation = self.organisation
        own = organisation is None or organisation.pk == self.officer.organisation_id
        return str(self.officer.pk) if own or organisation is None else f"{self.officer.pk}-{organisation.pk}"

    def __str__(self) -> str:
        return f"{self.officer}, {self.organisation}"


def _among(user: User, seats: Iterable[PartnerPerson]) -> list[Organisation]:
    """Return the organisations of one account: its own unless he left it, then the linked ones."""
    open_ones = {one.organisation_id: one.organisation for one in seats if one.left_on is None}
    left = {one.organisation_id for one in seats} - set(open_ones)
    own = [user.organisation] if user.organisation is not None and user.organisation_id not in left else []
    return own + [one for pk, one in open_ones.items() if pk != user.organisation_id]


def organisations_of(user: User) -> list[Organisation]:
    """Return for which organisations somebody works today, that of his account first; one query."""
    return _among(user, list(user.partner_seats.select_related("organisation").order_by("pk")))


def seats_to_choose(officers: QuerySet[User]) -> list[OfficerSeat]:
    """Return each of the officers once for every probation organisation for which he works today; two queries."""
    users = list(officers)
    linked: dict[int, list[PartnerPerson]] = {one.pk: [] for one in users}
    for seat in PartnerPerson.objects.filter(user__in=users).select_related("organisation").order_by("pk"):
        linked[seat.user_id or 0].append(seat)
    return [
        OfficerSeat(user, organisation)
        for user in users
        for organisation in _among(user, linked[user.pk])
        if organisation.kind == OrganisationKind.PROBATION
    ]


def accounts_to_link(organisation: Organisation) -> QuerySet[User]:
    """Return the accounts of partners today that are not linked to an organisation yet."""
    here = PartnerPerson.objects.filter(organisation=organisation, left_on=None, user__isnull=False)
    partners: QuerySet[User] = User.objects.with_role(Role.PARTNER, timezone.localdate())
    return (
        partners.exclude(pk__in=here.values("user_id"))
        .select_related("organisation")
        .order_by("last_name", "first_name", "pk")
    )
