"""The three-party meeting: what may be recorded, once, and what the pages show of it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import CommitmentOwner
from casework.models import Commitment
from casework.registry import registry
from chain.enums import MeetingKind, Party
from chain.forms.meetings import MOST_ROWS, ROWS
from chain.models import ThreePartyMeeting
from chain.selectors.agreements import starting_point
from chain.selectors.duties import meeting_duties
from chain.selectors.meetings import next_meeting
from chain.services.meetings import CommitmentLine, record_meeting


def hours_ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def fields(client_file, counsellor) -> dict[str, Any]:
    """A meeting that may be recorded."""
    return {
        "client": client_file,
        "form_token": uuid4(),
        "kind": MeetingKind.FIRST,
        "held_at": hours_ago(3),
        "place": "Bij Jeroen op de kamer",
        "present": "Jeroen Dekker\nNoor Öztürk\nTom Hendriks",
        "client_present": True,
        "absent": "",
        "proud_of": "Zoekt werk en heeft niet gebruikt.",
        "client_view": "Het gaat goed, maar laat me werken.",
        "lead": Party.ORGANISATION,
        "next_on": in_days(90),
        "commitments": [
            CommitmentLine("Twee sollicitaties per week", CommitmentOwner.CLIENT, in_days(7)),
            CommitmentLine("Uitzendbureau bellen", CommitmentOwner.OTHER, in_days(3), "Moeder"),
        ],
        "acting_user": counsellor,
    }


@pytest.fixture
def typed() -> dict[str, Any]:
    """The page as it is typed, with one agreement."""
    return {
        "form_token": str(uuid4()),
        "kind": "first",
        "held_on": timezone.localdate().strftime("%d-%m-%Y"),
        "held_time": "0.01",
        "place": "Kantoor",
        "attended": ["client", "organisation", "probation"],
        "others": "",
        "absent": "",
        "proud_of": "Heeft werk gevonden",
        "client_view": "Ik ben tevreden",
        "counsellor_view": "",
        "officer_view": "",
        "lead": "client",
        "next_on": "",
        "afspraken-TOTAL_FORMS": "3",
        "afspraken-INITIAL_FORMS": "0",
        "afspraken-0-text": "Rooster doorgeven",
        "afspraken-0-owner": "client",
        "afspraken-0-owner_name": "",
        "afspraken-0-due_on": in_days(7).strftime("%d-%m-%Y"),
    }


def test_meeting_is_recorded_with_its_commitments(fields):
    meeting = record_meeting(**fields)

    rows = list(meeting.commitments.order_by("due_on"))
    assert [(row.text, row.owner, row.owner_name) for row in rows] == [
        ("Uitzendbureau bellen", "other", "Moeder"),
        ("Twee sollicitaties per week", "client", ""),
    ]
    entry = AuditEntry.objects.get(action=AuditAction.CREATE, object_type="chain.threepartymeeting")
    assert (entry.client_number, entry.details) == ("S-0001", {"commitments": 2})


def test_double_click_records_one_meeting(fields):
    first, second = record_meeting(**fields), record_meeting(**fields)

    assert first == second
    assert Commitment.objects.count() == 2
    assert AuditEntry.objects.filter(object_type="chain.threepartymeeting").count() == 1


def test_meeting_is_immutable(fields):
    meeting = record_meeting(**fields)
    meeting.place = "Elders"
    with pytest.raises(TypeError):
        meeting.save()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_at": timezone.now() + dt.timedelta(hours=2)}, "held_on"),
        ({"next_on": timezone.localdate() - dt.timedelta(days=2)}, "next_on"),
        ({"client_present": False, "absent": " "}, "absent"),
        ({"client_view": " "}, "client_view"),
        ({"commitments": [CommitmentLine("Te vroeg", "client", timezone.localdate() - dt.timedelta(days=9))]}, None),
        ({"commitments": [CommitmentLine("Wie dan", "other", timezone.localdate() + dt.timedelta(days=9))]}, None),
        ({"place": ""}, "place"),
        ({"proud_of": ""}, "proud_of"),
    ],
)
def test_impossible_meeting_is_refused_and_nothing_is_kept(fields, change, field):
    with pytest.raises(Refused) as refusal:
        record_meeting(**fields | change)
    assert refusal.value.field == field
    assert not ThreePartyMeeting.objects.exists()
    assert not Commitment.objects.exists()


def test_second_first_meeting_is_refused(fields):
    record_meeting(**fields)
    with pytest.raises(Refused) as refusal:
        record_meeting(**fields | {"form_token": uuid4(), "held_at": hours_ago(1)})
    assert refusal.value.field == "kind"


def test_database_refuses_an_unheard_client(fields):
    meeting = record_meeting(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreePartyMeeting.objects.filter(pk=meeting.pk).update(client_view="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreePartyMeeting.objects.filter(pk=meeting.pk).update(client_present=False)


# when the next one is


def test_first_meeting_is_due_a_week_after_the_officer_came(client_file, involvement, counsellor):
    due = next_meeting(client_file)

    assert (due.first, due.due_on) == (True, involvement.valid_from + dt.timedelta(days=7))
    assert due.is_late
    (duty,) = meeting_duties(timezone.localdate())
    assert duty.owner_ids == (counsellor.pk,)
    assert duty.key == f"three-party-first:{client_file.pk}"


def test_meeting_sets_the_next_one_itself(fields, involvement):
    record_meeting(**fields)

    due = next_meeting(involvement.client)
    assert (due.planned, due.due_on, due.is_late) == (True, in_days(90), False)
    assert list(meeting_duties(timezone.localdate())) == []
    assert len(list(meeting_duties(in_days(80)))) == 1


def test_without_a_day_the_next_one_is_after_the_term(fields, involvement):
    record_meeting(**fields | {"next_on": None, "commitments": []})

    due = next_meeting(involvement.client)
    held_on = timezone.localdate(fields["held_at"])  # yesterday, just after midnight
    assert (due.planned, due.due_on) == (False, held_on + dt.timedelta(days=91))


def test_without_an_officer_no_meeting_is_due(client_file):
    assert next_meeting(client_file) is None
    assert list(meeting_duties(timezone.localdate())) == []


def test_timeline_shows_the_meeting_at_its_moment(fields, client_file, counsellor):
    record_meeting(**fields)
    source = registry.timeline_sources["meeting"]

    (entry,) = source.entries(client_file, counsellor, timezone.now(), 10)
    assert (entry.body, entry.occurred_at) == (fields["proud_of"], fields["held_at"])
    assert list(source.entries(client_file, counsellor, fields["held_at"], 10)) == []


# the pages


def create_url(client_file) -> str:
    return reverse("chain:meeting_create", args=[client_file.number])


def test_page_records_a_meeting(client, client_file, counsellor, involvement, typed):
    client.force_login(counsellor)

    answers = [client.post(create_url(client_file), typed) for _click in range(2)]

    meeting = ThreePartyMeeting.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [meeting.get_absolute_url()] * 2
    assert meeting.present.splitlines() == [
        "Jeroen Dekker (cliënt)",
        "Noor Öztürk (begeleider)",
        "Tom Hendriks (toezichthouder)",
    ]
    assert timezone.localtime(meeting.held_at).strftime("%H:%M") == "00:01"
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Rooster doorgeven" in page
    assert reverse("chain:agreement_create", args=[client_file.number]) + f"?overleg={meeting.pk}" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": (timezone.localdate() + dt.timedelta(days=3)).isoformat()}, "is nog niet geweest"),
        ({"next_on": "2001-01-01"}, "ligt na dit gesprek"),
        ({"attended": ["organisation", "probation"]}, "Niet alle drie waren erbij"),
        ({"client_view": ""}, "in zijn eigen woorden"),
        ({"afspraken-1-text": "Zonder wie en wanneer"}, "Kies wie dit doet."),
        ({"afspraken-0-due_on": ""}, "Vul in voor wanneer."),
        ({"afspraken-0-due_on": "morgen"}, "Rooster doorgeven"),
        ({"afspraken-0-owner": "other"}, "Schrijf op wie dit doet."),
        ({"afspraken-0-text": ""}, "Schrijf op wat er is afgesproken."),
        ({"held_time": "half tien"}, "Kantoor"),
    ],
)
def test_bad_input_keeps_what_was_typed(client, client_file, counsellor, involvement, typed, change, sentence):
    client.force_login(counsellor)

    answer = client.post(create_url(client_file), typed | change)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Heeft werk gevonden" in page
    assert "Dit klopt nog niet" in page
    assert typed["form_token"] in page
    assert not ThreePartyMeeting.objects.exists()
    assert not Commitment.objects.exists()


def test_more_rows_keep_what_was_typed_and_say_nothing_is_wrong(client, client_file, counsellor, involvement, typed):
    client.force_login(counsellor)

    page = client.post(create_url(client_file), typed | {"more": "1", "proud_of": ""}).content.decode()

    assert f'name="afspraken-TOTAL_FORMS" value="{3 + ROWS}"' in page
    assert "Rooster doorgeven" in page
    assert typed["form_token"] in page
    assert "error-summary" not in page
    assert not ThreePartyMeeting.objects.exists()


@pytest.mark.parametrize("count", ["100000", "9" * 5_000, "-1", ""])
@pytest.mark.parametrize("button", [{}, {"more": "1"}])
def test_number_of_rows_is_not_what_a_request_says(client, client_file, counsellor, involvement, typed, button, count):
    client.force_login(counsellor)

    answer = client.post(create_url(client_file), typed | button | {"proud_of": "", "afspraken-TOTAL_FORMS": count})

    assert answer.status_code == 200
    assert answer.content.decode().count('name="afspraken-') <= 4 * 2 * MOST_ROWS + 4
    assert not ThreePartyMeeting.objects.exists()


def test_rows_that_were_added_count(client, client_file, counsellor, involvement, typed):
    client.force_login(counsellor)
    more = {
        "afspraken-TOTAL_FORMS": "6",
        "afspraken-INITIAL_FORMS": "3",
        "afspraken-5-text": "Terugbellen",
        "afspraken-5-owner": "probation",
        "afspraken-5-due_on": in_days(1).isoformat(),
    }

    client.post(create_url(client_file), typed | more)

    assert {row.text for row in Commitment.objects.all()} == {"Rooster doorgeven", "Terugbellen"}


def test_tampered_management_form_is_refused(client, client_file, counsellor, involvement, typed):
    client.force_login(counsellor)

    answer = client.post(create_url(client_file), typed | {"afspraken-TOTAL_FORMS": "veel"})

    assert answer.status_code == 200
    assert not ThreePartyMeeting.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("officer", 404), ("expert", 403), ("colleague", 200)])
def test_who_may_record(client, client_file, request, typed, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(create_url(client_file)).status_code == status


def test_reader_sees_a_meeting_without_a_way_to_write(client, client_file, expert, fields):
    meeting = record_meeting(**fields)
    client.force_login(expert)

    page = client.get(meeting.get_absolute_url())

    assert page.status_code == 200
    assert "Afspraken opstellen" not in page.content.decode()


@pytest.mark.parametrize("days", [14, 28])
def test_next_meeting_after_some_weeks_needs_no_date(client, client_file, counsellor, involvement, typed, days):
    client.force_login(counsellor)
    client.post(create_url(client_file), typed | {"next_in": str(days), "next_on": ""})

    meeting = ThreePartyMeeting.objects.get()
    day = timezone.localdate(meeting.held_at) + dt.timedelta(days=days)
    assert meeting.next_on is not None
    assert 0 <= (meeting.next_on - day).days <= 2  # the Monday after a weekend
    assert meeting.next_on.weekday() < 5


def test_draft_of_agreements_starts_from_what_was_said(client, client_file, counsellor, involvement, typed):
    client.force_login(counsellor)
    client.post(create_url(client_file), typed | {"point_control": "Twee keer per week, buiten werktijd."})

    meeting = ThreePartyMeeting.objects.get()
    start = starting_point(client_file, meeting_pk=str(meeting.pk))
    assert start.initial["control"] == "Twee keer per week, buiten werktijd."
    assert start.initial["strengths"] == meeting.proud_of
    url = reverse("chain:agreement_create", args=[client_file.number])
    page = client.get(f"{url}?overleg={meeting.pk}").content.decode()
    assert "Twee keer per week, buiten werktijd." in page
    assert "Wat in het gesprek is gezegd" in page
    assert "buiten werktijd" not in client.get(url).content.decode()


def test_meeting_of_another_client_does_not_exist_here(client, client_file, other_client, fields, outsider):
    meeting = record_meeting(**fields)
    client.force_login(outsider)

    assert client.get(reverse("chain:meeting", args=[client_file.number, meeting.pk])).status_code == 404
    assert client.get(reverse("chain:meeting", args=[other_client.number, meeting.pk])).status_code == 404


@pytest.mark.parametrize("held", [1, 3])
def test_tab_costs_the_same_queries_however_many_meetings(
    client, client_file, counsellor, involvement, fields, held, django_assert_max_num_queries
):
    for number in range(held):
        kind = MeetingKind.REGULAR if number else MeetingKind.FIRST
        record_meeting(**fields | {"form_token": uuid4(), "held_at": hours_ago(number + 1), "kind": kind})
    client.force_login(counsellor)
    url = reverse("chain:cooperation", args=[client_file.number])
    client.get(url)
    with django_assert_max_num_queries(TAB_QUERIES):
        client.get(url)


TAB_QUERIES = 24
