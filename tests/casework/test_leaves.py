"""Leave: who may be away, and what stands in the way of it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums import LeavePermission
from casework.models import HouseRules, Leave
from casework.selectors.windows import occurrences
from casework.services.leaves import add_window, end_window, grant_leave, return_from_leave, withdraw_leave
from casework.services.stays import start_stay

pytestmark = pytest.mark.django_db


def at(offset: int, clock: str) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=offset)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


@pytest.fixture
def resident(client_file, house, counsellor):
    start_stay(
        client=client_file,
        location=house,
        valid_from=timezone.localdate() - dt.timedelta(days=60),
        acting_user=counsellor,
    )
    return client_file


def leave(client, user, start, end, **more) -> Leave:
    return grant_leave(
        **{
            "client": client,
            "form_token": uuid4(),
            "starts_at": start,
            "ends_at": end,
            "destination": "bij zijn moeder",
            "permission": LeavePermission.ORGANISATION,
            "permission_by": "teamoverleg",
            "acting_user": user,
            **more,
        }
    )


def window(condition, user, *, begins="23:00", ends="07:00", days="1234567"):
    return add_window(
        condition=condition,
        form_token=uuid4(),
        days=days,
        begins=dt.time.fromisoformat(begins),
        ends=dt.time.fromisoformat(ends),
        valid_from=condition.valid_from,
        acting_user=user,
    )


def test_leave_is_recorded_once_with_its_row_in_the_trail(resident, counsellor):
    token = uuid4()
    first = leave(resident, counsellor, at(1, "10:00"), at(2, "20:00"), form_token=token)
    again = leave(resident, counsellor, at(1, "10:00"), at(2, "20:00"), form_token=token)
    assert first == again
    entry = AuditEntry.objects.get(object_type="casework.leave")
    assert (entry.client_number, entry.details["permission"]) == (resident.number, "organisation")
    with pytest.raises(TypeError):
        first.save()


def test_leave_needs_somewhere_to_leave_from(client_file, counsellor):
    with pytest.raises(Refused, match="woont op die dag niet"):
        leave(client_file, counsellor, at(1, "10:00"), at(2, "20:00"))


@pytest.mark.parametrize(("start", "end"), [((1, "10:00"), (1, "10:00")), ((2, "10:00"), (1, "10:00"))])
def test_leave_ends_after_it_starts(resident, counsellor, start, end):
    with pytest.raises(Refused, match="voor het vertrek") as refusal:
        leave(resident, counsellor, at(*start), at(*end))
    assert refusal.value.field == "ends_day"


def test_nobody_has_two_leaves_at_once(resident, counsellor):
    first = leave(resident, counsellor, at(1, "10:00"), at(2, "20:00"))
    with pytest.raises(Refused, match="Er staat al een verlof"):
        leave(resident, counsellor, at(2, "12:00"), at(3, "20:00"))
    withdraw_leave(leave=first, reason="Zijn moeder is ziek.", acting_user=counsellor)
    assert leave(resident, counsellor, at(2, "12:00"), at(3, "20:00")).pk


def test_leave_that_runs_into_the_hours_of_a_condition_asks_who_allowed_it(resident, condition, counsellor):
    window(condition, counsellor)
    with pytest.raises(Refused, match="thuis elke dag 23:00-07:00") as refusal:
        leave(resident, counsellor, at(1, "18:00"), at(1, "23:30"))
    assert refusal.value.field == "despite_window"
    assert not Leave.objects.exists()
    assert leave(resident, counsellor, at(1, "18:00"), at(1, "23:00")).pk  # back on the stroke is in time
    allowed = leave(resident, counsellor, at(3, "18:00"), at(4, "12:00"), despite_window="T. Hendriks, 24 november")
    assert allowed.despite_window == "T. Hendriks, 24 november"


def test_hours_hold_on_their_own_days_and_as_long_as_they_last(resident, condition, counsellor):
    day = timezone.localdate() + dt.timedelta(days=1)
    one = window(condition, counsellor, begins="08:00", ends="12:00", days=str(day.isoweekday()))
    with pytest.raises(Refused):
        leave(resident, counsellor, at(1, "09:00"), at(1, "10:00"))
    assert leave(resident, counsellor, at(2, "09:00"), at(2, "10:00")).pk
    end_window(window=one, valid_until=timezone.localdate(), acting_user=counsellor)
    assert leave(resident, counsellor, at(1, "09:00"), at(1, "10:00")).pk


def test_a_window_over_midnight_lasts_until_the_next_morning(resident, condition, counsellor):
    one = window(condition, counsellor)
    found = list(occurrences(one, at(0, "06:00"), at(0, "06:30")))
    assert found == [(at(-1, "23:00"), at(0, "07:00"))]
    assert list(occurrences(one, at(0, "07:00"), at(0, "23:00"))) == []


def test_the_curfew_of_the_house_asks_too(resident, house, counsellor):
    HouseRules.objects.create(
        location=house,
        version=1,
        valid_from=timezone.localdate(),
        text="Samen eten.",
        substance_policy="abstinent",
        substance_text="Geen middelen.",
        home_from=dt.time(23),
        home_until=dt.time(7),
        recorded_by=counsellor,
        form_token=uuid4(),
    )
    with pytest.raises(Refused, match="avondklok van het huis"):
        leave(resident, counsellor, at(1, "10:00"), at(2, "23:30"))
    # Nights away in between are what leave is for.
    assert leave(resident, counsellor, at(1, "10:00"), at(3, "22:00")).pk


def test_coming_back_and_withdrawing_exclude_each_other(resident, counsellor):
    gone = leave(resident, counsellor, at(-1, "10:00"), at(1, "20:00"))
    with pytest.raises(Refused, match="in de toekomst"):
        return_from_leave(leave=gone, returned_at=at(1, "10:00"), acting_user=counsellor)
    back = return_from_leave(leave=gone, returned_at=timezone.now(), acting_user=counsellor)
    assert (
        return_from_leave(leave=gone, returned_at=timezone.now(), acting_user=counsellor).returned_at
        == back.returned_at
    )
    with pytest.raises(Refused, match="al terug"):
        withdraw_leave(leave=gone, reason="Toch niet", acting_user=counsellor)
    other = leave(resident, counsellor, at(2, "10:00"), at(3, "20:00"))
    with pytest.raises(Refused, match="waarom") as refusal:
        withdraw_leave(leave=other, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"


def test_hours_outside_their_condition_are_refused(condition, counsellor):
    with pytest.raises(Refused, match="buiten de looptijd"):
        add_window(
            condition=condition,
            form_token=uuid4(),
            days="1",
            begins=dt.time(8),
            ends=dt.time(9),
            valid_from=condition.valid_from - dt.timedelta(days=1),
            acting_user=counsellor,
        )
    with pytest.raises(Refused, match="gelijk"):
        window(condition, counsellor, begins="08:00", ends="08:00")
