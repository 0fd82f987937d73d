"""What a letter can fill in by itself, and to whom it can be addressed: given by the app that knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from casework.models import Client


@dataclass(frozen=True)
class LetterField:
    """A place in a template that is filled in from the file. ``value`` returns an empty text for what is not known.

    ``key`` is what stands between braces in a template, ``label`` what it is in words.
    """

    key: str
    label: str | _StrPromise
    value: Callable[[Client, User], str]


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a letter can go: a key that stays while he does, his name, and the lines of his address."""

    key: str
    name: str
    lines: str = ""


@dataclass
class LetterParts:
    """The fields of letters by their key, and who can be addressed by the kind of addressee (``LetterTo``)."""

    fields: dict[str, LetterField] = field(default_factory=dict)
    sources: dict[str, Callable[[Client], Sequence[Addressee]]] = field(default_factory=dict)

    def add_field(self, one: LetterField) -> None:
        """Offer a field; a template may name it from then on."""
        self.fields[one.key] = one

    def add_addressees(self, to: str, source: Callable[[Client], Sequence[Addressee]]) -> None:
        """Offer addressees of one kind."""
        self.sources[to] = source

    def addressees(self, to: str, client: Client) -> list[Addressee]:
        """Return who can be addressed; anybody else is typed."""
        return list(self.sources[to](client)) if to in self.sources else []


letter_parts = LetterParts()
