"""Who the probation officer of a client is, and who could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from casework.registry.letters import Addressee
from casework.selectors import counsellor_of
from chain.enums import InvolvementRole, Party
from chain.models import Involvement, PartnerPerson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from casework.models import Client


def officer_of(client: Client, day: date | None = None) -> Involvement | None:
    """Return who the probation officer of a client is on ``day`` (today when left out), with his organisation."""
    return (
        Involvement.objects.active_on(day or timezone.localdate())
        .filter(client=client, role=InvolvementRole.SUPERVISOR)
        .select_related("officer__organisation", "organisation")
        .order_by("-valid_from", "-pk")
        .first()
    )


def officer_among(history: Iterable[Involvement], day: date | None = None) -> Involvement | None:
    """Return the probation officer on ``day`` (today when left out) from a history that was read already."""
    on = day or timezone.localdate()
    return next(
        (
            one
            for one in history
            if one.role == InvolvementRole.SUPERVISOR
            and one.valid_from <= on
            and (one.valid_until is None or one.valid_until >= on)
        ),
        None,
    )


def officers_to_choose() -> QuerySet[User]:
    """Return the partners who have an account today and work for a probation organisation, or left one.

    For which of them they work today: ``chain.selectors.seats.seats_to_choose``.
    """
    partners: QuerySet[User] = User.objects.with_role(Role.PARTNER, timezone.localdate())
    linked = PartnerPerson.objects.filter(user=OuterRef("pk"), organisation__kind=OrganisationKind.PROBATION)
    return (
        partners.filter(Q(organisation__kind=OrganisationKind.PROBATION) | Q(Exists(linked)))
        .select_related("organisation")
        .order_by("last_name", "first_name", "pk")
    )


def party_names(client: Client) -> dict[str, str]:
    """Return the three parties by name, as they sit at the table today."""
    involvement, counsellor = officer_of(client), counsellor_of(client)
    return {
        Party.CLIENT: _("%(name)s (cliënt)") % {"name": client},
        Party.ORGANISATION: _("%(name)s (begeleider)") % {"name": counsellor} if counsellor else _("de begeleider"),
        Party.PROBATION: _("%(name)s (toezichthouder)") % {"name": involvement.officer}
        if involvement
        else _("de toezichthouder"),
    }


def officer_words(client: Client, user: User) -> str:
    """Return the name of the probation officer, for a letter; empty when there is none."""
    del user
    found = officer_of(client)
    return str(found.officer) if found is not None else ""


def probation_words(client: Client, user: User) -> str:
    """Return for which organisation the officer works, for a letter; empty when that is not known."""
    del user
    found = officer_of(client)
    organisation = (found.organisation or found.officer.organisation) if found is not None else None
    return str(organisation or "")


def officer_addressees(client: Client) -> list[Addressee]:
    """Return the probation officer as somebody to whom a letter can go."""
    found = officer_of(client)
    if found is None:
        return []
    organisation = found.organisation or found.officer.organisation
    return [Addressee(f"officer-{found.pk}", str(found.officer), str(organisation or ""))]
