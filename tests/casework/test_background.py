"""What is coded about a client: dated, ended once, withdrawn with a reason, never overwritten."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.enums.background import CODED, Topic
from casework.models import BackgroundCode, BackgroundEntry, KnownEnd, StayDestination
from casework.selectors.background import background_of
from casework.services.background import add_background, end_background, withdraw_background
from casework.services.stays import end_stay, start_stay

pytestmark = pytest.mark.django_db


def day(offset=0):
    return timezone.localdate() + dt.timedelta(days=offset)


def code(key):
    return BackgroundCode.objects.get(key=key)


def add(client, user, key="problem-debt", topic=Topic.PROBLEM, **more):
    fields = {
        "client": client,
        "form_token": uuid4(),
        "topic": topic,
        "code": code(key) if key else None,
        "valid_from": day(-30),
        "acting_user": user,
    }
    return add_background(**{**fields, **more})


def test_every_list_has_values_and_each_code_its_own_list():
    for topic in CODED:
        assert BackgroundCode.objects.filter(topic=topic).count() >= 3, topic
    assert set(BackgroundCode.objects.filter(topic=Topic.FRAME).values_list("name", flat=True)) == {
        "Wfz",
        "Wmo",
        "Wlz",
        "Geen",
    }


def test_several_problems_hold_at_once_and_each_is_written_once(client_file, counsellor):
    token = uuid4()
    first = add(client_file, counsellor, form_token=token)
    assert add(client_file, counsellor, form_token=token) == first
    add(client_file, counsellor, "problem-lvb")
    problems = next(one for one in background_of(client_file) if one.topic == Topic.PROBLEM)
    assert {row.label for row in problems.current} == {"Schulden", "Licht verstandelijke beperking (LVB)"}
    with pytest.raises(Refused, match="staat er al een"):
        add(client_file, counsellor, valid_from=day(-3))
    assert AuditEntry.objects.filter(object_type="casework.backgroundentry", action="create").count() == 2


def test_a_new_frame_ends_the_one_before_and_keeps_it_readable(client_file, counsellor):
    wfz = add(client_file, counsellor, "frame-wfz", Topic.FRAME, valid_from=day(-90))
    wmo = add(client_file, counsellor, "frame-wmo", Topic.FRAME, valid_from=day(-10))
    wfz.refresh_from_db()
    assert (wfz.valid_until, wfz.ended_by) == (day(-11), counsellor)
    assert wfz.ended_at is not None
    for when, held in ((-50, wfz), (-11, wfz), (-10, wmo), (0, wmo)):
        frame = next(one for one in background_of(client_file, day(when)) if one.topic == Topic.FRAME)
        assert frame.current == (held,)
    with pytest.raises(Refused, match="Kies een latere datum"):
        add(client_file, counsellor, "frame-wlz", Topic.FRAME, valid_from=day(-10))


def test_a_municipality_is_a_name_and_the_rest_is_a_code(client_file, counsellor):
    entry = add(client_file, counsellor, "", Topic.ORIGIN, place=" Zwolle ")
    assert entry.label == "Zwolle"
    with pytest.raises(Refused, match="gemeente"):
        add(client_file, counsellor, "", Topic.RESIDENCE, place=" ")
    with pytest.raises(Refused, match="uit deze lijst"):
        add(client_file, counsellor, "frame-wfz", Topic.PROBLEM)
    with pytest.raises(Refused, match="uit deze lijst"):
        add(client_file, counsellor, "", Topic.PROBLEM)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": day(1)}, "valid_from"),
        ({"valid_from": dt.date(1950, 1, 1)}, "valid_from"),
        ({"valid_until": day(-31)}, "valid_until"),
        ({"valid_until": day(1)}, "valid_until"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(client_file, counsellor, changes, field):
    with pytest.raises(Refused) as refusal:
        add(client_file, counsellor, **changes)
    assert refusal.value.field == field
    assert not BackgroundEntry.objects.exists()


def test_an_end_is_written_once(client_file, counsellor):
    entry = add(client_file, counsellor)
    for wrong in (day(1), day(-31)):
        with pytest.raises(Refused) as refusal:
            end_background(entry=entry, valid_until=wrong, acting_user=counsellor)
        assert refusal.value.field == "valid_until"
    ended = end_background(entry=entry, valid_until=day(-2), acting_user=counsellor)
    assert end_background(entry=entry, valid_until=day(-2), acting_user=counsellor) == ended
    with pytest.raises(Refused, match="al afgesloten"):
        end_background(entry=entry, valid_until=day(-1), acting_user=counsellor)
    add(client_file, counsellor, valid_from=day(-1))  # it came back


def test_a_mistake_is_withdrawn_with_a_reason_and_stays_readable(client_file, counsellor):
    entry = add(client_file, counsellor)
    with pytest.raises(Refused) as refusal:
        withdraw_background(entry=entry, reason=" ", acting_user=counsellor)
    assert refusal.value.field == "reason"
    taken = withdraw_background(entry=entry, reason="Verkeerde cliënt", acting_user=counsellor)
    assert withdraw_background(entry=entry, reason="Anders", acting_user=counsellor).withdrawn_at == taken.withdrawn_at
    with pytest.raises(Refused, match="ingetrokken"):
        end_background(entry=entry, valid_until=day(), acting_user=counsellor)
    problems = next(one for one in background_of(client_file) if one.topic == Topic.PROBLEM)
    assert (problems.current, problems.earlier) == ((), (taken,))
    add(client_file, counsellor)  # the right one may stand in the same days


def test_what_was_written_is_not_rewritten(client_file, counsellor):
    entry = add(client_file, counsellor)
    entry.note = "anders"
    with pytest.raises(TypeError):
        entry.save()


def test_since_when_the_end_of_a_stay_was_known_is_kept(client_file, counsellor, house):
    stay = start_stay(client=client_file, location=house, valid_from=day(-20), acting_user=counsellor)
    end_stay(
        stay=stay,
        valid_until=day(-1),
        end_kind="planned",
        destination=StayDestination.objects.get(key="own-home"),
        acting_user=counsellor,
    )
    assert list(KnownEnd.objects.values_list("stay", "valid_until")) == [(stay.pk, day(-1))]


def test_the_page_shows_what_holds_and_how_it_came(client, client_file, counsellor):
    client.force_login(counsellor)
    page = reverse("casework:background", args=[client_file.number])
    assert "Nog niets vastgelegd" in client.get(page).content.decode()
    form = reverse("casework:background_create", args=[client_file.number, "offence"])
    sent = {"form_token": uuid4(), "code": code("offence-threat").pk, "valid_from": day(-9), "note": "Uit het vonnis"}
    assert client.post(form, sent).url == page
    entry = BackgroundEntry.objects.get()
    shown = client.get(page).content.decode()
    assert "Bedreiging of belaging" in shown
    assert "Uit het vonnis" in shown
    end = reverse("casework:background_end", args=[client_file.number, entry.pk])
    assert client.post(end, {"valid_until": day(-1)}).url == page
    withdraw = reverse("casework:background_withdraw", args=[client_file.number, entry.pk])
    assert client.post(withdraw, {"reason": "Vrijgesproken"}).url == page
    shown = client.get(page).content.decode()
    assert "Vrijgesproken" in shown
    assert "ingetrokken" in shown
    assert client.get(reverse("casework:background_create", args=[client_file.number, "onzin"])).status_code == 404


def test_a_refusal_keeps_what_was_typed_and_a_municipality_is_suggested(client, client_file, counsellor):
    client.force_login(counsellor)
    form = reverse("casework:background_create", args=[client_file.number, "residence"])
    assert '<option value="Zwolle">' in client.get(form).content.decode()
    answer = client.post(form, {"form_token": uuid4(), "place": "Deventer", "valid_from": day(3)})
    assert answer.status_code == 200
    assert 'value="Deventer"' in answer.content.decode()
    assert "in de toekomst" in answer.content.decode()


def test_the_page_costs_the_same_with_more_rows(client, client_file, counsellor, own_frame):
    client.force_login(counsellor)
    page = reverse("casework:background", args=[client_file.number])
    counts = []
    for key in ("problem-debt", "problem-lvb", "problem-trauma"):
        add(client_file, counsellor, key)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 15, counts
