"""Goals, commitments and the versions of the support plan."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import CommitmentOwner, GoalOrigin, GoalResult
from casework.models import Commitment, Goal, LifeDomain, SupportPlan, Term
from casework.selectors import goals_tree
from casework.services.plans import (
    add_goal,
    close_goal,
    establish_support_plan,
    finish_commitment,
    make_commitment,
)

pytestmark = pytest.mark.django_db


def day(offset: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def goal(client, acting_user, **changes):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "origin": GoalOrigin.OWN,
        "text": "Ik wil weer werken",
        "domain": LifeDomain.objects.get(key="werk"),
        "acting_user": acting_user,
    }
    return add_goal(**{**fields, **changes})


def commitment(client, acting_user, **changes):
    fields = {
        "client": client,
        "text": "Bellen met de gemeente",
        "owner": CommitmentOwner.COUNSELLOR,
        "due_on": day(7),
        "acting_user": acting_user,
    }
    return make_commitment(**{**fields, **changes})


def plan(client, acting_user, **changes):
    fields = {"client": client, "form_token": uuid4(), "summary": "Structuur en werk.", "acting_user": acting_user}
    return establish_support_plan(**{**fields, **changes})


def test_imposed_goals_stand_under_the_own_goal_they_serve(client_file, counsellor):
    work = goal(client_file, counsellor)
    clean = goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, text="Niet gebruiken", serves=[work])
    report = goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, text="Melden bij de reclassering")
    tree = goals_tree(client_file)
    assert [(branch.goal, branch.served_by) for branch in tree.own] == [(work, (clean,))]
    assert tree.unlinked == (report,)
    assert tree.closed == ()
    assert {entry.details["origin"] for entry in AuditEntry.objects.all()} == {"own", "imposed"}


def test_an_imposed_goal_stays_in_sight_when_the_own_goal_is_closed(client_file, counsellor):
    work = goal(client_file, counsellor)
    clean = goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, text="Niet gebruiken", serves=[work])
    close_goal(goal=work, result=GoalResult.PARTLY, result_text="Twee dagen per week", acting_user=counsellor)
    tree = goals_tree(client_file)
    assert tree.own == ()
    assert tree.unlinked == (clean,)
    assert [(one.result, one.result_text) for one in tree.closed] == [("partly", "Twee dagen per week")]


def test_the_tree_costs_two_queries(client_file, counsellor, django_assert_num_queries):
    work = goal(client_file, counsellor)
    goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, serves=[work])
    with django_assert_num_queries(2):
        assert goals_tree(client_file).own[0].goal.domain.key == "werk"


def test_a_goal_can_only_serve_an_open_own_goal_of_the_same_client(client_file, other_client, counsellor):
    own = goal(client_file, counsellor)
    imposed = goal(client_file, counsellor, origin=GoalOrigin.IMPOSED)
    with pytest.raises(Refused, match="Alleen een opgelegd doel"):
        goal(client_file, counsellor, serves=[own])
    with pytest.raises(Refused, match="eigen doel van deze cliënt"):
        goal(other_client, counsellor, origin=GoalOrigin.IMPOSED, serves=[own])
    with pytest.raises(Refused, match="eigen doel van deze cliënt"):
        goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, serves=[imposed])
    close_goal(goal=own, result=GoalResult.REACHED, acting_user=counsellor)
    with pytest.raises(Refused, match="nog loopt"):
        goal(client_file, counsellor, origin=GoalOrigin.IMPOSED, serves=[own])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target_on": day(-1)}, "target_on"),
        ({"text": ""}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"origin": "x"}, "origin"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        goal(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert not Goal.objects.exists()


def test_a_second_click_gives_one_goal(client_file, counsellor):
    token = uuid4()
    assert goal(client_file, counsellor, form_token=token) == goal(client_file, counsellor, form_token=token)
    assert AuditEntry.objects.count() == 1


def test_a_goal_is_closed_once_and_never_before_it_began(client_file, counsellor):
    row = goal(client_file, counsellor, started_on=day(-10))
    for ended_on, words in ((day(-11), "niet eindigen voor het begon"), (day(1), "toekomst")):
        with pytest.raises(Refused, match=words) as refusal:
            close_goal(goal=row, result=GoalResult.REACHED, ended_on=ended_on, acting_user=counsellor)
        assert refusal.value.field == "ended_on"
    with pytest.raises(Refused):
        close_goal(goal=row, result="", acting_user=counsellor)
    closed = close_goal(goal=row, result=GoalResult.REACHED, ended_on=day(-1), acting_user=counsellor)
    assert (closed.ended_on, closed.result) == (day(-1), "reached")
    assert AuditEntry.objects.latest("pk").details == {"result": "reached", "ended": day(-1).isoformat()}
    with pytest.raises(Refused, match="al afgesloten"):
        close_goal(goal=row, result=GoalResult.DROPPED, acting_user=counsellor)


def test_a_new_plan_is_a_new_version_and_is_evaluated_within_the_term(client_file, counsellor):
    Term.objects.filter(key="plan-evaluation").update(days=100)
    first = plan(client_file, counsellor, established_on=day(-50), evaluate_on=day(10))
    second = plan(client_file, counsellor)
    assert [(one.version, one.evaluate_on) for one in (first, second)] == [(1, day(10)), (2, day(100))]
    assert SupportPlan.objects.count() == 2
    assert AuditEntry.objects.latest("pk").details == {
        "version": 2,
        "stage": "definitive",
        "evaluate": day(100).isoformat(),
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"established_on": day(1)}, "established_on", "toekomst"),
        ({"established_on": dt.date.max}, "established_on", "toekomst"),
        ({"evaluate_on": day(0)}, "evaluate_on", "na de vaststelling"),
        ({"evaluate_on": day(184)}, "evaluate_on", "uiterlijk 183 dagen"),
        ({"summary": " "}, "summary", "leeg"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(client_file, counsellor, changes, field, words):
    with pytest.raises(Refused) as refusal:
        plan(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert not SupportPlan.objects.exists()


def test_a_second_click_gives_one_version(client_file, counsellor):
    token = uuid4()
    assert plan(client_file, counsellor, form_token=token) == plan(client_file, counsellor, form_token=token)
    assert SupportPlan.objects.count() == 1


def test_a_commitment_has_an_owner_and_a_date(client_file, counsellor):
    row = commitment(client_file, counsellor, owner=CommitmentOwner.OTHER, owner_name=" Jobcoach Ali ")
    assert (row.owner_name, row.due_on, row.is_late) == ("Jobcoach Ali", day(7), False)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.details) == (AuditAction.CREATE, {"owner": "other", "due": day(7).isoformat()})


def test_a_commitment_remembers_where_it_was_made(client_file, counsellor):
    origin = goal(client_file, counsellor)
    row = commitment(client_file, counsellor, origin=origin)
    assert (row.origin_type, row.origin_id) == ("casework.goal", origin.pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": day(-1)}, "due_on"),
        ({"due_on": day(-8), "made_on": day(-7)}, "due_on"),
        ({"owner": CommitmentOwner.OTHER, "owner_name": " "}, "owner_name"),
        ({"owner": "niemand"}, "owner"),
        ({"text": ""}, "text"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        commitment(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert not Commitment.objects.exists()


def test_a_commitment_made_earlier_may_be_late_already(client_file, counsellor):
    row = commitment(client_file, counsellor, made_on=day(-30), due_on=day(-20))
    assert row.is_late
    assert list(Commitment.objects.open()) == [row]


def test_doing_a_commitment_twice_changes_nothing(client_file, counsellor, colleague):
    row = commitment(client_file, counsellor)
    done = finish_commitment(commitment=row, acting_user=counsellor)
    assert (done.done_on, done.is_late) == (day(0), False)
    again = finish_commitment(commitment=row, acting_user=colleague, done_on=day(-1))
    assert again.done_on == day(0)
    assert AuditEntry.objects.filter(action=AuditAction.UPDATE).count() == 1
    assert not Commitment.objects.open().exists()


def test_a_commitment_cannot_be_done_tomorrow(client_file, counsellor):
    with pytest.raises(Refused, match="toekomst"):
        finish_commitment(commitment=commitment(client_file, counsellor), acting_user=counsellor, done_on=day(1))
