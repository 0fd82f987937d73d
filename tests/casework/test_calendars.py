"""Calendars that leave the house: read back by a strict parser, right when the clock changes, and nothing of a client in them."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Timezone

from accounts.enums import AuditAction, AuditOutcome
from accounts.models import AuditEntry, RoleAssignment
from casework.enums import AppointmentPurpose, SeriesStep
from casework.models import CalendarFeed
from casework.selectors.calendars import entry_of
from casework.services.appointments import cancel_appointment, move_appointment, plan_appointment
from casework.services.calendars import calendar_file, make_feed, revoke_feed

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


def plan(client, user, starts_at, *, minutes=60, **more):
    return plan_appointment(
        client=client,
        form_token=uuid4(),
        user=user,
        purpose=more.pop("purpose", AppointmentPurpose.SESSION),
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        acting_user=user,
        **more,
    )


def strictly(content: bytes) -> Calendar:
    """Parse as RFC 5545 wants it: CRLF, folded lines, no error that a forgiving parser would swallow."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= set(event)
    return calendar


def clock_of(calendar: Calendar) -> dt.tzinfo:
    """Return the time zone as the file itself describes it, whatever the reader knows about the name."""
    clock = calendar.walk("VTIMEZONE")[0]
    assert isinstance(clock, Timezone)
    zone: dt.tzinfo = clock.to_tz()  # type: ignore[no-untyped-call, unused-ignore]
    return zone


@pytest.mark.parametrize("change", [dt.date(2027, 3, 28), dt.date(2026, 10, 25), dt.date(2027, 10, 31)])
def test_an_appointment_stays_at_ten_across_the_change_of_the_clock(client_file, counsellor, change):
    first = plan(
        client_file,
        counsellor,
        at(change - dt.timedelta(days=2), 10),
        step=SeriesStep.DAILY,
        until=change + dt.timedelta(days=2),
    )
    assert first.series is not None
    rows = list(first.series.appointments.select_related("client", "user"))
    calendar = strictly(calendar_file(entry_of(row) for row in rows))
    zone = clock_of(calendar)
    events = sorted(calendar.walk("VEVENT"), key=lambda event: event.decoded("DTSTART"))

    assert [event.decoded("DTSTART").replace(tzinfo=None).hour for event in events] == [10] * 5
    assert {event["DTSTART"].params["TZID"] for event in events} == {"Europe/Amsterdam"}
    for row, event in zip(rows, events, strict=True):
        told = event.decoded("DTSTART").replace(tzinfo=zone)
        assert told.astimezone(dt.UTC) == row.starts_at
    offsets = [event.decoded("DTSTART").replace(tzinfo=zone).utcoffset() for event in events]
    assert len(set(offsets)) == 2  # winter and summer


def test_what_leaves_the_house_says_nothing_of_the_client(client_file, counsellor):
    appointment = plan(
        client_file, counsellor, at(dt.date(2027, 1, 5), 9), place="Kerkstraat 3", with_whom="Tom Hendriks"
    )
    text = calendar_file([entry_of(appointment)]).decode().replace("\r\n ", "")

    for secret in ("Jeroen", "Dekker", "S-0001", "Kerkstraat", "Hendriks", "clienten"):
        assert secret not in text
    assert "Afspraak: gesprek" in text
    assert "/agenda/?dag=2027-01-05" in text


def test_a_moved_appointment_keeps_its_uid_and_goes_up_in_sequence(client_file, counsellor):
    appointment = plan(client_file, counsellor, at(dt.date(2027, 1, 5), 9))
    before = strictly(calendar_file([entry_of(appointment)])).walk("VEVENT")[0]
    moved = move_appointment(
        appointment=appointment,
        form_token=uuid4(),
        starts_at=at(dt.date(2027, 1, 6), 9),
        ends_at=at(dt.date(2027, 1, 6), 10),
        reason="Werkt dinsdag.",
        acting_user=counsellor,
    )
    after = strictly(calendar_file([entry_of(moved)])).walk("VEVENT")[0]
    cancel_appointment(appointment=moved, form_token=uuid4(), reason="Zitting.", acting_user=counsellor)
    moved.refresh_from_db()
    gone = strictly(calendar_file([entry_of(moved)])).walk("VEVENT")[0]

    assert before["UID"] == after["UID"] == gone["UID"]
    assert [int(str(event["SEQUENCE"])) for event in (before, after, gone)] == [0, 1, 2]
    assert gone["STATUS"] == "CANCELLED"


def test_an_invitation_names_who_asks_and_who_is_asked(client_file, counsellor):
    entry = entry_of(plan(client_file, counsellor, at(dt.date(2027, 1, 5), 9)))
    calendar = strictly(
        calendar_file([entry], method="REQUEST", organiser="noor@example.org", invited=["tom@example.org"])
    )
    event = calendar.walk("VEVENT")[0]

    assert calendar["METHOD"] == "REQUEST"
    assert event["ORGANIZER"] == "mailto:noor@example.org"
    assert event["ATTENDEE"] == "mailto:tom@example.org"


def test_the_feed_works_until_it_is_withdrawn_and_each_reading_is_recorded(client, client_file, counsellor):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    plan(client_file, counsellor, at(tomorrow, 9))
    key = make_feed(acting_user=counsellor)
    address = reverse("casework:agenda_feed_file", args=[key])

    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(strictly(answer.content).walk("VEVENT")) == 1
    row = AuditEntry.objects.get(action=AuditAction.EXPORT)
    assert (row.actor_id, row.object_type) == (counsellor.pk, "casework.calendarfeed")

    assert revoke_feed(acting_user=counsellor)
    assert not revoke_feed(acting_user=counsellor)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "ingetrokken" in answer.content.decode()
    assert AuditEntry.objects.filter(action=AuditAction.EXPORT, outcome=AuditOutcome.REFUSED).count() == 1


def test_only_a_digest_is_kept_and_a_new_address_ends_the_old_one(client, counsellor):
    first, second = make_feed(acting_user=counsellor), make_feed(acting_user=counsellor)

    assert len(first) >= 43
    assert first != second
    assert not CalendarFeed.objects.filter(digest__in=[first, second]).exists()
    assert client.get(reverse("casework:agenda_feed_file", args=[first])).status_code == 410
    assert client.get(reverse("casework:agenda_feed_file", args=[second])).status_code == 200


@pytest.mark.parametrize("key", ["onbekend", "x" * 500, "é"])
def test_an_address_that_never_was_is_not_found(client, db, key):
    answer = client.get(reverse("casework:agenda_feed_file", args=[key]))

    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/plain")


def test_the_feed_of_who_no_longer_keeps_files_is_gone(client, counsellor):
    key = make_feed(acting_user=counsellor)
    RoleAssignment.objects.filter(user=counsellor).update(valid_until=timezone.localdate() - dt.timedelta(days=1))

    assert client.get(reverse("casework:agenda_feed_file", args=[key])).status_code == 410


def test_the_address_is_shown_once(client, counsellor):
    client.force_login(counsellor)
    page = reverse("casework:agenda_feed")
    shown = re.search(r"/agenda/adres/[\w-]+/samenspoor\.ics", client.post(page, {"stap": "maken"}).content.decode())

    assert shown is not None
    assert client.get(shown[0]).status_code == 200
    assert "/agenda/adres/" not in client.get(page).content.decode()
    assert client.post(page, {"stap": "intrekken"}).status_code == 302
    assert client.get(shown[0]).status_code == 410
