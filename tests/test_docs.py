"""What the pages under docs/ say of settings, commands, registries and events is there; their links lead somewhere."""

from __future__ import annotations

import dataclasses
import re
from itertools import chain
from pathlib import Path

import pytest
from django.dispatch import Signal
from PIL import Image

import casework.events
import riskplans.events
from casework.registry import registry

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READ_BY_PYTHON = re.compile(r"""(?:env_(?:str|bool|int|list)|environ\.get|environ\.setdefault)\(\s*["']([A-Z_]+)["']""")
READ_BY_SHELL = re.compile(r"\$\{([A-Z][A-Z0-9_]*):?[-?+=]")
LARGEST_PICTURE = 250 * 1024


def named(path: Path) -> str:
    """Return a path as a reader looks it up."""
    return path.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """Return a page without its blocks of code."""
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def links_of(page: Path) -> list[str]:
    """Return the relative links and pictures of a page."""
    text = text_of(page)
    found = chain(re.findall(r"\]\(([^)\s]+)\)", text), re.findall(r'(?:src|href)="([^"]+)"', text))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that a forge makes of the headings of a page."""
    headings = re.findall(r"^#{1,6} +(.+?)\s*$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def variables() -> set[str]:
    """Return every environment variable that config/, bin/ and the container files read."""
    python = chain((ROOT / "config").glob("*.py"), [ROOT / "manage.py"])
    shell = [*(ROOT / "bin").iterdir(), ROOT / "docker-compose.yml"]
    return set(
        chain(
            chain.from_iterable(READ_BY_PYTHON.findall(path.read_text(encoding="utf-8")) for path in python),
            chain.from_iterable(READ_BY_SHELL.findall(path.read_text(encoding="utf-8")) for path in shell),
        )
    )


def commands() -> list[str]:
    """Return the names of our own management commands."""
    return sorted(path.stem for path in ROOT.glob("*/management/commands/*.py") if path.stem != "__init__")


def test_there_is_something_to_look_at():
    assert {"README.md", "docs/architecture.md", "docs/operations.md", "docs/guide/begeleider.md"} <= set(
        map(named, PAGES)
    )
    assert {"DATABASE_URL", "SESSION_MINUTES", "WEB_CONCURRENCY", "POSTGRES_HOST", "CI"} <= variables()
    assert {"verify_audit", "load_demo"} <= set(commands())


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    broken = []
    for link in links_of(page):
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def test_every_environment_variable_stands_in_operations():
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", text_of(ROOT / "docs/operations.md")))
    assert variables() - told == set()


def test_operations_tells_of_no_variable_that_nothing_reads():
    rows = re.findall(
        r"^\| (`[A-Z].*?) \|", text_of(ROOT / "docs/operations.md").partition("## In containers")[0], re.MULTILINE
    )
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(rows)))
    assert "SECRET_KEY" in told
    # POSTGRES_PASSWORD is a secret that bin/container reads under the name of its file.
    assert told - variables() <= {"POSTGRES_PASSWORD"}


@pytest.mark.parametrize("command", commands())
def test_every_command_stands_where_somebody_looks_for_it(command):
    assert f"`{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return (ROOT / page).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_table_of_registries_names_every_registry_and_what_stands_in_it():
    told = section("docs/architecture.md", "Registries: the frame of the client page")
    missing = []
    for field in dataclasses.fields(registry):
        row = next((line for line in told.splitlines() if line.startswith(f"| `{field.name}`")), "")
        missing += [f"{field.name}: {key}" for key in getattr(registry, field.name) if f"`{key}`" not in row]
        missing += [] if row else [field.name]
    assert missing == []


@pytest.mark.parametrize("events", [casework.events, riskplans.events], ids=lambda module: module.__name__)
def test_the_table_of_events_names_every_event_and_who_listens(events):
    told = section("docs/architecture.md", "Domain events")
    app = events.__name__.partition(".")[0]
    for name, signal in vars(events).items():
        if isinstance(signal, Signal):
            row = next(line for line in told.splitlines() if line.startswith(f"| `{app}.{name}`"))
            assert row.endswith("| none |") == (not signal.receivers), name


def pictures() -> list[Path]:
    """Return the pictures of the guide."""
    return sorted((ROOT / "docs/guide").glob("*.png"))


def test_pictures_are_light_and_used():
    told = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert pictures()
    for picture in pictures():
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name
        assert picture.name in told, picture.name
        with Image.open(picture) as opened:
            opened.verify()


def test_every_picture_says_what_it_shows():
    for page in PAGES:
        text = text_of(page)
        assert re.findall(r"!\[\s*\]", text) == [], named(page)
        assert [tag for tag in re.findall(r"<img [^>]+>", text) if not re.search(r'alt="[^"]{10,}"', tag)] == []
