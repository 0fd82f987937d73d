"""What a file of clients tells of a client beside his data: numbers, background, where he can be reached.

All of it is written in bulk, also what takes the place of something: what stood there ends the day before, or is taken back
when it began on the same day, and stays readable.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import blind_indexes, encrypt
from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.services.audit import record
from casework.models import BackgroundEntry, ClientIdentifier, ContactDetail
from casework.services.background import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from accounts.models import User
    from casework.models import BackgroundCode, Client


BATCH = 500


def listed() -> str:
    """Return why something changed: a list said so."""
    return _("Staat zo in een lijst die is ingelezen.")


def changed_meanwhile() -> Refused:
    """Return what is said when a file no longer fits what is here."""
    return Refused(
        _("Er is intussen iemand aangemeld of gewijzigd die ook in dit bestand staat. Lees het bestand nog eens in.")
    )


@dataclass(frozen=True, kw_only=True)
class Fact(ABC):
    """Something that is not here yet; ``instead`` is the id of the row whose place it takes, as far as there is one."""

    model: ClassVar[type[Any]]
    OPEN: ClassVar[tuple[str, ...]]  # empty while the row holds
    instead: int | None = None

    @property
    @abstractmethod
    def group(self) -> str:
        """Return what it is, for the audit trail."""

    @abstractmethod
    def columns(self) -> dict[str, Any]:
        """Return the columns of the row that is to be written in bulk, save whose and by whom."""

    @abstractmethod
    def closing(self, present: Any, acting_user: User) -> dict[str, Any]:  # noqa: ANN401 -- a row of its model
        """Return the columns that say that the present row made place for this, the same for many rows."""


@dataclass(frozen=True, kw_only=True)
class NumberFact(Fact):
    """A number that is kept encrypted; what it is stands in no text that is made of this."""

    model = ClientIdentifier
    OPEN = ("replaced_at",)
    kind: str
    digits: str = field(repr=False)

    @property
    def group(self) -> str:
        """Return the kind of number."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Return the number, encrypted, and the digest by which it is found."""
        return {
            "kind": self.kind,
            "sealed": encrypt(self.digits),
            "blind_index": blind_indexes(self.digits, self.kind)[0],
        }

    def closing(self, present: ClientIdentifier, acting_user: User) -> dict[str, Any]:  # noqa: ARG002 -- as of its base
        """Say that another number came in its place; it stays, encrypted."""
        return {"replaced_at": timezone.now(), "replaced_by": acting_user}


@dataclass(frozen=True, kw_only=True)
class HeldFact(Fact):
    """What holds from a day on."""

    OPEN = ("valid_until", "withdrawn_at")
    since: dt.date

    def closing(self, present: BackgroundEntry | ContactDetail, acting_user: User) -> dict[str, Any]:
        """End it the day before, or take it back when it began on the same day."""
        if present.valid_from == self.since:
            return {"withdrawn_by": acting_user, "withdrawn_at": timezone.now(), "withdrawn_reason": listed()}
        return {"valid_until": self.since - dt.timedelta(days=1), "ended_by": acting_user, "ended_at": timezone.now()}


@dataclass(frozen=True, kw_only=True)
class BackgroundFact(HeldFact):
    """A code of a topic, or a municipality, from a day on."""

    model = BackgroundEntry
    topic: str
    code: BackgroundCode | None = None
    place: str = ""

    @property
    def group(self) -> str:
        """Return the topic."""
        return self.topic

    def columns(self) -> dict[str, Any]:
        """Return what holds, and in which lane."""
        return {
            "topic": self.topic,
            "code": self.code,
            "place": self.place,
            "lane": lane_of(self.topic, self.code, self.place),
            "valid_from": self.since,
        }


@dataclass(frozen=True, kw_only=True)
class DetailFact(HeldFact):
    """Where the client, his doctor or his pharmacy can be reached, from a day on."""

    model = ContactDetail
    kind: str
    value: str
    name: str = ""

    @property
    def group(self) -> str:
        """Return the kind of detail."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Return the detail."""
        return {"kind": self.kind, "name": self.name, "value": self.value, "valid_from": self.since}


@transaction.atomic
def write_facts(facts: Iterable[tuple[Client, Fact]], *, acting_user: User) -> None:
    """Write everything in bulk: three tables, each with an audit row for what is new and for what takes a place.

    Raises ``Refused`` when something whose place is taken was changed after the list was held against it.
    """
    found: dict[tuple[type[Any], bool], list[tuple[Client, Fact]]] = defaultdict(list)
    for client, fact in facts:
        found[fact.model, fact.instead is not None].append((client, fact))
    for (model, instead), pairs in found.items():
        if instead:
            _close(model, pairs, acting_user)
        model._default_manager.bulk_create(
            [
                model(client=client, recorded_by=acting_user, form_token=uuid4(), **fact.columns())
                for client, fact in pairs
            ],
            batch_size=BATCH,
        )
        record(
            AuditAction.UPDATE if instead else AuditAction.CREATE,
            acting_user=acting_user,
            object_type=model._meta.label_lower,
            subjects=dict.fromkeys(client.number for client, _fact in pairs),
            rule="import_clients",
            details={"imported": len(pairs), "kinds": Counter(str(fact.group) for _client, fact in pairs)},
        )


def _close(model: type[Any], pairs: list[tuple[Client, Fact]], acting_user: User) -> None:
    """Say of what stood there that it made place; one question for all rows that end on one day."""
    present: dict[int, Any] = {}
    for some in batched([fact.instead for _client, fact in pairs], BATCH):
        rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=some)
        present |= {row.pk: row for row in rows}
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    closing: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _client, fact in pairs:
        row = present.get(fact.instead or 0)
        if row is None or any(getattr(row, name) is not None for name in fact.OPEN):
            raise changed_meanwhile()
        columns = fact.closing(row, acting_user)
        kind = (*sorted(columns), columns.get("valid_until"))
        closing.setdefault(kind, columns)
        alike[kind].append(row.pk)
    for kind, numbers in alike.items():
        for some in batched(numbers, BATCH):
            model._default_manager.filter(pk__in=some).update(**closing[kind])


def batched(values: list[Any], size: int) -> Iterator[list[Any]]:
    """Yield the values, some at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
