"""The lapse response and the reporting code: steps that are saved, finished once, or skipped with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Client
from riskplans.models import Check, LapseResponse, Meldcode
from riskplans.selectors import current_phase
from riskplans.selectors.lapses import lapse_duties, open_responses
from riskplans.services.checks import record_check
from riskplans.services.guided import StepMoved, skip_step
from riskplans.services.lapses import AgreedLine, add_lapse_addendum, save_lapse_step, start_response
from riskplans.services.meldcode import save_meldcode_step, start_meldcode
from tests.conftest import make_client
from tests.riskplans.conftest import sign_of

NOW = timezone.now


def start(client, user, **changes) -> LapseResponse:
    values: dict[str, Any] = {
        "trigger": "told",
        "known_at": NOW() - dt.timedelta(hours=2),
        "about": "cocaïne",
    } | changes
    return start_response(client=client, form_token=uuid4(), acting_user=user, **values)


def answers() -> dict[str, dict[str, Any]]:
    """What a whole response answers, by step."""
    then = NOW() - dt.timedelta(minutes=5)
    return {
        "talk": {"talked_at": then, "happened": "Gebruikt", "cause": "Ruzie", "needs": "Rust", "still_good": "Werk"},
        "risk": {"signs": [], "people_at_risk": "Niemand", "safety": "Bellen"},
        "consult": {"consulted_who": "Ruud", "consulted_at": then, "advice": "Blijf praten"},
        "act": {"agreed": "Melden", "reported": "Aan Lies", "told_what": "Dat ik meld", "told_at": then},
        "learn": {"lessons": "Eerder bellen", "plan_adjusted": "fits", "no_analysis": "Is er al"},
    }


def save(step, values, user, *, finish=True, agreed=None):
    return save_lapse_step(
        step=step, values=values, revision=step.revision, finish=finish, agreed=agreed, acting_user=user
    )


def finish_all(response, user, *, but=()):
    for name, values in answers().items():
        if name not in but:
            save(getattr(response, name), values, user)


def test_five_finished_steps_close_the_response(client_file, counsellor):
    response = start(client_file, counsellor)

    finish_all(response, counsellor)

    response = LapseResponse.objects.get()
    assert not response.is_open
    assert response.closed_by == counsellor
    assert response.number_done == 5
    assert lapse_duties(timezone.localdate()) == []


def test_a_step_is_put_down_and_picked_up(client_file, counsellor, colleague):
    response = start(client_file, counsellor)
    save(response.talk, {"happened": "Hij belde."}, counsellor, finish=False)

    talk = LapseResponse.objects.get().talk
    save(talk, {"happened": "Hij belde.", "cause": "Ruzie."}, colleague, finish=False)

    talk.refresh_from_db()
    assert (talk.happened, talk.cause, talk.is_settled, talk.revision) == ("Hij belde.", "Ruzie.", False, 2)
    assert talk.saved_by == colleague


def test_who_saves_over_another_is_told_and_nothing_is_lost(client_file, counsellor, colleague):
    response = start(client_file, counsellor)
    opened = LapseResponse.objects.get().talk
    save(response.talk, {"happened": "Van Bas."}, colleague, finish=False)

    with pytest.raises(StepMoved) as moved:
        save(opened, {"happened": "Van Noor."}, counsellor, finish=False)

    stored: Any = moved.value.stored
    assert stored.happened == "Van Bas."
    assert "Bas Wiersma" in moved.value.sentence
    assert LapseResponse.objects.get().talk.happened == "Van Bas."


def test_a_finished_step_stays_as_it_is(client_file, counsellor):
    response = start(client_file, counsellor)
    talk = save(response.talk, answers()["talk"], counsellor)

    with pytest.raises(Refused):
        save(talk, {"happened": "Anders"}, counsellor)
    with pytest.raises(TypeError):
        talk.save()


@pytest.mark.parametrize("name", ["talked_at", "happened", "cause", "needs", "still_good"])
def test_finishing_asks_for_everything_saving_does_not(client_file, counsellor, name):
    response = start(client_file, counsellor)
    short = answers()["talk"] | {name: None if name == "talked_at" else " "}

    save(response.talk, short, counsellor, finish=False)
    response.talk.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        save(response.talk, short, counsellor)

    assert refusal.value.field == name


def test_a_later_step_waits_until_the_earlier_one_is_finished_or_skipped(client_file, counsellor):
    response = start(client_file, counsellor)
    save(response.risk, {"safety": "Alvast"}, counsellor, finish=False)
    response.risk.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        save(response.risk, answers()["risk"], counsellor)
    assert "stap 1: praten" in refusal.value.sentence
    with pytest.raises(Refused) as refusal:
        skip_step(step=response.talk, reason="  ", acting_user=counsellor)
    assert refusal.value.field == "skipped_because"

    skip_step(step=response.talk, reason="Hij is opgenomen.", acting_user=counsellor)
    save(response.risk, answers()["risk"], counsellor)

    talk = LapseResponse.objects.get().talk
    assert (talk.is_skipped, talk.skipped_because) == (True, "Hij is opgenomen.")


def test_a_skipped_step_can_be_taken_later_and_keeps_its_reason(client_file, counsellor):
    response = start(client_file, counsellor)
    skip_step(step=response.talk, reason="Hij is weg.", acting_user=counsellor)
    talk = LapseResponse.objects.get().talk

    save(talk, answers()["talk"], counsellor)

    talk.refresh_from_db()
    assert (talk.is_finished, talk.is_skipped, talk.skipped_because) == (True, False, "Hij is weg.")


def test_the_step_on_risk_ticks_the_signs_and_the_plan_raises_the_stoplight(client_file, counsellor, active):
    response = start(client_file, counsellor, known_at=NOW())
    save(response.talk, answers()["talk"], counsellor)

    save(response.risk, answers()["risk"] | {"signs": [sign_of(active, "orange")]}, counsellor)

    assert current_phase(client_file).level == "orange"
    assert LapseResponse.objects.get().risk.phase == "orange"


def test_the_last_step_asks_for_an_analysis_or_why_there_is_none(client_file, counsellor):
    response = start(client_file, counsellor)
    finish_all(response, counsellor, but=("learn",))

    with pytest.raises(Refused) as refusal:
        save(response.learn, answers()["learn"] | {"no_analysis": ""}, counsellor)

    assert refusal.value.field == "analysis"
    assert LapseResponse.objects.get().is_open


def test_what_is_agreed_stands_among_the_agreements_of_the_client(client_file, counsellor):
    response = start(client_file, counsellor)
    soon = timezone.localdate() + dt.timedelta(days=3)
    agreed = AgreedLine("Elke ochtend bellen", "counsellor", soon)
    save(response.talk, answers()["talk"], counsellor, agreed=agreed)
    for name in ("risk", "consult", "act"):
        save(getattr(response, name), answers()[name], counsellor)

    save(response.learn, answers()["learn"] | {"next_check_on": soon, "plan_adjusted": "later"}, counsellor)

    rows = list(client_file.commitments.order_by("pk").values_list("text", "origin_type", "origin_id"))
    assert [text for text, _type, _id in rows] == [
        "Elke ochtend bellen",
        "Volgende controle",
        "Signaleringsplan bijstellen na de terugval",
    ]
    assert {(kind, pk) for _text, kind, pk in rows} == {("riskplans.lapseresponse", response.pk)}


def test_an_agreement_in_the_past_undoes_the_step(client_file, counsellor):
    response = start(client_file, counsellor)
    agreed = AgreedLine("Bellen", "counsellor", dt.date(2020, 1, 1))

    with pytest.raises(Refused):
        save(response.talk, answers()["talk"], counsellor, agreed=agreed)

    assert LapseResponse.objects.get().talk.happened == ""


def make_check(client, user) -> Check:
    return record_check(
        client=client,
        form_token=uuid4(),
        kind="urine",
        taken_at=NOW() - dt.timedelta(hours=1),
        result="positive",
        substance="cocaïne",
        acting_user=user,
    )


def test_a_check_asks_one_response(client_file, counsellor, other_client):
    check = make_check(client_file, counsellor)

    first = start(client_file, counsellor, check=check)

    assert start(client_file, counsellor, check=check) == first
    assert (first.trigger, first.known_at) == ("check", check.taken_at)
    with pytest.raises(Refused):
        start(other_client, counsellor, check=make_check(client_file, counsellor))


@pytest.mark.parametrize("known_at", [dt.datetime(1950, 1, 1, tzinfo=dt.UTC), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)])
def test_a_moment_that_cannot_be_begins_nothing(client_file, counsellor, known_at):
    with pytest.raises(Refused) as refusal:
        start(client_file, counsellor, known_at=known_at)

    assert refusal.value.field == "known_at"
    assert not LapseResponse.objects.exists()


def test_the_team_lead_sees_what_is_open_and_how_far(
    client_file, counsellor, team_lead, other_client, outsider, team, django_assert_num_queries
):
    response = start(client_file, counsellor, known_at=NOW() - dt.timedelta(days=9))
    save(response.talk, answers()["talk"], counsellor)
    start(other_client, outsider)

    with django_assert_num_queries(4):  # one of them: the standing of the user
        rows = open_responses(Client.objects.visible_to(team_lead))

    assert [(row.response, row.counsellor, row.step_title, row.is_late) for row in rows] == [
        (response, counsellor, "Stap 2: risico’s bekijken", True)
    ]
    for number in ("S-0301", "S-0302"):
        start(make_client(number, team), counsellor)
    with django_assert_num_queries(3):
        assert len(open_responses(Client.objects.visible_to(team_lead))) == 3


def test_the_counsellor_is_to_finish_it_within_the_term(client_file, counsellor):
    response = start(client_file, counsellor)

    duty = lapse_duties(timezone.localdate())[0]

    assert (duty.owner_ids, duty.due_on) == (
        (counsellor.pk,),
        timezone.localdate(response.known_at) + dt.timedelta(days=7),
    )


def test_an_addition_needs_its_reason_and_every_step_leaves_a_row(client_file, counsellor):
    response = start(client_file, counsellor)
    finish_all(response, counsellor)
    with pytest.raises(Refused) as refusal:
        add_lapse_addendum(response=response, form_token=uuid4(), text="Nog dit", reason="", acting_user=counsellor)
    assert refusal.value.field == "reason"

    add_lapse_addendum(response=response, form_token=uuid4(), text="Nog dit", reason="Vergeten", acting_user=counsellor)

    rows = AuditEntry.objects.filter(object_type="riskplans.lapseresponse", action="update")
    assert [row.details["step"] for row in rows.order_by("pk")] == ["talk", "risk", "consult", "act", "learn"]
    assert "Ruzie" not in str([row.details for row in rows])


def meldcode_answers() -> dict[str, dict[str, Any]]:
    then = NOW() - dt.timedelta(minutes=5)
    yes = {"suspicion": "yes", "unsafe": "yes", "can_help": "no", "accepted": "no", "in_time": "no"}
    return {
        "signals": {"signals": "Blauwe plekken", "seen_by": "Noor, maandag", "children": "concern"},
        "consult": {"consulted_who": "Veilig Thuis", "consulted_at": then, "advice": "Praat eerst"},
        "talk": {"talked_with": "Hem", "talked_at": then, "said": "Hij schrok"},
        "weigh": yes | {f"{name}_why": "Daarom" for name in yes},
        "decide": {"report": "yes", "report_why": "Onveilig", "help": "yes", "help_what": "Gezinshulp"},
    }


def test_the_reporting_code_goes_through_five_steps_and_the_frame_says_when_reporting_is_the_norm(
    client_file, counsellor
):
    row = start_meldcode(
        client=client_file, form_token=uuid4(), about="partner", concerns="zijn ex-partner", acting_user=counsellor
    )
    assert not row.weigh.reporting_is_the_norm
    for name, values in meldcode_answers().items():
        if name != "decide":
            save_meldcode_step(step=getattr(row, name), values=values, revision=0, finish=True, acting_user=counsellor)
    row = Meldcode.objects.get()
    assert row.weigh.reporting_is_the_norm

    decide = meldcode_answers()["decide"]
    for contact, at, field in (("none", None, "safe_home"), ("report", None, "safe_home_at")):
        with pytest.raises(Refused) as refusal:
            save_meldcode_step(
                step=row.decide,
                values=decide | {"safe_home": contact, "safe_home_at": at},
                revision=0,
                finish=True,
                acting_user=counsellor,
            )
        assert refusal.value.field == field
    save_meldcode_step(
        step=row.decide,
        values=decide | {"safe_home": "report", "safe_home_at": NOW()},
        revision=0,
        finish=True,
        acting_user=counsellor,
    )

    assert not Meldcode.objects.get().is_open
