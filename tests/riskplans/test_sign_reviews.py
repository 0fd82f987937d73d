"""Going through the signs together, or by the client alone: one tap a sign, and what follows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.errors import Refused
from riskplans.enums import ReviewedBy
from riskplans.models import PhaseChange, SignObservation, SignReview
from riskplans.selectors import current_phase, signs_behind
from riskplans.services.monitoring import observe_signs, set_phase
from riskplans.services.sign_reviews import asked_signs, review_signs
from tests.riskplans.browsing import text, url
from tests.riskplans.conftest import make_active_plan, sign_of

pytestmark = pytest.mark.django_db


def answers_for(plan, *, present=(), by=ReviewedBy.TOGETHER):
    return {sign.pk: "some" if sign.text in present else "no" for sign in asked_signs(plan, by)}


def review(client, plan, user, **changes):
    by = changes.pop("by", ReviewedBy.TOGETHER)
    values = {"answers": answers_for(plan, present=changes.pop("present", ()), by=by), "form_token": uuid4()} | changes
    return review_signs(client=client, plan=plan, by=by, acting_user=user, **values)


def test_together_may_lower_and_says_from_what_it_follows(client_file, counsellor, active):
    set_phase(client=client_file, level="orange", reason="Onrust", acting_user=counsellor)
    token = uuid4()
    made = review(client_file, active, counsellor, present={"Ik sta om acht uur op"}, form_token=token)
    assert review(client_file, active, counsellor, form_token=token) == made
    now = current_phase(client_file)
    assert now is not None
    assert (now.level, now.source) == ("green", "together")
    assert signs_behind([now])[now.pk] == ["Ik sta om acht uur op"]
    assert made.lines.count() == 4
    assert SignReview.objects.count() == 1


def test_a_sign_raises_and_red_stays_until_it_is_closed(client_file, counsellor, active):
    review(client_file, active, counsellor, present={"Ik gebruik"})
    assert current_phase(client_file).level == "red"
    after = review(client_file, active, counsellor)
    assert after.change is None
    assert current_phase(client_file).level == "red"
    set_phase(client=client_file, level="orange", reason="Hij is opgenomen en veilig.", acting_user=counsellor)
    review(client_file, active, counsellor)
    assert current_phase(client_file).level == "green"


def test_the_client_alone_raises_and_never_lowers(client_file, counsellor, active):
    observe_signs(
        client=client_file,
        signs=[sign_of(active, "orange")],
        observed_at=current_phase(client_file).at,
        acting_user=counsellor,
    )
    review(client_file, active, counsellor, by=ReviewedBy.CLIENT)
    assert current_phase(client_file).level == "orange"
    review(client_file, active, counsellor, by=ReviewedBy.CLIENT, present={"Ik gebruik"})
    assert current_phase(client_file).level == "red"
    assert SignObservation.objects.filter(seen_by="client").get().sign.text == "Ik gebruik"


@pytest.mark.parametrize(
    "spoil", [lambda a: a.popitem(), lambda a: a.update(dict.fromkeys(a, "soms")), lambda a: a.clear()]
)
def test_every_sign_has_an_answer(client_file, counsellor, active, spoil):
    answers = answers_for(active)
    spoil(answers)
    with pytest.raises(Refused, match="Nog niet elk signaal"):
        review(client_file, active, counsellor, answers=answers)
    assert not SignReview.objects.exists()


def test_the_signs_of_a_plan_that_was_replaced_are_refused(client_file, counsellor, active):
    answers = answers_for(active)
    make_active_plan(client_file, counsellor)
    with pytest.raises(Refused, match="intussen gewijzigd"):
        review(client_file, active, counsellor, answers=answers)


def test_a_review_is_never_changed(client_file, counsellor, active):
    made = review(client_file, active, counsellor)
    made.remark = "Toch niet"
    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.lines.first().save()


def walk(client, address, plan, presses):
    """Press the keys of a round one by one, as the screens carry them along."""
    page = client.post(address, {"step": 0, "plan": plan.pk, "go": "next"})
    for answer in presses:
        shown = page.context["round"]
        data = {"step": shown.step, "plan": plan.pk, "form_token": shown.token, **dict(shown.carried)}
        data |= {"go": "back"} if answer == "back" else {f"sign-{shown.sign.pk}": answer}
        page = client.post(address, data)
        assert page.status_code == 200
    return page


def test_one_tap_a_sign_on_the_screen(client, client_file, counsellor, active):
    client.force_login(counsellor)
    address = url("review_together", client_file)
    assert "4 signalen uit uw plan" in text(client.get(address))
    page = walk(client, address, active, ["yes", "no", "back", "some", "no", "no"])
    assert "Klopt het zo?" in text(page)
    assert "Ik zeg afspraken af" in text(page)
    shown = page.context["round"]
    data = {"step": shown.step, "plan": active.pk, **dict(shown.carried), "go": "save", "remark": "Rustige week"}
    token = page.context["form"]["form_token"].value()
    response = client.post(address, data | {"form_token": token}, follow=True)
    assert "Het stoplicht staat nu op oranje." in text(response)
    assert response.redirect_chain == [(url("checklist", client_file), 302)]
    assert SignReview.objects.get().remark == "Rustige week"
    assert PhaseChange.objects.count() == 2


def test_the_client_gets_his_own_signs_only_and_nothing_of_the_file_after(client, client_file, counsellor, active):
    client.force_login(counsellor)
    address = url("review_alone", client_file)
    page = walk(client, address, active, ["no", "no", "yes"])
    shown = page.context["round"]
    data = {"step": shown.step, "plan": active.pk, **dict(shown.carried), "go": "save"}
    done = client.post(address, data | {"form_token": page.context["form"]["form_token"].value()})
    assert "Geef het scherm terug" in text(done)
    assert "stoplicht staat" not in text(done)
    assert SignReview.objects.get().by == "client"


@pytest.mark.parametrize("step", ["9", "99999", "-1", "x", "³"])
def test_a_bent_step_leads_back_to_the_first_sign_without_an_answer(client, client_file, counsellor, active, step):
    client.force_login(counsellor)
    page = client.post(url("review_together", client_file), {"step": step, "plan": active.pk, "go": "save"})
    assert page.status_code == 200
    assert not SignReview.objects.exists()


def test_without_a_plan_there_is_nothing_to_go_through(client, client_file, counsellor):
    client.force_login(counsellor)
    for how in (client.get, client.post):
        assert "Maak eerst samen een signaleringsplan" in text(how(url("review_together", client_file)))
