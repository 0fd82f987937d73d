"""For which organisation an officer works: one account may be of several, and leaves each of them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.services.once import create_once
from chain.models import PartnerPerson
from chain.selectors.seats import organisations_of

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from chain.models import Agreement, Involvement


def seat_at(officer: User, organisation: Organisation | None) -> Organisation | None:
    """Return for which organisation an officer will work: the one that was chosen, or else his first.

    Raises ``Refused`` when he does not work there, or left every organisation.
    """
    there = organisations_of(officer)
    if organisation is not None and organisation not in there:
        raise Refused(
            _(
                "%(name)s werkt niet bij %(organisation)s. "
                "Koppel eerst zijn account aan die organisatie, bij Ketenpartners."
            )
            % {"name": officer, "organisation": organisation},
            field="officer",
        )
    if organisation is None and not there and officer.organisation_id is not None:
        raise Refused(
            _("%(name)s werkt bij geen enkele organisatie meer. Kies iemand anders.") % {"name": officer},
            field="officer",
        )
    return organisation or (there[0] if there else None)


def refuse_if_left(row: Agreement | Involvement) -> None:
    """Raise ``Refused`` when the officer left the organisation for which he works with this client."""
    organisation = row.works_for
    if organisation is not None and organisation not in organisations_of(row.officer):
        raise Refused(
            _(
                "%(name)s werkt niet meer bij %(organisation)s. "
                "Wijs eerst een opvolger aan, bij Ketenpartners of bij de cliënt."
            )
            % {"name": row.officer, "organisation": organisation}
        )


@transaction.atomic
def link_account(
    *,
    organisation: Organisation,
    form_token: UUID,
    account: User,
    acting_user: User,
    person: PartnerPerson | None = None,
) -> PartnerPerson:
    """Link the account of a partner to an organisation, through a contact person there or a new one.

    The link gives access to nobody: an agreement for that organisation does. The same link twice is one. Raises
    ``Refused`` for who has no account as a partner today, works there with this account already, or when the contact
    person left, is of another organisation, or has another account.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.kind == OrganisationKind.OWN:
        raise Refused(_("Dit is de eigen organisatie. Koppel een account aan een andere organisatie."))
    if not standing_of(account).has(Role.PARTNER):
        raise Refused(_("Kies iemand die nu een account als ketenpartner heeft."), field="account")
    here = organisation.partner_people.filter(user=account, left_on=None).first()
    if here is not None:
        if here.form_token == form_token or here == person:
            return here
        raise Refused(
            _("Dit account is hier al gekoppeld, als %(name)s.") % {"name": here.name},
            field="account",
        )
    name = str(account)
    if person is None and organisation.partner_people.filter(name=name, left_on=None).exists():
        raise Refused(
            _("Er is hier al een contactpersoon met de naam %(name)s. Kies hem bij Contactpersoon.") % {"name": name},
            field="person",
        )
    if person is None:
        row, new = create_once(
            PartnerPerson,
            form_token,
            organisation=organisation,
            name=name,
            job_title=account.job_title,
            phone=account.phone,
            email=account.email,
            user=account,
        )
        action = AuditAction.CREATE
    else:
        row, new = PartnerPerson.objects.select_for_update(of=("self",)).get(pk=person.pk), True
        _refuse_person(row, organisation)
        row.user = account
        row.save(update_fields=["user"])
        action = AuditAction.UPDATE
    if new:
        details = {"organisation": organisation.pk, "account": account.pk}
        record(action, acting_user=acting_user, obj=row, details=details)
    return row


@transaction.atomic
def link_invited(*, organisation: Organisation, account: User, acting_user: User) -> PartnerPerson:
    """Link the account of somebody who was invited, to the contact person of his name or address where there is one."""
    people = organisation.partner_people.filter(left_on=None, user=None)
    known = people.filter(name__iexact=str(account)).first() or people.filter(email__iexact=account.email).first()
    if known is None and organisation.partner_people.filter(name=str(account), left_on=None).exists():
        known = PartnerPerson(  # of the same name, with an account of his own
            organisation=organisation,
            form_token=uuid4(),
            name=f"{account} ({account.username})",
            email=account.email,
            user=account,
        )
        known.save()
        details = {"organisation": organisation.pk, "account": account.pk}
        record(AuditAction.CREATE, acting_user=acting_user, obj=known, details=details)
        return known
    return link_account(
        organisation=organisation, form_token=uuid4(), account=account, person=known, acting_user=acting_user
    )


def _refuse_person(person: PartnerPerson, organisation: Organisation) -> None:
    """Raise ``Refused`` for a contact person to whom no account can be linked here."""
    if person.organisation_id != organisation.pk:
        raise Refused(_("Deze contactpersoon hoort bij een andere organisatie."), field="person")
    if person.left_on is not None:
        raise Refused(_("Deze persoon werkt daar niet meer. Kies iemand anders."), field="person")
    if person.user_id is not None:
        raise Refused(
            _("Deze contactpersoon heeft al een account. Kies iemand anders, of laat dit veld leeg."), field="person"
        )
