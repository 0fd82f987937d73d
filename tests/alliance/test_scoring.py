"""From answers to values: examples worked out by hand, and what holds for any answers at all."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.instruments import FULL_AID, Reliability, conversation_aid, read_instrument, score
from alliance.instruments.definition import Instrument

# Six items on a scale of 1 to 7. "warmth": a sum of four items, two of them reversed, three answers needed.
# "strain": a mean of two, one reversed, one answer needed; lower is better.
MADE_UP = """\
key: verzonnen
version: 1
name: Verzonnen lijst
about: Om mee te rekenen.
label: verzonnen
licence: {status: own, text: verzonnen}
source: Verzonnen.
sides: [client, counsellor]
scale:
  kind: choices
  steps: [{value: 1, words: a}, {value: 2, words: b}, {value: 3, words: c}, {value: 4, words: d}, {value: 5, words: e}, {value: 6, words: f}, {value: 7, words: g}]
subscales:
  - {key: warmth, name: warmte, better: higher, scoring: sum, minimum: 3}
  - {key: strain, name: spanning, better: lower, scoring: mean, minimum: 1}
items:
  - {key: w1, subscale: warmth, reversed: false, client: a, counsellor: a}
  - {key: w2, subscale: warmth, reversed: true, client: a, counsellor: a}
  - {key: s1, subscale: strain, reversed: false, client: a, counsellor: a}
  - {key: w3, subscale: warmth, reversed: false, client: a, counsellor: a}
  - {key: s2, subscale: strain, reversed: true, client: a, counsellor: a}
  - {key: w4, subscale: warmth, reversed: true, client: a, counsellor: a}
"""
LIST = read_instrument(MADE_UP, "verzonnen")
ANSWERS = st.dictionaries(st.sampled_from([item.key for item in LIST.items]), st.none() | st.integers(1, 7))


@pytest.mark.parametrize(
    ("answers", "warmth", "strain"),
    [
        # 7 + (8-1) + 7 + (8-1) = 28, the most there is; (1 + (8-7)) / 2 = 1.
        ({"w1": 7, "w2": 1, "w3": 7, "w4": 1, "s1": 1, "s2": 7}, "28", "1"),
        # 1 + (8-7) + 1 + (8-7) = 4, the least; (7 + (8-1)) / 2 = 7.
        ({"w1": 1, "w2": 7, "w3": 1, "w4": 7, "s1": 7, "s2": 1}, "4", "7"),
        # 5 + (8-3) + 2 + (8-6) = 14; (4 + (8-3)) / 2 = 4.5.
        ({"w1": 5, "w2": 3, "w3": 2, "w4": 6, "s1": 4, "s2": 3}, "14", "4.5"),
        # w4 skipped: (5 + 5 + 2) / 3 x 4 = 16; s1 skipped: 8-3 = 5.
        ({"w1": 5, "w2": 3, "w3": 2, "w4": None, "s2": 3}, "16", "5"),
        # w1 skipped: ((8-3) + 3 + (8-6)) / 3 x 4 = 13.333...
        ({"w2": 3, "w3": 3, "w4": 6, "s1": 2}, "13.33", "2"),
        # Two of four are too few, and nothing is no value.
        ({"w1": 5, "w2": 3}, None, None),
        ({}, None, None),
    ],
)
def test_examples_worked_out_by_hand(answers, warmth, strain):
    expected = {"warmth": warmth, "strain": strain}
    assert score(LIST, answers) == {key: Decimal(value) for key, value in expected.items() if value is not None}


def test_our_own_form_worked_out_by_hand():
    full = conversation_aid(FULL_AID)
    answers = {
        "direction-clear": 4, "direction-frame": 5,  # 4.5
        "trust-tell": 2, "trust-word": 3,  # 2.5
        "bond-seen": 5,  # the other one skipped: 5
        "friction-clash": 4, "friction-easy": 2,  # (4 + (6-2)) / 2 = 4
    }  # fmt: skip
    assert score(full, answers) == {
        "direction": Decimal("4.5"),
        "trust": Decimal("2.5"),
        "bond": Decimal(5),
        "friction": Decimal(4),
    }


@given(st.integers(1, 7))
def test_reversing_twice_is_the_value_itself(value):
    assert LIST.scale.mirrored(LIST.scale.mirrored(value)) == value


@given(ANSWERS, st.randoms())
def test_the_order_of_answers_and_of_items_does_not_matter(answers, chance: random.Random):
    items, given_so = list(LIST.items), list(answers.items())
    chance.shuffle(items)
    chance.shuffle(given_so)
    shuffled = Instrument(**{**LIST.__dict__, "items": tuple(items)})

    assert score(shuffled, dict(given_so)) == score(LIST, answers)


@given(ANSWERS)
def test_there_is_a_value_if_and_only_if_enough_was_answered_and_it_stays_in_its_range(answers):
    values = score(LIST, answers)
    for subscale in LIST.subscales:
        count = sum(answers.get(item.key) is not None for item in LIST.items_of(subscale.key))
        assert (subscale.key in values) == (count >= subscale.minimum)
        if subscale.key in values:
            assert subscale.lowest <= values[subscale.key] <= subscale.highest


@given(ANSWERS)
def test_a_skipped_item_and_one_that_was_never_shown_count_alike(answers):
    assert score(LIST, answers) == score(LIST, {key: value for key, value in answers.items() if value is not None})


@given(st.dictionaries(st.sampled_from([item.key for item in LIST.items]), st.integers(1, 7), min_size=6, max_size=6))
def test_mirroring_every_answer_mirrors_every_value(answers):
    mirrored = {key: LIST.scale.mirrored(value) for key, value in answers.items()}
    now, other = score(LIST, answers), score(LIST, mirrored)
    for subscale in LIST.subscales:
        assert now[subscale.key] + other[subscale.key] == subscale.lowest + subscale.highest


def test_the_margin_of_a_reliable_change_worked_out_by_hand():
    # SD 3.5 and reliability 0.84: 1.96 x 3.5 x sqrt(2 x 0.16) = 1.96 x 3.5 x 0.565685 = 3.8806.
    assert Reliability(Decimal("0.84"), Decimal("3.5"), "verzonnen").margin == Decimal("3.88")
    assert Reliability(Decimal(1), Decimal("3.5"), "verzonnen").margin == 0
