"""What the client file makes due, for whom, and on what ground."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.models import ForensicTitle, Term, TitleKind
from casework.registry import registry
from casework.selectors import duty_owners
from casework.selectors.duties import commitment_duties, plan_duties, title_end_duties
from casework.services.plans import establish_support_plan, finish_commitment, make_commitment

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.mark.parametrize(
    ("on", "signal"),
    [
        (265 - 181, None),
        (265 - 180, "title-end-180"),
        (265 - 91, "title-end-180"),
        (265 - 90, "title-end-90"),
        (265 - 43, "title-end-90"),
        (265 - 42, "title-end-42"),
        (265, "title-end-42"),
        (266, None),
    ],
)
def test_the_end_of_a_title_is_signalled_three_times(client_file, counsellor, title, on, signal):
    duties = title_end_duties(day(on))
    if signal is None:
        assert duties == []
        return
    [duty] = duties
    assert duty.key == f"casework.title-end:{title.pk}:{signal}"
    assert (duty.due_on, duty.client_id, duty.owner_ids) == (title.valid_until, client_file.pk, (counsellor.pk,))
    assert Term.objects.get(key=signal).basis in duty.basis


def test_the_organisation_sets_the_terms(title):
    Term.objects.filter(key="title-end-180").update(days=200)
    assert len(title_end_duties(day(265 - 200))) == 1
    Term.objects.filter(key__startswith="title-end").delete()
    assert title_end_duties(day(265)) == []


@pytest.mark.parametrize(("begins", "lasts", "due"), [(1, 300, 0), (-50, 300, 0), (2, 300, 1), (-50, 0, 1)])
def test_a_title_that_is_followed_at_once_is_not_due(client_file, counsellor, title, begins, lasts, due):
    ForensicTitle.objects.create(
        client=client_file,
        kind=TitleKind.objects.get(key="vi"),
        valid_from=title.valid_until + dt.timedelta(days=begins),
        valid_until=title.valid_until + dt.timedelta(days=lasts),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    found = [
        duty for duty in title_end_duties(title.valid_until) if duty.key.startswith(f"casework.title-end:{title.pk}:")
    ]
    assert len(found) == due


def test_a_title_without_an_end_is_never_due(title):
    title.valid_until = None
    title.save()
    assert title_end_duties(day(300)) == []


def test_a_client_in_care_wants_a_first_plan(client_file, counsellor):
    since = client_file.assignments.get().valid_from
    assert plan_duties(since + dt.timedelta(days=42 - 15)) == []
    [duty] = plan_duties(since + dt.timedelta(days=42 - 14))
    assert (duty.key, duty.due_on) == (f"casework.first-plan:{client_file.pk}", since + dt.timedelta(days=42))
    assert duty.owner_ids == (counsellor.pk,)
    assert "Kwaliteitskader" in duty.basis


def test_the_last_version_of_a_plan_wants_evaluation(client_file, counsellor):
    for evaluate in (day(20), day(40)):
        establish_support_plan(
            client=client_file, form_token=uuid4(), summary="Rust.", evaluate_on=evaluate, acting_user=counsellor
        )
    assert plan_duties(day(25)) == []
    [duty] = plan_duties(day(26))
    assert (duty.key, duty.due_on) == (f"casework.plan-evaluation:{client_file.pk}:2", day(40))
    assert plan_duties(day(400)) == [duty]


def test_who_is_out_of_care_has_no_plan_duties(client_file, other_client):
    client_file.assignments.update(valid_until=day(-1))
    assert plan_duties(day(400)) == []


def test_an_agreement_is_due_from_its_day_until_it_is_done(client_file, counsellor):
    row = make_commitment(
        client=client_file,
        text="Bellen",
        owner="other",
        owner_name="Jobcoach",
        due_on=day(3),
        acting_user=counsellor,
    )
    assert list(commitment_duties(day(2))) == []
    [duty] = commitment_duties(day(3))
    assert (duty.key, duty.label, duty.basis) == (
        f"casework.commitment:{row.pk}",
        "Afspraak: Bellen",
        "Afspraak van Jobcoach",
    )
    finish_commitment(commitment=row, acting_user=counsellor)
    assert list(commitment_duties(day(3))) == []


def test_without_a_counsellor_the_team_leads_carry_the_duty(client_file, counsellor, team_lead, colleague, title):
    client_file.assignments.update(valid_until=day(-1))
    assert duty_owners({client_file.pk}, day()) == {client_file.pk: (team_lead.pk,)}
    assert title_end_duties(day(265))[0].owner_ids == (team_lead.pk,)


def test_a_counsellor_whose_account_ended_carries_nothing(client_file, counsellor, team_lead):
    counsellor.is_active = False
    counsellor.save()
    assert duty_owners({client_file.pk}, day()) == {client_file.pk: (team_lead.pk,)}


def test_the_lead_of_another_team_carries_nothing(other_client, team_lead):
    assert duty_owners({other_client.pk}, day()) == {other_client.pk: ()}


def test_the_duties_are_registered_for_the_sweep(client_file, title):
    for key in ("title-end", "plan", "commitment"):
        assert key in registry.duty_sources
    assert list(registry.duty_sources["title-end"].duties(day(265)))


@pytest.mark.parametrize("count", [1, 3])
def test_duties_cost_the_same_for_one_and_for_three(client_file, counsellor, count, django_assert_num_queries):
    for number in range(count):
        ForensicTitle.objects.create(
            client=client_file,
            kind=TitleKind.objects.get(key="vi"),
            valid_from=day(-10 + number),
            valid_until=day(20),
            recorded_by=counsellor,
            form_token=uuid4(),
        )
        make_commitment(client=client_file, text="Bellen", owner="client", due_on=day(), acting_user=counsellor)
    with django_assert_num_queries(14):
        assert len([*title_end_duties(day()), *commitment_duties(day()), *plan_duties(day())]) == 2 * count + 1
