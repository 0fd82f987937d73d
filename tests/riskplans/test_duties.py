"""What is due: a first plan, and its evaluation."""

import datetime as dt

import pytest
from django.utils import timezone

from casework.models import Assignment, Term
from riskplans.models import SignallingPlan
from riskplans.selectors import plan_duties
from tests.conftest import make_client
from tests.riskplans.conftest import make_active_plan

TODAY = timezone.localdate()


def days(number):
    return dt.timedelta(days=number)


def test_a_plan_that_holds_is_evaluated_by_its_date(client_file, active, counsellor):
    assert list(plan_duties(TODAY)) == []

    (duty,) = plan_duties(TODAY + days(183))

    assert duty.key == f"signalling-plan-evaluation:{active.pk}"
    assert duty.due_on == active.evaluate_on
    assert duty.owner_ids == (counsellor.pk,)
    assert duty.basis == Term.objects.get(key="signalling-plan-evaluation").basis
    assert duty.url == f"/clienten/{client_file.number}/signaleringsplan/"


@pytest.mark.parametrize(("ahead", "number"), [(29, 0), (28, 1), (0, 1), (-100, 1)])
def test_the_evaluation_is_announced_four_weeks_ahead(active, ahead, number):
    assert len(list(plan_duties(active.evaluate_on - days(ahead)))) == number


def test_a_client_without_a_plan_gets_a_first_one_in_time(client_file, draft, counsellor):
    (duty,) = plan_duties(TODAY)

    assert duty.key == f"signalling-plan-first:{client_file.pk}"
    assert duty.due_on == TODAY - days(100) + days(91)
    assert duty.owner_ids == (counsellor.pk,)


def test_a_new_counsellor_takes_the_duty_over_with_its_date(client_file, counsellor, colleague):
    client_file.assignments.update(valid_until=TODAY - days(1))
    Assignment.objects.create(client=client_file, user=colleague, role="counsellor", valid_from=TODAY)

    (duty,) = plan_duties(TODAY)

    assert duty.owner_ids == (colleague.pk,)
    assert duty.due_on == TODAY - days(100) + days(91)


def test_nothing_is_due_for_who_has_left(client_file):
    client_file.assignments.update(valid_until=TODAY - days(1))

    assert list(plan_duties(TODAY)) == []


@pytest.mark.parametrize("size", [1, 3])
def test_duties_of_many_clients_take_five_queries(team, counsellor, django_assert_num_queries, size):
    for number in range(size):
        client = make_client(f"S-3{number:03}", team)
        Assignment.objects.create(client=client, user=counsellor, role="counsellor", valid_from=TODAY - days(400))
        if number % 2:
            make_active_plan(client, counsellor)

    with django_assert_num_queries(5):
        found = list(plan_duties(TODAY + days(183)))

    assert len(found) == size
    assert SignallingPlan.objects.count() == size // 2
