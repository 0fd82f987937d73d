"""Looking back on the plan: at its term, after red and after an incident; and two versions side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from riskplans.models import PlanEvaluation
from riskplans.selectors import plan_duties
from riskplans.selectors.duties import after_event_duties
from riskplans.services.evaluations import evaluate_plan
from riskplans.services.monitoring import set_phase
from tests.riskplans.browsing import text, url
from tests.riskplans.conftest import FULL, make_active_plan

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FORM = {
    "held_on": TODAY.isoformat(),
    "occasion": "term",
    "present": "Jeroen en Noor",
    "worked": "Bellen hielp.",
    "not_worked": "",
    "client_view": "Goed zo.",
    "outcome": "keep",
}


def evaluate(client_file, user, **changes):
    values: dict[str, Any] = FORM | {"held_on": TODAY, "form_token": uuid4()} | changes
    return evaluate_plan(client=client_file, acting_user=user, **values)


def test_the_next_evaluation_follows_the_last_one(client_file, counsellor, active):
    evaluation = evaluate(client_file, counsellor)
    assert evaluation.next_on == TODAY + dt.timedelta(days=183)
    (duty,) = plan_duties(TODAY + dt.timedelta(days=183))
    assert duty.due_on == evaluation.next_on
    soon = evaluate(client_file, counsellor, outcome="change")
    assert soon.next_on == TODAY + dt.timedelta(days=14)
    (duty,) = plan_duties(TODAY)
    assert duty.due_on == soon.next_on
    soon.worked = "Niets"
    with pytest.raises(TypeError):
        soon.save()


def test_red_asks_for_an_evaluation_until_there_was_one(client_file, counsellor, active):
    assert list(after_event_duties(TODAY)) == []
    set_phase(client=client_file, level="red", reason="Dreiging", acting_user=counsellor)
    set_phase(client=client_file, level="orange", reason="Rustiger", acting_user=counsellor)
    (duty,) = after_event_duties(TODAY)
    assert duty.due_on == TODAY + dt.timedelta(days=14)
    assert duty.url == url("evaluation_create", client_file)
    evaluate(client_file, counsellor, occasion="red")
    assert list(after_event_duties(TODAY)) == []


def test_a_new_version_is_looking_back_too(client_file, counsellor, active):
    set_phase(client=client_file, level="red", reason="Dreiging", acting_user=counsellor)
    make_active_plan(client_file, counsellor)
    assert list(after_event_duties(TODAY)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": TODAY + dt.timedelta(days=1)}, "held_on"),
        ({"held_on": TODAY - dt.timedelta(days=1)}, "held_on"),
        ({"worked": " "}, "worked"),
        ({"client_view": ""}, "client_view"),
        ({"present": ""}, "present"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client_file, counsellor, active, changes, field):
    with pytest.raises(Refused) as refused:
        evaluate(client_file, counsellor, **changes)
    assert refused.value.field == field
    assert not PlanEvaluation.objects.exists()


def test_without_a_plan_there_is_nothing_to_evaluate(client, client_file, counsellor):
    client.force_login(counsellor)
    page = client.post(url("evaluation_create", client_file), FORM | {"form_token": uuid4()})
    assert "nog geen geldend signaleringsplan om te evalueren" in text(page)


def test_through_the_form_and_on_the_page(client, client_file, counsellor, active):
    client.force_login(counsellor)
    token = uuid4()
    for _press in range(2):
        client.post(url("evaluation_create", client_file), FORM | {"form_token": token})
    assert PlanEvaluation.objects.count() == 1
    page = text(client.get(url("plan", client_file)))
    assert "Bellen hielp." in page
    assert "het plan blijft zoals het is" in page


def test_two_versions_side_by_side(client, client_file, counsellor, active):
    client.force_login(counsellor)
    assert "Er is nog maar één versie" in text(client.get(url("plan_compare", client_file)))
    make_active_plan(client_file, counsellor, replace(FULL, wishes="Vraag wat ik nodig heb."))
    page = text(client.get(url("plan_compare", client_file)))
    assert "Even naar buiten." in page
    assert "Vraag wat ik nodig heb." in page
    assert "Mijn zus, sport." not in page, "what is the same is left out"
    same = client.get(url("plan_compare", client_file), {"old": "1", "new": "1"})
    assert "Deze versies zeggen hetzelfde." in text(same)
    bent = client.get(url("plan_compare", client_file), {"old": "9", "new": "x"})
    assert bent.status_code == 200
    assert "Kies er een uit de lijst" in text(bent)
