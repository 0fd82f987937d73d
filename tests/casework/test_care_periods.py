"""From which day the terms of a plan count: intake, stay or assignment, and anew after a return."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import Location
from casework.enums import StayEnd
from casework.enums.care_periods import CareBegin
from casework.enums.support_plans import PlanStage
from casework.models import Assignment, Stay, StayPhase
from casework.selectors.care_periods import care_start, care_starts
from casework.selectors.duties import plan_duties
from casework.services.plans import establish_support_plan
from riskplans.selectors.duties import plan_duties as signalling_duties
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def house(team) -> Location:
    return Location.objects.create(name="De Werf", team=team)


def stays(client, house, begin, until=None):
    return Stay.objects.create(
        client=client,
        location=house,
        valid_from=day(begin),
        valid_until=None if until is None else day(until),
        end_kind="" if until is None else StayEnd.PLANNED,
    )


def enters(client, user, phase, since):
    return StayPhase.objects.create(
        client=client, track="eight", phase=phase, since=day(since), recorded_by=user, form_token=uuid4()
    )


def establishes(client, user, on, stage=PlanStage.DEFINITIVE):
    return establish_support_plan(
        client=client,
        form_token=uuid4(),
        summary="Rust.",
        stage=stage,
        established_on=day(on),
        evaluate_on=day(on + 183),
        acting_user=user,
    )


def start(client, on=0):
    found = care_start(client, day(on))
    return (found.kind, found.day, found.before)


# The fixture assigns the counsellor a hundred days ago; intakes and stays are days from today.
@pytest.mark.parametrize(
    ("intakes", "spells", "kind", "begins", "before"),
    [
        ([], [], CareBegin.ASSIGNMENT, -100, None),
        ([], [(-60, None)], CareBegin.STAY, -60, None),
        ([-80], [(-60, None)], CareBegin.INTAKE, -80, None),
        ([-60], [(-60, None)], CareBegin.INTAKE, -60, None),
        ([-50], [(-60, None)], CareBegin.STAY, -60, None),
        ([-90, -70], [(-60, None)], CareBegin.INTAKE, -70, None),
        ([-80], [], CareBegin.INTAKE, -80, None),
        ([-80], [(5, None)], CareBegin.INTAKE, -80, None),
        ([5], [(-60, None)], CareBegin.STAY, -60, None),
        # A move to another house is one period, whether on the same day or the next.
        ([-80], [(-60, -30), (-30, None)], CareBegin.INTAKE, -80, None),
        ([-80], [(-60, -30), (-29, None)], CareBegin.INTAKE, -80, None),
        # A day between them is a return.
        ([-80], [(-60, -30), (-28, None)], CareBegin.STAY, -28, -30),
        ([-80, -29], [(-60, -30), (-28, None)], CareBegin.INTAKE, -29, -30),
        ([-80, -30], [(-60, -30), (-28, None)], CareBegin.INTAKE, -30, -30),
        ([-80, -31], [(-60, -30), (-28, None)], CareBegin.STAY, -28, -30),
        # After the end: the period stays the last one, until the intake of a return.
        ([-80], [(-60, -30)], CareBegin.INTAKE, -80, None),
        ([-80, -10], [(-60, -30)], CareBegin.INTAKE, -10, -30),
        # An end that lies inside a longer stay does not cut it.
        ([], [(-60, -10), (-50, -40), (-20, None)], CareBegin.STAY, -60, None),
        ([], [(-60, None), (-50, -40), (-20, -10)], CareBegin.STAY, -60, None),
    ],
)
def test_the_day_comes_from_the_present_period(client_file, counsellor, house, intakes, spells, kind, begins, before):
    for since in intakes:
        enters(client_file, counsellor, "intake", since)
    for begin, until in spells:
        stays(client_file, house, begin, until)
    assert start(client_file) == (kind, day(begins), None if before is None else day(before))


def test_an_intake_put_right_the_same_day_does_not_count(client_file, counsellor, house):
    enters(client_file, counsellor, "intake", -80)
    enters(client_file, counsellor, "application", -80)
    stays(client_file, house, -60)
    assert start(client_file) == (CareBegin.STAY, day(-60), None)
    enters(client_file, counsellor, "intake", -80)
    assert start(client_file) == (CareBegin.INTAKE, day(-80), None)


def test_who_has_nothing_has_no_beginning(other_client):
    assert care_start(other_client) is None
    assert care_starts([], day()) == {}


@pytest.mark.parametrize("size", [1, 3])
def test_it_costs_two_queries_and_a_third_for_who_neither_stays_nor_had_an_intake(
    team, counsellor, house, size, django_assert_num_queries
):
    clients = [make_client(f"S-4{number:03}", team) for number in range(size)]
    for client in clients:
        stays(client, house, -60)
        enters(client, counsellor, "intake", -70)
    with django_assert_num_queries(2):
        assert len(care_starts([one.pk for one in clients], day())) == size


# --- what is due ---------------------------------------------------------------------------------------------------------
def test_both_plans_count_from_the_intake_and_say_so(client_file, counsellor, house):
    enters(client_file, counsellor, "intake", -40)
    stays(client_file, house, -20)
    [duty] = plan_duties(day())
    assert (duty.key, duty.due_on) == (f"casework.first-plan:{client_file.pk}", day(2))
    assert duty.basis.endswith(f"Telt vanaf {day(-40):%d-%m-%Y}: het begin van de intake.")
    establishes(client_file, counsellor, 0, PlanStage.FIRST)
    [duty] = plan_duties(day(40))
    assert (duty.key, duty.due_on) == (f"casework.definitive-plan:{client_file.pk}", day(51))
    [duty] = signalling_duties(day(40))
    assert duty.due_on == day(51)


def test_who_comes_back_is_owed_a_new_plan(client_file, counsellor, house):
    stays(client_file, house, -90, -30)
    establishes(client_file, counsellor, -80)
    assert plan_duties(day()) == []
    stays(client_file, house, -10)
    assert [(duty.key, duty.due_on) for duty in plan_duties(day(20))] == [
        (f"casework.first-plan:{client_file.pk}", day(32))
    ]
    establishes(client_file, counsellor, 0, PlanStage.FIRST)
    [duty] = plan_duties(day(70))
    assert (duty.key, duty.due_on) == (f"casework.definitive-plan:{client_file.pk}", day(81))
    establishes(client_file, counsellor, 0)
    assert plan_duties(day(70)) == []
    with pytest.raises(Refused, match="definitieve versie"):
        establishes(client_file, counsellor, 0, PlanStage.FIRST)


def test_a_move_keeps_the_plan(client_file, counsellor, house):
    stays(client_file, house, -90, -30)
    establishes(client_file, counsellor, -80)
    stays(client_file, house, -29)
    assert plan_duties(day(20)) == []
    with pytest.raises(Refused, match="definitieve versie"):
        establishes(client_file, counsellor, 0, PlanStage.FIRST)


# --- the page ------------------------------------------------------------------------------------------------------------
def plan_page(web, client):
    return " ".join(web.get(reverse("casework:plan", args=[client.number])).content.decode().split())


def test_the_plan_page_says_from_which_day_it_counts(client, client_file, counsellor, house):
    client.force_login(counsellor)
    shown = plan_page(client, client_file)
    assert ": de eerste toewijzing." in shown
    assert "Eerste versie bij voorkeur" in shown
    enters(client_file, counsellor, "intake", -40)
    stays(client_file, house, -20)
    establishes(client_file, counsellor, -5, PlanStage.FIRST)
    shown = plan_page(client, client_file)
    assert ": het begin van de intake." in shown
    assert "Eerste versie bij voorkeur" not in shown
    assert "Definitieve versie uiterlijk" in shown
    establishes(client_file, counsellor, 0)
    shown = plan_page(client, client_file)
    assert ": het begin van de intake." in shown
    assert "Definitieve versie uiterlijk" not in shown


def test_a_plan_from_before_the_return_is_named_so(client, client_file, counsellor, house):
    client.force_login(counsellor)
    stays(client_file, house, -90, -30)
    establishes(client_file, counsellor, -80)
    assert "voor de terugkeer" not in plan_page(client, client_file)
    stays(client_file, house, -10)
    assert "Het laatste plan is van voor de terugkeer" in plan_page(client, client_file)
    form = client.get(reverse("casework:support_plan_create", args=[client_file.number])).context["form"]
    assert form["stage"].value() == PlanStage.FIRST
    assert form["summary"].value() == "Rust."


def test_a_client_without_any_beginning_has_a_page(client, team, team_lead):
    bare = make_client("S-4999", team)
    client.force_login(team_lead)
    assert "De termijnen tellen" not in plan_page(client, bare)


def test_assigned_twice_counts_from_the_first(client_file, colleague):
    client_file.assignments.update(valid_until=day(-11))
    Assignment.objects.create(client=client_file, user=colleague, role="counsellor", valid_from=day(-10))
    assert start(client_file) == (CareBegin.ASSIGNMENT, day(-100), None)
