"""The timeline of a period: both days included, kept in the address, and a slip is said at its field."""

from __future__ import annotations

import datetime as dt
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.selectors import timeline
from casework.services.notes import write_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(client, client_file, counsellor):
    for day in range(1, 8):
        write_note(
            client=client_file,
            form_token=uuid4(),
            kind="talk",
            occurred_at=dt.datetime(2026, 3, day, 12, 0, tzinfo=dt.UTC),
            duration_minutes=10,
            text=f"Dag {day}.",
            acting_user=counsellor,
        )
    client.force_login(counsellor)
    return reverse("casework:timeline", args=[client_file.number])


def texts(answer):
    return [entry.body for entry in answer.context["entries"]]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ({"van": "2026-03-06"}, [7, 6]),
        ({"tot": "2026-03-02"}, [2, 1]),
        ({"van": "3-3-2026", "tot": "2026-03-04"}, [4, 3]),
        ({"van": "2026-04-01"}, []),
    ],
)
def test_both_days_of_a_period_are_included(client, url, period, days):
    assert texts(client.get(url, {**period, "soort": "contact"})) == [f"Dag {day}." for day in days]


def test_going_further_back_stays_in_the_period(client, url, monkeypatch):
    monkeypatch.setattr("casework.views.pages.timeline", partial(timeline, limit=2))
    first = client.get(url, {"van": "2026-03-03", "soort": "contact"})
    second = client.get(f"{url}?{first.context['older']}")
    assert (texts(first), texts(second)) == (["Dag 7.", "Dag 6."], ["Dag 5.", "Dag 4."])
    third = client.get(f"{url}?{second.context['older']}")
    assert (texts(third), third.context["older"]) == (["Dag 3."], "")


def test_a_day_that_cannot_be_is_said_at_its_field(client, url):
    answer = client.get(url, {"van": "2026-03-05", "tot": "2026-03-01"})
    assert answer.context["period"].errors == {"tot": ["Deze periode eindigt voor zij begint. Draai de datums om."]}
    assert client.get(url, {"van": "gisteren"}).context["period"].errors["van"]
