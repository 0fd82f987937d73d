"""Organisations in the chain and their people: added, invited to the portal, and what they do for a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, OrganisationKind, Role
from accounts.errors import Refused
from accounts.models import Organisation, User
from accounts.services.audit import record
from accounts.services.users import invite_user, send_invitation
from casework.models import Client
from casework.services.once import create_once, refuse_if_invalid
from chain.models import ClientPartner, PartnerPerson
from chain.services.seats import link_invited

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

LONGEST_USERNAME = 50


@transaction.atomic
def add_organisation(*, name: str, kind: str, phone: str, acting_user: User) -> Organisation:
    """Add an organisation in the chain. Raises ``Refused`` when it is there already."""
    words = " ".join(name.split())
    if kind == OrganisationKind.OWN:
        raise Refused(_("De eigen organisatie staat er al."), field="kind")
    if Organisation.objects.filter(name__iexact=words).exists():
        raise Refused(_("Deze organisatie staat er al."), field="name")
    organisation = Organisation(name=words, kind=kind, phone=phone.strip())
    refuse_if_invalid(organisation)
    organisation.save()
    record(AuditAction.CREATE, acting_user=acting_user, obj=organisation, details={"kind": kind})
    return organisation


@transaction.atomic
def add_person(
    *,
    organisation: Organisation,
    form_token: UUID,
    name: str,
    acting_user: User,
    job_title: str = "",
    phone: str = "",
    email: str = "",
) -> PartnerPerson:
    """Add somebody at another organisation. Raises ``Refused`` when he is there already."""
    person, new = create_once(
        PartnerPerson,
        form_token,
        organisation=organisation,
        name=" ".join(name.split()),
        job_title=job_title.strip(),
        phone=phone.strip(),
        email=email.strip(),
    )
    if new:
        record(AuditAction.CREATE, acting_user=acting_user, obj=person, details={"organisation": organisation.pk})
    return person


@transaction.atomic
def invite_partner(
    *, organisation: Organisation, first_name: str, last_name: str, email: str, acting_user: User
) -> User:
    """Give somebody of another organisation an account in the portal, by a mail without content.

    He stands in the address book as a contact person with this account: he who was there already, or a new one.
    The account gives access to nobody: an agreement does. Raises ``Refused`` when the address is in use.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("Er is al een account met dit e-mailadres."), field="email")
    stem = slugify(f"{first_name} {last_name}")[:LONGEST_USERNAME] or "partner"
    username, number = stem, 1
    while User.objects.filter(username__iexact=username).exists():
        number += 1
        username = f"{stem}-{number}"
    partner = invite_user(
        username=username,
        email=email.strip(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        roles=[Role.PARTNER],
        teams=[],
        organisation=organisation,
        acting_user=acting_user,
    )
    link_invited(organisation=organisation, account=partner, acting_user=acting_user)
    return partner


@transaction.atomic
def invite_again(*, partner: User, acting_user: User) -> None:
    """Send the link once more to a partner who did not choose a password yet. Raises ``Refused`` when he did."""
    if partner.has_usable_password() or not partner.is_active:
        raise Refused(_("Dit account is al in gebruik. Wie zijn wachtwoord kwijt is, kiest zelf een nieuw."))
    record(AuditAction.AUTHORISE, acting_user=acting_user, obj=partner, details={"invited": "again"})
    transaction.on_commit(lambda: send_invitation(partner), robust=True)


@transaction.atomic
def name_partner(
    *, client: Client, form_token: UUID, person: PartnerPerson, role: str, since: date, acting_user: User
) -> ClientPartner:
    """Record what somebody of another organisation does for a client; it gives no access.

    Raises ``Refused`` for a day in the future, for somebody who left, and when it is recorded already.
    """
    if since > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Leg het vast op de dag zelf."), field="since")
    if person.left_on is not None:
        raise Refused(_("Deze persoon werkt daar niet meer. Kies iemand anders."), field="person")
    row, new = create_once(
        ClientPartner,
        form_token,
        client=client,
        person=person,
        role=role,
        valid_from=since,
        recorded_by=acting_user,
    )
    if new:
        record(
            AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=row, details={"role": role}
        )
    return row


@transaction.atomic
def person_left(*, person: PartnerPerson, acting_user: User) -> PartnerPerson:
    """Record that somebody works at an organisation no longer, from today; a second time changes nothing.

    What he did for clients ends with it, and stays in their history. With an account he sees the clients for whom he is
    officer of this organisation no longer, but for what was shared, for the term ``partner-access-after-end``; he stays
    their officer until a successor is named, so that the successor can take over what was agreed.
    """
    row = PartnerPerson.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.left_on is None:
        row.left_on = timezone.localdate()
        row.save(update_fields=["left_on"])
        record(AuditAction.UPDATE, acting_user=acting_user, obj=row, details={"left": row.left_on.isoformat()})
        for one in row.clients.filter(valid_until=None):
            end_partner(partner=one, acting_user=acting_user)
    return row


@transaction.atomic
def end_partner(*, partner: ClientPartner, acting_user: User) -> ClientPartner:
    """Record that somebody works for the client no longer, from today; a second time changes nothing."""
    row = ClientPartner.objects.select_for_update(of=("self",)).select_related("client").get(pk=partner.pk)
    if row.valid_until is None:
        row.valid_until = max(timezone.localdate(), row.valid_from)
        row.save(update_fields=["valid_until"])
        record(AuditAction.UPDATE, acting_user=acting_user, client_number=row.client.number, obj=row)
    return row
