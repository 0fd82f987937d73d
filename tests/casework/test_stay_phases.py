"""In which phase of the track a client is, as rows, as a path, and as what becomes due."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, LocationProfile
from casework.enums import HandoverPurpose
from casework.enums.stays import EIGHT_PHASES, Track, TrackPhase
from casework.models import StayDestination, StayPhase, Term
from casework.registry import HandoverFrame
from casework.selectors.entries import stay_entries
from casework.selectors.handover import stay_proposal
from casework.selectors.stay_duties import phase_duties
from casework.selectors.stays import stay_page, track_view
from casework.services.stay_phases import enter_phase
from casework.services.stays import end_stay, start_stay

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def enter(client_file, counsellor):
    def act(phase, since, **more):
        values = {"client": client_file, "form_token": uuid4(), "phase": phase, "since": day(since)}
        return enter_phase(**{**values, "acting_user": counsellor, **more})

    return act


def states(client_file, track=Track.EIGHT) -> dict[str, str]:
    page = stay_page(client_file)
    view = page.track if track == Track.EIGHT else page.transition
    return {step.phase.value: step.state for step in view.path}


# --- the rows ------------------------------------------------------------------------------------------------------------
def test_a_phase_follows_a_phase_and_all_of_them_stay(enter, client_file):
    for offset, phase in ((-90, "intake"), (-80, "admission"), (-60, "analysis")):
        enter(phase, offset)
    assert [row.phase for row in client_file.stay_phases.all()] == ["analysis", "admission", "intake"]
    assert AuditEntry.objects.get(details__phase="analysis").client_number == client_file.number
    found = states(client_file)
    assert found["application"] == "skipped"
    assert (found["intake"], found["admission"], found["analysis"], found["planning"]) == (
        "past",
        "past",
        "now",
        "coming",
    )


def test_a_second_click_enters_a_phase_once(enter, client_file):
    token = uuid4()
    first, second = enter("intake", -3, form_token=token), enter("intake", -3, form_token=token)
    assert first == second
    assert client_file.stay_phases.count() == 1


def test_a_row_is_never_changed(enter):
    row = enter("intake", -3)
    row.phase = "analysis"
    with pytest.raises(TypeError, match="immutable"):
        row.save()


@pytest.mark.parametrize(
    ("phase", "since", "more", "field", "words"),
    [
        ("planning", 1, {}, "since", "toekomst"),
        ("planning", -25000, {}, "since", "geboortedatum"),
        ("planning", -30, {}, "since", "begon op"),
        ("analysis", 0, {}, "phase", "loopt al"),
        ("evaluation", 0, {}, "why", "overslaat"),
        ("intake", 0, {"why": " "}, "why", "teruggaat"),
        ("closed", 0, {}, "phase", "geen transitie"),
        ("arrival", 0, {"planned_until": day(-1)}, "planned_until", "voor de eerste"),
    ],
)
def test_a_phase_that_cannot_be_is_refused(enter, client_file, phase, since, more, field, words):
    enter("analysis", -20)
    with pytest.raises(Refused) as refusal:
        enter(phase, since, **more)
    assert refusal.value.field == field
    assert words in refusal.value.sentence
    assert client_file.stay_phases.count() == 1


def test_one_goes_back_and_skips_with_a_reason(enter, client_file):
    enter("analysis", -20)
    enter("execution", -10, why="Het oude plan past nog.")
    enter("analysis", -1, why="De spanning loopt op.")
    found = states(client_file)
    assert (found["analysis"], found["planning"], found["execution"]) == ("now", "coming", "again")


def test_after_an_evaluation_the_plan_goes_on_without_a_reason(enter, client_file):
    enter("evaluation", -20)
    enter("execution", -10)
    enter("evaluation", -5)
    enter("planning", -1)
    assert states(client_file)["evaluation"] == "again"


def test_a_mistake_is_put_right_on_the_same_day(enter, client_file):
    enter("intake", -20)
    enter("admission", -3)
    enter("application", -3, why="Verkeerd gekozen.")
    view = stay_page(client_file).track
    assert [(spell.phase, spell.since, spell.until) for spell in view.spells] == [
        (TrackPhase.APPLICATION, day(-3), None),
        (TrackPhase.INTAKE, day(-20), day(-3)),
    ]
    assert client_file.stay_phases.count() == 3


def test_who_returns_begins_a_new_run(enter, client_file):
    for offset, phase in ((-300, "admission"), (-200, "outflow"), (-10, "application")):
        enter(phase, offset, why="x")
    found = states(client_file)
    assert found["application"] == "now"
    assert {found[phase.value] for phase in EIGHT_PHASES[1:]} == {"coming"}


def test_the_database_knows_which_phase_is_of_which_track(client_file, counsellor):
    values = {"client": client_file, "since": day(), "recorded_by": counsellor}
    for wrong in (
        {"track": "eight", "phase": "arrival", "planned_until": day(9)},
        {"track": "transition", "phase": "intake"},
        {"track": "transition", "phase": "arrival"},
        {"track": "transition", "phase": "arrival", "planned_until": day(-1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            StayPhase.objects.create(**values, **wrong, form_token=uuid4())
    assert not StayPhase.objects.exists()


# --- a transition ----------------------------------------------------------------------------------------------------------
def test_a_transition_runs_beside_the_track_in_boxes_of_the_terms(enter, client_file):
    Term.objects.filter(key="transition-arrival").update(days=60)
    enter("admission", -40)
    row = enter("arrival", -40)
    assert row.planned_until == day(-40 + 59)
    assert states(client_file)["admission"] == "now"
    assert states(client_file, Track.TRANSITION)["arrival"] == "now"


def test_a_box_is_made_longer_with_a_reason_and_stays_one_phase(enter, client_file):
    enter("arrival", -40, planned_until=day(-5))
    with pytest.raises(Refused) as refusal:
        enter("arrival", 0, planned_until=day(30))
    assert refusal.value.field == "why"
    enter("arrival", 0, planned_until=day(30), why="De woning kwam later.")
    (spell,) = stay_page(client_file).transition.spells
    assert (spell.since, spell.planned_until, len(spell.rows)) == (day(-40), day(30), 2)
    assert not spell.is_late


def test_the_last_day_of_a_box_becomes_due_until_the_next_phase_begins(enter, client_file, counsellor):
    row = enter("arrival", -40, planned_until=day(10))
    assert not phase_duties(day(-5))
    (duty,) = phase_duties(day())
    assert (duty.key, duty.due_on, duty.owner_ids) == (f"casework.transition-phase:{row.pk}", day(10), (counsellor.pk,))
    assert "Transitie 1: overgang" in duty.label
    assert "Critical Time Intervention" in duty.basis
    enter("try_out", 0)
    assert not phase_duties(day())
    enter("closed", 0, why="Hij redt zich.")
    assert not phase_duties(day(200))


def test_a_late_box_is_named_late(enter, client_file):
    enter("arrival", -40, planned_until=day(-5))
    assert stay_page(client_file).transition.now.is_late


# --- the page --------------------------------------------------------------------------------------------------------------
def test_the_page_tells_stays_with_their_form_of_support_then_and_their_end(
    client, enter, client_file, house, counsellor
):
    for offset, form in ((-400, "protected"), (-50, "independent")):
        LocationProfile.objects.create(
            location=house, valid_from=day(offset), support_form=form, clustering="scattered"
        )
    stay = start_stay(client=client_file, location=house, valid_from=day(-90), acting_user=counsellor)
    enter("admission", -90)
    enter("execution", -60, why="Kort.")
    end_stay(
        stay=stay,
        valid_until=day(-10),
        end_kind="negative",
        end_reason="De groep was te groot.",
        destination=StayDestination.objects.get(key="family"),
        destination_words="bij zijn zus",
        aftercare_until=day(30),
        aftercare_by="Noor, op werkdagen",
        acting_user=counsellor,
    )
    enter("outflow", -10, why="Voortijdig.")
    client.force_login(counsellor)
    text = client.get(reverse("casework:stays", args=[client_file.number])).content.decode()
    for words in (
        "Beschermd wonen, later zelfstandig begeleid (ambulant)",
        "80 nachten",
        "Voortijdig of negatief",
        "Bij familie of naasten: bij zijn zus",
        "Noor, op werkdagen",
        "Waarom het niet paste",
        "De groep was te groot.",
        "opname, uitvoering, uitstroom",
        "Warme overdracht",
    ):
        assert words in text, words


def test_the_page_asks_as_many_queries_with_more_rows(client, enter, client_file, house, counsellor, own_frame):
    client.force_login(counsellor)
    url = reverse("casework:stays", args=[client_file.number])
    start_stay(client=client_file, location=house, valid_from=day(-90), acting_user=counsellor)
    enter("admission", -90)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for offset, phase in ((-60, "analysis"), (-50, "planning"), (-40, "execution"), (-30, "evaluation")):
        enter(phase, offset)
    enter("arrival", -90)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)
    assert len(many) <= 17  # what is asked about the place of the stay is counted


def test_a_phase_is_entered_through_the_form_and_a_refusal_keeps_what_was_typed(
    client, client_file, counsellor, expert
):
    client.force_login(counsellor)
    url = reverse("casework:phase_create", args=[client_file.number, "track"])
    typed = {"form_token": str(uuid4()), "phase": "intake", "since": day(2).isoformat(), "why": "Kwam via de PI."}
    refused = client.post(url, typed).content.decode()
    assert "Leg de fase vast als zij begint" in refused
    assert "Kwam via de PI." in refused
    for _click in range(2):
        answer = client.post(url, {**typed, "since": day().isoformat()})
        assert answer.url == reverse("casework:stays", args=[client_file.number])
    assert client_file.stay_phases.count() == 1
    transition = reverse("casework:phase_create", args=[client_file.number, "transitie"])
    assert "Duurt tot en met" in client.get(transition).content.decode()
    assert client.post(transition, {**typed, "form_token": str(uuid4())}).status_code == 200  # no phase of a transition
    assert client.get(reverse("casework:phase_create", args=[client_file.number, "anders"])).status_code == 404
    client.force_login(expert)
    assert client.post(url, typed).status_code == 403


def test_the_first_tab_and_the_caseload_tell_the_phase(client, enter, client_file, team_lead):
    enter("analysis", -3)
    client.force_login(team_lead)
    assert "Analyse" in client.get(client_file.get_absolute_url()).content.decode()
    caseload = reverse("overview:caseload")
    assert client_file.number in client.get(caseload, {"fase": "analysis"}).content.decode()
    assert client_file.number not in client.get(caseload, {"fase": "intake"}).content.decode()


# --- what goes elsewhere -----------------------------------------------------------------------------------------------------
def test_phases_stand_on_the_timeline_and_in_a_handover(enter, client_file, house, counsellor):
    stay = start_stay(client=client_file, location=house, valid_from=day(-90), acting_user=counsellor)
    enter("outflow", -1, why="Klaar.")
    end_stay(
        stay=stay,
        valid_until=day(),
        end_kind="planned",
        destination=StayDestination.objects.get(key="own-home"),
        aftercare_until=day(90),
        aftercare_by="het wijkteam",
        acting_user=counsellor,
    )
    titles = [entry.title for entry in stay_entries(client_file, counsellor, timezone.now(), 10)]
    assert "Fase: uitstroom" in titles
    text = stay_proposal(client_file, counsellor, HandoverFrame(HandoverPurpose.WARM, day(-90), day())).text
    assert "Fase van het traject: uitstroom" in text
    assert "naar: eigen woning" in text
    assert "terecht bij het wijkteam" in text


def test_a_track_without_rows_is_still_to_come():
    view = track_view((), Track.TRANSITION, "S-1")
    assert view.now is None
    assert {step.state for step in view.path} == {"coming"}
