"""The rows for agreements in a contact: as many as are needed, without a script too, and done by whoever does them."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.forms.agreed_rows import MOST_ROWS
from casework.models import Commitment, ContactNote, FormDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client_file, counsellor):
    return reverse("overview:contact_create", args=[client_file.number])


def typed(rows, **changes):
    now = timezone.localtime() - dt.timedelta(minutes=5)
    fields = {
        "form_token": str(uuid4()),
        "kind": "talk",
        "day": now.date().isoformat(),
        "time": now.strftime("%H:%M"),
        "duration_minutes": "30",
        "text": "Samen de post gelezen.",
    }
    for number, row in enumerate(rows):
        fields |= {f"agreed_{number}_{what}": value for what, value in row.items()}
    return {**fields, **changes}


def row(text, owner="client", owner_name="", days=3):
    due = timezone.localdate() + dt.timedelta(days=days)
    return {"text": text, "owner": owner, "owner_name": owner_name, "due_on": due.isoformat()}


def test_five_agreements_of_one_contact_one_of_them_done_by_somebody_named(client, client_file, counsellor, page):
    client.force_login(counsellor)
    rows = [row(f"Afspraak {number}", days=number + 1) for number in range(4)]
    client.post(page, typed([*rows, row("Kijkt naar de fiets", "other", "Ger van de werkplaats", days=9)]))
    made = list(Commitment.objects.values_list("text", "owner", "owner_name"))
    assert made == [
        *((f"Afspraak {number}", "client", "") for number in range(4)),
        ("Kijkt naar de fiets", "other", "Ger van de werkplaats"),
    ]
    note = client.get(ContactNote.objects.get().get_absolute_url()).content.decode()
    assert "Kijkt naar de fiets · Ger van de werkplaats," in " ".join(note.split())


def test_a_name_typed_before_another_owner_was_chosen_is_nobodys(client, client_file, counsellor, page):
    client.force_login(counsellor)
    client.post(page, typed([row("Belt zelf", "client", "Ger")]))
    assert Commitment.objects.get().owner_name == ""


def test_another_row_without_a_script_keeps_all_that_was_typed_and_judges_nothing(
    client, client_file, counsellor, page
):
    client.force_login(counsellor)
    assert client.get(page).context["form"].agreed_rows.count == 1
    answer = client.post(page, typed([row("Belt de bank", "")], text="", place="Kantoor", more_agreed="1"))
    form = answer.context["form"]
    assert (form.errors, form.agreed_rows.count) == ({}, 2)
    assert (form["agreed_0_text"].value(), form["place"].value()) == ("Belt de bank", "Kantoor")
    shown = answer.content.decode()
    assert re.search(r"<details class=\"card more-of-contact\" open>", shown)
    assert "agreed_1_text" in shown
    assert not ContactNote.objects.exists()
    # the row that stayed empty is no agreement
    client.post(page, typed([row("Belt de bank"), dict.fromkeys(("text", "owner", "owner_name", "due_on"), "")]))
    assert [made.text for made in Commitment.objects.all()] == ["Belt de bank"]


def test_the_button_goes_when_there_are_very_many_and_none_that_was_sent_is_dropped(
    client, client_file, counsellor, page
):
    client.force_login(counsellor)
    many = [row(f"Afspraak {number}") for number in range(MOST_ROWS + 2)]
    form = client.post(page, typed(many[:MOST_ROWS], more_agreed="1")).context["form"]
    assert (form.agreed_rows.count, form.agreed_rows.may_grow) == (MOST_ROWS, False)
    client.post(page, typed(many))
    assert Commitment.objects.count() == MOST_ROWS + 2


def test_a_draft_brings_every_row_back(client, client_file, counsellor, page):
    client.force_login(counsellor)
    fields = typed([row("Belt de bank"), row("Kijkt mee", "other", "Ger")])
    kept = {**fields, "draft_form": "contact", "draft_client": client_file.number, "draft_path": page}
    assert "saved" in client.post("/concepten/bewaren/", kept).json()
    form = client.get(FormDraft.objects.get().resume_url).context["form"]
    assert form.agreed_rows.count == 2
    assert (form["agreed_1_owner"].value(), form["agreed_1_owner_name"].value()) == ("other", "Ger")
    assert form.errors == {}
