"""The columns of a file of clients: what they are called, what else people call them, and an example."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Column:
    """One column. ``required`` counts for a client who is not here yet; ``longest`` is the number of characters."""

    key: str
    example: str
    others: tuple[str, ...] = ()
    required: bool = False
    longest: int = 0


# The Dutch names are the ones of the template; they are data, not sentences, and are the same in every language.
COLUMNS = (
    Column("clientnummer", "S-2024-0101", ("nummer", "clientnr", "dossiernummer", "number"), required=True, longest=20),
    Column("voornaam", "Jan", ("first name", "voornamen"), required=True, longest=60),
    Column("roepnaam", "", ("preferred name",), longest=60),
    Column("achternaam", "de Vries", ("last name", "naam", "geslachtsnaam"), required=True, longest=80),
    Column("geboortedatum", "17-05-1990", ("geb datum", "gebdatum", "birth date", "geboren"), required=True),
    Column("geslacht", "man", ("gender", "m v")),
    Column("team", "Team Noord", ("teamnaam",), required=True),
    Column("stip_op_de_horizon", "", ("horizon", "stip"), longest=200),
    Column("begeleider", "noor", ("persoonlijk begeleider", "pb er", "counsellor", "mentor")),
    Column("begeleider_vanaf", "01-02-2026", ("begeleiding vanaf",)),
    Column("titel", "", ("soort titel", "forensische titel", "title")),
    Column("titel_vanaf", "", ("titel begin", "ingang titel", "titel van")),
    Column("titel_tot", "", ("titel einde", "einddatum titel", "titel tot en met")),
    Column("titel_bevestigd_door", "", ("bevestigd door",), longest=120),
    Column("locatie", "", ("verblijf", "huis", "woning")),
    Column("verblijf_vanaf", "", ("in zorg sinds", "verblijf begin", "instroomdatum")),
    Column("iemand_anders", "", ("toch aanmaken",)),
)
BY_KEY = {column.key: column for column in COLUMNS}


def plain_name(text: str) -> str:
    """Return a heading without capitals, accents, signs and double spaces."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def propose(head: Iterable[str], chosen: Mapping[str, str] | None = None) -> dict[int, str]:
    """Return which column each heading is taken for, by its place; ``chosen`` says it for headings of one's own."""
    known = {plain_name(name): column.key for column in COLUMNS for name in (column.key, *column.others)}
    known |= {plain_name(name): key for name, key in (chosen or {}).items()}
    found = {place: known[plain_name(name)] for place, name in enumerate(head) if plain_name(name) in known}
    return {place: key for place, key in found.items() if key}


def template_rows() -> list[list[str]]:
    """Return the example: every column, and one client."""
    return [[column.key for column in COLUMNS], [column.example for column in COLUMNS]]
