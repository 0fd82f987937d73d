"""The columns of a file of clients: what they are called, what else people call them, and an example."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from casework.enums.background import Topic
from casework.enums.identifiers import IdentifierKind
from casework.enums.personal import DetailKind

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
    Column("iemand_anders", "", ("toch aanmaken",)),
    Column("begeleider", "noor", ("persoonlijk begeleider", "pb er", "counsellor", "mentor")),
    Column("begeleider_vanaf", "01-02-2026", ("begeleiding vanaf",)),
    Column("titel", "", ("soort titel", "forensische titel", "title")),
    Column("titel_vanaf", "", ("titel begin", "ingang titel", "titel van")),
    Column("titel_tot", "", ("titel einde", "einddatum titel", "titel tot en met")),
    Column("titel_bevestigd_door", "", ("bevestigd door",), longest=120),
    Column("locatie", "", ("verblijf", "huis", "woning")),
    Column("verblijf_vanaf", "", ("in zorg sinds", "verblijf begin", "instroomdatum")),
    Column("bsn", "111222333", ("burgerservicenummer", "sofinummer")),
    Column("strafrechtsketennummer", "", ("skn", "skn nummer", "ketennummer")),
    Column("problematiek", "Verslaving | Schulden", ("problemen", "soort problematiek")),
    Column("problematiek_vanaf", "01-02-2026"),
    Column("soort_delict", "Geweld", ("delict", "delicten", "delictsoort")),
    Column("soort_delict_vanaf", ""),
    Column("verwijzend_programma", "Voorwaardelijke invrijheidstelling (VI)", ("programma", "verwijzing")),
    Column("verwijzend_programma_vanaf", ""),
    Column("doel_van_het_verblijf", "Stabiel worden", ("verblijfsdoel", "doelen", "doel verblijf")),
    Column("doel_van_het_verblijf_vanaf", ""),
    Column("forensisch_profiel", "", ("profiel",)),
    Column("forensisch_profiel_vanaf", ""),
    Column("kader_van_financiering", "Wfz", ("financiering", "kader", "financieringskader")),
    Column("kader_van_financiering_vanaf", ""),
    Column("gemeente_van_herkomst", "Assendijk", ("herkomstgemeente", "herkomst"), longest=60),
    Column("gemeente_van_herkomst_vanaf", ""),
    Column("gemeente_van_verblijf", "", ("verblijfsgemeente",), longest=60),
    Column("gemeente_van_verblijf_vanaf", ""),
    Column("achtergrond_vanaf", "01-02-2026", ("achtergrond sinds",)),
    Column("telefoon", "06 12345678", ("telefoonnummer", "mobiel", "tel"), longest=200),
    Column("e_mail", "jan@example.org", ("email", "mail", "mailadres", "e mailadres", "emailadres"), longest=200),
    Column("adres", "Vaartweg 1, 1234 AB Assendijk", ("woonadres", "address"), longest=200),
    Column("postadres", "", ("correspondentieadres",), longest=200),
    Column("huisarts", "Huisarts De Wit", ("naam huisarts", "huisartsenpraktijk"), longest=120),
    Column("huisarts_telefoon", "020 1234567", ("telefoon huisarts", "tel huisarts"), longest=200),
    Column("apotheek", "", ("naam apotheek",), longest=120),
    Column("apotheek_telefoon", "", ("telefoon apotheek", "tel apotheek"), longest=200),
    Column("contact_vanaf", "", ("contactgegevens vanaf",)),
)
IDENTIFIERS = {"bsn": IdentifierKind.BSN, "strafrechtsketennummer": IdentifierKind.SKN}
# Each has a column of the same name and "_vanaf".
BACKGROUND = {
    "problematiek": Topic.PROBLEM,
    "soort_delict": Topic.OFFENCE,
    "verwijzend_programma": Topic.PROGRAMME,
    "doel_van_het_verblijf": Topic.STAY_GOAL,
    "forensisch_profiel": Topic.PROFILE,
    "kader_van_financiering": Topic.FRAME,
    "gemeente_van_herkomst": Topic.ORIGIN,
    "gemeente_van_verblijf": Topic.RESIDENCE,
}
DETAILS = {
    "telefoon": DetailKind.PHONE,
    "e_mail": DetailKind.MAIL,
    "adres": DetailKind.ADDRESS,
    "postadres": DetailKind.POSTAL,
    "huisarts": DetailKind.DOCTOR,
    "apotheek": DetailKind.PHARMACY,
}
# An address in a sheet often has several lines.
ONE_LINE = frozenset({*DETAILS, "huisarts_telefoon", "apotheek_telefoon"})
# The first column of each group, in which a choice of columns is laid out.
GROUPS = (
    ("clientnummer", _("Cliënt")),
    ("begeleider", _("Begeleiding, titel en verblijf")),
    ("bsn", _("Nummers")),
    ("problematiek", _("Achtergrond")),
    ("telefoon", _("Contactgegevens")),
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


def grouped_columns() -> list[tuple[str, list[Column]]]:
    """Return the columns by group, each with the name of the group."""
    found: list[tuple[str, list[Column]]] = []
    names = dict(GROUPS)
    for column in COLUMNS:
        if column.key in names:
            found.append((str(names[column.key]), []))
        found[-1][1].append(column)
    return found


def template_rows() -> list[list[str]]:
    """Return the example: every column, and one client."""
    return [[column.key for column in COLUMNS], [column.example for column in COLUMNS]]
