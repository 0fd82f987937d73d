"""Who the probation officer of a client is: named, and followed up by a successor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import AuditAction, Role
from accounts.errors import Refused
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.models import Client
from casework.services.once import create_once
from chain.enums import InvolvementRole
from chain.models import Involvement
from chain.services.seats import seat_at
from chain.services.staleness import mark_stale
from chain.services.takeovers import take_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from accounts.models import Organisation, User


@transaction.atomic
def name_officer(
    *,
    client: Client,
    form_token: UUID,
    officer: User,
    since: date,
    acting_user: User,
    organisation: Organisation | None = None,
    takes_over: bool = False,
) -> Involvement:
    """Record that ``officer`` supervises the client from ``since``; an earlier officer ends the day before.

    ``organisation`` is for which he works with this client: the first of his when it is left out.

    What was agreed with the earlier officer goes stale, or goes on with the successor where he ``takes_over``. A second click returns the first row. Raises ``Refused`` when
    the user is no partner or does not work at that organisation, the day lies in the future or not after the start of the earlier officer, or it is the same
    officer for the same organisation.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = Involvement.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    if not standing_of(officer).has(Role.PARTNER):
        raise Refused(_("Kies iemand die nu een account als ketenpartner heeft."), field="officer")
    organisation = seat_at(officer, organisation)
    if since > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Leg de wisseling vast op de dag zelf."), field="since")
    open_ones = client.involvements.filter(role=InvolvementRole.SUPERVISOR, valid_until=None)
    current = open_ones.select_related("officer__organisation", "organisation").first()
    if current is not None:
        if current.officer_id == officer.pk and current.works_for == organisation:
            raise Refused(_("%(name)s is al de toezichthouder.") % {"name": officer}, field="officer")
        if since <= current.valid_from:
            raise Refused(
                _("De vorige toezichthouder begon op %(day)s. Kies een latere datum.")
                % {"day": current.valid_from.strftime("%d-%m-%Y")},
                field="since",
            )
        current.valid_until = since - timedelta(days=1)
        current.save(update_fields=["valid_until"])
        record(AuditAction.UPDATE, acting_user=acting_user, client_number=client.number, obj=current)
        if takes_over and current.officer_id != officer.pk:
            take_over(
                client=client,
                from_officer=current.officer,
                to_officer=officer,
                organisation=organisation,
                earlier_organisation=current.works_for,
                since=since,
                acting_user=acting_user,
            )
        else:
            with override("nl"):  # kept with the file, whatever the language of the page
                mark_stale(client=client, acting_user=acting_user, reason=_("er is een andere toezichthouder"))
    involvement, _created = create_once(
        Involvement,
        form_token,
        client=client,
        officer=officer,
        organisation=organisation,
        valid_from=since,
        recorded_by=acting_user,
    )
    record(
        AuditAction.CREATE,
        acting_user=acting_user,
        client_number=client.number,
        obj=involvement,
        details={"organisation": organisation.pk if organisation else None},
    )
    return involvement


@transaction.atomic
def follow_up(
    *,
    from_officer: User,
    officer: User,
    since: date,
    clients: Sequence[Client],
    form_token: UUID,
    acting_user: User,
    organisation: Organisation | None = None,
) -> list[Involvement]:
    """Let one successor follow up an officer for several clients in one act; all of them, or none.

    Where the earlier officer worked for the same organisation he takes the agreements over; where not they go stale. A second click gives the same rows.
    Raises ``Refused`` as ``name_officer`` does, and when no client was chosen.
    """
    if not clients:
        raise Refused(_("Kies minstens één cliënt."), field="clients")
    organisation = seat_at(officer, organisation)
    current = Involvement.objects.filter(officer=from_officer, client__in=clients, valid_until=None)
    under = {one.client_id: one.works_for for one in current.select_related("officer__organisation", "organisation")}
    return [
        name_officer(
            client=client,
            form_token=uuid5(form_token, client.number),
            officer=officer,
            since=since,
            organisation=organisation,
            takes_over=organisation is not None and under.get(client.pk) == organisation,
            acting_user=acting_user,
        )
        for client in clients
    ]
