"""Volunteers: nothing starts without a click and a training, a logbook is seen by few, and safety is heard at once."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.volunteers import ClickOutcome, MatchEnd
from casework.models import VolunteerMatch
from casework.selectors.volunteers import safety_duties, talk_duties, volunteer_entries, volunteers_of
from casework.services.volunteers import (
    end_match,
    hold_introduction,
    hold_talk,
    propose_match,
    record_training,
    start_match,
    take_up_safety,
    write_log,
)
from overview.models import Reminder
from overview.services.reminders import sweep
from tests.conftest import make_client, make_user

pytestmark = pytest.mark.django_db


def ago(days: int = 0) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


@pytest.fixture
def match(client_file, volunteer, coordinator, counsellor) -> VolunteerMatch:
    return propose(client_file, volunteer, coordinator, counsellor)


def propose(client, volunteer, coordinator, user) -> VolunteerMatch:
    return propose_match(
        client=client,
        form_token=uuid4(),
        volunteer=volunteer,
        coordinator=coordinator,
        purpose="Elke week wandelen",
        acting_user=user,
    )


def introduce(match, user, **said):
    fields = {
        "of_client": ClickOutcome.YES,
        "of_volunteer": ClickOutcome.YES,
        "of_coordinator": ClickOutcome.YES,
        "of_counsellor": "",
        "held_on": ago(),
        "agreed": "Op dinsdag.",
        "form_token": uuid4(),
    }
    return hold_introduction(match=match, acting_user=user, **{**fields, **said})


def train(volunteer, user, day=None):
    return record_training(
        volunteer=volunteer, form_token=uuid4(), name="Basis", completed_on=day or ago(30), acting_user=user
    )


@pytest.fixture
def running(match, volunteer, coordinator) -> VolunteerMatch:
    train(volunteer, coordinator)
    introduce(match, coordinator)
    return start_match(match=match, acting_user=coordinator)


def log(match, user, **more):
    fields = {"happened_on": ago(), "minutes": 60, "text": "Gewandeld.", "form_token": uuid4()}
    return write_log(match=match, acting_user=user, **{**fields, **more})


def test_no_match_starts_without_a_talk_that_clicked_and_a_training(match, volunteer, coordinator):
    with pytest.raises(Refused, match="klikgesprek"):
        start_match(match=match, acting_user=coordinator)
    introduce(match, coordinator, of_client=ClickOutcome.DOUBT, held_on=ago(3))
    with pytest.raises(Refused, match="niet iedereen ja"):
        start_match(match=match, acting_user=coordinator)
    introduce(match, coordinator, held_on=ago(1))
    with pytest.raises(Refused, match="basistraining"):
        start_match(match=match, acting_user=coordinator)
    train(volunteer, coordinator)
    started = start_match(match=match, acting_user=coordinator)
    assert (started.is_active, started.started_on) == (True, ago())
    assert start_match(match=match, acting_user=coordinator).started_on == ago()


@pytest.mark.parametrize(
    ("said", "clicked"),
    [
        ({}, True),
        ({"of_counsellor": ClickOutcome.YES}, True),
        ({"of_counsellor": ClickOutcome.NO}, False),
        ({"of_volunteer": ClickOutcome.NO}, False),
        ({"of_coordinator": ClickOutcome.DOUBT}, False),
    ],
)
def test_it_clicks_when_three_say_yes_and_the_counsellor_does_not_say_no(match, coordinator, said, clicked):
    assert introduce(match, coordinator, **said).clicked is clicked


def test_who_is_proposed_holds_the_role(client_file, volunteer, coordinator, counsellor):
    with pytest.raises(Refused, match="geen vrijwilliger"):
        propose(client_file, counsellor, coordinator, counsellor)
    with pytest.raises(Refused, match="geen vrijwilligerscoördinator"):
        propose(client_file, volunteer, counsellor, counsellor)
    propose(client_file, volunteer, coordinator, counsellor)
    with pytest.raises(Refused, match="al aan deze cliënt gekoppeld"):
        propose(client_file, volunteer, coordinator, counsellor)


def test_only_the_volunteer_writes_and_only_while_it_runs(match, running, volunteer, coordinator, counsellor):
    for user in (coordinator, counsellor):
        with pytest.raises(Refused, match="alleen de vrijwilliger zelf"):
            log(running, user)
    with pytest.raises(Refused, match="toekomst"):
        log(running, volunteer, happened_on=ago(-1))
    token = uuid4()
    assert log(running, volunteer, form_token=token) == log(running, volunteer, form_token=token)
    end_match(match=running, ended_on=ago(), end_kind=MatchEnd.DONE, end_why="", acting_user=coordinator)
    with pytest.raises(Refused, match="geëindigd"):
        log(running, volunteer)


def test_a_proposed_match_has_no_logbook_yet(client, match, volunteer):
    with pytest.raises(Refused, match="zolang de koppeling loopt"):
        log(match, volunteer)
    client.force_login(volunteer)
    assert client.get(reverse("casework:logbook", args=[match.pk])).status_code == 404


def test_a_line_about_safety_reaches_the_counsellor_at_once(running, volunteer, counsellor, client_file):
    log(running, volunteer)
    assert not Reminder.objects.exists()
    line = log(running, volunteer, text="Hij zei dat hij niet verder wil.", is_safety=True)
    reminder = Reminder.objects.get()
    assert (reminder.kind, reminder.client, reminder.due_on) == ("volunteer-safety", client_file, ago())
    assert [one.user for one in reminder.recipients.all()] == [counsellor]
    assert "niet verder" not in reminder.label  # a reminder carries no content
    assert "volunteer" in reminder.translations["en"]
    log(running, volunteer, is_safety=True)
    assert Reminder.objects.count() == 2  # each line once
    take_up_safety(log=line, what="Meteen gebeld.", acting_user=counsellor)
    assert [duty.key for duty in safety_duties(ago())] != []
    sweep(on=ago())
    assert Reminder.objects.open().filter(kind="volunteer-safety").count() == 1


def test_the_first_who_takes_it_up_stands(running, volunteer, counsellor, colleague):
    line = log(running, volunteer, is_safety=True)
    take_up_safety(log=line, what="Gebeld.", acting_user=counsellor)
    again = take_up_safety(log=line, what="Ook gebeld.", acting_user=colleague)
    assert (again.seen_by, again.seen_what) == (counsellor, "Gebeld.")


def test_what_is_written_is_not_changed(running, volunteer):
    line = log(running, volunteer)
    line.text = "Anders"
    with pytest.raises(TypeError):
        line.save()


def test_a_talk_is_due_a_term_after_the_start_or_on_its_day(running, volunteer, coordinator):
    assert talk_duties(ago()) == []
    (duty,) = talk_duties(ago(-80))
    assert (duty.due_on, duty.owner_ids) == (ago(-91), (coordinator.pk,))
    hold_talk(
        match=running, form_token=uuid4(), held_on=ago(), text="Gaat goed.", next_on=ago(-30), acting_user=coordinator
    )
    (duty,) = talk_duties(ago(-31))
    assert duty.due_on == ago(-30)
    with pytest.raises(Refused, match="na dit gesprek"):
        hold_talk(
            match=running, form_token=uuid4(), held_on=ago(), text="Nog eens.", next_on=ago(), acting_user=coordinator
        )
    end_match(match=running, ended_on=ago(), end_kind=MatchEnd.DONE, end_why="", acting_user=coordinator)
    assert talk_duties(ago(-31)) == []


def test_an_end_has_a_reason_and_closes_the_logbook(client, running, volunteer, coordinator):
    with pytest.raises(Refused):
        end_match(match=running, ended_on=ago(), end_kind="", end_why="", acting_user=coordinator)
    page = reverse("casework:logbook", args=[running.pk])
    client.force_login(volunteer)
    assert client.get(page).status_code == 200
    ended = end_match(match=running, ended_on=ago(), end_kind=MatchEnd.CLIENT, end_why="", acting_user=coordinator)
    assert (
        end_match(match=ended, ended_on=ago(1), end_kind=MatchEnd.OTHER, end_why="", acting_user=coordinator) == ended
    )
    assert client.get(page).status_code == 404


def test_the_timeline_tells_the_match_and_the_logbook(client_file, running, volunteer, coordinator, counsellor):
    log(running, volunteer)
    hold_talk(
        match=running,
        form_token=uuid4(),
        held_on=ago(),
        text="Vertrouwelijk.",
        next_on=ago(-9),
        acting_user=coordinator,
    )
    end_match(match=running, ended_on=ago(), end_kind=MatchEnd.DONE, end_why="Verhuisd", acting_user=coordinator)
    entries = volunteer_entries(client_file, counsellor, timezone.now(), 50)
    assert sorted(entry.title for entry in entries) == [
        "Begeleidingsgesprek met de vrijwilliger",
        "Klikgesprek",
        "Logboek van de vrijwilliger",
        "Vrijwilliger begonnen: Vera Smit",
        "Vrijwilliger gestopt: Vera Smit",
        "Vrijwilliger voorgesteld: Vera Smit",
    ]
    assert "Vertrouwelijk" not in "".join(entry.body for entry in entries)


# --- pages ---


def test_a_volunteer_sees_the_own_logbook_and_nothing_of_the_file(client, running, volunteer, client_file, title):
    client.force_login(volunteer)
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("casework:my_logbooks")
    page = client.get(reverse("casework:logbook", args=[running.pk])).content.decode()
    assert client_file.called in page
    assert client_file.last_name not in page
    assert client_file.number not in page
    assert str(title.kind) not in page
    for name, args in (
        ("casework:client", [client_file.number]),
        ("casework:network", [client_file.number]),
        ("casework:timeline", [client_file.number]),
        ("casework:match", [running.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404


def test_a_volunteer_does_not_see_the_logbook_of_another(client, running, coordinator, counsellor, team):
    other = make_user("valerie", Role.VOLUNTEER, team=team)
    client.force_login(other)
    assert client.get(reverse("casework:logbook", args=[running.pk])).status_code == 404
    assert AuditEntry.objects.filter(rule="logbooks_of", outcome="refused", actor_id=other.pk).exists()


def test_a_volunteer_writes_on_the_page(client, running, volunteer):
    client.force_login(volunteer)
    page = reverse("casework:logbook", args=[running.pk])
    bad = client.post(page, {"form_token": uuid4(), "happened_on": "", "text": "Getypt en bewaard", "minutes": "60"})
    assert (bad.status_code, "Getypt en bewaard" in bad.content.decode()) == (200, True)
    future = {"form_token": uuid4(), "happened_on": ago(-3).isoformat(), "text": "Morgen", "minutes": "60"}
    assert "toekomst" in client.post(page, future).content.decode()
    sent = client.post(page, {**future, "happened_on": ago().isoformat(), "is_safety": "on"}, follow=True)
    assert "meteen bericht" in sent.content.decode()
    assert running.logs.get().is_safety


def test_the_coordinator_does_the_whole_on_pages_without_a_file(client, match, volunteer, coordinator, client_file):
    client.force_login(coordinator)
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("casework:volunteer_list")
    page = reverse("casework:match", args=[match.pk])
    start = reverse("casework:match_start", args=[match.pk])
    assert "klikgesprek" in client.post(start, follow=True).content.decode()
    today = ago().isoformat()
    client.post(
        reverse("casework:volunteer_training", args=[volunteer.pk]),
        {"form_token": uuid4(), "name": "Basis", "completed_on": today},
    )
    client.post(
        reverse("casework:match_introduction", args=[match.pk]),
        {
            "form_token": uuid4(),
            "held_on": today,
            "of_client": "yes",
            "of_volunteer": "yes",
            "of_coordinator": "yes",
            "agreed": "Op dinsdag",
        },
    )
    client.post(start)
    client.post(
        reverse("casework:match_talk", args=[match.pk]),
        {"form_token": uuid4(), "held_on": today, "text": "Gaat goed", "next_on": ago(-30).isoformat()},
    )
    assert "Gaat goed" in client.get(page).content.decode()
    client.post(
        reverse("casework:match_end", args=[match.pk]), {"ended_on": today, "end_kind": "done", "end_why": "Klaar"}
    )
    match.refresh_from_db()
    assert (match.end_kind, match.end_why) == ("done", "Klaar")
    assert client.get(reverse("casework:client", args=[client_file.number])).status_code == 404


def test_what_is_said_with_the_coordinator_stays_there(client, running, coordinator, counsellor):
    hold_talk(
        match=running, form_token=uuid4(), held_on=ago(), text="Tussen ons.", next_on=ago(-9), acting_user=coordinator
    )
    client.force_login(counsellor)
    assert "Tussen ons" not in client.get(reverse("casework:match", args=[running.pk])).content.decode()


def test_the_counsellor_reads_the_logbook_and_takes_up_safety(
    client, running, volunteer, counsellor, coordinator, client_file
):
    line = log(running, volunteer, is_safety=True)
    client.force_login(counsellor)
    page = reverse("casework:match", args=[running.pk])
    assert "Melding oppakken" in client.get(page).content.decode()
    assert (
        running.get_absolute_url()
        in client.get(reverse("casework:network", args=[client_file.number])).content.decode()
    )
    act = reverse("casework:match_safety", args=[client_file.number, line.pk])
    assert client.post(act, {"what": ""}).status_code == 200
    client.post(act, {"what": "Gebeld en afgesproken."})
    assert "Gebeld en afgesproken." in client.get(page).content.decode()
    client.force_login(coordinator)  # he reads that it was taken up, not what was done: that is of the file
    seen = client.get(page).content.decode()
    assert ("Opgepakt door" in seen, "Gebeld en afgesproken." in seen) == (True, False)


def test_a_counsellor_proposes_on_the_page(client, client_file, volunteer, coordinator, counsellor):
    client.force_login(counsellor)
    page = reverse("casework:match_create", args=[client_file.number])
    sent = {"form_token": uuid4(), "volunteer": volunteer.pk, "coordinator": coordinator.pk, "purpose": "Samen koken"}
    assert "Vraag het eerst aan de cliënt" in client.post(page, sent).content.decode()
    done = client.post(page, {**sent, "wanted": "on"})
    assert done.url == VolunteerMatch.objects.get().get_absolute_url()


def test_a_coordinator_of_another_team_is_a_stranger(client, running, other_team):
    client.force_login(make_user("cora", Role.VOLUNTEER_COORDINATOR, team=other_team))
    assert client.get(reverse("casework:match", args=[running.pk])).status_code == 404
    assert client.get(reverse("casework:match", args=[2**63])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_as_for_three(client, team, coordinator, counsellor, count):
    row = None
    for number in range(count):
        volunteer = make_user(f"vrij{number}", Role.VOLUNTEER, team=team)
        row = propose(make_client(f"S-{number:04d}", team), volunteer, coordinator, counsellor)
        train(volunteer, coordinator)
        introduce(row, coordinator)
        start_match(match=row, acting_user=coordinator)
        for _time in range(count):
            log(row, volunteer, is_safety=True)
    assert row is not None
    client.force_login(coordinator)
    numbers = []
    for page in (reverse("casework:volunteer_list"), row.get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        numbers.append(len(queries))
    assert numbers == [14, 14]
    assert len(volunteers_of({team.pk}, ago())) == count
