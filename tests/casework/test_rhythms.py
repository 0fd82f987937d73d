"""The rhythm of contact: agreed, logged in one tap, corrected by a new row, and who began."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.enums import DayPart, Initiative
from casework.models import ContactRhythm, LightContact
from casework.registry import RhythmAdvice, registry
from casework.selectors.rhythms import light_due, rhythm_of
from casework.services.rhythms import log_light_contact, set_rhythm

pytestmark = pytest.mark.django_db
SEVEN, FIVE = dt.time(7), dt.time(17)


def agree(client, user, **more):
    fields = {"per_week": 2, "morning": SEVEN, "evening": FIVE, "why": "Hij vroeg erom.", "form_token": uuid4(), **more}
    return set_rhythm(client=client, acting_user=user, **fields)


def log(client, user, ago=0, part=DayPart.MORNING, initiative=Initiative.US, **more):
    return log_light_contact(
        client=client,
        form_token=more.pop("form_token", uuid4()),
        day=timezone.localdate() - dt.timedelta(days=ago),
        part=part,
        initiative=initiative,
        acting_user=user,
        **more,
    )


def test_a_new_rhythm_ends_the_one_before_and_nothing_ends_it_altogether(client_file, counsellor):
    token = uuid4()
    first = agree(client_file, counsellor, form_token=token)
    assert agree(client_file, counsellor, form_token=token) == first
    second = agree(client_file, counsellor, per_week=1, evening=None)
    first.refresh_from_db()

    assert first.valid_until is not None
    assert second.parts() == (DayPart.MORNING,)
    assert agree(client_file, counsellor, per_week=0, morning=None, evening=None) is None
    assert not ContactRhythm.objects.filter(valid_until=None).exists()
    with pytest.raises(Refused, match="Kies hoeveel contact"):
        agree(client_file, counsellor, per_week=0, morning=None, evening=None) or agree(
            client_file, counsellor, per_week=0, morning=None, evening=None
        )


def test_a_rhythm_says_why(client_file, counsellor):
    with pytest.raises(Refused) as refusal:
        agree(client_file, counsellor, why="  ")

    assert refusal.value.field == "why"


def test_one_tap_gives_one_contact_and_the_next_one_hears_who_was_first(client_file, counsellor, colleague):
    token = uuid4()
    first = log(client_file, counsellor, form_token=token)
    assert log(client_file, counsellor, form_token=token) == first
    with pytest.raises(Refused, match="Noor Öztürk legde dit al vast"):
        log(client_file, colleague)
    better = log(client_file, colleague, initiative=Initiative.CLIENT, words="Hij belde zelf.", correct=True)

    assert better.corrects == first
    assert LightContact.objects.count() == 2
    assert rhythm_of(client_file).from_client == 1
    assert rhythm_of(client_file).from_us == 0
    with pytest.raises(TypeError):
        first.save()


@pytest.mark.parametrize(("ago", "word"), [(-1, "moet nog komen"), (8, "meer dan een week")])
def test_a_day_that_cannot_be_is_refused(client_file, counsellor, ago, word):
    with pytest.raises(Refused, match=word) as refusal:
        log(client_file, counsellor, ago)

    assert refusal.value.field == "day"


def test_the_strip_tells_what_was_agreed_and_what_came(client_file, counsellor):
    rhythm = agree(client_file, counsellor)
    ContactRhythm.objects.filter(pk=rhythm.pk).update(valid_from=timezone.localdate() - dt.timedelta(days=3))
    log(client_file, counsellor, 2, initiative=Initiative.CLIENT)
    log(client_file, counsellor, 1, initiative=Initiative.NOBODY)
    morning, evening = rhythm_of(client_file).lanes

    assert [mark.state for mark in morning.marks][-5:] == ["", "gap", "client", "nobody", "gap"]
    assert [mark.state for mark in evening.marks][-2:] == ["gap", "gap"]
    assert "1 van de 1 keer van de cliënt" in rhythm_of(client_file).words


def test_it_shows_that_the_initiative_moves_to_the_client(client_file, counsellor):
    for ago in range(7):
        log(client_file, counsellor, ago, initiative=Initiative.CLIENT if ago < 3 else Initiative.US)
    for row in LightContact.objects.filter(initiative=Initiative.US):
        LightContact.objects.filter(pk=row.pk).update(day=row.day - dt.timedelta(days=30))
    view = rhythm_of(client_file)

    assert (view.earlier_share, view.share) == (0, 100)
    assert "was dat 0%, nu 100%" in view.words


def test_what_is_due_today_is_what_has_its_time_and_was_not_logged(client_file, counsellor):
    agree(client_file, counsellor)
    noon = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(12)))
    with time_machine.travel(noon, tick=False):
        assert [(one.client, one.part) for one in light_due([client_file])] == [(client_file, DayPart.MORNING)]
        log(client_file, counsellor)
        assert light_due([client_file]) == []


def test_what_the_risk_level_asks_stands_in_the_form(client, client_file, counsellor, monkeypatch):
    advice = RhythmAdvice(contacts=6, per_weeks=2, why="Risiconiveau hoog: 6 contacten per 2 weken.")
    monkeypatch.setattr(registry, "rhythm_advisers", {"proef": lambda _client: advice})
    client.force_login(counsellor)
    text = client.get(reverse("casework:rhythm_set", args=[client_file.number])).content.decode()

    assert "Risiconiveau hoog" in text
    assert 'name="per_week" value="3"' in text


def test_a_tap_on_the_page_and_a_second_one(client, client_file, counsellor):
    agree(client_file, counsellor)
    client.force_login(counsellor)
    address = reverse("casework:light_contact", args=[client_file.number])
    tap = {"day": timezone.localdate().isoformat(), "part": "morning", "initiative": "client", "words": "Goed geslapen"}
    assert client.post(address, {**tap, "form_token": str(uuid4())}).status_code == 302
    again = client.post(address, {**tap, "form_token": str(uuid4())})

    assert again.status_code == 200
    assert "legde dit al vast" in again.content.decode()
    assert "Goed geslapen" in client.get(reverse("casework:rhythm", args=[client_file.number])).content.decode()


def test_the_page_costs_the_same_however_long_the_strip(client, client_file, counsellor, django_assert_num_queries):
    agree(client_file, counsellor)
    client.force_login(counsellor)
    address = reverse("casework:rhythm", args=[client_file.number])
    log(client_file, counsellor)
    client.get(address)
    with django_assert_num_queries(15):
        client.get(address)
    for ago in range(1, 6):
        log(client_file, counsellor, ago)
    with django_assert_num_queries(15):
        client.get(address)
