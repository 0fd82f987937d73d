"""The track before the stay: contact in prison, steps with owner and date, who stays, and how it ended."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import NoteKind
from casework.models import Commitment
from chain.models import PreReleaseTrack
from chain.selectors.pre_release import USUAL_STEPS, track_duties, track_page, usual_steps
from chain.services.meetings import CommitmentLine
from chain.services.pre_release import add_person, add_steps, change_track, end_track, log_visit, start_track

pytestmark = pytest.mark.django_db


def start(client_file, user, days=30, **changes) -> PreReleaseTrack:
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "institution": "PI Zwolle",
        "release_on": timezone.localdate() + dt.timedelta(days=days),
    } | changes
    return start_track(client=client_file, counsellor=user, acting_user=user, **values)


def end(track, user, **changes) -> PreReleaseTrack:
    values: dict[str, Any] = {"outcome": "moved_in", "outcome_text": "", "ended_on": timezone.localdate()} | changes
    return end_track(track=track, acting_user=user, **values)


def visit(track, user, **changes):
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "occurred_at": timezone.now(),  # of today, also just after midnight
        "duration_minutes": 60,
        "text": "Kennisgemaakt.",
        "went_well": "Hij stelde zelf vragen.",
        "client_view": "",
    } | changes
    return log_visit(track=track, acting_user=user, **values)


def test_a_track_runs_once_and_its_steps_are_commitments(client_file, counsellor):
    today = timezone.localdate()
    track = start(client_file, counsellor, steps=[CommitmentLine("Kamer zien", "client", today)])
    with pytest.raises(Refused, match="loopt al"):
        start(client_file, counsellor)
    step = Commitment.objects.get()
    assert (step.origin_type, step.origin_id) == ("chain.prereleasetrack", track.pk)
    with pytest.raises(Refused, match="wie die nakomt"):
        add_steps(track=track, steps=[CommitmentLine("Pas regelen", "other", today)], acting_user=counsellor)
    with pytest.raises(Refused, match="na het begin"):
        start(client_file, counsellor, days=-3)


def test_the_usual_steps_lie_around_the_release_and_never_in_the_past(client_file):
    today = timezone.localdate()
    rows = usual_steps(today + dt.timedelta(days=21))
    assert len(rows) == len(USUAL_STEPS)
    assert rows[0]["due_on"] == rows[1]["due_on"] == today
    assert rows[-1]["due_on"] == today + dt.timedelta(days=28)


def test_a_visit_is_a_note_of_the_file_and_stands_on_the_track(client_file, counsellor):
    track = start(client_file, counsellor)
    note = visit(track, counsellor)
    assert (note.kind, note.went_well) == (NoteKind.IN_PRISON, "Hij stelde zelf vragen.")
    assert track_page(track, counsellor).visits == (note,)


def test_a_visit_for_named_readers_stands_on_the_track_for_them_alone(
    rewritable, client_file, counsellor, colleague, expert
):
    track = start(client_file, counsellor)
    note = visit(track, counsellor)
    type(note).objects.filter(pk=note.pk).update(visibility="named")
    note.readers.add(colleague)
    assert track_page(track, colleague).visits == (note,)
    assert track_page(track, expert).visits == ()


def test_who_stays_does_so_until_after_the_move(client_file, counsellor):
    track = start(client_file, counsellor)
    values: dict[str, Any] = {"name": "Sam", "role": "maatje", "does": "belt elke zondag", "acting_user": counsellor}
    with pytest.raises(Refused) as refusal:
        add_person(track=track, form_token=uuid4(), until=track.release_on, **values)
    assert refusal.value.field == "until"
    token = uuid4()
    for _click in range(2):
        add_person(track=track, form_token=token, until=track.release_on + dt.timedelta(days=90), **values)
    assert [person.name for person in track_page(track, counsellor).people] == ["Sam"]


def test_it_ends_with_how_it_went_and_then_changes_no_more(client_file, counsellor):
    track = start(client_file, counsellor)
    for changes, field in (
        ({"outcome": "stopped"}, "outcome_text"),
        ({"ended_on": timezone.localdate() + dt.timedelta(days=1)}, "ended_on"),
        ({"ended_on": timezone.localdate() - dt.timedelta(days=1)}, "ended_on"),
    ):
        with pytest.raises(Refused) as refusal:
            end(track, counsellor, **changes)
        assert refusal.value.field == field
    end(track, counsellor)
    with pytest.raises(Refused, match="afgesloten"):
        visit(track, counsellor)
    assert start(client_file, counsellor).pk != track.pk


def test_a_release_that_comes_near_is_due_for_who_runs_the_track(client_file, counsellor):
    track = start(client_file, counsellor, days=30)
    assert not list(track_duties(timezone.localdate()))
    moved = timezone.localdate() + dt.timedelta(days=10)
    change_track(
        track=track,
        release_on=moved,
        case_manager="R. de Wit",
        case_manager_phone="",
        client_choice="Een eigen kamer.",
        acting_user=counsellor,
    )
    (duty,) = track_duties(timezone.localdate())
    assert (duty.due_on, duty.owner_ids) == (moved, (counsellor.pk,))


def test_the_pages_from_the_first_visit_to_the_end(client, client_file, counsellor, django_assert_max_num_queries):
    client.force_login(counsellor)
    today = timezone.localdate()
    release = (today + dt.timedelta(days=60)).isoformat()
    create = reverse("chain:pre_release_create", args=["S-0001"])
    assert client.post(create, {"form_token": uuid4(), "institution": "", "release_on": release}).status_code == 200
    answer = client.post(create, {"form_token": uuid4(), "institution": "PI Zwolle", "release_on": release})
    track = PreReleaseTrack.objects.get()
    assert answer.url == reverse("chain:pre_release_steps", args=["S-0001", track.pk])
    assert "Kennismaken in de inrichting" in client.get(answer.url).content.decode()
    rows = {
        "afspraken-TOTAL_FORMS": "1",
        "afspraken-INITIAL_FORMS": "0",
        "afspraken-0-text": "Kamer zien",
        "afspraken-0-owner": "client",
        "afspraken-0-due_on": release,
    }
    half = client.post(answer.url, rows | {"afspraken-0-owner": ""}).content.decode()
    assert "Kies wie dit doet." in half
    assert "Kamer zien" in half
    client.post(answer.url, rows)
    for name, data in (
        (
            "visit",
            {
                "form_token": uuid4(),
                "occurred_on": today.isoformat(),
                "occurred_time": "00:01",
                "duration_minutes": 60,
                "text": "Kennisgemaakt.",
            },
        ),
        (
            "person",
            {
                "form_token": uuid4(),
                "name": "Sam",
                "role": "maatje",
                "does": "belt",
                "until": (today + dt.timedelta(days=99)).isoformat(),
            },
        ),
        ("edit", {"release_on": release, "client_choice": "Een eigen kamer."}),
    ):
        page = reverse(f"chain:pre_release_{name}", args=["S-0001", track.pk])
        assert client.get(page).status_code == 200
        assert client.post(page, data).status_code == 302, name
    client.get(track.get_absolute_url())
    with django_assert_max_num_queries(16):
        shown = client.get(track.get_absolute_url()).content.decode()
    for part in ("Kamer zien", "Kennisgemaakt.", "Sam", "Een eigen kamer."):
        assert part in shown
    stop = reverse("chain:pre_release_end", args=["S-0001", track.pk])
    refused = client.post(stop, {"ended_on": today.isoformat(), "outcome": "stopped"})
    assert "waarom het anders liep" in refused.content.decode()
    client.post(stop, {"ended_on": today.isoformat(), "outcome": "moved_in"})
    assert "bij ons komen wonen" in client.get(reverse("chain:handovers", args=["S-0001"])).content.decode()
