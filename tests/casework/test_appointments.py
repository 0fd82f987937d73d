"""Appointments: planned, overlapping, moved, called off, and how they ended."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry, Deputy
from casework.enums import AppointmentResult, NoteKind, SeriesStep
from casework.events import appointment_missed
from casework.models import Appointment, AppointmentChange, AppointmentOutcome
from casework.selectors.calendars import entry_of
from casework.services.appointments import cancel_appointment, move_appointment, plan_appointment, tell_outcome
from casework.services.notes import write_note
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def hours(number: float) -> dt.datetime:
    return timezone.now().replace(second=0, microsecond=0) + dt.timedelta(hours=number)


def plan(client, user, starts_at, **more):
    fields = {
        "form_token": uuid4(),
        "purpose": "session",
        "ends_at": starts_at + dt.timedelta(minutes=45),
        "acting_user": user,
        **more,
    }
    return plan_appointment(client=client, user=user, starts_at=starts_at, **fields)


def tell(appointment, user, result, reason="", **more):
    return tell_outcome(
        appointment=appointment,
        form_token=more.pop("form_token", uuid4()),
        result=result,
        reason=reason,
        acting_user=user,
        **more,
    )


@pytest.fixture
def missed():
    heard: list[tuple[int, str]] = []

    def hear(sender, outcome, acting_user, **kwargs):
        heard.append((outcome.appointment_id, outcome.result))

    appointment_missed.connect(hear)
    yield heard
    appointment_missed.disconnect(hear)


def test_a_second_press_plans_nothing_more(client_file, counsellor):
    token = uuid4()
    first = plan(
        client_file, counsellor, hours(24), form_token=token, step=SeriesStep.WEEKLY, until=hours(24 * 30).date()
    )
    again = plan(
        client_file, counsellor, hours(24), form_token=token, step=SeriesStep.WEEKLY, until=hours(24 * 30).date()
    )

    assert again == first
    assert Appointment.objects.count() == 5
    assert AuditEntry.objects.filter(action=AuditAction.CREATE).count() == 1


def test_a_series_of_working_days_leaves_weekends_and_holidays_out(client_file, counsellor):
    start = dt.datetime(2026, 12, 23, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    first = plan(client_file, counsellor, start, step=SeriesStep.WORKDAYS, until=dt.date(2027, 1, 4))
    days = [timezone.localdate(one.starts_at) for one in first.series.appointments.all()]

    assert days == [dt.date(2026, 12, day) for day in (23, 24, 28, 29, 30, 31)] + [dt.date(2027, 1, 4)]


@pytest.mark.parametrize(
    ("until", "word"),
    [(None, "tot en met welke dag"), (-1, "voor de eerste"), (400, "ten hoogste een jaar"), (1, "maar één")],
)
def test_a_series_that_cannot_be_is_refused_and_leaves_nothing(client_file, counsellor, until, word):
    day = None if until is None else timezone.localdate() + dt.timedelta(days=1 + until)
    with pytest.raises(Refused, match=word) as refusal:
        plan(client_file, counsellor, hours(24), step=SeriesStep.WEEKLY, until=day)

    assert refusal.value.field == "until"
    assert not Appointment.objects.exists()


def test_what_overlaps_is_said_once_and_may_be_so(client_file, other_client, counsellor, colleague, team):
    plan(client_file, counsellor, hours(24))
    third = make_client("S-0003", team)
    with pytest.raises(Refused, match="Dan staat er al: gesprek") as refusal:
        plan(third, counsellor, hours(24.5))
    assert refusal.value.field == "anyway"
    with pytest.raises(Refused, match="Jeroen"):  # another counsellor, the same client
        plan(client_file, colleague, hours(24.5))
    plan(third, colleague, hours(24.5))
    plan(third, counsellor, hours(24.5), anyway=True)
    plan(client_file, counsellor, hours(23.25))  # right before it

    assert Appointment.objects.count() == 4


def test_a_past_appointment_can_be_entered_whatever_stood_there(client_file, counsellor):
    plan(client_file, counsellor, hours(-30))

    assert plan(client_file, counsellor, hours(-30)).is_over


@pytest.mark.parametrize(("start", "end", "word"), [(24, 24, "eindigt voor"), (24, 49, "ten hoogste een dag")])
def test_an_impossible_time_is_refused(client_file, counsellor, start, end, word):
    with pytest.raises(Refused, match=word):
        plan(client_file, counsellor, hours(start), ends_at=hours(end))


def test_the_database_holds_the_order_of_begin_and_end(client_file, counsellor):
    one = plan(client_file, counsellor, hours(24))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=one.pk).update(ends_at=one.starts_at)


def test_moving_keeps_where_it_stood_and_why(client_file, counsellor):
    one = plan(client_file, counsellor, hours(24))
    stood = one.starts_at
    token = uuid4()
    for _press in range(2):
        move_appointment(
            appointment=one,
            form_token=token,
            starts_at=hours(48),
            ends_at=hours(49),
            reason=" Nieuw rooster. ",
            acting_user=counsellor,
        )
    change = AppointmentChange.objects.get()
    one.refresh_from_db()

    assert (change.was_from, change.reason, one.sequence) == (stood, "Nieuw rooster.", 1)
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(Refused, match="waarom"):
        move_appointment(
            appointment=one,
            form_token=uuid4(),
            starts_at=hours(50),
            ends_at=hours(51),
            reason=" ",
            acting_user=counsellor,
        )


def test_calling_off_may_take_the_rest_of_the_series_along(client_file, counsellor):
    first = plan(client_file, counsellor, hours(-24 * 8), step=SeriesStep.WEEKLY, until=hours(24 * 15).date())
    rows = list(first.series.appointments.all())
    tell(rows[0], counsellor, AppointmentResult.CAME)
    number = cancel_appointment(
        appointment=rows[2], form_token=uuid4(), reason="Verhuisd.", acting_user=counsellor, rest_of_series=True
    )

    assert number == len(rows) - 2
    assert list(Appointment.objects.standing()) == rows[:2]
    with pytest.raises(Refused, match="al afgezegd"):
        cancel_appointment(appointment=rows[2], form_token=uuid4(), reason="Nog eens.", acting_user=counsellor)
    with pytest.raises(Refused, match="al vastgelegd"):
        cancel_appointment(appointment=rows[0], form_token=uuid4(), reason="Te laat.", acting_user=counsellor)


def test_an_outcome_before_the_appointment_is_refused(client_file, counsellor):
    with pytest.raises(Refused, match="moet nog komen") as refusal:
        tell(plan(client_file, counsellor, hours(2)), counsellor, AppointmentResult.CAME)

    assert refusal.value.field == "result"
    assert not AppointmentOutcome.objects.exists()


@pytest.mark.parametrize(
    "result", [AppointmentResult.MISSED, AppointmentResult.MISSED_ACCEPTABLE, AppointmentResult.LOGISTICS]
)
def test_a_missed_one_says_why_and_is_told_to_the_floors_above(client_file, counsellor, missed, result):
    one = plan(client_file, counsellor, hours(-2))
    with pytest.raises(Refused, match="in één zin") as refusal:
        tell(one, counsellor, result)
    assert refusal.value.field == "reason"
    outcome = tell(one, counsellor, result, "Trein reed niet.")

    assert missed == [(one.pk, result)]
    with pytest.raises(TypeError):
        outcome.save()
    with pytest.raises(TypeError):
        outcome.delete()


def test_a_second_tap_changes_nothing_and_another_one_is_told_who_was_first(client_file, counsellor, colleague, missed):
    one = plan(client_file, counsellor, hours(-2))
    token = uuid4()
    assert tell(one, counsellor, AppointmentResult.CAME, form_token=token) == tell(
        one, counsellor, AppointmentResult.CAME, form_token=token
    )
    with pytest.raises(Refused, match="Noor Öztürk legde de uitkomst al vast: gekomen"):
        tell(one, colleague, AppointmentResult.MISSED, "Niet gezien.")
    with pytest.raises(Refused, match="wat er niet klopte"):
        tell(one, colleague, AppointmentResult.LATE, correct=True)
    tell(one, colleague, AppointmentResult.MISSED, "Verwisseld met gisteren.", correct=True)

    assert [outcome.result for outcome in one.outcomes.all()] == ["came", "missed"]
    assert entry_of(one, result=one.outcomes.values_list("result", flat=True).last()).missed
    assert missed == [(one.pk, "missed")]


def test_a_note_about_an_appointment_belongs_to_the_same_client(client_file, other_client, counsellor):
    one = plan(client_file, counsellor, hours(-2))
    note = write_note(
        client=client_file,
        form_token=uuid4(),
        kind=NoteKind.NO_SHOW,
        occurred_at=one.starts_at,
        duration_minutes=0,
        text="Niet gekomen.",
        appointment=one,
        acting_user=counsellor,
    )

    assert list(one.notes.all()) == [note]
    with pytest.raises(Refused, match="niet bij deze cliënt"):
        write_note(
            client=other_client,
            form_token=uuid4(),
            kind=NoteKind.TALK,
            occurred_at=one.starts_at,
            duration_minutes=0,
            text="Praat.",
            appointment=one,
            acting_user=counsellor,
        )


# --- pages ---------------------------------------------------------------------------------------------------------
def test_planning_in_the_browser_asks_once_about_what_is_in_the_way(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:appointment_create", args=[client_file.number])
    day = timezone.localdate() + dt.timedelta(days=2)
    typed = {
        "form_token": str(uuid4()),
        "purpose": "check",
        "day": day.strftime("%d-%m-%Y"),
        "time": "9.30",
        "minutes": "30",
        "user": counsellor.pk,
        "place": "Kantoor",
    }
    assert "anyway" not in client.get(address).content.decode()
    assert client.post(address, typed).status_code == 302
    again = client.post(address, {**typed, "form_token": str(uuid4())})
    text = again.content.decode()
    assert "Dan staat er al: controle van 09.30 tot 10.00" in text
    assert 'name="anyway"' in text
    assert 'value="Kantoor"' in text
    assert client.post(address, {**typed, "form_token": str(uuid4()), "anyway": "on"}).status_code == 302

    page = client.get(reverse("casework:agenda"), {"dag": day.isoformat()}).content.decode()
    assert page.count("overlapt") == 2


def test_one_tap_on_the_page_of_what_is_still_to_tell(client, client_file, counsellor):
    one = plan(client_file, counsellor, hours(-3))
    client.force_login(counsellor)
    page = reverse("casework:agenda_open")
    assert one.get_absolute_url() in client.get(page).content.decode()
    tap = {"form_token": str(uuid4()), "result": "late", "terug": page}
    answer = client.post(one.get_absolute_url() + "uitkomst/", tap)

    assert answer.status_code == 302
    assert answer["Location"] == page
    assert one.get_absolute_url() not in client.get(page).content.decode()


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example", "javascript:alert(1)"])
def test_a_tap_leads_nowhere_else(client, client_file, counsellor, back):
    one = plan(client_file, counsellor, hours(-3))
    client.force_login(counsellor)
    answer = client.post(
        one.get_absolute_url() + "uitkomst/", {"form_token": str(uuid4()), "result": "came", "terug": back}
    )

    assert answer["Location"] == one.get_absolute_url()


def test_a_missed_one_without_a_line_comes_back_with_the_sentence(client, client_file, counsellor):
    one = plan(client_file, counsellor, hours(-3))
    client.force_login(counsellor)
    answer = client.post(one.get_absolute_url() + "uitkomst/", {"form_token": str(uuid4()), "result": "missed"})

    assert answer.status_code == 200
    assert "Schrijf in één zin op waarom" in answer.content.decode()


def test_who_stands_in_finds_it_in_his_own_agenda(client, client_file, counsellor, colleague):
    plan(client_file, counsellor, hours(-3))
    client.force_login(colleague)
    page = reverse("casework:agenda_open")
    assert "Jeroen" not in client.get(page).content.decode()
    Deputy.objects.create(absent=counsellor, deputy=colleague, valid_from=timezone.localdate())

    assert "Jeroen" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("page", "number"), [("casework:agenda", 15), ("casework:agenda_open", 9), ("casework:client_agenda", 15)]
)
def test_the_pages_cost_the_same_with_one_and_with_three(
    client, client_file, counsellor, team, django_assert_num_queries, page, number
):
    client.force_login(counsellor)
    address = reverse(page, args=[client_file.number] if "client_" in page else [])
    if page == "casework:agenda":  # the day on which they are, also just after midnight
        address += f"?dag={timezone.localdate(hours(-3))}"
    plan(client_file, counsellor, hours(-3), anyway=True)
    client.get(address)
    with django_assert_num_queries(number):
        client.get(address)
    for place in range(2):
        plan(make_client(f"S-001{place}", team), counsellor, hours(-3 + place / 4), anyway=True)
        plan(client_file, counsellor, hours(-5 - place), anyway=True)
    with django_assert_num_queries(number):
        client.get(address)


@pytest.mark.parametrize("day", ["gisteren", "0001-01-01", "9999-12-31", "2026-13-45", ""])
def test_a_day_that_is_none_shows_today(client, counsellor, day):
    client.force_login(counsellor)

    for view in ("dag", "week"):
        assert client.get(reverse("casework:agenda"), {"dag": day, "weergave": view}).status_code == 200
