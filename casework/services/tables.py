"""Tables that come in from a sheet and go out to one: the one home of CSV and XLSX.

What goes out is never a formula for the sheet that opens it (``safe_cell``). What comes in is read as Dutch Excel writes
it: semicolon, comma or tab, UTF-8, UTF-16 or Windows-1252, and never worked out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 5_000
DELIMITERS = ";\t,"
FORMULA = "\x00formula"


@dataclass(frozen=True)
class Table:
    """The head of a sheet and its rows, each with its number in the file."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def safe_cell(value: object) -> str:
    """Return a cell that no sheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" \n").startswith(FORMULA_STARTS) else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV that Dutch Excel opens, every cell safe."""
    out = io.StringIO()
    # With "\r\n" a return inside a cell is quoted too: on its own it would begin a new row, which may be a formula.
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue()


def excel_file(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as an Excel file: whole numbers as numbers, all the rest as text that is never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([one if type(one) is int else ILLEGAL_CHARACTERS_RE.sub("", safe_cell(one)) for one in row])
    return _packed(book)


def _packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_table(content: bytes) -> Table:
    """Return the table of a CSV or Excel file, known by what it is; raise ``Refused`` in words that say what to do."""
    if len(content) > MOST_BYTES:
        raise Refused(_("Dit bestand is te groot: ten hoogste 20 MB. Deel het op."), field="file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("Dit is een oud Excel-bestand (.xls), of het heeft een wachtwoord. Bewaar het als .xlsx."), field="file"
        )
    lines = _from_excel(content) if content.startswith(b"PK\x03\x04") else _from_csv(content)
    return _table(lines)


def _table(lines: Iterator[tuple[int, list[str]]]) -> Table:
    head: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if not head:
            head = tuple(" ".join(cell.split()) for cell in cells)
            if len(head) > MOST_COLUMNS:
                raise Refused(_("Dit bestand heeft te veel kolommen."), field="file")
            continue
        rows.append((number, tuple(cell.strip() for cell in cells)))
        if len(rows) > MOST_ROWS:
            raise Refused(
                _("Dit bestand heeft meer dan %(most)s regels. Deel het op.") % {"most": MOST_ROWS}, field="file"
            )
    if not rows:
        raise Refused(_("Er staan geen regels onder de kop. Kies een ander bestand."), field="file")
    return Table(head, tuple(rows))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(
        _("Dit is geen leesbaar CSV- of Excel-bestand. Bewaar het opnieuw en kies het nog eens."), field="file"
    )


def _from_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text, skipped = _decoded(content), 0
    first, _newline, rest = text.partition("\n")
    delimiter = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        delimiter, text, skipped = first.strip()[4:] or ";", rest, 1
        first = rest.partition("\n")[0]
    if not delimiter:
        delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = skipped + 1
    try:
        for cells in reader:
            yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            _("Dit is geen leesbaar CSV-bestand; het gaat mis in regel %(line)s.") % {"line": line}, field="file"
        ) from error


def _from_excel(content: bytes) -> Iterator[tuple[int, list[str]]]:
    broken = Refused(_("Dit Excel-bestand is beschadigd. Bewaar het opnieuw en kies het nog eens."), field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        book = load_workbook(io.BytesIO(content), read_only=True) if unpacked <= MOST_UNPACKED else None
    except Exception as error:
        raise broken from error
    if book is None:
        raise Refused(_("Dit bestand is te groot: ten hoogste 20 MB. Deel het op."), field="file")
    try:
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            yield number, [_cell(cell) for cell in row]
    except Exception as error:
        raise broken from error
    finally:
        book.close()


def _cell(cell: Any) -> str:  # noqa: ANN401 -- untyped by openpyxl
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[: MOST_CHARACTERS + 1]
