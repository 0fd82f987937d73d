"""The agendas: every kind of meeting has one, and it holds what practice asks of that table."""

from __future__ import annotations

import pytest

from chain.enums import MeetingKind, Seat
from chain.selectors.agendas import REFERENCE, AgendaError, agenda_of, agendas, read_agendas


@pytest.mark.parametrize("kind", MeetingKind.values)
def test_every_kind_of_meeting_has_an_agenda_with_who_is_there(kind):
    agenda = agenda_of(kind)

    assert agenda.has("attendance")
    assert agenda.has("commitments")
    assert agenda.basis


def test_three_party_agenda_has_every_point_of_practice():
    keys = {point.key for point in agenda_of(MeetingKind.REGULAR).points}

    assert keys >= {
        *("roles", "house_rules", "conditions", "needs", "control", "informing", "contact_rhythm", "client_leads"),
        *("goals", "domains", "proud_of", "recognition", "settling", "day_activities", "closing", "next_on", "views"),
    }


def test_family_conversation_has_twelve_components_of_which_four_close_it():
    agenda = agenda_of(MeetingKind.FAMILY)
    numbered = {point.number: point for point in agenda.points if point.key != "next_on"}

    assert list(numbered) == list(range(1, 13))
    assert {number for number, point in numbered.items() if point.closes or point.field == "attendance"} == {
        2,
        6,
        11,
        12,
    }
    assert agenda.asks_for("next_on")


@pytest.mark.parametrize(
    ("seats", "missing"),
    [
        ({Seat.CLIENT, Seat.RELATIVE, Seat.ORGANISATION}, []),
        ({Seat.CLIENT, Seat.RELATIVE, Seat.PARTNER}, []),
        ({Seat.CLIENT, Seat.ORGANISATION}, ["een naaste"]),
        ({Seat.RELATIVE}, ["de cliënt", "een hulpverlener"]),
        ({Seat.CLIENT, Seat.RELATIVE, Seat.OTHER}, ["een hulpverlener"]),
    ],
)
def test_family_conversation_opens_only_with_client_relative_and_professional(seats, missing):
    assert agenda_of(MeetingKind.FAMILY).missing(seats) == missing


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("field: next_on}", "field: daar}", "missing or unknown"),
        ("key: expectations", "key: attendance", "the same key"),
        ("kinds: [team]", "kinds: [mdo]", "exactly one agenda"),
        ("client: not", "client: misschien", "missing or unknown"),
    ],
)
def test_agenda_that_is_not_whole_is_refused(tmp_path, old, new, problem):
    path = tmp_path / "agendas.yaml"
    path.write_text(REFERENCE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(AgendaError, match=problem):
        read_agendas(path)
    assert agendas()
