"""Language, reading and contact details of a client, as they are today and as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.enums.personal import OF_OTHERS, DetailKind
from casework.models import Client, ContactDetail, DetailConfirmation, ReadingProfile
from casework.registry import HandoverProposal, HandoverSource
from casework.selectors.handover import day_in_words, points
from casework.selectors.merging import family

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.registry import HandoverFrame


@dataclass(frozen=True)
class DetailRows:
    """One kind of contact detail: what holds, and what held or was taken back."""

    kind: DetailKind
    current: tuple[ContactDetail, ...]
    earlier: tuple[ContactDetail, ...]

    @property
    def label(self) -> str:
        """Return the name of the kind."""
        return str(self.kind.label)


def details_of(client: Client) -> list[DetailRows]:
    """Return every kind with its rows. Two queries."""
    today = timezone.localdate()
    found = ContactDetail.objects.filter(client__in=family(client))
    rows = list(with_confirmation(found.select_related("recorded_by", "ended_by", "withdrawn_by")))
    return [
        DetailRows(
            kind,
            tuple(row for row in rows if row.kind == kind and row.holds_on(today)),
            tuple(row for row in rows if row.kind == kind and not row.holds_on(today)),
        )
        for kind in DetailKind
    ]


def with_confirmation(rows: QuerySet[ContactDetail]) -> QuerySet[ContactDetail]:
    """Add ``confirmed_at``: when somebody last checked that a detail still holds, or None."""
    latest = DetailConfirmation.objects.filter(detail=OuterRef("pk")).order_by("-recorded_at")
    return rows.annotate(confirmed_at=Subquery(latest.values("recorded_at")[:1]))


def to_ring(client: Client) -> list[ContactDetail]:
    """Return the numbers for an emergency: the client's own, his doctor and his pharmacy. One query."""
    return [row for row in current_details(client) if row.kind in OF_OTHERS or row.kind == DetailKind.PHONE]


def current_details(client: Client) -> list[ContactDetail]:
    """Return what holds today with ``confirmed_at``, in the order of the kinds. One query."""
    order = {kind.value: place for place, kind in enumerate(DetailKind)}
    rows = with_confirmation(client.contact_details.filter(withdrawn_at=None).active_on(timezone.localdate()))
    return sorted(rows, key=lambda row: order[row.kind])


def reading_profiles(client: Client) -> list[ReadingProfile]:
    """Return how he reads as it was written down each time, the latest first. Two queries."""
    rows = ReadingProfile.objects.filter(client__in=family(client)).select_related("recorded_by")
    return list(rows)


def reading_of(client: Client) -> ReadingProfile | None:
    """Return how the client reads, as last written down. Two queries."""
    found: ReadingProfile | None = ReadingProfile.objects.filter(client__in=family(client)).first()
    return found


def reads_easy(client: Client) -> bool:
    """Return whether papers for this client are made easier: the one place where that is decided."""
    profile = reading_of(client)
    return profile is not None and profile.is_easy


def contact_proposal(client: Client, user: User, frame: HandoverFrame) -> HandoverProposal:
    """Return languages, reading, contact details and doctor, for whoever takes the care over. Three queries."""
    del user, frame
    told = [
        _("%(kind)s: %(what)s (vanaf %(day)s)")
        % {"kind": row.get_kind_display(), "what": row.label, "day": day_in_words(row.valid_from)}
        for row in current_details(client)
    ]
    profile = reading_of(client)
    if profile is not None:
        told.append(_("talen: %(what)s") % {"what": profile.languages})
        if profile.interpreter:
            told.append(_("tolk nodig voor: %(what)s") % {"what": profile.interpreter})
        told.append(_("lezen: %(what)s") % {"what": profile.get_level_display()})
        if profile.note:
            told.append(_("wat helpt: %(what)s") % {"what": profile.note})
    source = HandoverSource(_("bladzijde Contact en taal"), reverse("casework:personal", args=[client.number]))
    return HandoverProposal(points(told), (source,) if told else (), ())
