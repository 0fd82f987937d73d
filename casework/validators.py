"""What a value may be: a file, told by its content and not by its name, and the strokes of a signature."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Callable

# A PDF ends with its own mark, give or take some trailing bytes.
PDF_TAIL = 2048
ODT_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
# Where the two formats keep programs; a paper needs none.
WORD_MACROS = "word/vbaProject.bin"
ODT_MACROS = ("Basic/", "Scripts/")


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be kept. ``suffixes`` are the endings that agree with it, the usual one first."""

    label: str
    media_type: str
    suffixes: tuple[str, ...]
    fits: Callable[[bytes], bool]


def is_pdf(content: bytes) -> bool:
    """Return whether this is a whole PDF."""
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-PDF_TAIL:]


def _is_picture(content: bytes, kind: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=(kind,)) as picture:
                picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    except Image.DecompressionBombWarning:
        return False
    return True


def is_jpeg(content: bytes) -> bool:
    """Return whether this is a JPEG picture of a sane size."""
    return content.startswith(b"\xff\xd8\xff") and _is_picture(content, "JPEG")


def is_png(content: bytes) -> bool:
    """Return whether this is a PNG picture of a sane size, whole to its last byte."""
    return content.startswith(b"\x89PNG\r\n\x1a\n") and _is_picture(content, "PNG")


def is_webp(content: bytes) -> bool:
    """Return whether this is a WebP picture of a sane size."""
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP" and _is_picture(content, "WEBP")


def _names_in(content: bytes) -> set[str]:
    """Return the names in a zip, without unpacking anything; empty when it is none."""
    if not content.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(BytesIO(content)) as box:
            return set(box.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()


def is_docx(content: bytes) -> bool:
    """Return whether this is a Word document without macros."""
    names = _names_in(content)
    return {"[Content_Types].xml", "word/document.xml"} <= names and WORD_MACROS not in names


def is_odt(content: bytes) -> bool:
    """Return whether this is an OpenDocument text without macros; it says so itself, uncompressed, at its start."""
    names = _names_in(content)
    says_so = content[30 : 30 + 8 + len(ODT_MEDIA_TYPE)] == b"mimetype" + ODT_MEDIA_TYPE.encode()
    return says_so and "content.xml" in names and not any(name.startswith(ODT_MACROS) for name in names)


FILE_TYPES = (
    FileType("PDF", "application/pdf", ("pdf",), is_pdf),
    FileType("JPEG", "image/jpeg", ("jpg", "jpeg"), is_jpeg),
    FileType("PNG", "image/png", ("png",), is_png),
    FileType("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), is_docx),
    FileType("OpenDocument", ODT_MEDIA_TYPE, ("odt",), is_odt),
)


PICTURE_TYPES = (
    FileType("JPEG", "image/jpeg", ("jpg", "jpeg"), is_jpeg),
    FileType("PNG", "image/png", ("png",), is_png),
    FileType("WebP", "image/webp", ("webp",), is_webp),
)


def recognise(content: bytes) -> FileType | None:
    """Return what the file is, or None when it is nothing that may be kept."""
    return next((kind for kind in FILE_TYPES if kind.fits(content)), None)


# What people send now and then instead, by how it begins.
LOOKALIKES = (
    (0, b"MZ", _("een Windows-programma (exe)")),
    (0, b"\x7fELF", _("een Linux-programma")),
    (0, b"\xd0\xcf\x11\xe0", _("een Office-bestand van een oude soort (doc, xls of ppt)")),
    (0, b"{\\rtf", _("een RTF-bestand")),
    (0, b"GIF8", _("een GIF-afbeelding")),
    (8, b"WEBP", _("een WebP-afbeelding")),
    (4, b"ftyphei", _("een HEIC-foto, zoals een iPhone die maakt")),
    (4, b"ftyp", _("een video")),
    (0, b"PK\x03\x04", _("een zip-bestand of een bestand met macro’s")),
    (0, b"<!doctype html", _("een webpagina (html)")),
    (0, b"<html", _("een webpagina (html)")),
)


def lookalike(content: bytes) -> str:
    """Return what the content is instead (``een webpagina (html)``), to be said in a refusal; empty if unknown."""
    start = content[:64].lstrip().lower()
    for place, mark, words in LOOKALIKES:
        if content[place:].startswith(mark) or (not place and start.startswith(mark)):
            return str(words)
    return ""


# The strokes of a drawn signature: path data of SVG, moves and lines between whole numbers in a box of this size.
STROKES_WIDTH, STROKES_HEIGHT = 600, 200
STROKES_LONGEST = 16_000  # characters; a signature of some seconds takes two to four thousand
STROKES_SHORTEST = 40  # units of line in all; less is a slip of the finger
_STROKES = re.compile(r"(?:M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})+)+")
_POINT = re.compile(r"([ML])([0-9]{1,3}) ([0-9]{1,3})")


def check_strokes(strokes: str) -> None:
    """Raise ``ValidationError`` for anything but the strokes of a signature.

    Nothing else than digits, spaces, ``M`` and ``L`` gets through, so that it can stand in a page as it is.
    """
    if not strokes:
        return
    if len(strokes) > STROKES_LONGEST:
        raise ValidationError(_("Deze handtekening is te groot. Teken hem opnieuw, of typ uw naam."), code="strokes")
    if not _STROKES.fullmatch(strokes):
        raise ValidationError(
            _("Deze handtekening kan niet gelezen worden. Teken hem opnieuw, of typ uw naam."), code="strokes"
        )
    drawn, at = 0.0, (0, 0)
    for step, across, down in _POINT.findall(strokes):
        x, y = int(across), int(down)
        if x > STROKES_WIDTH or y > STROKES_HEIGHT:
            raise ValidationError(
                _("Deze handtekening valt buiten het vak. Teken hem opnieuw, of typ uw naam."), code="strokes"
            )
        if step == "L":
            drawn += ((x - at[0]) ** 2 + (y - at[1]) ** 2) ** 0.5
        at = (x, y)
    if drawn < STROKES_SHORTEST:
        raise ValidationError(
            _("Dit is alleen een stip of een streepje. Teken uw handtekening, of typ uw naam."), code="strokes"
        )


BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
ELEVEN = 11


def is_bsn(digits: str) -> bool:
    """Return whether nine digits pass the check of a *burgerservicenummer* (elfproef)."""
    if len(digits) != len(BSN_WEIGHTS) or not (digits.isascii() and digits.isdecimal()) or not int(digits):
        return False
    return sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=True)) % ELEVEN == 0
