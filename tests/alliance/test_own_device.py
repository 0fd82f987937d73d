"""The client's own screens: by link on his own device, stopping half-way, skipping, and what he lets the counsellor see."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, OneTimeLink
from alliance.enums import Sharing
from alliance.instruments import FULL_AID, MINUTE_AID, conversation_aid
from alliance.models import AllianceAnswers, AllianceDraft
from alliance.services.check_ins import answer_as_client, answer_as_counsellor, start_check_in
from casework.services.clients import assign_counsellor

FULL = conversation_aid(FULL_AID)
HERE = "/link/check-in/"


def address(name, check_in):
    return reverse(f"alliance:{name}", args=["S-0001", check_in.pk])


@pytest.fixture
def check_in(client_file, counsellor):
    return start_check_in(client=client_file, form_token=uuid4(), acting_user=counsellor, instrument=FULL)


@pytest.fixture
def own_device():
    return Browser()


@pytest.fixture
def path(client, check_in, counsellor):
    """The address that the counsellor's screen shows."""
    client.force_login(counsellor)
    page = client.post(address("link_create", check_in))
    assert 'class="qr"' in page.text
    return path_on(page.text)


def path_on(page: str) -> str:
    """Return the address of the link on the counsellor's screen."""
    found = re.search(r'value="http://testserver(/link/openen/[^"]+)"', page)
    assert found
    return found[1]


def answer(browser, url, items, *, carried=None, start=1, value="4"):
    """Answer statements one after another; return the last page and what travels along."""
    data = dict(carried or {})
    page = None
    for step, item in enumerate(items, start=start):
        data = {**data, item.key: value}
        page = browser.post(url, {**data, "step": str(step), "go": "next"})
    return page, data


def test_the_client_answers_on_his_own_phone_without_an_account(client, own_device, path, check_in):
    assert own_device.get(path).headers["Location"] == HERE
    first = own_device.get(HERE)
    assert "Dag Jeroen" in first.text
    assert "Dekker" not in first.text
    assert "S-0001" not in first.text
    assert "Terug, voor de begeleider" not in first.text
    own_device.post(HERE, {"step": "0", "go": "next"})
    page, data = answer(own_device, HERE, FULL.items)
    assert "Wie mag uw antwoorden zien?" in page.text
    assert "S-0001" not in page.text
    done = own_device.post(HERE, {**data, "step": "9", "go": "next", "sharing": "aspects", "remark": "Dag."})
    thanks = own_device.get(done.headers["Location"])
    assert "Dank u wel, Jeroen" in thanks.text
    assert "U kunt deze pagina sluiten" in thanks.text

    check_in.refresh_from_db()
    assert check_in.client_sharing == Sharing.ASPECTS
    written = AllianceAnswers.objects.get()
    assert (written.side, written.answered_by) == ("client", None)
    assert written.items.count() == 8
    assert OneTimeLink.objects.get().used_at is not None
    assert Browser().get(path).status_code == 410
    assert own_device.get(HERE).status_code == 410
    row = AuditEntry.objects.get(object_type="alliance.allianceanswers")
    assert (row.actor_id, row.on_behalf_of, row.client_number) == (None, "client", "S-0001")
    # The counsellor still sees nothing: his own side is not in.
    assert "U ziet de antwoorden pas als de uwe er staan" in client.get(address("check_in", check_in)).text


def test_the_counsellor_cannot_read_what_was_begun_by_opening_the_screens_himself(
    client, own_device, path, check_in, counsellor
):
    own_device.get(path)
    answer(own_device, HERE, FULL.items[:3], value="2")
    assert AllianceDraft.objects.get().answers == {item.key: 2 for item in FULL.items[:3]}

    shown = client.get(address("client_side", check_in))
    assert "U was al begonnen" in shown.text
    page = client.post(address("client_side", check_in), {"step": "0", "go": "next"})
    assert "Zin 4 van 8" in page.text
    back = client.post(address("client_side", check_in), {"step": "4", "go": "back"})
    assert back.status_code == 302, "what was said before is not shown again"
    for one in (shown, page, client.get(address("check_in", check_in))):
        assert 'value="2" checked' not in one.text
        assert f'name="{FULL.items[0].key}"' not in one.text


def test_stopping_half_way_loses_nothing_and_counts_for_nothing(own_device, path, check_in, client):
    own_device.get(path)
    answer(own_device, HERE, FULL.items[:5])
    assert AllianceAnswers.objects.count() == 0
    assert not type(check_in).objects.counted().exists()

    later = Browser()
    later.get(path)  # the link was not used up
    assert "U was al begonnen" in later.get(HERE).text
    page, data = answer(later, HERE, FULL.items[5:], start=6)
    assert "Wie mag uw antwoorden zien?" in page.text
    later.post(HERE, {**data, "step": "9", "go": "next", "sharing": "answers"})
    assert AllianceAnswers.objects.get().items.count() == 8
    assert not AllianceDraft.objects.exists()


def test_starting_again_forgets_what_was_begun(own_device, path):
    own_device.get(path)
    answer(own_device, HERE, FULL.items[:5])
    assert own_device.post(HERE, {"step": "0", "go": "restart"}).headers["Location"] == HERE
    assert not AllianceDraft.objects.exists()
    assert "Zin 1 van 8" in own_device.post(HERE, {"step": "0", "go": "next"}).text


def test_a_statement_may_be_skipped_and_the_aspect_has_a_value_all_the_same(own_device, path):
    own_device.get(path)
    page = own_device.post(HERE, {"step": "1", "go": "skip"})
    assert "Zin 2 van 8" in page.text
    page, data = answer(own_device, HERE, FULL.items[1:], start=2, carried={FULL.items[0].key: "skip"})
    own_device.post(HERE, {**data, "step": "9", "go": "next", "sharing": "answers"})
    written = AllianceAnswers.objects.get()
    assert written.items.count() == 7
    assert written.scores.get(aspect="direction").value == 4


def test_skipping_everything_is_answered_in_words(own_device, path):
    own_device.get(path)
    carried = {item.key: "skip" for item in FULL.items}
    page = own_device.post(HERE, {**carried, "step": "9", "go": "next", "sharing": "answers"})
    assert "Er is nog niets ingevuld" in page.text
    assert AllianceAnswers.objects.count() == 0


def test_not_now_by_link_uses_the_link_up_and_blames_nobody(own_device, path, check_in):
    own_device.get(path)
    answer(own_device, HERE, FULL.items[:2])
    done = own_device.post(HERE, {"step": "3", "go": "decline"})
    assert "Dat is goed" in own_device.get(done.headers["Location"]).text
    check_in.refresh_from_db()
    assert check_in.client_declined_at is not None
    assert not AllianceDraft.objects.exists()
    assert Browser().get(path).status_code == 410


def test_a_new_link_replaces_the_old_one_and_a_link_can_be_taken_back(client, own_device, path, check_in):
    newer = client.post(address("link_create", check_in))
    assert "Deze link is vervangen" in own_device.get(path).text
    newer_path = path_on(newer.text)
    assert own_device.get(newer_path).status_code == 302
    client.post(address("link_revoke", check_in))
    assert own_device.get(HERE).status_code == 410


def test_answering_on_the_tablet_ends_the_link(client, own_device, path, check_in, counsellor):
    own_device.get(path)
    answer_as_client(
        check_in=check_in,
        answers={item.key: 3 for item in FULL.items},
        sharing=Sharing.ANSWERS,
        acting_user=counsellor,
    )
    assert own_device.get(HERE).status_code == 410
    refused = client.post(address("link_create", check_in), follow=True)
    assert "Een link is niet meer nodig" in refused.text


def test_a_change_of_counsellor_takes_the_link_back(own_device, path, client_file, colleague, team_lead):
    own_device.get(path)
    assign_counsellor(client=client_file, counsellor=colleague, starts_on=timezone.localdate(), acting_user=team_lead)
    assert own_device.get(HERE).status_code == 410


def test_only_the_one_who_began_makes_a_link(client, check_in, colleague, expert, outsider):
    for user, status in ((colleague, 403), (expert, 403), (outsider, 404)):
        client.force_login(user)
        assert client.post(address("link_create", check_in)).status_code == status
    assert not OneTimeLink.objects.exists()


def test_one_minute_is_four_sliders_and_what_nobody_touched_does_not_count(client, client_file, counsellor):
    minute = conversation_aid(MINUTE_AID)
    check_in = start_check_in(client=client_file, form_token=uuid4(), acting_user=counsellor, instrument=minute)
    client.force_login(counsellor)
    own = client.post(address("counsellor_side", check_in), {item.key: "0" for item in minute.items})
    assert own.text.count("Schuif naar een plek op de lijn.") == 8  # in the summary and at each
    client.post(address("counsellor_side", check_in), {item.key: "7" for item in minute.items})

    url = address("client_side", check_in)
    page = client.post(url, {"step": "0", "go": "next"})
    assert page.text.count('type="range"') == 4
    sent = {"direction": "9", "trust": "0", "bond": "5", "friction": "1", "step": "1", "go": "next"}
    page = client.post(url, sent)
    assert "Wie mag uw antwoorden zien?" in page.text
    assert "ziet alleen de uitkomst per onderwerp" not in page.text, "an aspect of one slider is the answer itself"
    client.post(url, {**sent, "trust": "skip", "step": "2", "sharing": "answers"})
    scores = dict(AllianceAnswers.objects.get(side="client").scores.values_list("aspect", "value"))
    assert scores == {"direction": 9, "bond": 5, "friction": 1}
    result = client.get(address("check_in", check_in))
    assert "overgeslagen" in result.text


def test_the_client_may_keep_his_answers_and_show_the_aspects(client, check_in, counsellor):
    answers = {item.key: 4 for item in FULL.items} | {"trust-tell": 1}
    answer_as_counsellor(check_in=check_in, answers=answers, acting_user=counsellor)
    answer_as_client(check_in=check_in, answers=answers, sharing=Sharing.ASPECTS, acting_user=counsellor)
    client.force_login(counsellor)
    page = client.get(address("check_in", check_in)).text
    assert "U ziet wel de uitkomst per onderwerp" in page
    assert "2,5" in page
    assert "Per stelling" not in page


def test_what_the_client_shows_stands_per_statement(client, check_in, counsellor):
    answers = {item.key: 4 for item in FULL.items} | {"trust-tell": 1}
    answer_as_counsellor(check_in=check_in, answers=answers, acting_user=counsellor)
    answer_as_client(check_in=check_in, answers=answers, sharing=Sharing.ANSWERS, acting_user=counsellor)
    client.force_login(counsellor)
    page = client.get(address("check_in", check_in)).text
    assert "Per stelling" in page
    assert "Als iets misgaat, durf ik dat te vertellen" in page
