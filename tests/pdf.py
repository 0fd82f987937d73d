"""Reading a PDF back: its words, its fonts, and what a reader for the blind is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pypdf import PdfReader

OWN_FONT = "Source-Sans-3"


def pages_of(content: bytes) -> list[str]:
    """Return the words of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    """Return all words of a PDF."""
    return " ".join(pages_of(content))


def fonts_of(content: bytes) -> set[str]:
    """Return the names of the fonts in a PDF, without the tag of the subset."""
    names = set()
    for page in PdfReader(BytesIO(content)).pages:
        resources: Any = page["/Resources"]
        names |= {str(font["/BaseFont"]).partition("+")[2] for font in resources["/Font"].values()}
    return names


def figures_of(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the pictures in the structure of a PDF."""
    structs = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
    return [one for one in structs if one.get("/Type") == "/StructElem" and one.get("/S") == "/Figure"]


def assert_is_a_paper(content: bytes, *, title: str, number: str, day: str) -> None:
    """Assert what holds for every paper: tagged, in Dutch, titled, in our own font, with its running lines."""
    with pikepdf.open(BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo["/Title"]) == f"{title} {number}"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert all(str(figure.get("/Alt", "")) for figure in figures_of(pdf))
    assert {name[: len(OWN_FONT)] for name in fonts_of(content)} == {OWN_FONT}
    pages = pages_of(content)
    for place, text in enumerate(pages, start=1):
        assert "Vertrouwelijk" in text
        assert f"Pagina {place} van {len(pages)}" in text
        assert number in text
        assert day in text
        assert title in text
