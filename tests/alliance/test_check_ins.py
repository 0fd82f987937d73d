"""What the services write, and what they refuse."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from alliance.enums import Occasion, Sharing, Side
from alliance.models import AllianceAnswers, AllianceCheckIn, AllianceScore
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, decline, start_check_in
from tests.alliance.conftest import days_ago, scores

GOOD = scores(4, 4, 5, 2)


def test_a_double_click_begins_one_check_in(client_file, counsellor):
    token = uuid4()

    first = start_check_in(client=client_file, form_token=token, acting_user=counsellor)
    second = start_check_in(client=client_file, form_token=token, acting_user=counsellor)

    assert first == second
    assert AllianceCheckIn.objects.count() == 1
    assert first.instrument_key == "gespreksinstrument"
    assert first.instrument_version == 1
    assert AuditEntry.objects.filter(object_type="alliance.alliancecheckin", action="create").count() == 1


def test_a_check_in_of_tomorrow_is_refused(client_file, counsellor):
    with pytest.raises(Refused, match="toekomst"):
        start_check_in(
            client=client_file, form_token=uuid4(), acting_user=counsellor, at=timezone.now() + dt.timedelta(hours=1)
        )


def test_each_side_answers_once_and_the_first_time_counts(make_check_in, counsellor):
    check_in = make_check_in(own=GOOD, theirs=GOOD, shares=False)

    answer_as_counsellor(check_in=check_in, answers=scores(1, 1, 1, 1), acting_user=counsellor)
    answer_as_client(check_in=check_in, answers=scores(1, 1, 1, 1), sharing=Sharing.ANSWERS, acting_user=counsellor)

    check_in.refresh_from_db()
    assert check_in.client_sharing == Sharing.TOPICS
    assert AllianceAnswers.objects.count() == 2
    assert sorted(AllianceScore.objects.values_list("value", flat=True)) == [2, 2, 4, 4, 4, 4, 5, 5]


def test_the_audit_row_says_which_side_and_never_what(make_check_in):
    make_check_in(own=GOOD, theirs=GOOD)

    rows = AuditEntry.objects.filter(object_type="alliance.allianceanswers").order_by("pk")
    assert [(row.details, row.on_behalf_of) for row in rows] == [
        ({"side": "counsellor"}, ""),
        ({"side": "client"}, "client"),
    ]


@pytest.mark.parametrize("wrong", [{}, {"direction": 4}, {**GOOD, "bond": 6}, {**GOOD, "bond": 0}])
def test_a_side_with_a_gap_or_off_the_scale_is_refused_and_nothing_is_written(make_check_in, counsellor, wrong):
    check_in = make_check_in()

    with pytest.raises(Refused, match="bij elke stelling"):
        answer_as_client(check_in=check_in, answers=wrong, sharing=Sharing.ANSWERS, acting_user=counsellor)

    check_in.refresh_from_db()
    assert check_in.client_sharing == ""
    assert AllianceAnswers.objects.count() == AllianceScore.objects.count() == 0


def test_declining_is_recorded_once_and_no_answers_follow(make_check_in, counsellor):
    check_in = make_check_in()
    declined = decline(check_in=check_in, acting_user=counsellor)
    again = decline(check_in=check_in, acting_user=counsellor)

    assert declined.client_declined_at == again.client_declined_at is not None
    with pytest.raises(Refused, match="niet mee te doen"):
        answer_as_client(check_in=check_in, answers=GOOD, sharing=Sharing.ANSWERS, acting_user=counsellor)
    assert AllianceAnswers.objects.count() == 0


def test_declining_after_answering_changes_nothing(make_check_in, counsellor):
    check_in = make_check_in(theirs=GOOD)

    decline(check_in=check_in, acting_user=counsellor)

    check_in.refresh_from_db()
    assert check_in.client_declined_at is None


def test_a_colleague_cannot_answer_for_the_counsellor_or_the_client(make_check_in, colleague):
    check_in = make_check_in()

    for act in (
        lambda: answer_as_counsellor(check_in=check_in, answers=GOOD, acting_user=colleague),
        lambda: answer_as_client(check_in=check_in, answers=GOOD, sharing=Sharing.ANSWERS, acting_user=colleague),
        lambda: decline(check_in=check_in, acting_user=colleague),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert AllianceAnswers.objects.count() == 0


def test_answers_cannot_be_changed(make_check_in):
    make_check_in(own=GOOD)
    answers = AllianceAnswers.objects.get()

    answers.remark = "toch anders"
    with pytest.raises(TypeError, match="immutable"):
        answers.save()


def test_the_database_itself_refuses_a_second_side_and_a_value_below_nothing(make_check_in, counsellor):
    check_in = make_check_in(own=GOOD)
    answers = AllianceAnswers.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        AllianceAnswers.objects.create(
            check_in=check_in, side=Side.COUNSELLOR, answered_by=counsellor, answered_at=days_ago(0)
        )
    answers.scores.filter(aspect="bond").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AllianceScore.objects.create(answers=answers, aspect="bond", value=-1)


def test_the_occasion_follows_from_the_file(make_check_in, client_file, counsellor, colleague):
    first = make_check_in(300, own=GOOD, theirs=GOOD)
    # The assignment began a hundred days ago: the one before it was held with somebody else.
    new = make_check_in(90, own=GOOD, theirs=GOOD)
    between = make_check_in(10, own=GOOD, theirs=GOOD)
    unfinished = make_check_in(0, own=GOOD)

    assert [first.occasion, new.occasion, between.occasion, unfinished.occasion] == [
        Occasion.FIRST,
        Occasion.NEW_COUNSELLOR,
        Occasion.BETWEEN,
        Occasion.BETWEEN,
    ]


def test_half_a_year_later_it_is_the_half_yearly_one(make_check_in, client_file, counsellor):
    client_file.assignments.update(valid_from=timezone.localdate() - dt.timedelta(days=400))
    make_check_in(200, own=GOOD, theirs=GOOD)

    assert make_check_in(10).occasion == Occasion.HALF_YEAR
