"""Appointments with several of us, and those without a client."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.enums import Role
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import AppointmentPurpose, SeriesStep
from casework.enums.duty_calendar import WorkPurpose
from casework.models import Appointment, AppointmentColleague, WorkAppointment
from casework.selectors.agenda import agenda_days, still_to_tell
from casework.selectors.calendars import calendar_of, clashes
from casework.services.appointments import cancel_appointment, move_appointment, plan_appointment, set_colleagues
from casework.services.calendars import make_feed
from casework.services.transfers import hand_over_appointments
from casework.services.work_appointments import cancel_work, move_work, plan_work
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def at(ahead: int, clock: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(timezone.localdate() + dt.timedelta(days=ahead), dt.time(clock)))


def session(client, user, ahead=2, clock=10, **more):
    fields = {"form_token": uuid4(), "acting_user": user, "purpose": AppointmentPurpose.SESSION, **more}
    return plan_appointment(
        client=client, user=user, starts_at=at(ahead, clock), ends_at=at(ahead, clock + 1), **fields
    )


def work(user, ahead=2, clock=10, **more):
    fields = {"form_token": uuid4(), "purpose": WorkPurpose.TEAM, **more}
    return plan_work(starts_at=at(ahead, clock), ends_at=at(ahead, clock + 1), acting_user=user, **fields)


def days_of(user):
    return [line.entry for day in agenda_days(user, {user.pk}, timezone.localdate(), 14) for line in day.entries]


# ------------------------------------------------------------------------------------------------ with colleagues


def test_a_colleague_who_comes_along_has_it_in_his_agenda_and_feed(client, client_file, counsellor, colleague):
    session(client_file, counsellor, colleagues=[colleague, counsellor, colleague])
    assert AppointmentColleague.objects.count() == 1
    (entry,) = days_of(colleague)
    assert entry.user_ids == (counsellor.pk, colleague.pk)
    assert entry.who == f"{counsellor}, {colleague}"
    feed = client.get(reverse("casework:agenda_feed_file", args=[make_feed(acting_user=colleague)]))
    (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["UID"] == f"{entry.uid}@samenspoor"
    assert client_file.last_name not in feed.content.decode()


def test_what_a_colleague_has_already_is_in_the_way(client_file, other_client, counsellor, colleague):
    session(client_file, colleague)
    with pytest.raises(Refused, match=str(colleague)) as refused:
        session(other_client, counsellor, colleagues=[colleague])
    assert refused.value.field == "anyway"
    made = session(other_client, counsellor, colleagues=[colleague], anyway=True)
    entries = calendar_of([colleague.pk], at(0), at(9))
    assert made.uid in clashes(entries)
    assert len(clashes(entries)) == 2


def test_somebody_without_files_does_not_come_along(client_file, counsellor, volunteer):
    with pytest.raises(Refused, match="werkt niet") as refused:
        session(client_file, counsellor, colleagues=[volunteer])
    assert refused.value.field == "colleagues"
    assert not Appointment.objects.exists()


def test_a_series_has_the_colleague_on_each_day_and_moving_looks_at_him(client_file, counsellor, colleague):
    first = session(
        client_file,
        counsellor,
        colleagues=[colleague],
        step=SeriesStep.WEEKLY,
        until=timezone.localdate() + dt.timedelta(days=30),
    )
    assert AppointmentColleague.objects.count() == first.series.appointments.count() == 5
    work(colleague, ahead=4)
    with pytest.raises(Refused, match=str(colleague)):
        move_appointment(
            appointment=first,
            form_token=uuid4(),
            starts_at=at(4),
            ends_at=at(4, 11),
            reason="Werk",
            acting_user=counsellor,
        )


def test_who_comes_along_can_be_changed_and_for_the_rest_of_the_series(client_file, counsellor, colleague, team_lead):
    first = session(
        client_file,
        counsellor,
        colleagues=[colleague],
        step=SeriesStep.WEEKLY,
        until=timezone.localdate() + dt.timedelta(days=20),
    )
    set_colleagues(appointment=first, colleagues=[team_lead], acting_user=counsellor)
    assert [one.user for one in first.colleagues.all()] == [team_lead]
    assert AppointmentColleague.objects.filter(user=colleague).count() == 2
    set_colleagues(appointment=first, colleagues=[team_lead], acting_user=counsellor, rest_of_series=True)
    assert not AppointmentColleague.objects.filter(user=colleague).exists()
    assert AppointmentColleague.objects.filter(user=team_lead).count() == 3
    cancel_appointment(appointment=first, form_token=uuid4(), reason="Ziek", acting_user=counsellor)
    with pytest.raises(Refused, match="afgezegd"):
        set_colleagues(appointment=first, colleagues=[], acting_user=counsellor)


def test_a_colleague_tells_how_it_ended(client_file, counsellor, colleague):
    session(client_file, counsellor, ahead=-1, colleagues=[colleague])
    assert [entry.client for entry in still_to_tell(colleague, {colleague.pk})] == [client_file]


def test_a_colleague_who_takes_the_client_over_is_not_there_twice(client_file, counsellor, colleague):
    row = session(client_file, counsellor, colleagues=[colleague])
    hand_over_appointments(
        client=client_file,
        appointments=Appointment.objects.filter(pk=row.pk),
        successor=colleague,
        acting_user=counsellor,
    )
    (entry,) = days_of(colleague)
    assert entry.user_ids == (colleague.pk,)


def test_the_pages_offer_colleagues(client, client_file, counsellor, colleague):
    client.force_login(counsellor)
    typed = {
        "form_token": str(uuid4()),
        "purpose": "session",
        "day": at(3).strftime("%d-%m-%Y"),
        "time": "10:00",
        "minutes": "45",
        "user": counsellor.pk,
        "colleagues": [colleague.pk],
    }
    assert client.post(reverse("casework:appointment_create", args=[client_file.number]), typed).status_code == 302
    row = Appointment.objects.get()
    assert str(colleague) in client.get(row.get_absolute_url()).content.decode()
    address = reverse("casework:appointment_colleagues", args=[client_file.number, row.pk])
    assert "checked" in client.get(address).content.decode()
    client.post(address, {"colleagues": []})
    assert not row.colleagues.exists()


# ------------------------------------------------------------------------------------------------ without a client


def test_an_appointment_without_a_client_stands_in_the_agendas_of_all_who_are_at_it(counsellor, colleague, team_lead):
    row = work(team_lead, colleagues=[counsellor, colleague], subject="Roosters", place="Kantoor")
    for one in (counsellor, colleague, team_lead):
        (entry,) = days_of(one)
        assert (entry.uid, entry.client, entry.with_whom) == (row.uid, None, "Roosters")
    assert AuditEntry.objects.get(object_type="casework.workappointment").client_number == ""


def test_it_is_in_the_way_of_a_client(client_file, counsellor, colleague, team_lead):
    work(team_lead, colleagues=[counsellor])
    with pytest.raises(Refused, match="teamoverleg"):
        session(client_file, counsellor)
    session(client_file, counsellor, anyway=True)
    assert len(clashes(calendar_of([counsellor.pk], at(0), at(9)))) == 2
    # Two at the same time without a client, of different people, are in nobody's way.
    work(colleague)
    both = calendar_of([team_lead.pk, colleague.pk], at(0), at(9))
    assert clashes(entry for entry in both if entry.client is None) == frozenset()


def test_a_series_keeps_its_clock_and_can_be_called_off_from_a_day_on(team_lead, counsellor):
    until = timezone.localdate() + dt.timedelta(days=200)
    first = work(team_lead, colleagues=[counsellor], step=SeriesStep.FOUR_WEEKLY, until=until)
    rows = list(WorkAppointment.objects.order_by("starts_at"))
    assert len(rows) == 8
    assert {timezone.localtime(row.starts_at).hour for row in rows} == {10}
    assert all(row.colleagues.get() == counsellor for row in rows)
    cancel_work(appointment=rows[1], acting_user=team_lead)
    assert WorkAppointment.objects.filter(cancelled_at=None).count() == 7
    assert cancel_work(appointment=first, acting_user=team_lead, rest_of_series=True) == 7
    assert cancel_work(appointment=first, acting_user=team_lead) == 0
    assert days_of(counsellor) == []


def test_moving_keeps_its_place_in_other_calendars(team_lead, counsellor):
    row = work(team_lead, colleagues=[counsellor])
    move_work(appointment=row, starts_at=at(5), ends_at=at(5, 11), acting_user=team_lead)
    row.refresh_from_db()
    assert (row.starts_at, row.sequence) == (at(5), 1)
    move_work(appointment=row, starts_at=at(5), ends_at=at(5, 12), acting_user=team_lead)  # it is not in its own way


def test_what_cannot_be_is_refused(team_lead, counsellor):
    with pytest.raises(Refused, match="ten hoogste een dag"):
        plan_work(form_token=uuid4(), purpose=WorkPurpose.TEAM, starts_at=at(1), ends_at=at(3), acting_user=team_lead)
    with pytest.raises(Refused, match="eindigt voor zij begint"):
        plan_work(
            form_token=uuid4(), purpose=WorkPurpose.TEAM, starts_at=at(1, 11), ends_at=at(1), acting_user=team_lead
        )
    row = work(team_lead, colleagues=[counsellor])
    with pytest.raises(Refused, match="Alleen wie de afspraak maakte"):
        cancel_work(appointment=row, acting_user=counsellor)
    past = work(team_lead, ahead=-3)
    with pytest.raises(Refused, match="al geweest"):
        move_work(appointment=past, starts_at=at(5), ends_at=at(5, 11), acting_user=team_lead)
    cancel_work(appointment=row, acting_user=team_lead)
    with pytest.raises(Refused, match="al afgezegd"):
        move_work(appointment=row, starts_at=at(5), ends_at=at(5, 11), acting_user=team_lead)


def test_a_second_click_makes_one(team_lead):
    token = uuid4()
    assert work(team_lead, form_token=token) == work(team_lead, form_token=token)
    assert WorkAppointment.objects.count() == 1


def test_in_the_browser_it_is_planned_moved_and_called_off(client, team_lead, counsellor, outsider):
    client.force_login(team_lead)
    typed = {
        "form_token": str(uuid4()),
        "purpose": "peers",
        "subject": "Grenzen",
        "day": at(3).strftime("%d-%m-%Y"),
        "time": "10:00",
        "minutes": "90",
        "colleagues": [counsellor.pk],
    }
    made = client.post(reverse("casework:work_create"), typed)
    row = WorkAppointment.objects.get()
    assert made.url == row.get_absolute_url()
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Grenzen" in page
    assert str(counsellor) in page
    moment = {"form_token": str(uuid4()), "day": at(4).strftime("%d-%m-%Y"), "time": "11:00", "minutes": "60"}
    client.post(reverse("casework:work_move", args=[row.pk]), moment)
    row.refresh_from_db()
    assert row.starts_at == at(4, 11)
    assert client.get(reverse("casework:work_file", args=[row.pk])).content.count(b"BEGIN:VEVENT") == 1
    client.force_login(counsellor)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(reverse("casework:work_cancel", args=[row.pk])).status_code == 403
    client.force_login(outsider)
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(team_lead)
    client.post(reverse("casework:work_cancel", args=[row.pk]))
    row.refresh_from_db()
    assert row.cancelled_at is not None
    assert "al afgezegd" not in client.get(reverse("casework:agenda")).content.decode()


def test_a_series_that_is_too_long_keeps_what_was_typed(client, team_lead):
    client.force_login(team_lead)
    typed = {
        "form_token": str(uuid4()),
        "purpose": "team",
        "subject": "Weekstart",
        "day": at(3).strftime("%d-%m-%Y"),
        "time": "09:00",
        "minutes": "60",
        "step": "weekly",
        "until": "01-01-2099",
    }
    page = client.post(reverse("casework:work_create"), typed).content.decode()
    assert "ten hoogste een jaar" in page
    assert "Weekstart" in page


def test_the_agenda_costs_the_same_with_more_colleagues(client, client_file, counsellor, colleague, team_lead, team):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(counsellor)
    client.get(reverse("casework:agenda"))
    session(client_file, counsellor, ahead=0, clock=9, colleagues=[colleague])
    work(team_lead, ahead=0, clock=13, colleagues=[counsellor])
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("casework:agenda"))
    others = [make_user(f"c{n}", Role.COUNSELLOR, team=team) for n in range(3)]
    for n in range(3):
        session(client_file, counsellor, ahead=0, clock=15 + n, colleagues=[colleague, *others])
        work(team_lead, ahead=0, clock=18 + n, colleagues=[counsellor, *others])
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("casework:agenda"))
    assert len(many) == len(few)
