"""Who the probation officer of a client is: named, and followed up by a successor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

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
from chain.services.staleness import mark_stale

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User


@transaction.atomic
def name_officer(*, client: Client, form_token: UUID, officer: User, since: date, acting_user: User) -> Involvement:
    """Record that ``officer`` supervises the client from ``since``; an earlier officer ends the day before.

    What was agreed with the earlier officer goes stale. A second click returns the first row. Raises ``Refused`` when
    the user is no partner, the day lies in the future or not after the start of the earlier officer, or it is the same
    officer.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    earlier = Involvement.objects.filter(form_token=form_token, client=client).first()
    if earlier is not None:
        return earlier
    if not standing_of(officer).has(Role.PARTNER):
        raise Refused(_("Kies iemand die nu een account als ketenpartner heeft."), field="officer")
    if since > timezone.localdate():
        raise Refused(_("Deze datum ligt in de toekomst. Leg de wisseling vast op de dag zelf."), field="since")
    current = client.involvements.filter(role=InvolvementRole.SUPERVISOR, valid_until=None).first()
    if current is not None:
        if current.officer_id == officer.pk:
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
        with override("nl"):  # kept with the file, whatever the language of the page
            mark_stale(client=client, acting_user=acting_user, reason=_("er is een andere toezichthouder"))
    involvement, _created = create_once(
        Involvement, form_token, client=client, officer=officer, valid_from=since, recorded_by=acting_user
    )
    record(AuditAction.CREATE, acting_user=acting_user, client_number=client.number, obj=involvement)
    return involvement
