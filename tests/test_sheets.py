"""Every file for a sheet that leaves the product: no cell is a formula, and no writer escapes this test."""

from __future__ import annotations

import ast
import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Team
from alliance.services.imports import import_scores, report_as_csv
from casework.models import ClientUpload
from casework.services.client_cells import Problem
from casework.services.client_imports import ClientImport
from casework.services.client_uploads import choose_columns, report_file, take_upload, work_on
from casework.services.tables import FORMULA_STARTS, csv_text, excel_file, safe_cell
from tests.test_architecture import ROOT, named, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client as Browser

    from accounts.models import User

pytestmark = pytest.mark.django_db

HOME = "casework/services/tables.py"
STARTS = ("=", "+", "-", "@", "\t", "\r")
# What can write a sheet. ``csv.reader`` is none: it only reads.
WRITING_MODULES = {"openpyxl", "xlsxwriter", "xlwt", "pyexcel", "tablib", "pandas", "odf", "ezodf", "import_export"}
WRITING_NAMES = {"writer", "DictWriter", "to_csv", "to_excel", "Workbook", "writerow", "writerows"}
OUT = {"csv_text", "excel_file"}
SHEET_TYPE = re.compile(r"text/(csv|tab-separated-values)|spreadsheetml|ms-excel|opendocument\.spreadsheet")

Cells = list[list[object]]


def from_csv(content: bytes | str) -> Cells:
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]


def from_excel(content: bytes) -> Cells:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    return [list(row) for row in sheet.values]


class Given:
    """What a writer is tried with."""

    def __init__(self, browser: Browser, user: User, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.browser, self.user, self.folder, self.patch = browser, user, folder, patch
        browser.force_login(user)


def figures(given: Given, bad: str) -> Iterator[Cells]:
    Team.objects.update(name=bad)
    yield from_csv(given.browser.get(reverse("overview:figures_file")).content)


def example(given: Given, bad: str) -> Iterator[Cells]:
    given.patch.setattr("casework.views.client_imports.template_rows", lambda: [["clientnummer"], [bad]])
    yield from_csv(given.browser.get(reverse("casework:client_import_example", args=["csv"])).content)
    yield from_excel(given.browser.get(reverse("casework:client_import_example", args=["xlsx"])).content)


def report(given: Given, bad: str) -> Iterator[Cells]:
    content = f'clientnummer;"{bad}"\nR-1;gisteren\n'.encode()
    upload = take_upload(name="a.csv", content=content, form_token=uuid4(), acting_user=given.user)
    choose_columns(upload=upload, columns={0: "clientnummer", 1: "geboortedatum"}, acting_user=given.user)
    work_on(upload.pk)
    upload = ClientUpload.objects.get(pk=upload.pk)
    assert upload.problems
    upload.told["problems"].append([9, bad, bad])
    yield from_csv(report_file(upload, "csv"))
    yield from_excel(report_file(upload, "xlsx"))
    address = reverse("casework:client_import_report", args=[upload.pk, "csv"])
    yield from_csv(given.browser.get(address).content)


def command(given: Given, bad: str) -> Iterator[Cells]:
    where = "casework.management.commands.import_clients"
    given.patch.setattr(f"{where}.template_rows", lambda: [["clientnummer"], [bad]])
    printed = io.StringIO()
    call_command("import_clients", template=True, stdout=printed)
    yield from_csv(printed.getvalue())
    told = ClientImport(rows=1, problems=[Problem(2, bad, bad)])
    given.patch.setattr(f"{where}.import_clients", lambda **_options: told)
    listed, out = given.folder / "in.csv", given.folder / "out.csv"
    listed.write_text("clientnummer\nR-1\n")
    with pytest.raises(CommandError):
        call_command("import_clients", listed, username=given.user.username, report=out, stderr=io.StringIO())
    yield from_csv(out.read_bytes())


def scores(given: Given, bad: str) -> Iterator[Cells]:
    head = "client;date;instrument;version;counsellor;side;aspect;value\n"
    text = head + f'"{bad}";2025-03-01;x;1;noor;client;trust;"{bad}"\n'
    yield from_csv(report_as_csv(import_scores(text=text, acting_user=given.user)))


# Who writes a sheet, and how that is tried. A new writer makes ``test_every_writer_is_tried`` fail until it stands here.
WRITERS: dict[str, Callable[[Given, str], Iterator[Cells]]] = {
    "alliance/services/imports.py:report_as_csv": scores,
    "casework/management/commands/import_clients.py:handle": command,
    "casework/services/client_uploads.py:report_file": report,
    "casework/views/client_imports.py:client_import_example": example,
    "overview/views/figures.py:figures_file": figures,
}


def own_sources() -> list[tuple[str, ast.Module, str]]:
    """Return every module of the product, without its tests and without the one home of sheets."""
    found = [(path, path.read_text(encoding="utf-8")) for path in sources() if "tests" not in path.parts]
    return [(named(path), ast.parse(text), text) for path, text in found if named(path) != HOME]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def strays(tree: ast.Module) -> set[str]:
    """Return what in a module writes sheets without the home of sheets."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names if one.name.partition(".")[0] in WRITING_MODULES}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {one.name for one in node.names}
            if node.module.partition(".")[0] in WRITING_MODULES:
                found.add(node.module)
            found |= names & WRITING_NAMES if node.module == "csv" else set()
        found |= {called(node)} & WRITING_NAMES
    return found


def test_sheets_are_written_in_one_home():
    """Another writer would not escape: it belongs in casework/services/tables.py."""
    assert {name: found for name, tree, _text in own_sources() if (found := strays(tree))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "import csv\ncsv.writer(out).writerow(row)",
        "from csv import DictWriter as Out",
        "import openpyxl",
        "from openpyxl.workbook import Workbook",
        "frame.to_csv(path)",
        "import pandas as pd",
    ],
)
def test_another_writer_is_seen(text):
    assert strays(ast.parse(text))


def test_who_sends_a_sheet_has_it_from_that_home():
    """A response or a file that calls itself a sheet is made of ``csv_text`` or ``excel_file``."""
    typed = {name for name, _tree, text in own_sources() if SHEET_TYPE.search(text)}
    assert typed
    assert {name for name, tree, _text in own_sources() if name in typed and not uses(tree)} == set()
    assert [named(path) for ending in ("csv", "tsv") for path in (ROOT / "templates").rglob(f"*.{ending}")] == []


def uses(tree: ast.Module) -> set[str]:
    """Return the functions of a module that have a sheet made."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {one.name for one in functions if any(called(node) in OUT for node in ast.walk(one))}
    inside = {node for one in functions for node in ast.walk(one)}
    loose = any(isinstance(node, ast.Name) and node.id in OUT and node not in inside for node in ast.walk(tree))
    return found | ({"module"} if loose else set())


def test_every_writer_is_tried():
    found = {f"{name}:{function}" for name, tree, _text in own_sources() for function in uses(tree)}
    assert found == set(WRITERS)


@pytest.mark.parametrize("start", STARTS, ids=["is", "plus", "minus", "at", "tab", "return"])
@pytest.mark.parametrize("writer", sorted(WRITERS))
def test_no_writer_gives_a_formula(client, team_lead, tmp_path, monkeypatch, writer, start):
    bad = f"{start}1+cmd"
    for cells in WRITERS[writer](Given(client, team_lead, tmp_path, monkeypatch), bad):
        texts = [cell for row in cells for cell in row if isinstance(cell, str)]
        held = [text for text in texts if "1+cmd" in text]
        assert held
        assert [text for text in texts if text.lstrip(" \n").startswith(STARTS)] == []
        if start not in "\t\r":  # white space at the start of a cell that came in is gone already
            assert any(text.startswith(f"'{bad}") for text in held)


@pytest.mark.parametrize("lead", ["", " ", "\n", " \n "])
@pytest.mark.parametrize("start", STARTS)
def test_the_home_escapes_each_start(start, lead):
    assert set(STARTS) == set(FORMULA_STARTS)
    bad = f"{lead}{start}1"
    assert safe_cell(bad) == f"'{bad}"
    assert from_csv(csv_text([[bad, "goed"]])) == [[f"'{bad}", "goed"]]
    (row,) = from_excel(excel_file([[bad, 3, -4, "goed"]]))
    assert str(row[0]).startswith("'")
    assert row[1:] == [3, -4, "goed"]
