"""A title or a stay that was typed by mistake: taken back with a reason, readable, and counted nowhere."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry, Location
from casework.models import Application, ForensicTitle, SpecialCondition, Stay
from casework.registry import registry
from casework.selectors import current_title
from casework.selectors.stays import stay_page
from casework.selectors.titles import titles_view
from casework.services.stays import end_stay, start_stay
from casework.services.titles import confirm_end
from casework.services.withdrawals import withdraw_stay, withdraw_title

pytestmark = pytest.mark.django_db
WHY = "Hoort bij een andere cliënt."


@pytest.fixture
def location(team):
    """A house of the team."""
    return Location.objects.create(name="Huis aan de Vaart", team=team, capacity=12)


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def stay_of(client_file, location, counsellor, days: int = 20) -> Stay:
    return start_stay(client=client_file, location=location, valid_from=ago(days), acting_user=counsellor)


def test_a_title_counts_nowhere_and_its_conditions_go_with_it(client_file, title, condition, counsellor):
    assert current_title(client_file) == title
    withdraw_title(title=title, reason=f" {WHY} ", acting_user=counsellor)
    withdraw_title(title=title, reason="Nog een keer.", acting_user=counsellor)
    assert current_title(client_file) is None
    assert not client_file.titles.exists()
    assert not ForensicTitle.objects.active_on(ago(0)).exists()
    kept = ForensicTitle.including_withdrawn.get()
    assert (kept.withdrawn_reason, kept.withdrawn_by) == (WHY, counsellor)
    condition.refresh_from_db()
    assert (condition.withdrawn_reason, condition.title) == (WHY, kept)
    assert not SpecialCondition.objects.standing().exists()
    told = AuditEntry.objects.filter(details__withdrawn=True)
    assert sorted(told.values_list("object_type", flat=True)) == ["casework.forensictitle", "casework.specialcondition"]


def test_titles_through_time_tell_what_was_taken_back(client_file, title, counsellor):
    ForensicTitle.objects.update(recorded_at=timezone.now() - dt.timedelta(days=9))
    withdraw_title(title=title, reason=WHY, acting_user=counsellor)
    now, then = titles_view(client_file), titles_view(client_file, ago(3))
    assert ([course.title for course in now.titles], now.withdrawn) == ([], (title,))
    assert ([course.title for course in then.titles], then.withdrawn) == ([title], ())


def test_the_timeline_tells_that_it_was_taken_back_and_no_more(client_file, title, location, counsellor):
    stay = stay_of(client_file, location, counsellor)
    withdraw_title(title=title, reason=WHY, acting_user=counsellor)
    withdraw_stay(stay=stay, reason=WHY, acting_user=counsellor)
    soon = timezone.now() + dt.timedelta(minutes=1)
    told = [
        entry.title
        for key in ("title", "stay")
        for entry in registry.timeline_sources[key].entries(client_file, counsellor, soon, 30)
    ]
    assert told == [f"Titel ingetrokken: {title.kind}", f"Verblijf ingetrokken: {location}"]


def test_a_stay_that_was_a_mistake_leaves_room_for_the_right_one(client_file, location, counsellor):
    stay = stay_of(client_file, location, counsellor)
    with pytest.raises(Refused, match="verblijft dan al"):
        stay_of(client_file, location, counsellor, days=10)
    withdraw_stay(stay=stay, reason=WHY, acting_user=counsellor)
    assert not Stay.objects.sleeping_on(ago(5)).exists()
    right = stay_of(client_file, location, counsellor, days=10)
    page = stay_page(client_file)
    assert [line.stay for line in page.stays] == [right]
    assert page.withdrawn == (stay,)
    assert Stay.objects.get() == right


def test_the_application_that_closed_with_it_is_open_again(client_file, location, counsellor):
    application = Application.objects.create(
        client=client_file, received_on=ago(30), source="prison", recorded_by=counsellor, form_token=uuid4()
    )
    stay = stay_of(client_file, location, counsellor)
    application.refresh_from_db()
    assert application.closed_on == ago(20)
    withdraw_stay(stay=stay, reason=WHY, acting_user=counsellor)
    application.refresh_from_db()
    assert application.closed_on is None


def test_an_application_that_closed_otherwise_stays_closed(client_file, location, counsellor):
    application = Application.objects.create(
        client=client_file,
        received_on=ago(30),
        source="prison",
        recorded_by=counsellor,
        form_token=uuid4(),
        closed_on=ago(5),
    )
    withdraw_stay(stay=stay_of(client_file, location, counsellor), reason=WHY, acting_user=counsellor)
    application.refresh_from_db()
    assert application.closed_on == ago(5)


@pytest.mark.parametrize("act", [withdraw_title, withdraw_stay])
def test_no_reason_is_no_mistake(act, client_file, title, location, counsellor):
    rows = {withdraw_title: ("title", title), withdraw_stay: ("stay", stay_of(client_file, location, counsellor))}
    name, row = rows[act]
    with pytest.raises(Refused) as refusal:
        act(**{name: row}, reason="  ", acting_user=counsellor)
    assert refusal.value.field == "reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).including_withdrawn.filter(pk=row.pk).update(withdrawn_at=timezone.now())


def test_who_still_had_it_on_the_screen_hears_so(client_file, title, location, counsellor):
    stay = stay_of(client_file, location, counsellor)
    withdraw_title(title=title, reason=WHY, acting_user=counsellor)
    withdraw_stay(stay=stay, reason=WHY, acting_user=counsellor)
    with pytest.raises(Refused, match="intussen ingetrokken"):
        confirm_end(title=title, form_token=uuid4(), valid_until=ago(-30), confirmed_by="OM", acting_user=counsellor)
    with pytest.raises(Refused, match="intussen ingetrokken"):
        end_stay(stay=stay, valid_until=ago(0), end_kind="moved", acting_user=counsellor)


def test_a_form_of_before_makes_no_second_row(client_file, location, counsellor):
    token = uuid4()
    facts = {"client": client_file, "location": location, "valid_from": ago(3), "acting_user": counsellor}
    stay = start_stay(**facts, form_token=token)
    withdraw_stay(stay=stay, reason=WHY, acting_user=counsellor)
    assert start_stay(**facts, form_token=token) == stay
    assert Stay.including_withdrawn.count() == 1


def test_by_the_pages(client, client_file, title, condition, location, counsellor):
    client.force_login(counsellor)
    stay = stay_of(client_file, location, counsellor)
    for name, row, page in (("title_withdraw", title, "titles"), ("stay_withdraw", stay, "stays")):
        back = reverse(f"casework:{page}", args=[client_file.number])
        address = reverse(f"casework:{name}", args=[client_file.number, row.pk])
        assert address in client.get(back).content.decode()
        asked = client.get(address).content.decode()
        assert (str(condition.kind) in asked.split("<main")[1]) == (name == "title_withdraw")
        assert client.post(address, {"reason": ""}).status_code == 200
        assert client.post(address, {"reason": WHY}, follow=True).status_code == 200
        told = client.get(back).content.decode()
        assert f"Ingetrokken: {WHY}" in told
        assert address not in told
        assert client.get(address).status_code == 404
