"""Every link on a page leads somewhere for the one who sees it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.urls import resolve

from tests.access_matrix import SECTIONS, expectations
from tests.access_walk import House, doors, session_of
from tests.access_world import World, make_world
from tests.test_access_matrix import address

pytestmark = pytest.mark.django_db

HREF = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
LEADS = {200, 302}


@pytest.fixture
def world() -> World:
    """Two files and everyone who may have to do with them."""
    return make_world()


@pytest.mark.parametrize("role", ["counsellor", "team_lead", "officer"])
def test_no_link_leads_to_nothing(world, role):
    house, session = House(), session_of(world.people[role])
    rows = {name: row for section in SECTIONS for name, row in expectations(section).items()}
    stands_on: dict[str, str] = {}
    for door in doors():
        response = house.knock(session, "GET", address(door, rows[door.name].row, world.own))
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            assert isinstance(response, HttpResponse)
            for link in HREF.findall(response.content.decode()):
                stands_on.setdefault(unescape(link), door.name)

    # One of each sort: the links to twelve life domains are one link.
    sorts = {_sort(link): link for link in stands_on if not link.startswith("/static/")}
    dead = [
        f"{stands_on[link]}: {link} answers {status}"
        for link in sorts.values()
        if (status := house.knock(session, "GET", link).status_code) not in LEADS
    ]
    assert len(sorts) > 15
    assert dead == []


def _sort(link: str) -> tuple[object, ...]:
    """Return where a link leads, the numbers of rows and what is asked of the page left out."""
    path, _, query = link.partition("?")
    found = resolve(path)
    words = {value for value in found.kwargs.values() if isinstance(value, str)}
    return (found.view_name, *sorted(words), *sorted(part.partition("=")[0] for part in query.split("&")))
