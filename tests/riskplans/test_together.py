"""The plan in dialogue: one question a screen, signs by kind and colour, and two people in one draft."""

from __future__ import annotations

from uuid import uuid4

import pytest

from riskplans.enums import SignCategory
from riskplans.models import SignallingPlan
from riskplans.selectors import content_of
from riskplans.services.plans import create_plan
from tests.riskplans.browsing import text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(client_file, counsellor):
    """A draft with nothing in it."""
    return create_plan(client=client_file, form_token=uuid4(), acting_user=counsellor)


def address(client_file, plan, screen):
    return url("plan_screen", client_file, plan.pk, screen)


def answer(client, client_file, plan, screen, words, go="next"):
    """Type words on a screen as the browser shows it and go on."""
    page = client.get(address(client_file, plan, screen))
    seen = page.context["form"]["seen"].value()
    return client.post(address(client_file, plan, screen), {"seen": seen, "text": words, "go": go})


def content(plan):
    return content_of(SignallingPlan.objects.get(pk=plan.pk))


def test_every_question_has_its_screen_and_keeps_its_answer(client, client_file, counsellor, empty):
    client.force_login(counsellor)
    begin = client.get(url("plan_together", client_file, empty.pk))
    assert "Noor zit naast u" in text(begin)
    here, words = address(client_file, empty, "waarom"), {}
    page = begin
    for _ in range(30):
        page = client.get(here)
        assert page.status_code == 200
        if "form" in page.context and "seen" in page.context["form"].fields:
            slug = page.context["screen"].slug
            words[slug] = f"Antwoord op {slug}"
            here = answer(client, client_file, empty, slug, words[slug]).url
        elif page.context["after"]:
            here = address(client_file, empty, page.context["after"])
        else:
            break
    assert "Ons plan" in text(page)
    found = content(empty)
    assert found.occasion == words["waarom"]
    assert found.protective_factors == words["sterk"]
    assert (found.wishes, found.avoid) == (words["helpt"], words["helpt-niet"])
    assert found.participants == words["met-wie"]
    for level in ("green", "orange", "red"):
        assert found.phase(level).how_i_am == words[f"hoe-{level}"]
        assert [one.text for one in found.phase(level).actions] == [words[f"doen-{level}"]]


def test_what_others_do_stays_when_the_client_changes_his_own_steps(client, client_file, counsellor, draft):
    client.force_login(counsellor)
    answer(client, client_file, draft, "doen-orange", "- Ik bel mijn zus\n- Ik ga lopen")
    actions = content(draft).phase("orange").actions
    assert [one.text for one in actions] == ["Ik bel mijn zus", "Ik ga lopen", "Noor belt mij"]
    assert actions[0].phone == "06-12345678", "the number of a step that stays is kept"


def test_back_keeps_the_answer_too(client, client_file, counsellor, empty):
    client.force_login(counsellor)
    response = answer(client, client_file, empty, "sterk", "Mijn zus", go="back")
    assert response.url == address(client_file, empty, "waarom")
    assert content(empty).protective_factors == "Mijn zus"


def test_a_sign_is_thought_of_by_kind_and_belongs_to_a_colour(client, client_file, counsellor, empty):
    client.force_login(counsellor)
    picker = text(client.get(address(client_file, empty, "signalen")))
    for category in SignCategory:
        assert str(category.label).capitalize()[:8] in picker
    here = address(client_file, empty, "signaal-sleep")
    data = {"text": "Ik lig wakker", "noticed_by": "client"}
    nowhere = client.post(here, data)
    assert "Kies bij welke kleur dit signaal hoort." in text(nowhere)
    assert "Ik lig wakker" in text(nowhere), "what was typed is kept"
    assert content(empty).phase("orange").signs == ()
    client.post(here, data | {"level": "orange"})
    client.post(here, {"text": "Hij is laat op", "noticed_by": "others", "noticed_who": "mijn zus", "level": "orange"})
    signs = content(empty).phase("orange").signs
    assert [(one.text, one.noticed_by, one.noticed_who, one.category) for one in signs] == [
        ("Ik lig wakker", "client", "", "sleep"),
        ("Hij is laat op", "others", "mijn zus", "sleep"),
    ]
    assert "Dit signaal staat er al" in text(client.post(here, data | {"level": "orange"}))
    client.post(here, {"go": "remove", "from": "orange", "remove": "Ik lig wakker"})
    assert [one.text for one in content(empty).phase("orange").signs] == ["Hij is laat op"]
    assert "1 signaal" in text(client.get(address(client_file, empty, "signalen")))


def test_whom_to_call_one_by_one(client, client_file, counsellor, empty):
    client.force_login(counsellor)
    here = address(client_file, empty, "bellen")
    assert "Schrijf een telefoonnummer" in text(client.post(here, {"name": "Anne", "phone": "bel maar"}))
    client.post(here, {"name": "Anne", "relation": "zus", "phone": "06-12345678"})
    client.post(here, {"name": "Wacht", "phone": "050 1234567"})
    assert [one.name for one in content(empty).contacts] == ["Anne", "Wacht"]
    client.post(here, {"go": "remove", "remove": "Anne"})
    assert [one.name for one in content(empty).contacts] == ["Wacht"]


def test_two_people_in_one_draft_lose_nothing(client, client_file, counsellor, colleague, draft):
    client.force_login(counsellor)
    page = client.get(address(client_file, draft, "sterk"))
    mine = {"seen": page.context["form"]["seen"].value(), "text": "Mijn werk", "go": "next"}
    client.force_login(colleague)
    answer(client, client_file, draft, "moeilijk", "Lege avonden")
    answer(client, client_file, draft, "sterk", "Zijn zus en sport")
    client.force_login(counsellor)
    conflict = client.post(address(client_file, draft, "sterk"), mine)
    assert "Bas Wiersma heeft dit intussen ook gewijzigd" in text(conflict)
    assert "Zijn zus en sport" in text(conflict)
    assert "Mijn werk" in text(conflict)
    assert content(draft).protective_factors == "Zijn zus en sport"
    again = mine | {"seen": conflict.context["form"]["seen"].value()}
    assert client.post(address(client_file, draft, "sterk"), again).status_code == 302
    found = content(draft)
    assert found.protective_factors == "Mijn werk"
    assert found.triggers == "Lege avonden", "another piece is left alone"


@pytest.mark.parametrize("screen", ["niets", "signaal-", "signaal-niets", "hoe-yellow"])
def test_a_screen_that_is_none_is_not_found(client, client_file, counsellor, empty, screen):
    client.force_login(counsellor)
    assert client.get(address(client_file, empty, screen)).status_code == 404


def test_a_plan_that_holds_is_not_written_on(client, client_file, counsellor, active):
    client.force_login(counsellor)
    for page in (url("plan_together", client_file, active.pk), address(client_file, active, "sterk")):
        assert client.get(page).url == url("plan", client_file)
    assert client.post(address(client_file, active, "sterk"), {"text": "Anders"}).status_code == 302
    assert content(active).protective_factors == "Mijn zus, sport."
