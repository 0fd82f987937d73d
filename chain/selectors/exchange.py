"""What goes to and fro with partners about one client, as the organisation and the client see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.enums import AuditAction, AuditOutcome, Role
from accounts.models import AuditEntry
from casework.registry import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import User
    from casework.models import Client
    from chain.models import Agreement, Notification, PartnerDocument, PlannedMeeting, SharedItem, SharedNote

MOST = 100


@dataclass(frozen=True)
class Opened:
    """A partner who opened something of the client: who, how often it stands in the audit trail, and when last."""

    name: str
    last: datetime


@dataclass(frozen=True)
class PartnerSight:
    """Everything that a partner can see of a client today or until its last day, and who opened something."""

    agreements: tuple[Agreement, ...]
    notifications: tuple[Notification, ...]
    documents: tuple[SharedItem, ...]
    notes: tuple[SharedNote, ...]
    papers: tuple[PartnerDocument, ...]
    planned: tuple[PlannedMeeting, ...]
    opened: tuple[Opened, ...]


def partner_sight(client: Client) -> PartnerSight:
    """Return what partners can see of a client, in seven queries. It holds nothing that was not shared item by item."""
    reads = (
        AuditEntry.objects.filter(
            client_number=client.number,
            actor_roles__contains=Role.PARTNER,
            action=AuditAction.READ,
            outcome=AuditOutcome.DONE,
        )
        .order_by()
        .values("actor_name")
        .annotate(last=Max("occurred_at"))
        .order_by("-last")
    )
    return PartnerSight(
        agreements=tuple(
            client.agreements.filter(offered_at__isnull=False).select_related(
                "officer__organisation", "officer_organisation"
            )[:MOST]
        ),
        notifications=tuple(
            client.notifications.sent().select_related("agreement__officer").order_by("-sent_at")[:MOST]
        ),
        documents=tuple(client.shared_items.select_related("document", "shared_with")[:MOST]),
        notes=tuple(client.shared_notes.select_related("author")[:MOST]),
        papers=tuple(client.partner_documents.select_related("document")[:MOST]),
        planned=tuple(client.planned_meetings.still_to_come().order_by("starts_at")[:MOST]),
        opened=tuple(Opened(row["actor_name"], row["last"]) for row in reads[:MOST]),
    )


def note_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the shared notes of a client for the timeline. One query."""
    del user
    rows = client.shared_notes.filter(written_at__lt=before).select_related("author")[:limit]
    for note in rows:
        yield TimelineEntry(
            kind="shared-note",
            label=_("Gedeelde notitie"),
            icon="message",
            occurred_at=note.written_at,
            title=note.get_seat_display().capitalize(),
            body=note.text,
            author=str(note.author),
        )


def paper_entries(client: Client, user: User, before: datetime, limit: int) -> Iterator[TimelineEntry]:
    """Yield the papers that partners brought in for the timeline. One query."""
    del user
    rows = client.partner_documents.filter(brought_at__lt=before).select_related("document")[:limit]
    for paper in rows:
        paper.document.client = client
        yield TimelineEntry(
            kind="partner-paper",
            label=_("Stuk van een ketenpartner"),
            icon="document",
            occurred_at=paper.brought_at,
            title=paper.document.title,
            body=paper.made_by,
            url=paper.document.get_absolute_url(),
        )
