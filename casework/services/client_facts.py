"""What a file of clients tells of a client beside his data: numbers, background, where he can be reached.

What is new is written in bulk. What takes the place of something goes through the service of its subject: what stood there
ends the day before, or is taken back when it began on the same day, and stays readable.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.encryption import blind_indexes, encrypt
from accounts.enums import AuditAction
from accounts.services.audit import record
from casework.models import BackgroundEntry, ClientIdentifier, ContactDetail
from casework.services.background import add_background, lane_of, withdraw_background
from casework.services.identifiers import set_identifier
from casework.services.personal import add_detail, withdraw_detail

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User
    from casework.models import BackgroundCode, Client


def listed() -> str:
    """Return why something changed: a list said so."""
    return _("Staat zo in een lijst die is ingelezen.")


@dataclass(frozen=True, kw_only=True)
class Fact(ABC):
    """Something that is not here yet; ``column`` is where it stood in the file."""

    model: ClassVar[type[Any]]
    column: str

    @property
    @abstractmethod
    def group(self) -> str:
        """Return what it is, for the audit trail."""

    @property
    @abstractmethod
    def replaces(self) -> bool:
        """Return whether it takes the place of something."""

    @abstractmethod
    def columns(self) -> dict[str, Any]:
        """Return the columns of the row that is to be written in bulk, save whose and by whom."""

    @abstractmethod
    def renew(self, client: Client, acting_user: User) -> None:
        """Write it in the place of what is here; raise ``Refused`` when that cannot be."""


@dataclass(frozen=True, kw_only=True)
class NumberFact(Fact):
    """A number that is kept encrypted; what it is stands in no text that is made of this."""

    model = ClientIdentifier
    kind: str
    digits: str = field(repr=False)
    instead: bool = False

    @property
    def group(self) -> str:
        """Return the kind of number."""
        return self.kind

    @property
    def replaces(self) -> bool:
        """Return whether the client has another number of this kind."""
        return self.instead

    def columns(self) -> dict[str, Any]:
        """Return the number, encrypted, and the digest by which it is found."""
        return {
            "kind": self.kind,
            "sealed": encrypt(self.digits),
            "blind_index": blind_indexes(self.digits, self.kind)[0],
        }

    def renew(self, client: Client, acting_user: User) -> None:
        """Keep it instead of the number that was there, which stays, encrypted."""
        set_identifier(client=client, kind=self.kind, form_token=uuid4(), number=self.digits, acting_user=acting_user)


@dataclass(frozen=True, kw_only=True)
class BackgroundFact(Fact):
    """A code of a topic, or a municipality, from a day on."""

    model = BackgroundEntry
    topic: str
    since: dt.date
    code: BackgroundCode | None = None
    place: str = ""
    instead: BackgroundEntry | None = None

    @property
    def group(self) -> str:
        """Return the topic."""
        return self.topic

    @property
    def replaces(self) -> bool:
        """Return whether something else holds now."""
        return self.instead is not None

    def columns(self) -> dict[str, Any]:
        """Return what holds, and in which lane."""
        return {
            "topic": self.topic,
            "code": self.code,
            "place": self.place,
            "lane": lane_of(self.topic, self.code, self.place),
            "valid_from": self.since,
        }

    def renew(self, client: Client, acting_user: User) -> None:
        """End what holds the day before, or take it back when it began on the same day."""
        if self.instead is not None and self.instead.valid_from == self.since:
            withdraw_background(entry=self.instead, reason=listed(), acting_user=acting_user)
        add_background(
            client=client,
            form_token=uuid4(),
            topic=self.topic,
            code=self.code,
            place=self.place,
            valid_from=self.since,
            acting_user=acting_user,
        )


@dataclass(frozen=True, kw_only=True)
class DetailFact(Fact):
    """Where the client, his doctor or his pharmacy can be reached, from a day on."""

    model = ContactDetail
    kind: str
    value: str
    since: dt.date
    name: str = ""
    instead: ContactDetail | None = None

    @property
    def group(self) -> str:
        """Return the kind of detail."""
        return self.kind

    @property
    def replaces(self) -> bool:
        """Return whether another one of which there is one at a time holds now."""
        return self.instead is not None

    def columns(self) -> dict[str, Any]:
        """Return the detail."""
        return {"kind": self.kind, "name": self.name, "value": self.value, "valid_from": self.since}

    def renew(self, client: Client, acting_user: User) -> None:
        """End what holds the day before, or take it back when it began on the same day."""
        if self.instead is not None and self.instead.valid_from == self.since:
            withdraw_detail(detail=self.instead, reason=listed(), acting_user=acting_user)
        add_detail(
            client=client,
            form_token=uuid4(),
            kind=self.kind,
            name=self.name,
            value=self.value,
            valid_from=self.since,
            acting_user=acting_user,
        )


@transaction.atomic
def write_new(facts: Iterable[tuple[Client, Fact]], *, acting_user: User) -> None:
    """Write what takes the place of nothing, in bulk: three tables, each with its audit row."""
    found: dict[type[Any], list[tuple[Client, Fact]]] = defaultdict(list)
    for client, fact in facts:
        found[fact.model].append((client, fact))
    for model, pairs in found.items():
        model._default_manager.bulk_create(
            [
                model(client=client, recorded_by=acting_user, form_token=uuid4(), **fact.columns())
                for client, fact in pairs
            ],
            batch_size=500,
        )
        record(
            AuditAction.CREATE,
            acting_user=acting_user,
            object_type=model._meta.label_lower,
            subjects=dict.fromkeys(client.number for client, _fact in pairs),
            rule="import_clients",
            details={"imported": len(pairs), "kinds": Counter(str(fact.group) for _client, fact in pairs)},
        )
