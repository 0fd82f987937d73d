"""What the plan says to do in orange and red, what became of it, and red that does not go quiet."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from riskplans.models import ActionDone, LifeEvent, PhaseAction
from riskplans.selectors import current_phase
from riskplans.selectors.checklists import checklist, red_duties
from riskplans.selectors.duties import review_duties
from riskplans.services.checklists import record_action, record_event
from riskplans.services.monitoring import set_phase
from riskplans.services.sign_reviews import review_signs
from tests.riskplans.browsing import text, url
from tests.riskplans.conftest import make_active_plan
from tests.riskplans.test_sign_reviews import answers_for

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def go_to(client_file, counsellor, level):
    return set_phase(client=client_file, level=level, reason="Gezien en besproken", acting_user=counsellor)


def action_of(plan, level, position=0):
    return PhaseAction.objects.filter(phase__plan=plan, phase__level=level)[position]


def test_the_most_urgent_comes_first_with_its_number(client, client_file, counsellor, active):
    assert checklist(current_phase(client_file)) is None
    go_to(client_file, counsellor, "orange")
    items = checklist(current_phase(client_file)).items
    assert [item.action.text for item in items] == ["Noor belt mij", "Ik bel mijn zus"]
    client.force_login(counsellor)
    page = text(client.get(url("checklist", client_file)))
    assert page.index("050-1234567") < page.index("06-12345678")
    assert "nog 2 stappen open" in page


def test_what_is_done_is_recorded_and_counts(client, client_file, counsellor, active):
    go_to(client_file, counsellor, "orange")
    client.force_login(counsellor)
    action, token = action_of(active, "orange"), uuid4()
    for _press in range(2):
        client.post(url("checklist", client_file), {"action": action.pk, "result": "done", "form_token": token})
    done = ActionDone.objects.get()
    assert (done.result, done.recorded_by) == ("done", counsellor)
    found = checklist(current_phase(client_file))
    assert found.left == 1
    done.remark = "Toch niet"
    with pytest.raises(TypeError):
        done.save()


def test_not_done_says_why(client, client_file, counsellor, active):
    go_to(client_file, counsellor, "orange")
    client.force_login(counsellor)
    data = {"action": action_of(active, "orange").pk, "result": "tried", "form_token": uuid4()}
    assert "Schrijf op waarom het niet is gedaan." in text(client.post(url("checklist", client_file), data))
    client.post(url("checklist", client_file), data | {"remark": "Zij nam niet op"})
    assert "Zij nam niet op" in text(client.get(url("checklist", client_file)))


def test_an_action_of_another_phase_or_plan_or_client_is_refused(client, client_file, other_client, counsellor, active):
    go_to(client_file, counsellor, "orange")
    with pytest.raises(Refused, match="intussen anders"):
        record_action(
            client=client_file,
            action=action_of(active, "red"),
            result="done",
            form_token=uuid4(),
            acting_user=counsellor,
        )
    theirs = make_active_plan(other_client, counsellor)
    client.force_login(counsellor)
    data = {"action": action_of(theirs, "orange").pk, "result": "done", "form_token": uuid4()}
    assert client.post(url("checklist", client_file), data).status_code == 404
    assert not ActionDone.objects.exists()


def test_red_is_a_duty_until_it_is_closed(client, client_file, counsellor, active):
    change = go_to(client_file, counsellor, "red")
    (duty,) = red_duties(TODAY)
    assert (duty.key, duty.due_on, duty.owner_ids) == (f"red-phase:{change.pk}", TODAY, (counsellor.pk,))
    client.force_login(counsellor)
    for page in (url("plan", client_file), "/mijn-dag/"):
        assert "afgesloten" in text(client.get(page)) or "afsluit" in text(client.get(page))
    assert "rood is nog niet afgesloten" in text(client.get("/mijn-dag/"))
    go_to(client_file, counsellor, "orange")
    assert list(red_duties(TODAY)) == []
    assert "rood is nog niet afgesloten" not in text(client.get("/mijn-dag/"))


def test_the_signs_are_gone_through_every_week(client_file, counsellor, active):
    day = dt.timedelta
    assert list(review_duties(TODAY + day(days=6))) == []
    (duty,) = review_duties(TODAY + day(days=7))
    assert duty.due_on == TODAY + day(days=7)
    assert duty.url == url("review_together", client_file)
    review_signs(
        client=client_file,
        plan=active,
        by="client",
        answers=answers_for(active, by="client"),
        acting_user=counsellor,
        form_token=uuid4(),
    )
    assert len(list(review_duties(TODAY + day(days=7)))) == 1, "the client alone is not together"


def test_a_life_event_stands_beside_the_stoplight(client, client_file, counsellor, active):
    client.force_login(counsellor)
    data = {"happened_on": TODAY.isoformat(), "text": "Opa geworden", "meaning": "helps", "form_token": uuid4()}
    client.post(url("event_create", client_file), data)
    page = text(client.get(url("course", client_file)))
    assert "Opa geworden (het helpt)" in page
    assert "Opa geworden" in text(client.get(f"/clienten/{client_file.number}/tijdlijn/"))
    early = client.post(url("event_create", client_file), data | {"happened_on": "1950-01-01", "form_token": uuid4()})
    assert "voor de geboorte" in text(early)
    assert LifeEvent.objects.count() == 1


def test_the_course_costs_the_same_however_much_happened(
    client, client_file, counsellor, active, django_assert_max_num_queries
):
    client.force_login(counsellor)

    def look():
        with django_assert_max_num_queries(22) as found:
            assert client.get(url("course", client_file), {"weken": "52"}).status_code == 200
        return len(found)

    record_event(
        client=client_file,
        happened_on=TODAY,
        text="Verhuisd",
        meaning="both",
        form_token=uuid4(),
        acting_user=counsellor,
    )
    look()
    first = look()
    for level in ("orange", "green", "orange"):
        go_to(client_file, counsellor, level)
        record_event(
            client=client_file,
            happened_on=TODAY,
            text="Werk",
            meaning="helps",
            form_token=uuid4(),
            acting_user=counsellor,
        )
    assert look() == first
    assert first <= 22, "with the frame of the client page"


def test_a_course_without_a_stoplight_says_so(client, client_file, counsellor):
    client.force_login(counsellor)
    assert "Nog geen stoplicht" in text(client.get(url("course", client_file), {"weken": "' or 1"}))
