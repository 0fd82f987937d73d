"""A version of the support plan keeps the titles, conditions and open agreements of its day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums import GoalOrigin
from casework.models import LifeDomain, SupportPlan
from casework.papers import care_plan_context
from casework.selectors.comparing import text_differences
from casework.selectors.support_plans import digest_of, keeps_frame, texts_of
from casework.services.life import arrange_debts
from casework.services.plans import (
    add_goal,
    close_goal,
    establish_support_plan,
    finish_commitment,
    make_commitment,
)

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def agreed(client_file, counsellor, condition):
    return make_commitment(
        client=client_file, text="Samen bellen", owner="client", due_on=day(7), acting_user=counsellor
    )


def establish(client, user):
    return establish_support_plan(client=client, form_token=uuid4(), summary="Rust.", acting_user=user)


def from_before(plan):
    """Make it a version of before the frame was kept."""
    content = {key: one for key, one in plan.content.items() if key not in {"titles", "conditions", "commitments"}}
    SupportPlan.objects.filter(pk=plan.pk).update(content={**content, "format": 1})
    plan.refresh_from_db()
    return plan


def change_all(agreed, title, condition, user):
    finish_commitment(commitment=agreed, acting_user=user)
    make_commitment(client=agreed.client, text="Iets nieuws", owner="client", due_on=day(9), acting_user=user)
    type(condition).objects.filter(pk=condition.pk).update(text="Andere woorden")
    type(title).objects.filter(pk=title.pk).update(valid_until=day(-1))


def test_a_version_keeps_its_frame(client_file, counsellor, agreed, title, condition):
    plan = establish(client_file, counsellor)
    content, digest = plan.content, digest_of(plan.content)
    assert content["titles"] == [
        {
            "kind": str(title.kind),
            "since": title.valid_from.isoformat(),
            "until": title.valid_until.isoformat(),
            "confirmed": False,
        }
    ]
    assert [(one["kind"], one["text"]) for one in content["conditions"]] == [(str(condition.kind), condition.text)]
    assert [(one["text"], one["client"], one["due"]) for one in content["commitments"]] == [
        ("Samen bellen", True, day(7).isoformat())
    ]
    change_all(agreed, title, condition, counsellor)
    plan.refresh_from_db()
    assert digest_of(plan.content) == digest
    shown = care_plan_context(client_file, counsellor)["content"]
    assert [one["text"] for one in shown["commitments"]] == ["Samen bellen"]
    assert shown["conditions"][0]["text"] == condition.text
    assert shown["titles"][0]["until"] == title.valid_until
    assert "frame_is_of_today" not in shown


def test_an_older_version_says_that_it_did_not_keep_them(client, client_file, counsellor, agreed, title, condition):
    plan = from_before(establish(client_file, counsellor))
    assert not keeps_frame(plan)
    change_all(agreed, title, condition, counsellor)
    shown = care_plan_context(client_file, counsellor)["content"]
    assert shown["frame_is_of_today"]
    assert [one["text"] for one in shown["commitments"]] == ["Iets nieuws"]
    client.force_login(counsellor)
    page = client.get(reverse("casework:support_plan", args=[client_file.number, 1])).content.decode()
    assert "voorwaarden en afspraken van toen niet bewaard" in page
    assert 'id="kader"' not in page


def test_the_page_and_the_differences_show_them(client, client_file, counsellor, agreed, title, condition):
    old = establish(client_file, counsellor)
    change_all(agreed, title, condition, counsellor)
    new = establish(client_file, counsellor)
    client.force_login(counsellor)
    page = client.get(reverse("casework:support_plan", args=[client_file.number, 1])).content.decode()
    assert "Samen bellen" in page
    assert condition.text in page
    old_texts, new_texts = texts_of(old), texts_of(new)
    assert "afspraak: Samen bellen" in old_texts
    assert "afspraak: Iets nieuws" in new_texts
    assert any(name.startswith("titel: ") for name in old_texts)
    assert not any(name.startswith("titel: ") for name in new_texts)
    assert text_differences(new_texts, old_texts)


def test_what_an_older_version_did_not_keep_is_not_new(client, client_file, counsellor, agreed, title, condition):
    from_before(establish(client_file, counsellor))
    establish(client_file, counsellor)
    client.force_login(counsellor)
    url = reverse("casework:support_plan_compare", args=[client_file.number])
    shown = client.get(url)
    assert not shown.context["differences"]
    assert "zijn niet vergeleken" in shown.content.decode()
    establish(client_file, counsellor)
    assert "zijn niet vergeleken" not in client.get(url).content.decode()


def test_the_page_lays_titles_conditions_and_agreements_of_two_versions_side_by_side(
    client, client_file, counsellor, agreed, title, condition
):
    words = condition.text
    establish(client_file, counsellor)
    finish_commitment(commitment=agreed, acting_user=counsellor)
    make_commitment(client=client_file, text="Iets nieuws", owner="client", due_on=day(9), acting_user=counsellor)
    type(condition).objects.filter(pk=condition.pk).update(text="Andere woorden")
    type(title).objects.filter(pk=title.pk).update(valid_until=day(400))
    establish(client_file, counsellor)
    client.force_login(counsellor)
    answer = client.get(reverse("casework:support_plan_compare", args=[client_file.number]))
    found = {one.label: (one.kind, one.theirs, one.mine) for one in answer.context["differences"]}
    kinds = {label.split(":")[0]: one[0] for label, one in found.items()}
    assert kinds == {"titel": "gewijzigd", "voorwaarde": "gewijzigd", "afspraak": "erbij"}
    assert found["afspraak: Samen bellen"][0] == "vervallen"
    _kind, before, after = found[f"voorwaarde: {condition.kind}"]
    assert (before.splitlines()[0], after.splitlines()[0]) == (words, "Andere woorden")
    page = answer.content.decode()
    for shown in ("Andere woorden", words, "Iets nieuws", "Samen bellen"):
        assert shown in page


def test_a_debt_plan_work_and_a_closed_goal_stand_in_the_differences_with_what_they_are(client_file, counsellor):
    own_goal = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin=GoalOrigin.OWN,
        text="Werk vinden",
        domain=LifeDomain.objects.get(key="werk"),
        acting_user=counsellor,
    )
    arrange_debts(
        client=client_file,
        form_token=uuid4(),
        arrangement="own",
        administrator="Bureau Vaart",
        living_money=Decimal("75.50"),
        contact="elk kwartaal",
        note="",
        goal=own_goal,
        valid_from=day(),
        acting_user=counsellor,
    )
    texts = texts_of(establish(client_file, counsellor))
    assert texts["schuldenplan"].splitlines()[1:] == [
        "bewindvoerder: Bureau Vaart",
        "leefgeld per week: € 75,50",
        "contact met de schuldhulpverlener: elk kwartaal",
        f"helpt bij: {own_goal.text}",
    ]
    close_goal(goal=own_goal, result="reached", result_text="Hij werkt.", acting_user=counsellor)
    later = texts_of(establish(client_file, counsellor))
    assert later[f"afgesloten doel: {own_goal.text}"].splitlines()[1] == "Hij werkt."
