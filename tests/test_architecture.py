"""What no linter holds: sizes, names, who names whom in a template, and nothing inline."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "casework", "riskplans", "alliance", "chain", "overview")
LONGEST_FILE = 400
LONGEST_TEST = 600  # a test file lists cases; it is read one case at a time
JUNK_DRAWERS = {"common", "utils", "helpers", "misc"}
# Written in the transaction of the act, or of the migration, that calls them.
PART_OF_AN_ACT = {
    "accounts/services/audit.py:record",
    "accounts/services/users.py:service_account",
    "casework/services/reference.py:load_reference",
    "casework/services/titles.py:determine",
}
# Which apps stand above each app, or beside it: its templates and modules name none of them.
UPPER = {
    "accounts": {"casework", "riskplans", "alliance", "chain", "overview"},
    "casework": {"riskplans", "alliance", "chain", "overview"},
    "riskplans": {"alliance", "chain", "overview"},
    "alliance": {"riskplans", "chain", "overview"},
    "chain": {"overview"},
    "overview": set[str](),
}
INLINE = {
    "a style attribute": re.compile(r"<[a-zA-Z][^>]*\sstyle\s*=", re.DOTALL),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>", re.IGNORECASE
    ),
    "an event handler": re.compile(r"<[a-zA-Z][^>]*\son[a-z]+\s*=", re.DOTALL),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
}


def sources() -> list[Path]:
    """Return every Python file of ours, migrations left out: they are generated."""
    folders = [ROOT / name for name in (*APPS, "config", "tests")]
    return [path for folder in folders for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return every template."""
    return sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    """Return a path as a reader looks it up."""
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at():
    assert len(sources()) > 100
    assert len(templates()) > 50


def test_no_file_is_longer_than_can_be_read():
    sheets = [*sorted((ROOT / "static" / "css").glob("*.css")), *sorted((ROOT / "static" / "js").glob("*.js"))]
    long = {
        named(path): lines
        for path in [*sources(), *templates(), *sheets]
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        >= (LONGEST_TEST if path.is_relative_to(ROOT / "tests") else LONGEST_FILE)
    }
    assert long == {}


def test_no_module_is_a_junk_drawer():
    assert [named(path) for path in sources() if JUNK_DRAWERS & {path.stem, *path.relative_to(ROOT).parts}] == []


@pytest.mark.parametrize("app", APPS)
def test_templates_of_an_app_name_no_app_above_it_or_beside_it(app):
    upper = "|".join(sorted(UPPER[app])) or "$^"
    address = re.compile(rf"[\"'](?:{upper}):[a-z_]+[\"']")
    template = re.compile(rf"(?:include|extends)\s+[\"'](?:{upper})/")
    library = re.compile(rf"{{%\s*load\b[^%]*\b(?:{upper})_")
    wrong = [
        named(path)
        for path in templates()
        if path.is_relative_to(ROOT / "templates" / app)
        and any(pattern.search(path.read_text(encoding="utf-8")) for pattern in (address, template, library))
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_modules_of_an_app_name_no_address_of_an_app_above_it_or_beside_it(app):
    upper = UPPER[app]
    wrong = []
    for path in sources():
        if not path.is_relative_to(ROOT / app):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                room, colon, page = node.value.partition(":")
                if colon and room in upper and page.isidentifier():
                    wrong.append(f"{named(path)}:{node.lineno} {node.value}")
    assert wrong == []


@pytest.mark.parametrize("what", INLINE)
def test_no_template_carries(what):
    # Papers are rendered to PDF, where no browser and no policy is; they still take their style from files.
    assert [named(path) for path in templates() if INLINE[what].search(path.read_text(encoding="utf-8"))] == []


def test_views_change_nothing_themselves():
    """A view parses, calls one service and answers: it neither saves nor creates nor deletes a row."""
    wrong = []
    for path in sources():
        if "views" not in path.parts and path.name != "views.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = node.func.attr
                on_form = isinstance(node.func.value, ast.Name) and node.func.value.id in {"form", "messages"}
                if (
                    called in {"save", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create"}
                    and not on_form
                ):
                    wrong.append(f"{named(path)}:{node.lineno} .{called}()")
    assert wrong == []


def test_forms_do_not_save():
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in sources()
        if path.name == "forms.py" or "forms" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert wrong == []


def test_every_write_of_a_service_is_one_transaction_and_names_who_acts():
    """A public function of a service that takes part in a change is atomic and takes ``acting_user`` by keyword."""
    wrong = []
    for path in sources():
        if "services" not in path.parts or path.relative_to(ROOT).parts[0] not in APPS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            text = ast.unparse(node)
            writes = re.search(r"\.(save|create|bulk_create|bulk_update)\(", text) is not None
            decorators = {ast.unparse(one) for one in node.decorator_list}
            atomic = bool(decorators & {"transaction.atomic", "transaction.atomic()"}) or "transaction.atomic()" in text
            if writes and not atomic and f"{named(path)}:{node.name}" not in PART_OF_AN_ACT:
                wrong.append(f"{named(path)}:{node.lineno} {node.name} is not atomic")
            if "acting_user" in {one.arg for one in node.args.args}:
                wrong.append(f"{named(path)}:{node.lineno} {node.name} takes acting_user by position")
    assert wrong == []
