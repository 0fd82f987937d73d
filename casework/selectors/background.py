"""What is coded about a client, per topic: what holds, what held, and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.enums.background import Topic
from casework.enums.identifiers import IdentifierKind
from casework.models import BackgroundEntry, Client, ClientIdentifier
from casework.selectors.merging import family

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class TopicRows:
    """One topic of the background of a client."""

    topic: Topic
    current: tuple[BackgroundEntry, ...]
    earlier: tuple[BackgroundEntry, ...]

    @property
    def label(self) -> str:
        """Return the name of the topic."""
        return str(self.topic.label)


def background_of(client: Client, day: date | None = None) -> list[TopicRows]:
    """Return every topic with its rows as of a day (today when left out). Two queries at most."""
    on = day or timezone.localdate()
    rows = list(
        BackgroundEntry.objects.filter(client__in=family(client)).select_related(
            "code", "recorded_by", "ended_by", "withdrawn_by"
        )
    )
    return [
        TopicRows(
            topic,
            tuple(row for row in rows if row.topic == topic and row.holds_on(on)),
            tuple(row for row in rows if row.topic == topic and not row.holds_on(on)),
        )
        for topic in Topic
    ]


@dataclass(frozen=True)
class NumberLine:
    """A kind of number and whether it is known; never what it is."""

    kind: str
    label: str
    row: ClientIdentifier | None


def numbers_of(client: Client) -> list[NumberLine]:
    """Return each kind of number with who recorded it when; the value is not read. One query."""
    rows = client.identifiers.filter(replaced_at=None).defer("sealed", "blind_index").select_related("recorded_by")
    known = {row.kind: row for row in rows}
    return [NumberLine(kind.value, str(kind.label), known.get(kind.value)) for kind in IdentifierKind]
