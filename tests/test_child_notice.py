"""Wherever something on paper can leave the house, it is said first that a child does not know."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from casework.enums import ChildInformed, Relation
from casework.models import Client
from casework.registry import registry
from casework.services.network import add_member, change_member
from tests.access_world import make_world

# An address and the row it is about, by its name in the world; "-" for none.
PAGES = (
    ("casework:documents", "-"),
    ("casework:network_paper", "-"),
    ("casework:letter_create", "-"),
    ("casework:letter", "letter"),
    ("casework:letter_edit", "letter"),
    ("chain:warm_handover", "handover"),
    ("chain:report", "report"),
    ("chain:report_issue", "report"),
    ("chain:report_edit", "report"),
    ("chain:handovers", "-"),
    ("chain:share", "-"),
    ("chain:disclosure_create", "-"),
    ("chain:meeting", "meeting"),
    ("chain:agreement", "agreement"),
)


@pytest.fixture
def world(db):
    return make_world()


def add_child(world, knows=ChildInformed.NO):
    return add_member(
        client=Client.objects.get(number=world.own["number"]),
        form_token=uuid4(),
        facts={
            "name": "Fleur",
            "relation": Relation.CHILD,
            "birth_date": timezone.localdate() - dt.timedelta(days=2500),
            "impact": "Mist hem.",
            "safety": "Bij haar moeder.",
            "child_informed": knows,
        },
        valid_from=timezone.localdate(),
        acting_user=world.people["counsellor"],
    )


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_the_page_warns_until_the_child_knows(client, world, name, key):
    client.force_login(world.people["counsellor"])
    address = reverse(name, args=[world.own["number"], *([] if key == "-" else [world.own[key].pk])])
    assert "is een kind" not in client.get(address).content.decode()
    child = add_child(world)
    assert "Let op: Fleur is een kind" in client.get(address).content.decode()
    change_member(
        member=child,
        form_token=uuid4(),
        facts={"child_informed": ChildInformed.YES},
        valid_from=timezone.localdate(),
        acting_user=world.people["counsellor"],
    )
    assert "is een kind" not in client.get(address).content.decode()


def test_every_paper_that_is_issued_at_once_warns(client, world):
    add_child(world, ChildInformed.PARTLY)
    client.force_login(world.people["counsellor"])
    for kind in registry.document_kinds.values():
        page = client.get(reverse("casework:document_issue", args=[world.own["number"], kind.slug]))
        assert kind.compose_url or "Let op: Fleur is een kind" in page.content.decode(), kind.key


def test_an_export_with_the_browser_warns_who_asks_for_it(client, world):
    add_child(world)
    client.force_login(world.people["team_lead"])
    page = client.get(reverse("overview:file_exports", args=[world.own["number"]])).content.decode()
    assert "Let op: Fleur is een kind" in page


def test_an_export_warns_who_makes_it(world, tmp_path, capsys):
    add_child(world, ChildInformed.UNKNOWN)
    lead = world.people["team_lead"].username
    call_command("export_client", world.own["number"], username=lead, output=tmp_path)
    assert "Let op: Fleur is een kind" in capsys.readouterr().err
