"""What may be quoted from contacts in a handover or a report, with what was said or put right later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.enums import AddendumKind
from casework.models import NoteAddendum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.models import Client, ContactNote
    from casework.registry import HandoverFrame

MOST_READ = 60
MOST_QUOTES = 4


def notes_with(client: Client, field: str, frame: HandoverFrame, most: int) -> list[ContactNote]:
    """Return the latest contacts of the period in which a text was filled in, newest first, each text once. One query."""
    rows = (
        client.notes.for_everyone()
        .with_corrections()
        .filter(occurred_at__date__gte=frame.since, occurred_at__date__lte=frame.until)
    )
    found: dict[str, ContactNote] = {}
    for note in rows.exclude(**{field: ""}).order_by("-occurred_at", "-pk")[:MOST_READ]:
        found.setdefault(getattr(note, field), note)
    return list(found.values())[:most]


def later_views(client: Client, frame: HandoverFrame) -> list[NoteAddendum]:
    """Return what the client said later about contacts of the period; one query."""
    return list(
        NoteAddendum.objects.filter(
            note__in=client.notes.for_everyone(),
            kind=AddendumKind.CLIENT_VIEW,
            recorded_at__date__gte=frame.since,
            recorded_at__date__lte=frame.until,
        )
        .select_related("note")
        .order_by("-recorded_at", "-pk")[:MOST_QUOTES]
    )


def corrected_since(notes: Sequence[Any]) -> list[str]:
    """Return a warning when something was added to a quoted note or put right in it; what that was stays in the file.

    ``notes`` come from ``with_corrections``.
    """
    days = [date_format(timezone.localtime(note.occurred_at), "j F Y") for note in notes if note.correction]
    if not days:
        return []
    return [
        _("Een contact waaruit hier wordt geciteerd, is later aangevuld of verbeterd: %(days)s. Lees het na.")
        % {"days": ", ".join(dict.fromkeys(days))}
    ]
