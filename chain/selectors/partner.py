"""What a partner sees: the clients of his agreements, what waits for him, and what was shared of one client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.selectors import standing_of
from casework.models import Commitment
from chain.access import (
    lately_ended,
    readable_agreements,
    readable_documents,
    readable_notifications,
    readable_planned,
    readable_records,
    shared_clients,
)
from chain.enums import AgreementStatus, Party
from chain.models import (
    MEETING_ORIGIN,
    Agreement,
    AgreementAct,
    PartnerDocument,
    PlannedMeeting,
    SharedNote,
    Takeover,
    ThreePartyMeeting,
)
from chain.querysets import works_there
from chain.selectors.agreements import AgreementText, agreement_text

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from casework.models import Client
    from chain.models import Notification, SharedItem

NEW_DAYS = 14  # a shared document counts as new this long
LONGEST_LIST = 50


@dataclass(frozen=True)
class PartnerClient:
    """A client in the list of a partner, and when the next three-party meeting was planned.

    ``instead_of`` names for whom he stands in; it is empty for an own client.
    """

    client: Client
    agreement: Agreement
    instead_of: str
    next_on: date | None

    @property
    def next_is_late(self) -> bool:
        """Whether the day of the next meeting has passed."""
        return self.next_on is not None and self.next_on < timezone.localdate()


@dataclass(frozen=True)
class PartnerHome:
    """The first page of a partner."""

    clients: tuple[PartnerClient, ...]
    to_confirm: tuple[Agreement, ...]
    to_acknowledge: tuple[Notification, ...]
    taken_over: tuple[Takeover, ...]
    new_documents: tuple[SharedItem, ...]
    after_end: tuple[SharedItem, ...]
    ended: tuple[Agreement, ...] = ()

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of all clients of whom this page shows something."""
        shown: list[Client] = [row.client for row in self.clients]
        shown += [row.client for row in self.to_confirm]
        shown += [row.client for row in self.to_acknowledge]
        shown += [row.agreement.client for row in self.taken_over]
        shown += [row.client for row in (*self.new_documents, *self.after_end)]
        shown += [row.client for row in self.ended]
        return sorted({client.number for client in shown})

    @property
    def several(self) -> bool:
        """Whether he works for more than one organisation here; then each client says for which."""
        return len({row.agreement.works_for for row in self.clients}) > 1

    @property
    def waits(self) -> bool:
        """Whether something waits for the partner."""
        return bool(self.to_confirm or self.to_acknowledge or self.taken_over or self.new_documents)


def partner_home(user: User) -> PartnerHome:
    """Return what a partner finds when he comes in; the number of queries does not grow with the clients."""
    acted = AgreementAct.objects.filter(agreement=OuterRef("pk"), party=Party.PROBATION)
    agreements = list(
        Agreement.objects.open_to(user)
        .annotate(officer_acted=Exists(acted))
        .select_related("client", "officer__organisation", "officer_organisation")
        .order_by("client__last_name", "client__first_name", "client_id", "status", "-version")
    )
    current: dict[int, Agreement] = {}
    for agreement in agreements:  # what is in force comes before what is offered ("in_force" < "offered")
        current.setdefault(agreement.client_id, agreement)
    days = {one.client_id: one.next_on for one in ThreePartyMeeting.objects.latest_of(set(current))}
    clients = tuple(
        PartnerClient(one.client, one, "" if one.officer_id == user.pk else str(one.officer), days.get(one.client_id))
        for one in current.values()
    )
    notifications = readable_notifications(user).waiting().select_related("client", "agreement").order_by("sent_at")
    documents = list(
        readable_documents(user).select_related("client", "document", "agreement").order_by("-shared_at")[:LONGEST_LIST]
    )
    since = timezone.now() - timedelta(days=NEW_DAYS)
    return PartnerHome(
        clients=clients,
        to_confirm=tuple(
            one
            for one in agreements
            if one.status == AgreementStatus.OFFERED and not one.is_stale and not one.officer_acted  # type: ignore[attr-defined]
        ),
        to_acknowledge=tuple(notifications),
        taken_over=tuple(
            Takeover.objects.filter(agreement__in=[one.pk for one in agreements], seen_at=None)
            .filter(to_officer_id__in=standing_of(user).acts_for)
            .select_related("agreement__client", "from_officer")
        ),
        new_documents=tuple(one for one in documents if one.shared_at >= since and one.client_id in current),
        after_end=tuple(one for one in documents if one.client_id not in current),
        ended=tuple(lately_ended(user).exclude(client_id__in=current).select_related("client")),
    )


def waiting_count(user: User) -> int:
    """Return how many notifications wait for a partner; the number in the rail."""
    return readable_notifications(user).waiting().count()


@dataclass(frozen=True)
class SharedMeeting:
    """What a partner sees of a meeting: when it was, and what was agreed."""

    meeting: ThreePartyMeeting
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True)
class SharedFile:
    """What was shared of one client: the agreement that counts, its text, and item by item the rest."""

    agreements: tuple[Agreement, ...]
    text: AgreementText | None
    notifications: tuple[Notification, ...]
    documents: tuple[SharedItem, ...]
    meetings: tuple[SharedMeeting, ...]
    next_on: date | None

    @property
    def current(self) -> Agreement | None:
        """Return the version that counts: the one in force, or else the one that was offered."""
        return self.agreements[0] if self.agreements else None


ORDER_OF_STATES = (AgreementStatus.IN_FORCE, AgreementStatus.OFFERED, AgreementStatus.SUPERSEDED)


def shared_file(user: User, client: Client) -> SharedFile:
    """Return what a partner sees of a client he may see (``chain.access.get_shared_client``), and nothing else.

    Of the meetings that is what was agreed in those that ``chain.access.readable_records`` lets him read.
    """
    versions = (
        readable_agreements(user)
        .filter(client=client)
        .select_related("client", "officer__organisation", "officer_organisation")
    )
    agreements = tuple(sorted(versions, key=lambda one: (ORDER_OF_STATES.index(one.status), -one.version)))
    notifications = readable_notifications(user).filter(client=client).order_by("-sent_at")[:LONGEST_LIST]
    documents = readable_documents(user).filter(client=client).select_related("document")[:LONGEST_LIST]
    meetings = list(readable_records(user).filter(client=client).order_by("-held_at", "-pk"))
    last = ThreePartyMeeting.objects.latest_of({client.pk}).first()
    return SharedFile(
        agreements=agreements,
        text=agreement_text(agreements[0]) if agreements else None,
        notifications=tuple(notifications),
        documents=tuple(documents),
        meetings=_with_commitments(meetings),
        next_on=last.next_on if last else None,
    )


def _with_commitments(meetings: list[ThreePartyMeeting]) -> tuple[SharedMeeting, ...]:
    """Return the meetings with what was agreed in them, in one query."""
    agreed: dict[int, list[Commitment]] = {meeting.pk: [] for meeting in meetings}
    for commitment in Commitment.objects.filter(origin_type=MEETING_ORIGIN, origin_id__in=agreed):
        agreed[commitment.origin_id].append(commitment)  # type: ignore[index]
    return tuple(SharedMeeting(meeting, tuple(agreed[meeting.pk])) for meeting in meetings)


def inbox(user: User) -> tuple[Notification, ...]:
    """Return the notifications a partner may read, those that wait for him first, then the newest."""
    rows = readable_notifications(user).select_related("client", "agreement__officer", "acknowledged_by")
    newest = list(rows.order_by("-sent_at")[: 2 * LONGEST_LIST])
    return tuple(sorted(newest, key=lambda one: one.acknowledged_at is not None))


@dataclass(frozen=True)
class Exchange:
    """What goes to and fro about one client: meetings that are coming, notes, and papers the partner brought in."""

    planned: tuple[PlannedMeeting, ...]
    notes: tuple[SharedNote, ...]
    papers: tuple[PartnerDocument, ...]


def exchange_with(user: User, client: Client) -> Exchange:
    """Return what goes to and fro with a partner about a client he may see; three queries."""
    acts_for = standing_of(user).acts_for
    there = works_there("agreement__officer", "agreement__officer_organisation")
    notes = SharedNote.objects.filter(there, client=client, agreement__officer_id__in=acts_for)
    papers = PartnerDocument.objects.filter(client=client, brought_by_id__in=acts_for).select_related("document")
    return Exchange(
        planned=tuple(readable_planned(user).filter(client=client).still_to_come().order_by("starts_at")),
        notes=tuple(notes.select_related("author")[:LONGEST_LIST]),
        papers=tuple(papers[:LONGEST_LIST]),
    )


def partner_clients(user: User) -> list[Client]:
    """Return the clients a partner sees, by name; one query."""
    return list(shared_clients(user).order_by("last_name", "first_name", "pk"))
