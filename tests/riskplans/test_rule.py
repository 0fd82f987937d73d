"""The rule of the stoplight on its own: which phase follows from which signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskplans.enums import PhaseLevel
from riskplans.selectors.rule import after_review, after_ticks, highest

LEVELS = st.sampled_from(PhaseLevel.values)
NOW = st.none() | LEVELS


def rank(level):
    return -1 if level is None else PhaseLevel(level).rank


@given(NOW, st.lists(LEVELS), LEVELS)
def test_adding_a_sign_never_lowers_the_phase(current, seen, one_more):
    assert rank(after_ticks(current, [*seen, one_more])) >= rank(after_ticks(current, seen))
    assert rank(after_review(current, [*seen, one_more])) >= rank(after_review(current, seen))


@given(NOW, st.lists(LEVELS))
def test_ticks_never_lower_what_was(current, seen):
    assert rank(after_ticks(current, seen)) >= rank(current)


@given(NOW)
def test_a_contact_without_ticks_changes_nothing(current):
    assert after_ticks(current, []) == current


@given(NOW, st.lists(LEVELS), st.lists(LEVELS))
def test_the_order_and_the_pieces_in_which_signs_come_do_not_matter(current, first, second):
    at_once = after_ticks(current, first + second)
    assert after_ticks(after_ticks(current, second), first) == at_once


@given(st.lists(LEVELS))
def test_red_is_never_lowered_by_signs(seen):
    assert after_review(PhaseLevel.RED, seen) == PhaseLevel.RED


@pytest.mark.parametrize(
    ("current", "seen", "expected"),
    [
        ("orange", [], "green"),
        ("orange", ["green"], "green"),
        ("orange", ["yellow", "green"], "yellow"),
        ("green", ["orange"], "orange"),
        (None, [], "green"),
        ("red", ["green"], "red"),
    ],
)
def test_a_round_together_gives_the_phase_of_the_heaviest_sign(current, seen, expected):
    assert after_review(current, seen) == expected


def test_no_sign_is_green():
    assert highest([]) == PhaseLevel.GREEN
