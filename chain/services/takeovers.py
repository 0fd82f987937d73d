"""A successor takes over what was agreed: the text outlives the people, and both sides see that it went over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.selectors import term_days
from casework.services.once import refuse_if_invalid
from chain.access import ACCESS_AFTER_END
from chain.enums import AgreementStatus, AlertKind, Channel, Ground
from chain.models import Agreement, Disclosure, Invitation, PlannedMeeting, SharedItem, Takeover
from chain.services.alerts import alert
from chain.services.meeting_handovers import seat
from chain.services.notifications import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import Organisation, User
    from casework.models import Client


@transaction.atomic
def take_over(
    *,
    client: Client,
    from_officer: User,
    to_officer: User,
    organisation: Organisation | None,
    earlier_organisation: Organisation | None,
    since: date,
    acting_user: User,
) -> list[Agreement]:
    """Let a successor of the same organisation take over the agreement that is in force, and what was shared under it.

    The text stays as the parties signed it; who took it over stands beside it. A draft goes over as well; a version that
    was offered names the earlier officer, so that one goes stale and must be offered anew. What the earlier officer had
    stays readable for him for the term ``partner-access-after-end``. ``organisation`` is for which the successor works
    with this client, ``earlier_organisation`` for which the earlier officer did. Raises ``Refused`` when they differ:
    then the parties agree anew.
    """
    if organisation is None or organisation != earlier_organisation:
        raise Refused(
            _(
                "Alleen iemand van dezelfde organisatie neemt afspraken over. Stel met een andere organisatie nieuwe op."
            ),
            field="officer",
        )
    taken = []
    versions = Agreement.objects.select_for_update(of=("self",)).filter(
        Q(officer_organisation=organisation) | Q(officer_organisation=None), client=client, officer=from_officer
    )
    for agreement in versions.filter(status__in=(AgreementStatus.IN_FORCE, AgreementStatus.DRAFTED)):
        if client.agreements.filter(officer=to_officer, version=agreement.version).exists():
            raise Refused(
                _("%(name)s had al eerder afspraken met deze cliënt. Stel nieuwe op.") % {"name": to_officer},
                field="officer",
            )
        agreement.officer, agreement.officer_organisation = to_officer, organisation
        agreement.save(update_fields=["officer", "officer_organisation"])
        if agreement.status == AgreementStatus.IN_FORCE:
            _note_takeover(agreement, from_officer, since, acting_user)
            taken.append(agreement)
    for offered in versions.filter(status=AgreementStatus.OFFERED, stale_since=None):
        with translation.override(settings.LANGUAGE_CODE):  # kept with the file, whatever the language of the page
            offered.stale_since, offered.stale_reason = timezone.now(), _("er is een andere toezichthouder")
        offered.save(update_fields=["stale_since", "stale_reason"])
        record(
            AuditAction.UPDATE,
            acting_user=acting_user,
            client_number=client.number,
            obj=offered,
            details={"version": offered.version, "stale": True},
        )
    _pass_on_documents(client, taken, from_officer, acting_user)
    seat(
        client=client,
        invitations=Invitation.objects.filter(
            meeting__in=PlannedMeeting.objects.still_to_come().filter(client=client), user=from_officer
        ),
        user=to_officer,
        acting_user=acting_user,
    )
    return taken


def _note_takeover(agreement: Agreement, from_officer: User, since: date, acting_user: User) -> None:
    row = Takeover(
        agreement=agreement,
        from_officer=from_officer,
        to_officer=agreement.officer,
        since=since,
        recorded_by=acting_user,
    )
    refuse_if_invalid(row)
    row.save()
    record(
        AuditAction.SHARE,
        acting_user=acting_user,
        client_number=agreement.client.number,
        obj=agreement,
        details={"taken_over_by": agreement.officer_id, "from": from_officer.pk, "version": agreement.version},
    )
    alert(recipient=agreement.officer, client=agreement.client, kind=AlertKind.TAKEOVER, object_id=row.pk)


def _pass_on_documents(client: Client, taken: Iterable[Agreement], from_officer: User, acting_user: User) -> None:
    """Share with the successor, item by item and on the log, what his predecessor could read; and set that an end."""
    today = timezone.localdate()
    last_day = today + timedelta(days=term_days(ACCESS_AFTER_END))
    for agreement in taken:
        items = client.shared_items.select_for_update(of=("self",)).filter(shared_with=from_officer)
        for item in items.select_related("document"):
            if item.until is not None and item.until < today:
                continue
            there = SharedItem.objects.filter(document=item.document, shared_with=agreement.officer).first()
            if there is None:
                there = SharedItem.objects.create(
                    client=client,
                    agreement=agreement,
                    document=item.document,
                    shared_with=agreement.officer,
                    shared_by=acting_user,
                    ground=item.ground,
                    form_token=uuid4(),
                )
                with translation.override(settings.LANGUAGE_CODE):  # kept with the file
                    Disclosure.objects.create(
                        client=client,
                        recipient_name=name_of(agreement.officer, agreement.works_for),
                        what=_("Document: %(title)s (%(number)s)")
                        % {"title": item.document.title, "number": item.document.number},
                        disclosed_at=timezone.now(),
                        ground=Ground.AGREEMENT,
                        ground_text=_("versie %(version)s, overgenomen van %(name)s")
                        % {"version": agreement.version, "name": from_officer},
                        channel=Channel.PORTAL,
                        by=acting_user,
                        object_type=SharedItem._meta.label_lower,
                        object_id=there.pk,
                    )
            if item.until is None or item.until > last_day:
                item.until = last_day
                item.save(update_fields=["until"])


@transaction.atomic
def confirm_takeover(*, takeover: Takeover, acting_user: User) -> Takeover:
    """Record that the successor read what he took over; a second time changes nothing."""
    row = Takeover.objects.select_for_update(of=("self",)).select_related("agreement__client").get(pk=takeover.pk)
    if row.seen_at is None:
        row.seen_at = timezone.now()
        row.save(update_fields=["seen_at"])
        record(
            AuditAction.ACKNOWLEDGE,
            acting_user=acting_user,
            client_number=row.agreement.client.number,
            obj=row,
            details={"version": row.agreement.version},
        )
    return row
