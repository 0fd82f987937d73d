"""The made-up organisation and the measurements: that they work, never how fast."""

from __future__ import annotations

import json
import os
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditEntry, User
from casework.models import Client, ContactNote
from tests.performance.load import Visitor, spend, told, visitors
from tests.performance.measuring import Figure
from tests.performance.world import SCALES, World

pytestmark = pytest.mark.django_db


def fill(seed: int = 1) -> dict[str, int]:
    return World(SCALES["small"], seed=seed, say=lambda _words: None).fill()


def test_every_row_is_valid():
    rows = fill()
    connection.check_constraints()
    for label, number in rows.items():
        model = apps.get_model(label)
        assert number > 0, label
        assert model._base_manager.count() == number, label
        for row in model._base_manager.order_by("pk")[:3]:
            row.clean_fields(exclude={"password"})
            row.validate_constraints()


def test_numbers_go_on_and_constraints_are_back():
    fill()
    client = Client.objects.earliest("pk")
    user = User.objects.earliest("pk")
    more = ContactNote.objects.create(
        client=client, author=user, kind="talk", occurred_at="2026-01-01T10:00Z", duration_minutes=1, text="x",
        form_token="00000000-0000-0000-0000-000000000001",
    )  # fmt: skip
    assert more.pk > ContactNote.objects.earliest("pk").pk
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "casework_contactnote")
    assert "casework_note_by_client" in found
    assert sum(one["foreign_key"] is not None for one in found.values()) == 4  # client, author, group, appointment


def test_the_same_seed_gives_the_same_rows():
    fill(seed=7)
    texts = list(ContactNote.objects.order_by("pk").values_list("text", flat=True))
    numbers = [AuditEntry.objects.count(), *Client.objects.order_by("pk").values_list("last_name", flat=True)]
    again = World(SCALES["small"], seed=7, say=lambda _words: None)
    other = World(SCALES["small"], seed=8, say=lambda _words: None)
    assert again.chance.random() != other.chance.random()
    assert len(texts) == pytest.approx(40 * 12, abs=40)
    assert len(set(numbers)) > 20


def test_a_database_in_use_is_left_alone(counsellor):
    with pytest.raises(CommandError, match="in gebruik"):
        call_command("bench_data", scale="small")
    assert User.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone is too small for it")
def test_sqlite_takes_the_small_scale_alone():
    with pytest.raises(CommandError, match="SQLite"):
        call_command("bench_data", scale="team")


def test_nothing_is_measured_where_bench_data_was_not(client_file):
    with pytest.raises(CommandError, match="bench_data"):
        call_command("bench", rounds=1)


def test_everything_is_measured_and_nothing_stays_behind(tmp_path):
    told = StringIO()
    call_command("bench_data", scale="small", seed=3, stdout=told, stderr=StringIO())
    assert json.loads(told.getvalue())["clients"] == 40
    notes, entries = ContactNote.objects.count(), AuditEntry.objects.count()
    out, lines = StringIO(), tmp_path / "figures.jsonl"
    call_command("bench", rounds=1, json=lines, stdout=out, stderr=StringIO())
    figures = [json.loads(line) for line in lines.read_text().splitlines()]
    assert {one["name"] for one in figures} >= {"my day", "timeline, first page", "contact saved (service)"}
    assert all(one["median"] > 0 and one["memory"] >= 0 for one in figures)
    assert "my day" in out.getvalue()
    # Only logging in stays: the rows of the pages were taken back.
    assert ContactNote.objects.count() == notes
    assert AuditEntry.objects.exclude(action="login").count() == entries


def test_what_is_beyond_its_limit_is_named():
    figure = Figure("x", 61.0, 150.0, 16, 0.1, 60, 150, 15)
    assert figure.beyond == ["median", "queries"]


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_are_counted_and_so_is_what_fails(live_server, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ALLOWED_HOSTS = ["localhost"]
    call_command("bench_data", scale="small", seed=3, stdout=StringIO(), stderr=StringIO())
    people = visitors(4)
    assert {name for one in people for name, _path in one.pages} >= {"my day", "caseload", "partner portal"}
    people.append(Visitor("", (("nobody", "/mijn-dag/"),)))
    day = spend(live_server.url, people, every=0.5, seconds=1.5, master=os.getpid())
    statuses = {name: {visit.status for visit in day.visits if visit.name == name} for name in ("nobody", "my day")}
    assert statuses["nobody"] == {302}
    assert statuses["my day"] <= {200}
    assert day.memory[0][1] > 10
    table = told(day)
    assert "nobody: 302" in table
    assert f"of {len(day.visits)}" in table
