"""A victim and a third person are named everywhere a file can name them; no partner, volunteer or paper shows them."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

import config.urls
from accounts.errors import Refused
from casework.enums import NoteKind, Relation
from casework.models import Client
from casework.registry import registry
from casework.services.documents import issue_document, read_document
from casework.services.network import add_member
from casework.services.notes import add_addendum, write_note
from casework.services.shifts import make_remark
from tests.access_matrix import SECTIONS, expectations
from tests.access_walk import House, doors, session_of
from tests.access_world import World, make_world
from tests.pdf import text_of
from tests.test_access_matrix import address

pytestmark = pytest.mark.django_db

VICTIM, THIRD = "Wilhelmina Zwartjes", "Cornelis Uilenreef"
NAMES = re.compile(r"zwartjes|wilhelmina|uilenreef|cornelis|vlinderstraat", re.IGNORECASE)
# Partners, and who goes along with a client without his file: none of them may read a name, on no page at all.
OUTSIDE = ("officer", "officer_without", "volunteer", "coordinator", "expert_by_experience")


@pytest.fixture
def world(monkeypatch) -> World:
    """Two files and everyone, and two people named wherever the first file has room for words."""
    for status in (403, 404):
        monkeypatch.setattr(config.urls, f"handler{status}", partial(_bare, status), raising=False)
    made = make_world()
    counsellor = made.people["counsellor"]
    assert counsellor is not None
    client = Client.objects.get(number=made.own["number"])
    for name, relation in ((VICTIM, Relation.VICTIM), (THIRD, Relation.THIRD)):
        add_member(
            client=client,
            form_token=uuid4(),
            facts={"name": name, "relation": relation, "note": f"{name} woont in de Vlinderstraat."},
            valid_from=timezone.localdate(),
            acting_user=counsellor,
        )
    words = f"Sprak over {VICTIM} en {THIRD}."
    note = write_note(
        client=client,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now(),
        duration_minutes=30,
        text=words,
        acting_user=counsellor,
    )
    make_remark(location=made.own["house"], client=client, text=words, form_token=uuid4(), acting_user=counsellor)  # type: ignore[arg-type]  # rows of different kinds share one dictionary
    add_addendum(note=note, form_token=uuid4(), text=words, reason="Aanvulling", acting_user=counsellor)
    return made


def _bare(status: int, request: HttpRequest, exception: Exception) -> HttpResponse:
    del request, exception
    return HttpResponse(status=status)


def read(response: HttpResponseBase) -> str:
    """Return the words of a page or a paper, whatever they are wrapped in."""
    body: bytes = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return "" if b"/Count 0" in body else text_of(body)  # the empty one that was brought in
    return unescape(body.decode("utf-8", "replace")) + str(dict(response.headers))


def test_the_names_stand_in_the_file_itself(world):
    """Otherwise the walk below would prove nothing."""
    house, session = House(), session_of(world.people["counsellor"])
    for name in ("casework:network", "casework:timeline"):
        assert NAMES.search(read(house.knock(session, "GET", reverse(name, args=[world.own["number"]]))))


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_shows_them_to_who_is_outside(world, role):
    house, session = House(), session_of(world.people[role])
    rows = {name: row for section in SECTIONS for name, row in expectations(section).items()}
    leaks, opened = [], 0
    for door in doors():
        path = address(door, rows[door.name].row, world.own)
        response = house.knock(session, "GET", path)
        opened += response.status_code == 200
        if NAMES.search(read(response)):
            leaks.append(door.name)

    assert leaks == []
    assert opened >= 2


@pytest.mark.parametrize("role", ["officer", "volunteer", "coordinator"])
@pytest.mark.parametrize("words", ["Zwartjes", "Uilenreef"])
def test_no_search_finds_them(world, role, words):
    browser = Browser()
    browser.force_login(world.people[role])
    for door in doors():
        if "search" in door.name and not door.parameters:
            for found in (
                browser.post(reverse(door.name), {"q": words}),
                browser.get(f"{reverse(door.name)}?q={words}"),
            ):
                shown = read(found).replace(f'value="{words}"', "")
                assert not NAMES.search(shown) or found.status_code != 200, door.name


def test_no_paper_names_them(world):
    client, user = Client.objects.get(number=world.own["number"]), world.people["counsellor"]
    assert user is not None
    read_through = []
    for key in sorted(registry.document_kinds):
        try:
            paper = issue_document(client=client, kind_key=key, form_token=uuid4(), acting_user=user)
        except Refused:
            continue  # made of a row of its own: its writer chooses what it says
        assert not NAMES.search(text_of(read_document(document=paper, acting_user=user))), key
        read_through.append(key)

    assert {"care_plan", "disclosure_log", "network", "own_choice", "signalling_plan"} <= set(read_through)
