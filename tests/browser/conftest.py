"""A real Chromium, one context for each person, axe on every page visited, pictures as build output."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import PASSWORD

# Playwright keeps an event loop in this thread; the database is used from it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = ROOT / "build" / "screenshots"
AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDE, PHONE = (1280, 900), (360, 740)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Use a file: the live server and the test share SQLite from two threads."""
    settings = connections["default"].settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the browser of this machine."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of his own. Collects what goes wrong; ``look`` checks a page with axe and takes a picture."""

    def __init__(self, context: BrowserContext, base: str, name: str) -> None:
        self.page: Page = context.new_page()
        self.base, self.name = base, name
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(f"js: {error}"))
        self.page.on("console", self._console)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        # A download is handed to the browser, which the page reports as an aborted request.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"failed: {request.url}")

    def go(self, path: str) -> None:
        """Open a page of the house."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, name: str) -> None:
        """Press the button or link with these words."""
        found = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        found.first.click()
        # A form that keeps a draft is sent a moment later, after its last saving.
        self.page.locator("form[data-leaving]").first.wait_for(state="detached")
        self.page.wait_for_load_state()

    def fill(self, **fields: str) -> None:
        """Type into fields by the names they have in the form."""
        for name, text in fields.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def tick(self, name: str, value: str) -> None:
        """Choose a box of a group."""
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def says(self, text: str) -> None:
        """Wait until the page says something."""
        self.page.get_by_text(text, exact=False).first.wait_for()

    def faults(self) -> list[str]:
        """Return what axe finds on this page, laid out at its full height.

        On a screen that scrolls, a bar that stays in place half covers whatever happens to lie beneath it, and axe
        calls that a target that is too small. Where the page stands depends on fonts and on a line that comes later.
        """
        size = self.page.viewport_size
        assert size is not None
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.page.evaluate(AXE)
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS)
        self.page.set_viewport_size(size)
        return [f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]

    def look(self, shot: str) -> None:
        """Keep a picture of the page, and find no fault in it: not by axe, not wider than the screen, no error."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{shot}.png", full_page=True)
        assert self.faults() == [], f"{shot}: {self.page.url}"
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{shot} is {width} pixels too wide"
        assert self.problems == [], shot


@pytest.fixture
def arrive(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Return a function that lets somebody log in at a browser of his own."""
    contexts: list[BrowserContext] = []

    def arrive_as(username: str, *, size: tuple[int, int] = WIDE, language: str = "nl") -> Person:
        context = chromium.new_context(
            locale="nl-NL" if language == "nl" else "en-GB",
            timezone_id="Europe/Amsterdam",
            viewport={"width": size[0], "height": size[1]},
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        person = Person(context, live_server.url, username)
        person.go("/account/login/")
        person.fill(login=username, password=PASSWORD)
        person.page.locator("main button[type=submit]").first.click()
        person.page.wait_for_url(lambda url: "/account/login" not in url)
        return person

    yield arrive_as
    for context in contexts:
        context.close()
