"""Unfinished forms: kept while they are typed, their author's alone, gone once the form is sent."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import ContactNote, FormDraft
from casework.models.drafts import DRAFT_LIFE
from casework.services.drafts import expire_drafts, keep_draft

pytestmark = pytest.mark.django_db
SAVE = "/concepten/bewaren/"


def contact_page(client_file):
    return reverse("overview:contact_create", args=[client_file.number])


def typed(client_file, token, **changes):
    """Return what the script sends while somebody types in the contact form."""
    return {
        "form_token": str(token),
        "draft_form": "contact",
        "draft_client": client_file.number,
        "draft_path": contact_page(client_file),
        "kind": "phone",
        "text": "Hij belde over de huur.",
        **changes,
    }


def test_what_was_typed_comes_back_in_the_form_and_is_judged_only_when_sent(client, client_file, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    answer = client.post(SAVE, typed(client_file, token, duration_minutes="abc"))
    assert answer.status_code == 200
    assert answer.json() == {"saved": timezone.localtime(FormDraft.objects.get().saved_at).strftime("%H:%M")}

    draft = FormDraft.objects.get()
    page = client.get(draft.resume_url)
    form = page.context["form"]
    assert (form["text"].value(), form["kind"].value(), form["duration_minutes"].value()) == (
        "Hij belde over de huur.",
        "phone",
        "abc",
    )
    assert form["form_token"].value() == str(token)
    assert form.errors == {}
    assert not ContactNote.objects.exists()


def test_the_later_saving_replaces_the_earlier_and_leaves_one_row_in_the_trail(client, client_file, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    client.post(SAVE, typed(client_file, token))
    client.post(SAVE, typed(client_file, token, text="Hij belde over de huur en het werk."))
    assert FormDraft.objects.get().fields["text"] == ["Hij belde over de huur en het werk."]
    trail = AuditEntry.objects.filter(object_type="casework.formdraft", action=AuditAction.CREATE)
    assert [(entry.client_number, entry.actor_id) for entry in trail] == [(client_file.number, counsellor.pk)]


def test_two_tabs_are_two_drafts(client, client_file, counsellor):
    client.force_login(counsellor)
    for text in ("Eerste tabblad, over de huur", "Tweede tabblad, over het werk"):
        client.post(SAVE, typed(client_file, uuid4(), text=text))
    lines = client.get(contact_page(client_file)).context["draft"].others
    assert {line.beginning for line in lines} == {"Eerste tabblad, over de huur", "Tweede tabblad, over het werk"}


def test_sending_the_form_takes_the_draft_away_and_a_refused_form_does_not(client, client_file, counsellor):
    client.force_login(counsellor)
    token, now = uuid4(), timezone.localtime()
    client.post(SAVE, typed(client_file, token))
    sent = {
        "form_token": str(token),
        "kind": "phone",
        "day": now.date().isoformat(),
        "time": "00:00",
        "duration_minutes": "5",
        "text": "",
    }
    assert client.post(contact_page(client_file), sent).status_code == 200
    assert FormDraft.objects.count() == 1

    client.post(contact_page(client_file), {**sent, "text": "Hij belde over de huur."})
    assert (FormDraft.objects.count(), ContactNote.objects.count()) == (0, 1)


def test_a_form_in_use_does_not_offer_its_own_draft(client, client_file, counsellor):
    client.force_login(counsellor)
    token = uuid4()
    client.post(SAVE, typed(client_file, token))
    page = client.post(contact_page(client_file), {"form_token": str(token), "text": ""})
    assert page.context["draft"].others == ()


@pytest.mark.parametrize("reader", ["colleague", "team_lead"])
def test_only_the_author_reads_a_draft(request, client, client_file, counsellor, reader):
    client.force_login(counsellor)
    client.post(SAVE, typed(client_file, uuid4()))
    draft = FormDraft.objects.get()
    client.force_login(request.getfixturevalue(reader))
    page = client.get(draft.resume_url)
    assert page.context["form"]["text"].value() is None
    assert "de huur" not in page.content.decode()
    assert list(client.get(reverse("casework:draft_list")).context["drafts"]) == []
    assert client.post(reverse("casework:draft_discard", args=[draft.pk])).status_code == 404
    assert FormDraft.objects.count() == 1


def test_a_token_of_somebody_else_is_refused_and_what_he_typed_stays(client, client_file, counsellor, colleague):
    token = uuid4()
    client.force_login(counsellor)
    client.post(SAVE, typed(client_file, token))
    client.force_login(colleague)
    answer = client.post(SAVE, typed(client_file, token, text="Anders"))
    assert answer.status_code == 400
    assert answer.json()["why"] == "Dit concept hoort bij een ander formulier. Open het formulier opnieuw."
    assert FormDraft.objects.get().fields["text"] == ["Hij belde over de huur."]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"form_token": "geen"}, 400),
        ({"draft_form": "onbekend"}, 400),
        ({"draft_path": "https://elders.example/"}, 400),
        ({"draft_path": "//elders.example/"}, 400),
        ({"draft_path": "/bestaat/niet/"}, 400),
        ({"draft_path": "/" + "a" * 400}, 400),
        ({"text": "a" * 200_001}, 400),
        ({"draft_client": "S-9999"}, 404),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(client, client_file, counsellor, changes, status):
    client.force_login(counsellor)
    answer = client.post(SAVE, typed(client_file, uuid4(), **changes))
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["why"].endswith(".")
    assert not FormDraft.objects.exists()


def test_a_reader_and_a_stranger_keep_no_draft(client, client_file, expert, outsider):
    for user, status in ((expert, 403), (outsider, 404)):
        client.force_login(user)
        assert client.post(SAVE, typed(client_file, uuid4())).status_code == status
    assert not FormDraft.objects.exists()


def test_when_the_session_ended_it_says_where_to_log_in(client, client_file):
    for answer in (client.post(SAVE, typed(client_file, uuid4())), client.get("/concepten/sleutel/")):
        assert answer.status_code == 401
    assert client.post(SAVE, typed(client_file, uuid4())).json() == {"login": reverse("account_login")}


def test_a_form_that_stayed_open_over_a_new_login_gets_a_new_key(client_file, counsellor):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(counsellor)
    key = browser.get("/concepten/sleutel/").json()["key"]
    assert browser.post(SAVE, typed(client_file, uuid4())).status_code == 403
    assert browser.post(SAVE, typed(client_file, uuid4()), headers={"X-CSRFToken": key}).status_code == 200


def test_unfinished_work_stands_on_my_day_and_the_timeline_of_its_author(client, client_file, counsellor, colleague):
    client.force_login(counsellor)
    client.post(SAVE, typed(client_file, uuid4()))
    timeline = reverse("casework:timeline", args=[client_file.number])
    for page in (reverse("overview:my_day"), timeline, reverse("casework:draft_list")):
        assert "“Hij belde over de huur.”" in client.get(page).content.decode()
    client.force_login(colleague)
    assert "de huur" not in client.get(timeline).content.decode()


def test_the_author_throws_it_away(client, client_file, counsellor):
    client.force_login(counsellor)
    client.post(SAVE, typed(client_file, uuid4()))
    client.post(reverse("casework:draft_discard", args=[FormDraft.objects.get().pk]))
    assert not FormDraft.objects.exists()
    assert AuditEntry.objects.filter(object_type="casework.formdraft", action=AuditAction.DELETE).count() == 1


def test_an_untouched_draft_goes_after_fourteen_days_and_not_before(client_file, counsellor):
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        keep_draft(
            client=client_file,
            form_token=uuid4(),
            form="contact",
            path="/",
            fields={"text": ["Iets"]},
            acting_user=counsellor,
        )
    assert expire_drafts(now=began + DRAFT_LIFE) == 0
    assert expire_drafts(now=began + DRAFT_LIFE + dt.timedelta(seconds=1)) == 1
    assert expire_drafts(now=began + DRAFT_LIFE + dt.timedelta(seconds=1)) == 0
    assert not FormDraft.objects.exists()


def test_the_same_form_of_another_client_is_another_draft(client_file, other_client, counsellor):
    token = uuid4()
    keep_draft(client=client_file, form_token=token, form="contact", path="/", fields={}, acting_user=counsellor)
    with pytest.raises(Refused, match="hoort bij een ander formulier"):
        keep_draft(client=other_client, form_token=token, form="contact", path="/", fields={}, acting_user=counsellor)
