"""What comes out: both sides, change and distance, and what there is to talk about."""

import pytest
from django.utils import timezone

from alliance.enums import Aspect, TalkingReason
from alliance.selectors.results import result_of, trends_for
from alliance.services.check_ins import answer_as_counsellor
from tests.alliance.conftest import scores

CALM = scores(4, 4, 4, 2)


def aspects(result):
    """Return the aspects of a result by name."""
    return {one.aspect.key: one for one in result.aspects}


def test_both_sides_stand_beside_each_other_with_distance_and_change(make_check_in, client_file, counsellor):
    make_check_in(90, own=CALM, theirs=CALM)
    result = result_of(make_check_in(0, own=scores(5, 4, 4, 2), theirs=scores(3, 4, 4, 4)), client_file, counsellor)

    direction, friction = aspects(result)[Aspect.DIRECTION], aspects(result)[Aspect.FRICTION]
    assert (direction.client.value, direction.counsellor.value, direction.distance) == (3, 5, 2)
    assert (direction.client.change, direction.counsellor.change) == (-1, 1)
    assert direction.client.words == "soms"
    assert (friction.client.value, friction.client.change, friction.client.face) == (4, 2, 2)
    assert friction.negative
    assert not direction.negative


def test_the_first_time_there_is_no_change_to_speak_of(make_check_in, client_file, counsellor):
    result = result_of(make_check_in(own=CALM, theirs=CALM), client_file, counsellor)

    assert [(one.client and one.client.change, one.counsellor.change) for one in result.aspects] == [(None, None)] * 4
    assert result.talking_points == ()


def test_what_fell_for_the_client_comes_first_then_the_distance_then_the_rest(make_check_in, client_file, counsellor):
    make_check_in(90, own=CALM, theirs=CALM)
    now = make_check_in(0, own=scores(4, 4, 3, 2), theirs=scores(4, 3, 4, 4))
    result = result_of(now, client_file, counsellor)

    assert [(one.aspect.key, one.reason) for one in result.talking_points] == [
        (Aspect.FRICTION, TalkingReason.CLIENT_FELL),
        (Aspect.TRUST, TalkingReason.CLIENT_FELL),
        (Aspect.BOND, TalkingReason.COUNSELLOR_FELL),
    ]
    assert "{client}" not in "".join(text for one in result.talking_points for text in one.texts)
    assert "Jeroen" in " ".join(result.talking_points[2].texts)


def test_growing_apart_is_a_talking_point_and_never_more_than_three_are_given(make_check_in, client_file, counsellor):
    make_check_in(90, own=CALM, theirs=CALM)
    now = make_check_in(0, own=scores(2, 4, 4, 2), theirs=scores(4, 2, 2, 5))
    result = result_of(now, client_file, counsellor)

    assert [(one.aspect.key, one.reason) for one in result.talking_points] == [
        (Aspect.FRICTION, TalkingReason.CLIENT_FELL),
        (Aspect.TRUST, TalkingReason.CLIENT_FELL),
        (Aspect.BOND, TalkingReason.CLIENT_FELL),
    ]
    apart = result_of(make_check_in(0, own=scores(1, 4, 4, 2), theirs=scores(5, 2, 2, 5)), client_file, counsellor)
    assert [(one.aspect.key, one.reason) for one in apart.talking_points] == [(Aspect.DIRECTION, TalkingReason.APART)]


def test_less_friction_is_no_fall(make_check_in, client_file, counsellor):
    make_check_in(90, own=scores(4, 4, 4, 4), theirs=scores(4, 4, 4, 4))
    result = result_of(make_check_in(0, own=CALM, theirs=CALM), client_file, counsellor)

    assert result.talking_points == ()


def test_a_client_who_keeps_his_answers_gives_talking_points_without_values_or_reason(
    make_check_in, client_file, counsellor
):
    make_check_in(90, own=CALM, theirs=CALM)
    kept = result_of(make_check_in(0, own=CALM, theirs=scores(4, 1, 4, 2), shares=False), client_file, counsellor)

    assert all(one.client is None and one.distance is None for one in kept.aspects)
    assert [(one.aspect.key, one.reason) for one in kept.talking_points] == [(Aspect.TRUST, None)]
    assert kept.talking_points[0].text.startswith("Vraag wat Jeroen liever voor zich houdt")
    # What he kept then does not come out as a change later on.
    later = result_of(make_check_in(0, own=CALM, theirs=CALM), client_file, counsellor)
    assert [(int(one.client.value), one.client.change) for one in later.aspects if one.client] == [
        (4, None),
        (4, None),
        (4, None),
        (2, None),
    ]


def test_a_change_from_what_he_kept_to_himself_is_no_reason_that_is_told(make_check_in, client_file, counsellor):
    make_check_in(90, own=CALM, theirs=CALM, shares=False)
    now = result_of(make_check_in(0, own=CALM, theirs=scores(4, 2, 4, 2)), client_file, counsellor)

    assert [(one.aspect.key, one.reason) for one in now.talking_points] == [(Aspect.TRUST, None)]


def test_over_time_the_client_shows_only_where_he_chose_to(make_check_in, client_file, counsellor):
    make_check_in(300, own=CALM, theirs=scores(3, 3, 3, 3))
    make_check_in(200, own=CALM, theirs=scores(1, 1, 1, 5), shares=False)
    make_check_in(100, own=CALM)

    trust = trends_for(client_file, counsellor)[1]
    assert trust.aspect.key == Aspect.TRUST
    assert [one.client for one in trust.points] == [3, None, None]
    assert [one.counsellor for one in trust.points] == [4, 4, 4]


def test_before_the_counsellor_answered_nothing_of_the_client_comes_out(make_check_in, client_file, counsellor):
    check_in = make_check_in(0, theirs=scores(1, 2, 3, 4))

    assert trends_for(client_file, counsellor) == ()

    answer_as_counsellor(check_in=check_in, answers=CALM, acting_user=counsellor)
    assert [trend.last.client for trend in trends_for(client_file, counsellor)] == [1, 2, 3, 4]
    assert trends_for(client_file, counsellor)[0].last.day == timezone.localdate()


def test_another_counsellor_sees_nothing_over_time(make_check_in, client_file, colleague):
    make_check_in(0, own=CALM, theirs=CALM)

    assert trends_for(client_file, colleague) == ()


@pytest.mark.parametrize("rounds", [1, 4])
def test_the_trend_costs_one_query(make_check_in, client_file, counsellor, rounds, django_assert_num_queries):
    for number in range(rounds):
        make_check_in(number * 30, own=CALM, theirs=CALM)

    with django_assert_num_queries(1):
        trends_for(client_file, counsellor)
