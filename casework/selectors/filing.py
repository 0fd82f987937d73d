"""What the documents of a client are and how long they hold, and what runs out in the files of a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums.filing import Validity
from casework.models import Client, DocumentFiling, Term
from casework.registry import Duty
from casework.selectors.people import counsellors, duty_owners

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Document

TERM = "document-validity"


@dataclass(frozen=True)
class Filed:
    """A document with what it is. ``filing`` is None when nobody said so yet; ``successor`` took its place."""

    document: Document
    filing: DocumentFiling | None
    successor: Document | None
    validity: Validity

    @property
    def is_over(self) -> bool:
        """Return whether it holds no longer."""
        return self.validity in {Validity.EXPIRED, Validity.REPLACED}


@dataclass(frozen=True)
class RunningOut:
    """A line of the list of what runs out."""

    filing: DocumentFiling
    client: Client
    counsellor: User | None
    expired: bool


def filed(documents: Sequence[Document], on: date | None = None) -> list[Filed]:
    """Return documents of one client with what they are on a day, in the same order; two queries."""
    on = on or timezone.localdate()
    if not documents:
        return []
    known = {one.pk: one for one in documents}
    rows = DocumentFiling.objects.current().filter(document__in=known).select_related("kind")
    filings = {row.document_id: row for row in rows}
    successors = {row.succeeds_id: known[row.document_id] for row in filings.values() if row.succeeds_id}
    days = term_days()
    return [
        Filed(
            document=one,
            filing=filings.get(one.pk),
            successor=successors.get(one.pk),
            validity=_validity(filings.get(one.pk), one.pk in successors, on, days),
        )
        for one in documents
    ]


def term_days() -> int:
    """Return how many days before its last day a document is said to run out; 0 when the organisation took that out."""
    return Term.objects.filter(key=TERM).values_list("days", flat=True).first() or 0


def _validity(filing: DocumentFiling | None, succeeded: bool, on: date, days: int) -> Validity:  # noqa: FBT001
    if succeeded:
        return Validity.REPLACED
    if filing is None or filing.valid_until is None:
        return Validity.OPEN
    if filing.valid_until < on:
        return Validity.EXPIRED
    return Validity.EXPIRING if filing.valid_until - timedelta(days=days) <= on else Validity.VALID


def validity_duties(on: date) -> list[Duty]:
    """Return the documents that run out, from the term before their last day, until a successor or a later row. Three queries."""
    term = Term.objects.filter(key=TERM).first()
    if term is None:
        return []
    rows = list(_rows_to_renew(Client.objects.in_care(on), on + timedelta(days=term.days)))
    owners = duty_owners({_file_of(row).pk for row in rows}, on)
    return [
        Duty(
            key=f"casework.document-validity:{row.pk}",
            kind="document-validity",
            label=_("%(kind)s verloopt: %(title)s") % {"kind": row.kind.name, "title": row.document.title},
            client_id=_file_of(row).pk,
            due_on=row.valid_until,
            owner_ids=owners.get(_file_of(row).pk, ()),
            basis=term.basis,
            url=reverse("casework:documents", args=[_file_of(row).number]),
        )
        for row in rows
        if row.valid_until is not None
    ]


def running_out(user: User, kind: str = "") -> list[RunningOut]:
    """Return what ran out or does so within the term, in the files that this user may see, the first day first."""
    on = timezone.localdate()
    rows = _rows_to_renew(Client.objects.visible_to(user).in_care(on), on + timedelta(days=term_days()))
    found = list(rows.filter(kind__key=kind) if kind else rows)
    names = counsellors({_file_of(row).pk for row in found}, on)
    return [
        RunningOut(
            filing=row,
            client=_file_of(row),
            counsellor=names.get(_file_of(row).pk),
            expired=row.valid_until is not None and row.valid_until < on,
        )
        for row in found
    ]


def _rows_to_renew(clients: QuerySet[Client], until: date) -> QuerySet[DocumentFiling]:
    ids = clients.values("pk")
    return (
        DocumentFiling.objects.to_renew(until)
        .filter(Q(document__client__in=ids) | Q(document__client__merged_into__in=ids))
        .select_related("kind", "document__client__merged_into")
        .order_by("valid_until", "pk")
    )


def _file_of(row: DocumentFiling) -> Client:
    """Return the file in which the document is read: the one that stayed, after a merge."""
    client: Client = row.document.client.merged_into or row.document.client
    return client
