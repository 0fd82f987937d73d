"""Signals are about change; each brings things to say and asks what was done with it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from alliance.enums import Handling, TalkingReason
from alliance.instruments import read_instrument
from alliance.models import AllianceFollowUp, InstrumentDefinition
from alliance.selectors.overview import overview_of
from alliance.services.follow_ups import record_follow_up
from alliance.services.imports import import_scores
from casework.models import Assignment
from tests.alliance.conftest import scores
from tests.alliance.test_instruments import RESULTS_ONLY

CALM = scores(4, 4, 4, 2)
BEST = scores(5, 5, 5, 1)


def reasons(client_file, counsellor):
    return [one.reason for one in overview_of(client_file, counsellor, timezone.localdate()).talking_points]


def test_friction_that_rises_two_times_in_a_row_is_said_so(make_check_in, client_file, counsellor):
    for days, friction in ((90, 1), (60, 2), (1, 3)):
        make_check_in(days, own=CALM, theirs=scores(4, 4, 4, friction))
    assert reasons(client_file, counsellor) == [TalkingReason.FRICTION_TWICE]


def test_friction_that_rose_once_is_an_ordinary_change(make_check_in, client_file, counsellor):
    for days, friction in ((90, 3), (60, 1), (1, 2)):
        make_check_in(days, own=CALM, theirs=scores(4, 4, 4, friction))
    assert reasons(client_file, counsellor) == [TalkingReason.CLIENT_FELL]


def test_always_at_its_best_is_worth_a_question_the_second_time(make_check_in, client_file, counsellor):
    make_check_in(60, own=BEST, theirs=BEST)
    assert reasons(client_file, counsellor) == []
    make_check_in(1, own=BEST, theirs=BEST)
    assert reasons(client_file, counsellor) == [TalkingReason.ALWAYS_BEST]


def test_always_at_its_best_is_not_told_of_who_keeps_his_answers(make_check_in, client_file, counsellor):
    make_check_in(60, own=BEST, theirs=BEST, shares=False)
    make_check_in(1, own=BEST, theirs=BEST, shares=False)
    assert reasons(client_file, counsellor) == []


def test_a_low_value_that_did_not_change_is_no_signal(make_check_in, client_file, counsellor):
    low = scores(1, 1, 1, 5)
    make_check_in(60, own=low, theirs=low)
    make_check_in(1, own=low, theirs=low)
    assert reasons(client_file, counsellor) == []


def test_too_long_and_a_new_counsellor_come_from_the_calendar(client_file, counsellor, colleague):
    assert reasons(client_file, counsellor) == [TalkingReason.TOO_LONG]  # assigned a hundred days ago, none held
    today = timezone.localdate()
    client_file.assignments.update(valid_until=today - dt.timedelta(days=1))
    Assignment.objects.create(client=client_file, user=colleague, role="counsellor", valid_from=today)
    assert reasons(client_file, colleague) == [TalkingReason.NEW_COUNSELLOR]


def test_what_was_done_stands_with_the_signal_and_stays(client, make_check_in, client_file, counsellor):
    make_check_in(60, own=CALM, theirs=CALM)
    check_in = make_check_in(1, own=CALM, theirs=scores(4, 2, 4, 2))
    point = overview_of(client_file, counsellor, timezone.localdate()).talking_points[0]
    client.force_login(counsellor)
    url = reverse("alliance:follow_up", args=["S-0001", point.key])
    assert "Wat is ermee gedaan?" in client.get(url).text
    refused = client.post(url, {"form_token": uuid4(), "handling": "nothing", "text": ""})
    assert "Schrijf in een zin waarom" in refused.text
    token = uuid4()
    sent = {"form_token": token, "handling": "agreed", "text": "Ik bel voortaan eerst."}
    client.post(url, sent)
    done = client.post(url, sent)
    assert done.headers["Location"] == check_in.get_absolute_url()
    row = AllianceFollowUp.objects.get()
    for page in (check_in.get_absolute_url(), reverse("alliance:overview", args=["S-0001"])):
        assert "Ik bel voortaan eerst." in client.get(page).text
    assert AuditEntry.objects.get(object_type="alliance.alliancefollowup").details == {"handling": "agreed"}
    with pytest.raises(TypeError, match="immutable"):
        row.save()


def test_nobody_else_opens_a_signal_and_a_signal_that_is_not_there_is_not_found(
    client, make_check_in, client_file, counsellor, team_lead, expert, outsider
):
    make_check_in(60, own=CALM, theirs=CALM)
    check_in = make_check_in(1, own=CALM, theirs=scores(4, 2, 4, 2))
    url = reverse("alliance:follow_up", args=["S-0001", f"{check_in.pk}-client_fell-trust"])
    for user, status in ((team_lead, 403), (expert, 403), (outsider, 404), (counsellor, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status
    for odd in (f"{check_in.pk}-apart-trust", "0-too_long-x", "x", "9" * 40 + "-a-b", "-"):
        assert client.get(reverse("alliance:follow_up", args=["S-0001", odd])).status_code == 404
    assert "Ik bel" not in client.get(reverse("alliance:overview", args=["S-0001"])).text


def test_a_colleague_reads_nothing_of_what_was_done(client, make_check_in, client_file, counsellor, team_lead):
    make_check_in(60, own=CALM, theirs=CALM)
    make_check_in(1, own=CALM, theirs=scores(4, 2, 4, 2))
    point = overview_of(client_file, counsellor, timezone.localdate()).talking_points[0]
    record_follow_up(
        client=client_file,
        signal=point.key,
        handling=Handling.TALKED,
        text="Geheim",
        form_token=uuid4(),
        acting_user=counsellor,
    )
    client.force_login(team_lead)
    assert "Geheim" not in client.get(reverse("alliance:overview", args=["S-0001"])).text


def test_where_reliability_was_published_only_more_than_chance_is_a_signal(client, client_file, counsellor):
    InstrumentDefinition.objects.create(
        key="elders",
        version=1,
        name="Elders ingevuld",
        licence_status="licensed",
        definition=RESULTS_ONLY,
        permission_by="maker",
        permission_on=dt.date(2025, 1, 1),
        permission_reference="brief",
        active=True,
    )
    margin = read_instrument(RESULTS_ONLY, "x").subscales[0].reliability.margin
    assert margin == Decimal("3.88")
    head = "client;date;instrument;version;counsellor;side;aspect;value\n"
    for day, value in (("2025-01-01", 16), ("2025-06-01", 13)):
        text = head + f"S-0001;{day};elders;1;noor;client;taak;{value}\n"
        assert not import_scores(text=text, acting_user=counsellor).refused
    told = [one for one in reasons(client_file, counsellor) if one != TalkingReason.TOO_LONG]
    assert told == []
    import_scores(text=head + "S-0001;2025-11-01;elders;1;noor;client;taak;9\n", acting_user=counsellor)
    told = [one for one in reasons(client_file, counsellor) if one != TalkingReason.TOO_LONG]
    assert told == [TalkingReason.CLIENT_FELL]
    client.force_login(counsellor)
    latest = client_file.alliance_check_ins.first()
    page = client.get(latest.get_absolute_url()).text
    assert "meer dan toeval" in page
    assert "Verzonnen handleiding, 2020" in page
    assert "marge 3,88" in page
    assert 'fill="#ddf0f3"' in page
