"""Posting the forms of the client file: what is done, what is refused, and what stays typed."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.models import AuditEntry
from casework.enums import NoteKind
from casework.models import (
    Client,
    Commitment,
    ConditionKind,
    ForensicTitle,
    Goal,
    LifeDomain,
    NoteAddendum,
    SpecialCondition,
    Stay,
    StayDestination,
    SupportPlan,
    TitleKind,
)
from casework.selectors import counsellor_of
from casework.services.notes import write_note
from casework.services.plans import add_goal, make_commitment
from casework.services.stays import start_stay

pytestmark = pytest.mark.django_db


def day(offset: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=offset)


def address(name, client_file, *rest):
    return reverse(f"casework:{name}", args=[client_file.number, *rest])


@pytest.fixture
def note(client_file, counsellor):
    return write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.TALK,
        occurred_at=timezone.now() - dt.timedelta(hours=1),
        duration_minutes=20,
        text="Gepraat.",
        acting_user=counsellor,
    )


@pytest.fixture
def creating(client_file, title, house, note):
    """For each form that makes a row: its address, what is typed, the model, and what is wrong in it."""
    return {
        "title": (
            address("title_create", client_file),
            {"kind": TitleKind.objects.get(key="vi").pk, "valid_from": "1-2-2026", "valid_until": "2026-12-31"},
            ForensicTitle,
            {"valid_until": "31-1-2026"},
            "De einddatum ligt voor de begindatum.",
        ),
        "condition": (
            address("condition_create", client_file),
            {"title": title.pk, "kind": ConditionKind.objects.get(key="meldplicht").pk, "text": "Zich melden."},
            SpecialCondition,
            {"valid_until": day(1000).isoformat()},
            "niet langer duren dan de titel",
        ),
        "goal": (
            address("goal_create", client_file),
            {"origin": "own", "text": "Een fiets", "domain": LifeDomain.objects.get(key="geld").pk},
            Goal,
            {"target_on": day(-1).isoformat()},
            "De streefdatum ligt voor het begin.",
        ),
        "plan": (
            address("support_plan_create", client_file),
            {"summary": "Rust.", "established_on": day().isoformat()},
            SupportPlan,
            {"evaluate_on": day(-1).isoformat()},
            "De evaluatie ligt na de vaststelling.",
        ),
        "commitment": (
            address("commitment_create", client_file),
            {"text": "Bellen", "owner": "client", "due_on": day(3).isoformat()},
            Commitment,
            {"owner": "other"},
            "Vul in wie de afspraak uitvoert.",
        ),
        "stay": (
            address("stay_create", client_file),
            {"location": house.pk, "valid_from": day(-3).isoformat()},
            Stay,
            {"valid_from": day(1).isoformat()},
            "niet in de toekomst",
        ),
        "addendum": (
            address("note_addendum", client_file, note.pk),
            {"text": "Het was langer.", "reason": "Vergist"},
            NoteAddendum,
            {"reason": "x" * 201},
            "200",
        ),
    }


KINDS = ["title", "condition", "goal", "plan", "commitment", "stay", "addendum"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_twice_makes_one_row_with_one_audit_row(client, counsellor, creating, kind):
    url, typed, model, _wrong, _words = creating[kind]
    before = model.objects.count()
    client.force_login(counsellor)
    token = uuid4()
    answers = [client.post(url, {**typed, "form_token": token}) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert model.objects.count() == before + 1
    rows = AuditEntry.objects.filter(action=AuditAction.CREATE, object_type=model._meta.label_lower)
    assert rows.count() == 1
    assert client.get(answers[1].url).status_code == 200


@pytest.mark.parametrize("typed", ["1-1-0026", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [("title", "valid_from"), ("goal", "target_on"), ("plan", "established_on"), ("commitment", "due_on")],
)
def test_a_year_that_is_a_slip_of_the_keyboard_is_asked_again(client, counsellor, creating, kind, name, typed):
    url, right, model, _wrong, _words = creating[kind]
    before = model.objects.count()
    client.force_login(counsellor)

    response = client.post(url, {**right, name: typed, "form_token": uuid4()})

    assert response.status_code == 200
    assert "kan niet kloppen. Controleer de datum." in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    assert model.objects.count() == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_is_said_in_dutch_and_what_was_typed_is_kept(client, counsellor, creating, kind):
    url, typed, model, wrong, words = creating[kind]
    before = model.objects.count()
    client.force_login(counsellor)
    token = str(uuid4())
    response = client.post(url, {**typed, **wrong, "form_token": token})
    assert response.status_code == 200
    body = response.content.decode()
    assert words in body
    assert token in body
    for value in {**typed, **wrong}.values():
        assert str(value) in body
    assert model.objects.count() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_without_a_token_or_a_strange_one_makes_nothing(client, counsellor, creating, kind):
    url, typed, model, _wrong, _words = creating[kind]
    before = model.objects.count()
    client.force_login(counsellor)
    for token in ({}, {"form_token": "geen-uuid"}):
        assert client.post(url, {**typed, **token}).status_code == 200
    assert model.objects.count() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_and_a_reader_cannot_post(client, outsider, expert, creating, kind):
    url, typed, model, _wrong, _words = creating[kind]
    before = model.objects.count()
    for user, status in ((outsider, 404), (expert, 403)):
        client.force_login(user)
        assert client.post(url, {**typed, "form_token": uuid4()}).status_code == status
    assert model.objects.count() == before


def test_a_title_of_somebody_else_cannot_be_chosen(client, counsellor, other_client, creating, outsider):
    url, typed, model, _wrong, _words = creating["condition"]
    foreign = ForensicTitle.objects.create(
        client=other_client,
        kind=TitleKind.objects.get(key="vi"),
        valid_from=day(-5),
        recorded_by=outsider,
        form_token=uuid4(),
    )
    client.force_login(counsellor)
    response = client.post(url, {**typed, "title": foreign.pk, "form_token": uuid4()})
    assert response.status_code == 200
    assert "title" in response.context["form"].errors
    assert not model.objects.exists()


def test_a_condition_typed_before_there_is_a_title_is_kept(client, counsellor, client_file):
    client.force_login(counsellor)
    url = address("condition_create", client_file)

    assert "Leg eerst de titel vast" in client.get(url).content.decode()
    body = client.post(url, {"text": "Zich melden op maandag.", "form_token": uuid4()}).content.decode()

    assert "Zich melden op maandag." in body
    assert "Dit veld is verplicht." in body
    assert not SpecialCondition.objects.exists()


def registration(team, **changes):
    fields = {
        "form_token": uuid4(),
        "first_name": "Daniël",
        "last_name": "Verhoeven",
        "birth_date": "14-3-1992",
        "gender": "male",
        "team": team.pk,
    }
    return {**fields, **changes}


def test_a_form_that_registered_somebody_of_another_team_gives_nothing_away(client, team, counsellor, other_client):
    client.force_login(counsellor)

    response = client.post(
        reverse("casework:client_create"), registration(team, form_token=other_client.form_token), follow=True
    )

    body = response.content.decode()
    assert response.redirect_chain == []
    assert "Dit formulier is al gebruikt. Open het opnieuw." in body
    assert "Verhoeven" in body
    assert other_client.number not in body
    assert other_client.first_name not in body
    assert Client.objects.count() == 1


def test_a_client_is_registered_once_and_the_file_opens(client, team, counsellor):
    client.force_login(counsellor)
    typed = registration(team, counsellor=counsellor.pk)
    first, response = [client.post(reverse("casework:client_create"), typed) for _click in range(2)]
    made = Client.objects.get()
    assert first.url == response.url == made.get_absolute_url()
    assert made.birth_date == dt.date(1992, 3, 14)
    assert counsellor_of(made) == counsellor
    assert made.number in str(next(iter(get_messages(response.wsgi_request))))


def test_a_birth_date_in_the_future_is_refused_with_everything_kept(client, team, counsellor):
    client.force_login(counsellor)
    response = client.post(reverse("casework:client_create"), registration(team, birth_date="1-1-2099"))
    body = response.content.decode()
    assert "De geboortedatum ligt niet in het verleden." in body
    assert 'value="Daniël"' in body
    assert not Client.objects.exists()


def test_a_team_of_somebody_else_cannot_be_chosen(client, team, other_team, counsellor):
    client.force_login(counsellor)
    response = client.post(reverse("casework:client_create"), registration(other_team))
    assert "team" in response.context["form"].errors
    assert not Client.objects.exists()


def test_a_counsellor_is_assigned_through_the_form_once(client, client_file, team_lead, colleague, outsider):
    client.force_login(team_lead)
    url = address("counsellor_set", client_file)
    response = client.post(url, {"counsellor": outsider.pk, "starts_on": day().isoformat()})
    assert "counsellor" in response.context["form"].errors
    for _click in range(2):
        assert client.post(url, {"counsellor": colleague.pk, "starts_on": day().isoformat()}).status_code == 302
    assert counsellor_of(client_file) == colleague
    assert client_file.assignments.count() == 2


def test_the_horizon_is_written_through_the_form(client, client_file, counsellor):
    client.force_login(counsellor)
    assert client.post(address("horizon", client_file), {"horizon": "Een eigen huis"}).status_code == 302
    client_file.refresh_from_db()
    assert client_file.horizon == "Een eigen huis"


def test_an_end_date_is_confirmed_through_the_form_once(client, client_file, title, counsellor):
    client.force_login(counsellor)
    url = address("title_end", client_file, title.pk)
    typed = {"form_token": str(uuid4()), "valid_until": day(280).isoformat(), "confirmed_by": "Tom Hendriks, per brief"}
    for _click in range(2):
        assert client.post(url, typed).status_code == 302
    title.refresh_from_db()
    assert (title.valid_until, title.confirmed_by) == (day(280), "Tom Hendriks, per brief")
    assert AuditEntry.objects.filter(action=AuditAction.UPDATE).count() == 1
    refused = client.post(url, {**typed, "form_token": str(uuid4()), "valid_until": day(-200).isoformat()})
    assert "De einddatum ligt voor de begindatum." in refused.content.decode()


def test_a_goal_is_closed_through_the_form_once(client, client_file, counsellor):
    goal = add_goal(
        client=client_file,
        form_token=uuid4(),
        origin="own",
        text="Een fiets",
        domain=LifeDomain.objects.get(key="wonen"),
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    url = address("goal_close", client_file, goal.pk)
    assert client.post(url, {"result": "", "ended_on": day().isoformat()}).status_code == 200
    for _click in range(2):
        assert client.post(url, {"result": "partly", "ended_on": day().isoformat()}).status_code == 302
    assert client.post(url, {"result": "dropped", "ended_on": day().isoformat()}).status_code == 200
    goal.refresh_from_db()
    assert goal.result == "partly"


def test_a_stay_is_ended_through_the_form_with_its_reason(client, client_file, house, counsellor):
    stay = start_stay(client=client_file, location=house, valid_from=day(-9), acting_user=counsellor)
    client.force_login(counsellor)
    url = address("stay_end", client_file, stay.pk)
    refused = client.post(url, {"valid_until": day().isoformat(), "end_kind": "negative", "end_reason": ""})
    assert "Leg uit waarom het niet paste" in refused.content.decode()
    nowhere = {"valid_until": day().isoformat(), "end_kind": "negative", "end_reason": "Te druk."}
    assert "Kies waar de cliënt naartoe gaat" in client.post(url, nowhere).content.decode()
    typed = {**nowhere, "destination": StayDestination.objects.get(key="family").pk, "destination_words": "oom Henk"}
    for _click in range(2):
        assert client.post(url, typed).status_code == 302
    stay.refresh_from_db()
    assert (stay.end_kind, stay.end_reason) == ("negative", "Te druk.")
    assert (stay.destination.key, stay.destination_words) == ("family", "oom Henk")


def test_an_agreement_is_marked_as_done_by_post_only(client, client_file, counsellor, expert):
    row = make_commitment(client=client_file, text="Bellen", owner="client", due_on=day(1), acting_user=counsellor)
    url = address("commitment_done", client_file, row.pk)
    client.force_login(counsellor)
    assert client.get(url).status_code == 405
    row.refresh_from_db()
    assert row.done_on is None
    for _click in range(2):
        assert client.post(url).url == address("plan", client_file) + "#afspraken"
    row.refresh_from_db()
    assert row.done_on == day()
    client.force_login(expert)
    assert client.post(url).status_code == 403


@pytest.mark.parametrize("name", ["goal_close", "stay_end", "title_end", "commitment_done", "note_addendum"])
def test_a_part_of_another_file_is_not_found_under_this_number(client, client_file, counsellor, name):
    client.force_login(counsellor)
    assert client.post(address(name, client_file, 999_999), {}).status_code == 404


@pytest.mark.parametrize("name", ["client", "timeline", "plan", "client_list", "access_log"])
def test_a_page_that_only_shows_refuses_a_post(client, client_file, counsellor, name):
    client.force_login(counsellor)
    url = reverse("casework:client_list") if name == "client_list" else address(name, client_file)
    assert client.post(url, {}).status_code == 405
