"""The only doors through which a partner sees something of a client.

Each opening leaves an audit row. A stranger gets 404, and an attempt on something that exists is recorded as refused.
Organisation-side pages come in through ``casework.access``; ``get_notification`` adds the notification to that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.selectors import standing_of
from accounts.services.audit import record
from casework.access import get_client
from casework.models import Client
from casework.selectors import term_days
from chain.enums import THREE_PARTY_KINDS, AgreementStatus
from chain.models import (
    Agreement,
    AgreementAct,
    Invitation,
    Involvement,
    Notification,
    PartnerDocument,
    PlannedMeeting,
    SharedItem,
    Takeover,
    ThreePartyMeeting,
)
from chain.querysets import works_there

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User
    from chain.querysets import (
        MeetingQuerySet,
        NotificationQuerySet,
        PlannedMeetingQuerySet,
        SharedItemQuerySet,
    )

ACCESS_AFTER_END = "partner-access-after-end"
SHOWN_STATES = (AgreementStatus.OFFERED, AgreementStatus.IN_FORCE, AgreementStatus.SUPERSEDED)


def shared_clients(user: User) -> QuerySet[Client]:
    """Return the clients a partner sees.

    Included if, and only if, the user is active, holds the role of partner today, and he, or somebody for whom he
    stands in today, is the officer of an agreement with the client that was offered or is in force, stale or not.
    What was shared or sent stays readable for a while after the end (``readable_notifications``,
    ``readable_documents``); the client does not.
    """
    return Client.objects.filter(Exists(Agreement.objects.open_to(user).filter(client=OuterRef("pk"))))


def _days_after_end(user: User) -> int:
    """Return how long a partner may read on after the end; asked once for each user object, so once a request."""
    known: int | None = getattr(user, "_days_after_end", None)
    if known is None:
        known = term_days(ACCESS_AFTER_END)
        user._days_after_end = known  # type: ignore[attr-defined]  # noqa: SLF001 -- kept for this request
    return known


def readable_notifications(user: User) -> NotificationQuerySet:
    """Return the notifications a partner may read; see ``NotificationQuerySet.open_to``."""
    return Notification.objects.open_to(user, days_after_end=_days_after_end(user))


def readable_documents(user: User) -> SharedItemQuerySet:
    """Return the shared documents a partner may open; see ``SharedItemQuerySet.readable_by``."""
    return SharedItem.objects.readable_by(user, days_after_end=_days_after_end(user))


def readable_agreements(user: User) -> QuerySet[Agreement]:
    """Return the agreements a partner may read.

    Included if, and only if, the client is one of ``shared_clients``, the officer is the user or somebody for whom he
    stands in today and who did not leave the organisation for which he is party, and the version was offered, is in
    force or was superseded. Drafts and ended ones are not.
    """
    return Agreement.objects.filter(
        client__in=shared_clients(user), officer_id__in=standing_of(user).acts_for, status__in=SHOWN_STATES
    ).of_who_works_there()


def lately_ended(user: User) -> QuerySet[Agreement]:
    """Return the agreements of which a partner is told that they ended, and why; nothing else of them is his to read.

    Included if, and only if, the officer is the user or somebody for whom he stands in today, the version held, and it
    ended as long ago as ``readable_documents`` reaches, at most.
    """
    standing = standing_of(user)
    if not standing.has(Role.PARTNER):
        return Agreement.objects.none()
    since = timezone.now() - timedelta(days=_days_after_end(user))
    ended = Agreement.objects.filter(
        officer_id__in=standing.acts_for, status=AgreementStatus.ENDED, in_force_at__isnull=False, ended_at__gte=since
    )
    return ended.of_who_works_there(timezone.localdate(since)).order_by("-ended_at", "-pk")


def _no_entry(user: User, *, existing: Model | None, client_number: str, rule: str, what: str = "") -> Http404:
    """Return the 404, having recorded the attempt when there was something to find."""
    if existing is not None:
        record(
            AuditAction.READ,
            acting_user=user,
            client_number=client_number,
            obj=existing,
            object_type=what,
            outcome=AuditOutcome.REFUSED,
            rule=rule,
        )
    return Http404(_("Dit bestaat niet, of het is niet met u gedeeld."))


def _standing_in(user: User, officer: User) -> str:
    """Return for whom the user acts here, as the audit trail names it; empty when for himself."""
    return "" if user.pk == officer.pk else str(officer)


def get_shared_client(user: User, number: str) -> Client:
    """Return a client for a partner who sees him; raise ``Http404`` otherwise."""
    possible = len(number) <= (Client._meta.get_field("number").max_length or 0)
    client = shared_clients(user).filter(number=number).first() if possible else None
    if client is None:
        existing = Client.objects.filter(number=number).first() if possible else None
        raise _no_entry(user, existing=existing, client_number=number, rule="shared_clients", what="chain.portal")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=client.number,
        obj=client,
        object_type="chain.portal",
        rule="shared_clients",
        on_behalf_of=_behalf(user, client),
    )
    return client


def get_partner_agreement(user: User, pk: int) -> Agreement:
    """Return an agreement for a partner who may read it; raise ``Http404`` otherwise."""
    related = Agreement.objects.select_related("client", "officer__organisation", "officer_organisation")
    agreement = (
        readable_agreements(user)
        .select_related("client", "officer__organisation", "officer_organisation")
        .filter(pk=pk)
        .first()
    )
    if agreement is None:
        existing = related.filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_agreements")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=agreement.client.number,
        obj=agreement,
        rule="readable_agreements",
        on_behalf_of=_standing_in(user, agreement.officer),
    )
    return agreement


def get_partner_notification(user: User, pk: int) -> Notification:
    """Return a notification for a partner who may read it; raise ``Http404`` otherwise."""
    related = (
        "client",
        "rule",
        "agreement__officer__organisation",
        "agreement__officer_organisation",
        "sent_by",
        "acknowledged_by",
    )
    notification = readable_notifications(user).select_related(*related).filter(pk=pk).first()
    if notification is None:
        existing = Notification.objects.select_related("client").filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_notifications")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=notification.client.number,
        obj=notification,
        rule="readable_notifications",
        on_behalf_of=_standing_in(user, notification.agreement.officer),
    )
    return notification


def get_partner_document(user: User, pk: int) -> SharedItem:
    """Return a shared document for a partner who may open it, with an audit row that names the document.

    ``pk`` is that of the sharing, not of the document: a partner's address says nothing of the file. Raises
    ``Http404`` otherwise.
    """
    related = ("document__client", "shared_with")
    item = readable_documents(user).select_related(*related).filter(pk=pk).first()
    if item is None:
        existing = SharedItem.objects.select_related("client").filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_documents")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=item.document.client.number,
        obj=item.document,
        rule="readable_documents",
        on_behalf_of=_standing_in(user, item.shared_with),
        details={"shared_item": item.pk, "number": item.document.number},
    )
    return item


def get_notification(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, Notification]:
    """Return a notification of a client whose file the user may see; raise ``Http404`` otherwise.

    With ``write`` a reader gets ``PermissionDenied``.
    """
    client = get_client(user, number, write=write, what="chain.notification")
    notification = (
        client.notifications.select_related(
            "rule",
            "agreement__officer__organisation",
            "agreement__officer_organisation",
            "client_told_by",
            "sent_by",
            "dropped_by",
            "acknowledged_by",
        )
        .filter(pk=pk)
        .first()
    )
    if notification is None:
        raise Http404(_("Deze melding bestaat niet."))
    return client, notification


def get_shared_item(user: User, number: str, pk: int) -> tuple[Client, SharedItem]:
    """Return a sharing of a client in whose file the user writes; raise ``Http404`` otherwise."""
    client = get_client(user, number, write=True, what="chain.shareditem")
    item = client.shared_items.select_related("document", "shared_with").filter(pk=pk).first()
    if item is None:
        raise Http404(_("Dit document wordt niet gedeeld."))
    return client, item


def get_agreement(user: User, number: str, pk: int, *, write: bool = False) -> tuple[Client, Agreement]:
    """Return an agreement of a client whose file the user may see; raise ``Http404`` otherwise.

    With ``write`` a reader gets ``PermissionDenied``.
    """
    client = get_client(user, number, write=write, what="chain.agreement")
    agreement = (
        client.agreements.select_related(
            "client", "officer__organisation", "officer_organisation", "supersedes", "meeting"
        )
        .prefetch_related(Prefetch("acts", AgreementAct.objects.select_related("account", "scan__client")))
        .filter(pk=pk)
        .first()
    )
    if agreement is None:
        raise Http404(_("Deze samenwerkingsafspraken bestaan niet."))
    return client, agreement


def readable_planned(user: User) -> PlannedMeetingQuerySet:
    """Return the planned meetings a partner may read.

    Included if, and only if, the client is one of ``shared_clients`` and he, or somebody for whom he stands in today,
    is invited.
    """
    return PlannedMeeting.objects.filter(client__in=shared_clients(user)).inviting(standing_of(user).acts_for)


def get_partner_planned(user: User, pk: int) -> PlannedMeeting:
    """Return a planned meeting for a partner who may read it; raise ``Http404`` otherwise."""
    related = ("client", "proposed_by", "record")
    meeting = readable_planned(user).select_related(*related).filter(pk=pk).first()
    if meeting is None:
        existing = PlannedMeeting.objects.select_related("client").filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_planned")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=meeting.client.number,
        obj=meeting,
        rule="readable_planned",
        on_behalf_of=_behalf(user, meeting.client),
    )
    return meeting


def readable_records(user: User) -> MeetingQuerySet:
    """Return the meetings that were held and of which a partner may read what was agreed.

    Included if, and only if, the client is one of ``shared_clients``, and it was a three-party meeting held while he,
    or somebody for whom he stands in today, was the officer for an organisation that he did not leave, or a meeting of another kind to which one of them was
    invited.
    """
    acts_for = standing_of(user).acts_for
    own_time = Involvement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=OuterRef("held_at__date")),
        works_there("officer", "organisation"),
        client_id=OuterRef("client_id"),
        officer_id__in=acts_for,
        valid_from__lte=OuterRef("held_at__date"),
    )
    invited = Invitation.objects.filter(meeting_id=OuterRef("planned_id"), user_id__in=acts_for)
    return ThreePartyMeeting.objects.filter(
        Q(Exists(own_time), kind__in=THREE_PARTY_KINDS) | Exists(invited), client__in=shared_clients(user)
    )


def get_partner_record(user: User, pk: int) -> ThreePartyMeeting:
    """Return a meeting that was held for a partner who may read it; raise ``Http404`` otherwise."""
    meeting = readable_records(user).select_related("client").filter(pk=pk).first()
    if meeting is None:
        existing = ThreePartyMeeting.objects.select_related("client").filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_records")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=meeting.client.number,
        obj=meeting,
        rule="readable_records",
        on_behalf_of=_behalf(user, meeting.client),
    )
    return meeting


def _behalf(user: User, client: Client) -> str:
    """Return for whom a partner looks at a client; empty when he is party himself. One query."""
    officers = Agreement.objects.open_to(user).filter(client=client).select_related("officer")
    behalf = {_standing_in(user, one.officer) for one in officers}
    return "" if "" in behalf else ", ".join(sorted(behalf))


def partner_agreement_of(user: User, client: Client) -> Agreement:
    """Return the agreement under which a partner works with a client he sees: the one in force before one offered."""
    order = {AgreementStatus.IN_FORCE: 0, AgreementStatus.OFFERED: 1}
    rows = (
        Agreement.objects.open_to(user)
        .filter(client=client)
        .select_related("client", "officer__organisation", "officer_organisation")
    )
    return min(rows, key=lambda one: (order[AgreementStatus(one.status)], -one.version))


def get_partner_paper(user: User, pk: int) -> PartnerDocument:
    """Return a paper that the partner brought in himself, while he still sees the client; ``Http404`` otherwise."""
    mine = PartnerDocument.objects.filter(client__in=shared_clients(user), brought_by_id__in=standing_of(user).acts_for)
    paper = mine.select_related("document__client").filter(pk=pk).first()
    if paper is None:
        existing = PartnerDocument.objects.select_related("client").filter(pk=pk).first()
        number = existing.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="brought_in")
    record(
        AuditAction.READ,
        acting_user=user,
        client_number=paper.document.client.number,
        obj=paper.document,
        rule="brought_in",
    )
    return paper


def get_partner_takeover(user: User, pk: int) -> Takeover:
    """Return the takeover of an agreement for the successor who may read it; raise ``Http404`` otherwise."""
    mine = Takeover.objects.filter(
        agreement__in=readable_agreements(user), to_officer_id__in=standing_of(user).acts_for
    )
    takeover = mine.select_related("agreement__client").filter(pk=pk).first()
    if takeover is None:
        existing = Takeover.objects.select_related("agreement__client").filter(pk=pk).first()
        number = existing.agreement.client.number if existing else ""
        raise _no_entry(user, existing=existing, client_number=number, rule="readable_agreements")
    return takeover
