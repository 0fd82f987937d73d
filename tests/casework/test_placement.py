"""Applications, waiting lists, intakes, and what the system asks about a place."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role, SubstancePolicy
from accounts.errors import Refused
from accounts.models import AuditEntry, Location, LocationPolicy, LocationProfile
from casework.enums.background import Topic
from casework.enums.placement import DecisionKind, IntakeState
from casework.models import (
    Application,
    ApplicationDecision,
    BackgroundCode,
    Client,
    ConditionKind,
    IntakeItem,
    StayDestination,
    TitleKind,
)
from casework.selectors.contra_indications import questions_about
from casework.selectors.placement import IntakePoint, application_view, intake_panel, open_applications, waiting_lists
from casework.selectors.placement_duties import intake_duties
from casework.services.background import add_background
from casework.services.legal import add_condition, add_title
from casework.services.placement import (
    answer_question,
    apply_for_place,
    decide_on_application,
    record_intake_step,
)
from casework.services.stays import end_stay, start_stay
from riskplans.services.checks import agree_on_substances
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def apply(client, user, *, ago=20, **more) -> Application:
    values = {"client": client, "form_token": uuid4(), "received_on": day(-ago), "source": "prison"}
    return apply_for_place(**{**values, "acting_user": user, **more})


def decide(application, user, kind, **more) -> ApplicationDecision:
    values = {"application": application, "form_token": uuid4(), "kind": kind, "decided_on": day()}
    return decide_on_application(**{**values, "acting_user": user, **more})


def step(application, user, key, state, **more):
    values = {"application": application, "item": IntakeItem.objects.get(key=key), "form_token": uuid4()}
    return record_intake_step(**{**values, "state": state, "owner": user, "acting_user": user, **more})


@pytest.fixture
def intake_officer(team):
    return make_user("ingrid", Role.INTAKE_OFFICER, team=team, name="Ingrid Dijkstra")


@pytest.fixture
def application(client_file, counsellor):
    return apply(client_file, counsellor)


def shown(client) -> tuple[IntakePoint, ...]:
    """Return what the panel of the first tab says is missing."""
    missing = intake_panel(client)["missing"]
    assert isinstance(missing, list)
    return tuple(missing)


# --- applying and deciding -----------------------------------------------------------------------------------------------
def test_an_application_is_made_once_and_only_one_is_open(client_file, counsellor):
    token = uuid4()
    first, second = (apply(client_file, counsellor, form_token=token) for _click in range(2))
    assert first == second
    with pytest.raises(Refused, match="loopt al een aanmelding"):
        apply(client_file, counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            client=client_file, received_on=day(), source="prison", recorded_by=counsellor, form_token=uuid4()
        )


def test_an_application_in_the_future_is_refused_and_one_for_a_house_of_another_team_is_not(
    client_file, counsellor, other_team
):
    with pytest.raises(Refused) as refusal:
        apply(client_file, counsellor, ago=-1)
    assert refusal.value.field == "received_on"
    elsewhere = Location.objects.create(name="Elders", team=other_team)
    assert apply(client_file, counsellor, wish_location=elsewhere).wish_location == elsewhere


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("refused", {"reason": " "}, "reason"),
        ("withdrawn", {}, "reason"),
        ("accepted", {}, "location"),
        ("waiting", {}, "location"),
        ("refused", {"reason": "Vol.", "decided_on": day(1)}, "decided_on"),
        ("refused", {"reason": "Vol.", "decided_on": day(-21)}, "decided_on"),
    ],
)
def test_a_decision_that_misses_something_is_refused(application, counsellor, kind, more, field):
    with pytest.raises(Refused) as refusal:
        decide(application, counsellor, kind, **more)
    assert refusal.value.field == field
    assert not application.decisions.exists()


def test_a_refusal_closes_and_every_decision_stays(application, counsellor, house):
    decide(application, counsellor, DecisionKind.WAITING, location=house)
    decide(application, counsellor, DecisionKind.REFUSED, reason="Er komt geen plek vrij.", location=house)
    application.refresh_from_db()
    assert application.closed_on == day()
    rows = list(application.decisions.all())
    assert [(row.kind, row.location) for row in rows] == [("refused", None), ("waiting", house)]
    with pytest.raises(Refused, match="afgesloten"):
        decide(application, counsellor, DecisionKind.ACCEPTED, location=house)


def test_the_stay_that_begins_closes_the_application(application, client_file, house, counsellor):
    decide(application, counsellor, DecisionKind.ACCEPTED, location=house)
    start_stay(client=client_file, location=house, valid_from=day(-2), acting_user=counsellor)
    application.refresh_from_db()
    assert application.closed_on == day(-2)
    assert AuditEntry.objects.filter(details__closed="placed").exists()


# --- the waiting list -----------------------------------------------------------------------------------------------------
def test_the_list_follows_from_the_decisions_and_a_move_says_why(team, counsellor, house):
    people = [make_client(f"S-100{number}", team) for number in range(3)]
    asked = [apply(one, counsellor) for one in people]
    for one in asked:
        decide(one, counsellor, DecisionKind.WAITING, location=house, decided_on=day(-5))
    with pytest.raises(Refused, match="andere plek"):
        decide(asked[2], counsellor, DecisionKind.WAITING, location=house, place=1)
    decide(asked[2], counsellor, DecisionKind.WAITING, location=house, place=1, reason="Komt vrij uit detentie.")
    listed = waiting_lists([house], counsellor)[house.pk]
    assert [(one.rank, one.client) for one in listed] == [(1, people[2]), (2, people[0]), (3, people[1])]
    assert {one.since for one in listed} == {day(-5)}
    decide(asked[0], counsellor, DecisionKind.ACCEPTED, location=house)
    decide(asked[1], counsellor, DecisionKind.WITHDRAWN, reason="Vond een eigen woning.")
    assert [one.client for one in waiting_lists([house], counsellor)[house.pk]] == [people[2]]


def test_who_may_not_see_a_file_sees_a_place_on_the_list_and_nobody(client, application, counsellor, house, team):
    decide(application, counsellor, DecisionKind.WAITING, location=house)
    night = make_user("nico", Role.NIGHT_STAFF, team=team)
    client.force_login(night)
    text = client.get(reverse("casework:occupancy")).content.decode()
    assert "een cliënt wiens dossier u niet opent" in text
    assert application.client.last_name not in text
    client.force_login(counsellor)
    assert application.client.last_name in client.get(reverse("casework:occupancy")).content.decode()
    entry = AuditEntry.objects.filter(object_type="casework.waiting_list", actor_id=counsellor.pk).latest("pk")
    assert [subject.client_number for subject in entry.subjects.all()] == [application.client.number]


# --- later return ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def returned(client_file, counsellor, house):
    """A client whose stay ended badly, and who applies again."""
    first = apply(client_file, counsellor, ago=90)
    decide(first, counsellor, DecisionKind.ACCEPTED, location=house)
    stay = start_stay(client=client_file, location=house, valid_from=day(-80), acting_user=counsellor)
    end_stay(
        stay=stay,
        valid_until=day(-30),
        end_kind="negative",
        end_reason="De groep was te groot.",
        destination=StayDestination.objects.get(key="family"),
        acting_user=counsellor,
    )
    return apply(client_file, counsellor, ago=3)


def test_who_decides_about_a_return_sees_why_it_did_not_fit(client, returned, client_file, counsellor):
    view = application_view(client_file, returned)
    assert [stay.end_reason for stay in view.earlier_stays] == ["De groep was te groot."]
    assert len(view.earlier) == 1
    client.force_login(counsellor)
    for name in ("application", "application_decide"):
        text = client.get(reverse(f"casework:{name}", args=[client_file.number, returned.pk])).content.decode()
        assert "Eerder bij ons" in text
        assert "De groep was te groot." in text


def test_the_intake_officer_opens_the_file_again_while_the_application_is_open(
    client, returned, client_file, intake_officer, counsellor, house
):
    client.force_login(intake_officer)
    page = reverse("casework:application_decide", args=[client_file.number, returned.pk])
    assert client.get(page).status_code == 200
    start_stay(client=client_file, location=house, valid_from=day(), acting_user=counsellor)
    assert client.get(page).status_code == 404


def test_an_application_of_somebody_who_stays_with_us_opens_nothing_to_an_intake_officer(
    client_file, counsellor, intake_officer, house
):
    start_stay(client=client_file, location=house, valid_from=day(-9), acting_user=counsellor)
    apply(client_file, counsellor, ago=1, source="inside")
    assert not Client.objects.visible_to(intake_officer).exists()


# --- the intake ------------------------------------------------------------------------------------------------------------
def test_what_is_in_what_comes_and_what_is_missing(application, client_file, counsellor, document_row):
    step(application, counsellor, "probation-advice", IntakeState.IN, document=document_row)
    step(application, counsellor, "diagnostics", IntakeState.ASKED, due_on=day(9), note="Gevraagd bij de kliniek.")
    step(application, counsellor, "medication", IntakeState.NOT_NEEDED, note="Gebruikt niets.")
    points = {point.item.key: point for point in application_view(client_file, application).points}
    assert not points["probation-advice"].is_missing
    assert points["probation-advice"].latest.document == document_row
    assert points["diagnostics"].is_missing
    assert points["diagnostics"].due_on == day(9)
    assert not points["medication"].is_missing
    assert points["judgement"].is_late  # fourteen days after an application of twenty days ago
    assert {point.item.key for point in shown(client_file)} == {
        key for key, point in points.items() if point.is_missing
    }


@pytest.mark.parametrize(
    ("state", "more", "field"),
    [
        ("asked", {"note": "x"}, "due_on"),
        ("asked", {"note": "x", "due_on": day(-1)}, "due_on"),
        ("asked", {"due_on": day(3)}, "note"),
        ("not_needed", {"note": " "}, "note"),
    ],
)
def test_a_step_that_misses_something_is_refused(application, counsellor, state, more, field):
    with pytest.raises(Refused) as refusal:
        step(application, counsellor, "diagnostics", state, **more)
    assert refusal.value.field == field
    assert not application.intake_steps.exists()


def test_a_document_of_another_file_and_a_used_form_are_refused(application, counsellor, team, document_row):
    other = apply(make_client("S-1009", team), counsellor)
    with pytest.raises(Refused) as refusal:
        step(other, counsellor, "diagnostics", IntakeState.IN, document=document_row)
    assert refusal.value.field == "document"
    token = uuid4()
    step(application, counsellor, "diagnostics", IntakeState.IN, form_token=token)
    with pytest.raises(Refused, match="al gebruikt"):
        step(application, counsellor, "judgement", IntakeState.IN, form_token=token)


def test_a_risk_assessment_of_another_setting_is_named(client, application, client_file, counsellor):
    step(application, counsellor, "risk-assessment", IntakeState.IN, for_this_setting="no")
    step(application, counsellor, "diagnostics", IntakeState.IN, for_this_setting="yes")
    assert application.intake_steps.get(item__key="diagnostics").for_this_setting == "unknown"
    client.force_login(counsellor)
    text = client.get(application.get_absolute_url()).content.decode()
    assert "Niet voor deze plek gemaakt" in text


def test_what_an_intake_makes_due(application, client_file, counsellor, colleague):
    due = {duty.key: duty for duty in intake_duties(day())}
    whole = due[f"casework.intake-list:{application.pk}"]
    assert (whole.due_on, whole.owner_ids) == (day(-6), (counsellor.pk,))
    row = step(
        application, counsellor, "diagnostics", IntakeState.ASKED, owner=colleague, due_on=day(9), note="Gevraagd."
    )
    asked = {duty.key: duty for duty in intake_duties(day())}[f"casework.intake-step:{row.pk}"]
    assert (asked.due_on, asked.owner_ids) == (day(9), (colleague.pk,))
    decide(application, counsellor, DecisionKind.REFUSED, reason="Vol.")
    assert not intake_duties(day())


def test_what_was_missing_at_the_placement_stays_due(application, client_file, counsellor, house):
    start_stay(client=client_file, location=house, valid_from=day(-1), acting_user=counsellor)
    assert intake_duties(day())
    assert not intake_duties(day(300))


# --- questions, never a verdict --------------------------------------------------------------------------------------------
@pytest.fixture
def title(client_file, counsellor):
    return add_title(
        client=client_file,
        form_token=uuid4(),
        kind=TitleKind.objects.get(key="voorwaardelijke-veroordeling"),
        valid_from=day(-100),
        valid_until=day(300),
        confirmed_by="OM",
        acting_user=counsellor,
    )


def bans(client_file, title, counsellor, key, text):
    add_condition(
        client=client_file,
        form_token=uuid4(),
        title=title,
        kind=ConditionKind.objects.get(key=key),
        text=text,
        acting_user=counsellor,
    )


def offends(client_file, user, key="offence-sexual"):
    add_background(
        client=client_file,
        form_token=uuid4(),
        topic=Topic.OFFENCE,
        code=BackgroundCode.objects.get(key=key),
        valid_from=day(-50),
        acting_user=user,
    )


def asked_of(client_file, house) -> set[str]:
    return {question.key for question in questions_about(client_file, house)}


def test_nothing_is_asked_about_a_file_that_says_nothing(client_file, house):
    assert questions_about(client_file, house) == ()


@pytest.mark.parametrize(("policy", "asks"), [("abstinent", False), ("regulated", True), ("tolerated", True)])
def test_a_substance_condition_against_the_policy_of_the_house(client_file, title, counsellor, house, policy, asks):
    LocationPolicy.objects.create(location=house, substance_policy=SubstancePolicy(policy), valid_from=day(-9))
    assert asked_of(client_file, house) == set()
    bans(client_file, title, counsellor, "middelenverbod", "Geen drugs.")
    assert asked_of(client_file, house) == ({"substances"} if asks else set())


def test_the_area_of_a_ban_is_asked_with_its_words(client_file, title, counsellor, house):
    bans(client_file, title, counsellor, "locatieverbod", "Niet in de Kerkstraat.")
    (question,) = questions_about(client_file, house)
    assert question.key == "area"
    assert "Niet in de Kerkstraat." in question.text


def test_the_same_offence_in_one_house_is_asked_and_names_nobody(client_file, counsellor, house, team):
    resident = make_client("S-2000", team, first_name="Gerrit", last_name="Onbekend")
    offends(client_file, counsellor)
    start_stay(client=resident, location=house, valid_from=day(-9), acting_user=counsellor)
    assert asked_of(client_file, house) == set()
    offends(resident, counsellor, key="offence-property")
    assert asked_of(client_file, house) == set()
    offends(resident, counsellor)
    (question,) = questions_about(client_file, house)
    assert question.key == "same-offence"
    assert "Onbekend" not in question.text
    assert "S-2000" not in question.text


def test_what_is_near_the_house_is_asked_of_who_has_an_offence(client_file, counsellor, house):
    LocationProfile.objects.create(
        location=house, valid_from=day(-9), support_form="protected", nearby="een basisschool"
    )
    assert asked_of(client_file, house) == set()
    offends(client_file, counsellor)
    (question,) = questions_about(client_file, house)
    assert "een basisschool" in question.text


def test_a_title_shorter_than_the_term_is_asked(client_file, title, house):
    assert asked_of(client_file, house) == set()
    type(title).objects.filter(pk=title.pk).update(valid_until=day(40))
    (question,) = questions_about(client_file, house)
    assert question.key == "short-title"
    assert "40" in question.text


def test_a_title_and_a_condition_that_begin_on_the_day_of_release_are_asked_now(client_file, title, counsellor, house):
    """The place is decided on while somebody is in prison."""
    LocationPolicy.objects.create(location=house, substance_policy=SubstancePolicy.TOLERATED, valid_from=day(-9))
    type(title).objects.filter(pk=title.pk).update(valid_from=day(30), valid_until=day(90))
    title.refresh_from_db()
    bans(client_file, title, counsellor, "middelenverbod", "Geen drugs.")
    client_file.conditions.update(valid_from=day(30))
    assert asked_of(client_file, house) == {"substances", "short-title"}
    short = next(one for one in questions_about(client_file, house) if one.key == "short-title")
    assert "60 dagen" in short.text, "counted from the day on which it begins"
    type(title).objects.filter(pk=title.pk).update(valid_from=day(-90), valid_until=day(-1))
    assert asked_of(client_file, house) == set(), "what is over is not asked"


def test_what_was_agreed_about_use_is_asked_where_use_is_allowed(client_file, counsellor, house):
    agree_on_substances(
        client=client_file,
        form_token=uuid4(),
        text="Hij blijft nuchter.",
        agreed_with="Jeroen",
        valid_from=day(-3),
        acting_user=counsellor,
    )
    assert asked_of(client_file, house) == set()
    LocationPolicy.objects.create(location=house, substance_policy=SubstancePolicy.TOLERATED, valid_from=day(-9))
    (question,) = questions_about(client_file, house)
    assert question.key == "own-wish"
    assert "Hij blijft nuchter." in question.text


@pytest.mark.parametrize("page", ["decision", "stay"])
def test_nobody_is_placed_before_the_questions_of_that_place_were_on_the_screen(
    client, client_file, title, counsellor, house, team, application, page
):
    other = Location.objects.create(name="Ander huis", team=team, capacity=4)
    bans(client_file, title, counsellor, "locatieverbod", "Niet in de Kerkstraat.")
    client.force_login(counsellor)
    if page == "decision":
        address = reverse("casework:application_decide", args=[client_file.number, application.pk])
        typed = {"kind": "accepted", "decided_on": day().isoformat()}
    else:
        address = reverse("casework:stay_create", args=[client_file.number])
        typed = {"valid_from": day().isoformat()}
    typed |= {"form_token": str(uuid4()), "location": str(other.pk), "asked": str(house.pk)}
    refused = client.post(address, typed)
    assert refused.status_code == 200
    text = refused.content.decode()
    assert "nog iets af te wegen" in text
    assert "Niet in de Kerkstraat." in text
    assert f'name="asked" value="{other.pk}"' in text
    assert not application.decisions.exists()
    assert not client_file.stays.exists()
    assert client.post(address, typed | {"asked": str(other.pk)}).status_code == 302
    assert application.decisions.exists() or client_file.stays.exists()


def test_an_answered_question_stops_nobody_again(client, client_file, title, counsellor, house, application):
    bans(client_file, title, counsellor, "locatieverbod", "Niet in de Kerkstraat.")
    answer_question(
        client=client_file,
        location=house,
        question="area",
        asked="x",
        form_token=uuid4(),
        text="Ligt erbuiten.",
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    address = reverse("casework:stay_create", args=[client_file.number])
    typed = {"form_token": str(uuid4()), "location": str(house.pk), "valid_from": day().isoformat()}
    assert client.post(address, typed).status_code == 302


def test_an_answer_stands_with_who_gave_it_and_stops_nobody(client, client_file, title, counsellor, house, application):
    bans(client_file, title, counsellor, "locatieverbod", "Niet in de Kerkstraat.")
    client.force_login(counsellor)
    page = reverse("casework:placement_answer", args=[client_file.number, house.pk, "area"])
    typed = {"form_token": str(uuid4()), "text": ""}
    assert "verplicht" in client.post(page, typed).content.decode()
    for words in ("Nee, drie kilometer verder.", "Nagegaan met de reclassering: ligt buiten."):
        typed = {"form_token": str(uuid4()), "text": words}
        for _click in range(2):
            assert client.post(page, typed).status_code == 302
    (question,) = questions_about(client_file, house)
    assert question.answer.text == "Nagegaan met de reclassering: ligt buiten."
    assert "Kerkstraat" in question.answer.asked
    assert [row.text for row in question.earlier] == ["Nee, drie kilometer verder."]
    text = client.get(reverse("casework:placement_questions", args=[client_file.number, house.pk])).content.decode()
    assert "Nee, drie kilometer verder." in text
    assert client.get(page.replace("area", "anders")).status_code == 404
    with pytest.raises(Refused):
        answer_question(
            client=client_file,
            location=house,
            question="area",
            asked="x",
            form_token=uuid4(),
            text=" ",
            acting_user=counsellor,
        )
    decide(application, counsellor, DecisionKind.ACCEPTED, location=house)


# --- the pages -------------------------------------------------------------------------------------------------------------
def test_from_application_to_stay_in_the_browser_forms(client, client_file, counsellor, house):
    client.force_login(counsellor)
    create = reverse("casework:application_create", args=[client_file.number])
    typed = {
        "form_token": str(uuid4()),
        "received_on": day(1).isoformat(),
        "source": "probation",
        "wish_location": house.pk,
        "wish_words": "Dicht bij mijn moeder.",
    }
    refused = client.post(create, typed).content.decode()
    assert "Dicht bij mijn moeder." in refused
    made = client.post(create, {**typed, "received_on": day(-4).isoformat()})
    application = client_file.applications.get()
    assert made.url == application.get_absolute_url()
    intake = reverse("casework:intake_step", args=[client_file.number, application.pk, "risk-assessment"])
    answer = client.post(
        intake, {"form_token": str(uuid4()), "state": "in", "owner": counsellor.pk, "for_this_setting": "yes"}
    )
    assert answer.url == application.get_absolute_url() + "#intake"
    page = reverse("casework:application_decide", args=[client_file.number, application.pk])
    decided = {"form_token": str(uuid4()), "kind": "accepted", "decided_on": day().isoformat(), "location": house.pk}
    assert client.post(page, decided).status_code == 302
    text = client.get(application.get_absolute_url()).content.decode()
    start = reverse("casework:stay_create", args=[client_file.number]) + f"?locatie={house.pk}"
    assert start in text
    assert f'value="{house.pk}" selected' in client.get(start).content.decode()
    assert application.get_absolute_url() in client.get(reverse("casework:application_list")).content.decode()
    assert "Aanmelding en intake" in client.get(client_file.get_absolute_url()).content.decode()


def test_the_pages_ask_as_many_queries_with_more_rows(client, team, counsellor, house, own_frame):
    client.force_login(counsellor)
    pages = [reverse("casework:application_list"), reverse("casework:occupancy")]

    def counted() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        return found

    def one_more(number: int) -> None:
        application = apply(make_client(f"S-30{number:02}", team), counsellor)
        step(application, counsellor, "judgement", IntakeState.IN)
        decide(application, counsellor, DecisionKind.WAITING, location=house)

    one_more(1)
    few = counted()
    for number in range(2, 5):
        one_more(number)
    assert counted() == few
    assert max(few) <= 15
    assert len(open_applications(counsellor)) == 4
