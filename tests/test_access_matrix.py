"""Every door of the house, every role: what answers is what ``access_matrix`` says, and no GET changes anything."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

import config.urls
from accounts.models import Deputy, Location, Organisation, Team, User
from alliance.models import InstrumentDefinition
from casework.models import (
    AbsenceStep,
    BackgroundCode,
    ConditionKind,
    FileKind,
    HardWord,
    IntakeItem,
    LetterTemplate,
    LifeDomain,
    StayDestination,
    Term,
    TitleEndItem,
    TitleKind,
)
from riskplans.models import (
    IncidentKind,
    IncidentTerm,
    Instrument,
    Judgement,
    Reaction,
    RiskLevel,
    Substance,
    WarningRung,
)
from tests.access_matrix import SECTIONS, Expectation, expectations
from tests.access_walk import Door, House, answer, doors, session_of, state, writes_noted
from tests.access_world import World, make_world, open_invitation

NOBODY = 2**31 - 1  # an id that no row has
WORDS: dict[str, dict[str, Any]] = {
    "stoplight-card": {"kind": "stoplight-card"},
    "phase-track": {"track": "track"},
    "identifier": {"kind": "bsn"},
    "phone": {"kind": "phone"},
    "accounts": {"app_label": "accounts"},
    "nowhere": {"url": "nergens"},
    "nobodys_signal": {"signal": "0-too_long-0"},
    "nobodys_token": {"token": "x" * 43},
}
# Other parameters of an address that is asked for with the number of somebody else.
ELSEWHERE = {"incident": NOBODY, "version": 1, "kind": "stoplight-card", "track": "anders", "signal": "0-too_long-0"}
SCREENS = {
    model._meta.model_name: model
    for model in (
        User,
        Organisation,
        Team,
        Location,
        Deputy,
        TitleKind,
        ConditionKind,
        LifeDomain,
        Term,
        AbsenceStep,
        TitleEndItem,
        StayDestination,
        IntakeItem,
        LetterTemplate,
        Group,
        InstrumentDefinition,
        Reaction,
        RiskLevel,
        Instrument,
        Judgement,
        Substance,
        IncidentKind,
        IncidentTerm,
        WarningRung,
        BackgroundCode,
        FileKind,
        HardWord,
    )
}
# Parameters that are not the row itself.
INSIDE: dict[str, Any] = {
    "number": lambda rows: rows["number"],
    "house": lambda rows: rows["house"].pk,
    "step": lambda _rows: AbsenceStep.objects.values_list("pk", flat=True).order_by("pk")[0],
    "item": lambda _rows: "diagnostics",
    "domain": lambda _rows: "werk",
    "topic": lambda _rows: "problem",
    "ending": lambda _rows: "csv",
    "act": lambda _rows: "weggooien",
    "version": lambda _rows: 1,
    "party": lambda _rows: "client",
    "location": lambda rows: rows["house"].pk,
    "question": lambda _rows: "substances",
    "template": lambda _rows: "evaluation-invitation",
    "screen": lambda _rows: "sterk",
    "stage": lambda _rows: "talk",
    "finding_pk": lambda rows: rows["finding"].pk,
    "incident": lambda rows: rows["incident"].incident_id,
}
# Patterns that the house reaches through the form of an address alone.
BY_HAND = {
    "account_confirm_email": "/account/confirm-email/abc/",
    "account_reset_password_from_key": "/account/password/reset/key/1-abc/",
}


def parameters(door: Door, rows: dict[str, object]) -> dict[str, Any]:
    """Return the parameters of an address that follow from the file; those of a row are nobody's yet."""
    return {name: INSIDE[name](rows) if name in INSIDE else NOBODY for name in door.parameters}


def address(door: Door, row: str, rows: dict[str, object]) -> str:
    """Return the address of a door, asked for with a row of this file."""
    if door.name == "accounts:accept_invitation":
        return open_invitation()
    if door.name in BY_HAND:
        return BY_HAND[door.name]
    if door.name.endswith("_simple_history"):
        return "/" + door.route.replace("^([^/]+)/history/([^/]+)/$", f"{NOBODY}/history/{NOBODY}/")
    if "/" in door.name:  # without a name: the route itself
        return "/" + door.route.replace("<path:object_id>", str(NOBODY)).replace("(?P<url>.*)$", "nergens/")
    values = parameters(door, rows)
    if row in WORDS:
        values.update(WORDS[row])
    elif row in rows:
        values["leaver" if "leaver" in values else "pk"] = rows[row].pk  # type: ignore[attr-defined]
    elif row in SCREENS:
        model = SCREENS[row]
        first = model._default_manager.order_by("pk").first()
        assert first is not None
        values["id" if "id" in values else "object_id"] = first.pk
    return reverse(door.name, kwargs=values)


@pytest.fixture
def world(db, monkeypatch) -> World:
    """Two files and everyone; a refusal answers without its page, which has tests of its own."""
    for status in (403, 404):
        monkeypatch.setattr(config.urls, f"handler{status}", partial(_bare, status), raising=False)
    return make_world()


def _bare(status: int, request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=status)


def tried(house: House, door: Door, expected: Expectation, path: str, sessions: dict[str, str | None]) -> list[str]:
    """Knock as everyone, by GET and by POST; return what was not as written."""
    wrong = []
    for role, session in sessions.items():
        with writes_noted() as written:
            got = answer(house.knock(session, "GET", path))
        if got != expected.get[role]:
            wrong.append(f"{door.name}: GET as {role} gives {got}, not {expected.get[role]}")
        if written:
            wrong.append(f"{door.name}: GET as {role} writes to {', '.join(sorted(set(written)))}")
    for role, session in sessions.items():
        got = answer(house.knock(session, "POST", path))
        if got != expected.post[role]:
            wrong.append(f"{door.name}: POST as {role} gives {got}, not {expected.post[role]}")
    return wrong


def test_every_door_has_an_expectation_and_every_expectation_a_door():
    written = [page for section in SECTIONS for page in expectations(section)]
    there = [door.name for door in doors()]

    assert sorted(written) == sorted(there)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_door_answers_every_role_as_written(world, section):
    sessions = {role: session_of(user) for role, user in world.people.items()}
    expected = expectations(section)
    here = [door for door in doors() if door.name in expected]
    paths = {door: address(door, expected[door.name].row, world.own) for door in here}
    house, before = House(), state()
    wrong = []
    for door in here:
        wrong += tried(house, door, expected[door.name], paths[door], sessions)

    assert wrong == []
    assert state() == before  # what a POST changed was undone, so a difference comes from a GET


# The address book is of the house, not of one file: what stands in it is there for every client.
OF_THE_HOUSE = {"chain_place", "chain_officer", "chain_person", "upload", "arrival"}


def test_a_row_of_another_file_is_not_found_through_the_own_one(world):
    """The number of an own client with the id of another client's row, by everyone who may open that file."""
    house = House()
    inside = {role: session_of(world.people[role]) for role in ("counsellor", "team_lead", "expert", "officer")}
    wrong = []
    for door in doors():
        expected = next((found for section in SECTIONS if (found := expectations(section).get(door.name))), None)
        if expected is None or "pk" not in door.parameters or expected.row not in world.own.keys() - OF_THE_HOUSE:
            continue
        path = address(door, expected.row, {**world.other, "number": world.own["number"]})
        for role, session in inside.items():
            for method in ("GET", "POST"):
                got = answer(house.knock(session, method, path))
                allowed = {"404", "405"} if role in {"counsellor", "team_lead"} else {"403", "404", "405"}
                if got not in allowed:
                    wrong.append(f"{door.name}: {method} as {role} gives {got}")

    assert wrong == []


@pytest.mark.parametrize("number", ["S-9999", "S-0002", "x", "9" * 60])
def test_a_number_of_nobody_or_of_another_team_answers_the_same(world, number):
    house, session = House(), session_of(world.people["counsellor"])
    wrong = []
    for door in doors():
        if "number" not in door.parameters or "pk" in door.parameters:
            continue
        words = {**ELSEWHERE, "house": world.own["house"].pk, "location": world.own["house"].pk}
        path = reverse(door.name, kwargs={name: words.get(name, number) for name in door.parameters})
        got = {answer(house.knock(session, method, path)) for method in ("GET", "POST")}
        if not got <= {"404", "405"}:
            wrong.append(f"{door.name}: {sorted(got)}")

    assert wrong == []
