"""A warm handover: planned with somebody who stays reachable, its list ticked off, held with the client or why not."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import HandoverPurpose
from chain.models import WarmHandover
from chain.papers import proposed_context
from chain.selectors.warm_handovers import handover_duties, talks_of_client, talks_of_users
from chain.services.warm_handovers import (
    CHECKLIST,
    add_check,
    cancel_warm_handover,
    hold_warm_handover,
    plan_warm_handover,
    set_check,
)

pytestmark = pytest.mark.django_db


def plan(client_file, user, days=-1, **changes) -> WarmHandover:
    moment = timezone.now() + dt.timedelta(days=days)
    values: dict[str, Any] = {
        "form_token": uuid4(),
        "planned_at": moment,
        "place": "zijn kamer",
        "with_name": "Iris Bakker",
        "with_organisation": "De Haven",
        "with_phone": "0201234567",
        "reachable_name": "Noor Öztürk",
        "reachable_phone": "0612345678",
        "reachable_until": timezone.localdate(moment) + dt.timedelta(days=90),
    } | changes
    return plan_warm_handover(client=client_file, acting_user=user, **values)


def hold(handover, user, **changes) -> WarmHandover:
    values: dict[str, Any] = {
        "held_at": timezone.now() - dt.timedelta(hours=1),
        "present": "Jeroen, Noor, Iris",
        "client_present": True,
        "absent": "",
        "client_view": "Ik ken haar nu.",
        "agreed": "Eerste afspraak dinsdag.",
    } | changes
    return hold_warm_handover(handover=handover, acting_user=user, **values)


def test_planning_brings_the_list_and_somebody_who_stays_reachable(client_file, counsellor):
    token = uuid4()
    handover = plan(client_file, counsellor, form_token=token)
    assert plan(client_file, counsellor, form_token=token) == handover
    assert handover.checks.count() == len(CHECKLIST)
    paper = proposed_context(client_file, counsellor, purpose=HandoverPurpose.WARM)
    assert paper["reachable"] == handover
    with pytest.raises(Refused) as refusal:
        plan(client_file, counsellor, reachable_until=timezone.localdate() - dt.timedelta(days=5))
    assert refusal.value.field == "reachable_until"


def test_a_line_is_done_not_needed_because_or_open_again(client_file, counsellor):
    handover = plan(client_file, counsellor)
    line = handover.checks.first()
    assert set_check(handover=handover, pk=line.pk, done=True, acting_user=counsellor).done_at
    again = set_check(handover=handover, pk=line.pk, done=False, not_needed="geen medicatie", acting_user=counsellor)
    assert (again.done_at, again.not_needed, again.is_open) == (None, "geen medicatie", False)
    assert set_check(handover=handover, pk=line.pk, done=False, acting_user=counsellor).is_open
    own = add_check(handover=handover, text="Fiets mee", acting_user=counsellor)
    assert add_check(handover=handover, text=" Fiets mee ", acting_user=counsellor) == own
    with pytest.raises(Refused, match="niet op deze lijst"):
        set_check(handover=plan(client_file, counsellor), pk=line.pk, done=True, acting_user=counsellor)
    with pytest.raises(Refused, match="Schrijf op wat"):
        add_check(handover=handover, text=" ", acting_user=counsellor)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_at": timezone.now() + dt.timedelta(days=3)}, "held_on"),
        ({"client_present": False}, "absent"),
        ({"client_view": ""}, "client_view"),
    ],
)
def test_it_was_held_with_the_client_or_it_says_why_not(client_file, counsellor, changes, field):
    handover = plan(client_file, counsellor)
    with pytest.raises(Refused) as refusal:
        hold(handover, counsellor, **changes)
    assert refusal.value.field == field
    handover.refresh_from_db()
    assert handover.is_open


def test_it_is_held_once_and_not_after_it_was_called_off(client_file, counsellor):
    handover = hold(plan(client_file, counsellor), counsellor)
    assert handover.client_view == "Ik ken haar nu."
    with pytest.raises(Refused, match="al vastgelegd"):
        hold(handover, counsellor)
    with pytest.raises(Refused, match="al gehouden"):
        cancel_warm_handover(handover=handover, reason="x", acting_user=counsellor)
    other = plan(client_file, counsellor)
    with pytest.raises(Refused, match="waarom het niet doorgaat"):
        cancel_warm_handover(handover=other, reason=" ", acting_user=counsellor)
    cancel_warm_handover(handover=other, reason="Plek ging niet door.", acting_user=counsellor)
    with pytest.raises(Refused, match="gaat niet door"):
        hold(other, counsellor)


def test_the_talk_the_list_and_the_last_day_are_due(client_file, counsellor):
    handover = plan(client_file, counsellor)
    today = timezone.localdate()

    def due(day=today):
        return {one.key.split(":")[0]: one.due_on for one in handover_duties(day)}

    assert due() == {"warm-handover-talk": today - dt.timedelta(days=1)}
    hold(handover, counsellor)
    assert due() == {
        "warm-handover-list": timezone.localdate(WarmHandover.objects.get().held_at) + dt.timedelta(days=7)
    }
    handover.checks.update(done_at=timezone.now())
    assert due() == {}
    last = handover.reachable_until
    assert due(last - dt.timedelta(days=3)) == {"warm-handover-reachable": last}
    assert due(last + dt.timedelta(days=1)) == {}


def test_the_pages_from_planning_to_held(client, client_file, counsellor):
    client.force_login(counsellor)
    soon = timezone.localdate() - dt.timedelta(days=1)
    create = reverse("chain:warm_handover_create", args=["S-0001"])
    assert client.get(create).context["form"]["reachable_name"].value() == str(counsellor)
    data = {
        "form_token": uuid4(),
        "planned_on": soon.isoformat(),
        "planned_time": "10:00",
        "place": "zijn kamer",
        "with_name": "Iris Bakker",
        "reachable_name": "Noor",
        "reachable_until": (soon + dt.timedelta(days=90)).isoformat(),
    }
    client.post(create, data)
    handover = WarmHandover.objects.get()
    line = handover.checks.first()
    check = reverse("chain:warm_handover_check", args=["S-0001", handover.pk])
    client.post(check, {"line": line.pk, "state": "done"})
    client.post(check, {"text": "Fiets mee"})
    refused = client.post(check, {"line": line.pk, "state": "not_needed"})
    assert "waarom dit punt niet nodig is" in refused.content.decode()
    held = reverse("chain:warm_handover_held", args=["S-0001", handover.pk])
    words = {"held_on": soon.isoformat(), "held_time": "10:00", "present": "Jeroen, Iris", "client_there": "yes"}
    assert "in zijn eigen woorden" in client.post(held, words).content.decode()
    client.post(held, words | {"client_view": "Ik ken haar nu."})
    page = client.get(handover.get_absolute_url()).content.decode()
    for part in ("Ik ken haar nu.", "Fiets mee", "geregeld op", "Wie bereikbaar blijft"):
        assert part in page
    other = plan(client_file, counsellor)
    cancel = reverse("chain:warm_handover_cancel", args=["S-0001", other.pk])
    assert client.post(cancel, {"reason": ""}).status_code == 200
    assert client.post(cancel, {"reason": "Plek ging niet door."}).status_code == 302


def test_the_talk_stands_in_the_calendar_of_who_planned_it_and_of_the_client(
    client_file, counsellor, outsider, django_assert_num_queries
):
    handover = plan(client_file, counsellor, days=3)
    start, end = timezone.now(), timezone.now() + dt.timedelta(days=7)
    with django_assert_num_queries(2):
        entries = talks_of_users([counsellor.pk], start, end, cancelled=False)
    assert [(one.kind, one.with_whom, counsellor.pk in one.user_ids) for one in entries] == [
        ("warme overdracht", "Iris Bakker, De Haven", True)
    ]
    assert talks_of_client(client_file, start, end, cancelled=False) == entries
    assert talks_of_users([outsider.pk], start, end, cancelled=False) == []
    cancel_warm_handover(handover=handover, reason="ziek", acting_user=counsellor)
    assert talks_of_users([counsellor.pk], start, end, cancelled=False) == []
    assert [one.cancelled for one in talks_of_client(client_file, start, end, cancelled=True)] == [True]
