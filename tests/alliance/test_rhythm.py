"""When the next check-in is due, and who carries it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from alliance.selectors.rhythm import due_check_ins
from alliance.selectors.rhythm import rhythm_of as selected_rhythm_of
from alliance.services.check_ins import decline
from casework.enums import AssignmentRole
from casework.models import Assignment
from casework.registry import registry
from tests.alliance.conftest import scores
from tests.conftest import make_client

GOOD = scores(4, 4, 4, 2)


@pytest.fixture
def today():
    return timezone.localdate()


def rhythm_of(client, day):
    """Return the rhythm of a client who has a counsellor."""
    rhythm = selected_rhythm_of(client, day)
    assert rhythm is not None
    return rhythm


def begin(client, day):
    """Let the counsellor begin on this day."""
    client.assignments.update(valid_from=day)


def test_the_first_is_due_six_weeks_after_the_counsellor_began(client_file, counsellor, today):
    begin(client_file, today - dt.timedelta(days=10))

    duty = rhythm_of(client_file, today).next
    assert duty.due_on == today + dt.timedelta(days=32)
    assert duty.label == "Eerste check-in werkalliantie"
    assert duty.owner_ids == (counsellor.pk,)
    assert duty.url == "/clienten/S-0001/werkalliantie/"
    assert duty.basis


def test_a_reminder_stands_from_two_weeks_before(client_file, today):
    begin(client_file, today)

    assert list(due_check_ins(today + dt.timedelta(days=27))) == []
    assert [duty.due_on for duty in due_check_ins(today + dt.timedelta(days=28))] == [today + dt.timedelta(days=42)]


def test_after_one_that_counted_the_next_is_half_a_year_later(client_file, make_check_in, today):
    make_check_in(50, own=GOOD, theirs=GOOD)

    rhythm = rhythm_of(client_file, today)
    assert rhythm.last_on == today - dt.timedelta(days=50)
    assert rhythm.next.due_on == today - dt.timedelta(days=50) + dt.timedelta(days=183)
    assert rhythm.next.label == "Halfjaarlijkse check-in werkalliantie"


def test_declined_counts_and_half_way_does_not(client_file, counsellor, make_check_in, today):
    make_check_in(0, own=GOOD)
    assert rhythm_of(client_file, today).last_on is None

    decline(check_in=make_check_in(0), acting_user=counsellor)
    assert rhythm_of(client_file, today).last_on == today


def test_a_new_counsellor_starts_the_rhythm_again(client_file, colleague, make_check_in, today):
    make_check_in(50, own=GOOD, theirs=GOOD)
    client_file.assignments.update(valid_until=today - dt.timedelta(days=1))
    assignment = Assignment.objects.create(
        client=client_file, user=colleague, role=AssignmentRole.COUNSELLOR, valid_from=today
    )

    duty = rhythm_of(client_file, today).next
    assert duty.label == "Check-in werkalliantie na wisseling van begeleider"
    assert duty.due_on == today + dt.timedelta(days=42)
    assert duty.key == f"alliance-first:{assignment.pk}"
    assert duty.owner_ids == (colleague.pk,)


def test_without_a_counsellor_nothing_is_due(client_file, today):
    client_file.assignments.update(valid_until=today - dt.timedelta(days=1))

    assert selected_rhythm_of(client_file, today) is None
    assert list(due_check_ins(today)) == []


def test_the_sweep_asks_this_source(client_file, today):
    assert [duty.client_id for duty in registry.duty_sources["alliance"].duties(today)] == [client_file.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_duties_cost_two_queries(team, counsellor, today, count, django_assert_num_queries):
    for number in range(count):
        client = make_client(f"S-{uuid4().hex[:6]}-{number}", team)
        Assignment.objects.create(
            client=client, user=counsellor, role=AssignmentRole.COUNSELLOR, valid_from=today - dt.timedelta(days=60)
        )

    with django_assert_num_queries(2):
        assert len(list(due_check_ins(today))) == count
