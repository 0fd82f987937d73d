"""Logging a contact is one act: note, signs, conditions and stoplight together, or nothing."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import Refused
from casework.models import Client, ConditionTouch, ContactNote, LifeDomain
from overview.services.contacts import log_contact
from riskplans.models import PhaseChange, SignObservation
from riskplans.selectors import current_phase
from tests.overview.conftest import sign

pytestmark = pytest.mark.django_db


def act(client_file, counsellor, **changes):
    return log_contact(
        **{
            "client": client_file,
            "form_token": uuid4(),
            "kind": "talk",
            "occurred_at": timezone.now() - dt.timedelta(hours=1),
            "duration_minutes": 30,
            "text": "Gesprek over het werk.",
            "went_well": "Hij belde zelf.",
            "client_view": "",
            "domains": [],
            "signs": [],
            "touches": [],
            "acting_user": counsellor,
            **changes,
        }
    )


def page_of(client_file):
    return reverse("overview:contact_create", args=[client_file.number])


def posted(**changes):
    now = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "form_token": str(uuid4()),
        "kind": "talk",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "30",
        "text": "Samen de post gelezen.",
        "went_well": "Twee brieven al open.",
        **changes,
    }


def test_a_tick_raises_the_stoplight_at_once_and_the_rest_is_written_too(client_file, counsellor, plan, condition):
    domain = LifeDomain.objects.first()
    note = act(
        client_file,
        counsellor,
        signs=[sign(plan, "orange")],
        touches=[(condition, "kept")],
        domains=[domain],
    )
    assert current_phase(client_file).level == "orange"
    assert [seen.sign.text for seen in note.sign_observations.all()] == ["Ik slaap slecht"]
    assert [touch.outcome for touch in note.condition_touches.all()] == ["kept"]
    assert list(note.domains.all()) == [domain]


def test_a_contact_without_ticks_changes_no_phase(client_file, counsellor, plan):
    act(client_file, counsellor, signs=[sign(plan, "red")])
    act(client_file, counsellor)
    assert current_phase(client_file).level == "red"


def test_sent_twice_it_is_one_note_with_one_tick(client_file, counsellor, plan):
    token = uuid4()
    first = act(client_file, counsellor, form_token=token, signs=[sign(plan, "orange")])
    second = act(client_file, counsellor, form_token=token, signs=[sign(plan, "orange")])
    assert first == second
    assert (ContactNote.objects.count(), SignObservation.objects.count(), PhaseChange.objects.count()) == (1, 1, 1)


def test_when_one_room_refuses_nothing_is_written(client_file, other_client, counsellor, plan):
    foreign = sign(plan, "red")
    plan.status = "superseded"
    type(plan).objects.filter(pk=plan.pk).update(status="superseded")
    with pytest.raises(Refused):
        act(client_file, counsellor, signs=[foreign])
    assert not ContactNote.objects.exists()
    assert not SignObservation.objects.exists()


def test_through_the_form_with_what_was_ticked(client, client_file, counsellor, plan, condition):
    client.force_login(counsellor)
    page = client.get(page_of(client_file)).content.decode()
    assert "Ik slaap slecht" in page
    assert "Geen drugs, en meewerken aan urinecontrole." in page
    data = posted(**{"signs_orange": [str(sign(plan, "orange").pk)], f"condition_{condition.pk}": "not_kept"})
    response = client.post(page_of(client_file), data, follow=True)
    assert response.redirect_chain[-1][0] == reverse("riskplans:checklist", args=[client_file.number])
    told = " ".join(str(message) for message in response.context["messages"])
    assert told == "Het contact is vastgelegd. Het stoplicht staat nu op oranje."
    assert ConditionTouch.objects.get().outcome == "not_kept"


def test_of_a_condition_that_was_not_at_issue_the_note_says_so_and_of_one_not_named_nothing(
    client, client_file, counsellor, condition
):
    client.force_login(counsellor)
    client.post(page_of(client_file), posted(**{f"condition_{condition.pk}": ""}))
    assert not ConditionTouch.objects.exists()
    client.post(page_of(client_file), posted(**{f"condition_{condition.pk}": "not_raised"}))
    assert ConditionTouch.objects.get().outcome == "not_raised"


@pytest.mark.parametrize("typed", ["9:05", "09.05", "905"])
def test_a_time_as_people_type_it(client, client_file, counsellor, typed):
    client.force_login(counsellor)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    client.post(page_of(client_file), posted(day=yesterday.strftime("%d-%m-%Y"), time=typed))
    moment = timezone.localtime(ContactNote.objects.get().occurred_at)
    assert (moment.date(), moment.hour, moment.minute) == (yesterday, 9, 5)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2099-01-01"}, "toekomst"),
        ({"day": "31-02-2026"}, "geldige datum"),
        ({"time": "25:00"}, "Schrijf de tijd als 14:30."),
        ({"duration_minutes": "-5"}, "van 0 tot en met 1440"),
        ({"duration_minutes": "9999"}, "van 0 tot en met 1440"),
        ({"text": "   "}, "verplicht"),
        ({"kind": "vergadering"}, "geldige keuze"),
        ({"form_token": "x"}, "geldig"),
        ({"domains": [10**30]}, "geen beschikbare keuze"),
        ({"domains": ["9" * 5_000]}, "geen geldige waarde"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, client_file, counsellor, changes, sentence):
    client.force_login(counsellor)
    response = client.post(page_of(client_file), posted(**{"went_well": "Dit bleef staan.", **changes}))
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Dit bleef staan." in page
    assert not ContactNote.objects.exists()


def test_an_empty_form_says_what_is_missing(client, client_file, counsellor):
    client.force_login(counsellor)
    assert "Dit veld is verplicht." in client.post(page_of(client_file)).content.decode()


def test_a_stranger_and_a_reader_are_kept_out(client, client_file, outsider, expert, officer):
    for user, status in ((outsider, 404), (officer, 404), (expert, 403)):
        client.force_login(user)
        assert client.get(page_of(client_file)).status_code == status
        assert client.post(page_of(client_file), posted()).status_code == status
    assert not ContactNote.objects.exists()


def test_a_number_that_does_not_exist_is_404(client, counsellor):
    client.force_login(counsellor)
    assert client.get(reverse("overview:contact_create", args=["S-9999"])).status_code == 404
    assert client.get(reverse("overview:contact_create", args=["x" * 300])).status_code == 404
    assert not Client.objects.filter(number="S-9999").exists()
