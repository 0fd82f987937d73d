"""Putting right who a client is: what is kept, what is refused, and who is asked to look twice."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import AuditAction
from accounts.errors import Refused
from accounts.models import AuditEntry
from casework.models import Client, ClientChange
from casework.services.clients import LookAlikes
from casework.services.identity import change_client
from tests.conftest import make_client

pytestmark = pytest.mark.django_db

NAMES = ("first_name", "preferred_name", "last_name", "birth_date", "gender")


def change(client, user, **more):
    fields = {name: getattr(client, name) for name in NAMES}
    extra = {"form_token": uuid4(), "reason": "Volgens het paspoort", "acting_user": user}
    return change_client(client=client, **{**fields, **extra, **more})


def rows(client):
    return {(row.field, row.before, row.after) for row in ClientChange.objects.filter(client=client)}


def test_what_stood_there_stays_with_the_reason(client_file, counsellor):
    first, born = client_file.first_name, client_file.birth_date
    new = born - dt.timedelta(days=3)
    change(client_file, counsellor, first_name=" Jerom ", birth_date=new, gender="other")
    client_file.refresh_from_db()
    assert (client_file.first_name, client_file.birth_date, client_file.gender) == ("Jerom", new, "other")
    assert {one[:2] for one in rows(client_file)} >= {("first_name", first), ("birth_date", born.isoformat())}
    assert len(rows(client_file)) == 3
    entry = AuditEntry.objects.filter(action=AuditAction.UPDATE).get()
    assert entry.details == {"changed": ["first_name", "birth_date", "gender"]}
    assert entry.reason == "Volgens het paspoort"


def test_a_change_is_told_in_words_and_never_rewritten(client_file, counsellor):
    change(client_file, counsellor, birth_date=dt.date(1990, 5, 16), gender="female", preferred_name="Jes")
    told = {row.field: (row.was, row.became) for row in ClientChange.objects.all()}
    assert told["birth_date"] == ("17 mei 1990", "16 mei 1990")
    assert told["gender"][1] == "vrouw"
    assert told["preferred_name"][1] == "Jes"
    row = ClientChange.objects.first()
    row.reason = "Anders"
    with pytest.raises(TypeError):
        row.save()


def test_a_gender_that_changed_has_its_day(client, client_file, counsellor):
    since = timezone.localdate() - dt.timedelta(days=40)
    change(client_file, counsellor, gender="other", gender_from=since, first_name="Jerom")
    assert dict(ClientChange.objects.values_list("field", "holds_from")) == {"gender": since, "first_name": None}
    assert AuditEntry.objects.filter(action=AuditAction.UPDATE).get().details["gender_from"] == since.isoformat()
    client.force_login(counsellor)
    page = client.get(reverse("casework:personal", args=[client_file.number])).content.decode()
    assert f"vanaf {since.day} " in page


@pytest.mark.parametrize(
    ("gender", "since", "words"),
    [
        ("other", dt.timedelta(days=1), "in de toekomst"),
        ("other", dt.timedelta(days=-40_000), "niet na de geboortedatum"),
        ("unknown", dt.timedelta(days=-4), "blijft gelijk"),
    ],
)
def test_a_day_of_a_gender_that_cannot_be_is_refused(client_file, counsellor, gender, since, words):
    Client.objects.filter(pk=client_file.pk).update(gender="unknown")
    client_file.refresh_from_db()
    with pytest.raises(Refused, match=words) as refused:
        change(client_file, counsellor, first_name="Jerom", gender=gender, gender_from=timezone.localdate() + since)
    assert refused.value.field == "gender_from"
    assert not ClientChange.objects.exists()


def test_a_second_click_changes_nothing_more(client_file, counsellor):
    token = uuid4()
    change(client_file, counsellor, form_token=token, gender="other")
    change(client_file, counsellor, form_token=token, gender="other")
    assert ClientChange.objects.count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.UPDATE).count() == 1


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"gender": "other", "reason": " "}, "reason", "Schrijf op waarom"),
        ({}, None, "niets gewijzigd"),
        ({"birth_date": dt.date(2190, 1, 1)}, "birth_date", "ligt niet in het verleden"),
        ({"birth_date": dt.date(1900, 1, 1)}, "birth_date", "te lang geleden"),
        ({"first_name": " "}, "first_name", ""),
        ({"gender": "unheard of"}, "gender", ""),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(client_file, counsellor, more, field, words):
    with pytest.raises(Refused) as refused:
        change(client_file, counsellor, **more)
    assert refused.value.field == field
    assert words in refused.value.sentence
    assert not ClientChange.objects.exists()
    kept = Client.objects.get(pk=client_file.pk)
    assert [getattr(kept, name) for name in NAMES] == [getattr(client_file, name) for name in NAMES]


def test_nobody_is_born_after_his_title_began(client_file, title, counsellor):
    with pytest.raises(Refused) as refused:
        change(client_file, counsellor, birth_date=timezone.localdate() - dt.timedelta(days=1))
    assert refused.value.field == "birth_date"
    assert "titel" in refused.value.sentence


def test_who_then_looks_like_another_client_asks_for_a_second_look(client_file, team, counsellor):
    twin = make_client("S-0009", team)
    typed = {"first_name": twin.first_name, "last_name": twin.last_name, "birth_date": twin.birth_date}
    with pytest.raises(LookAlikes) as refused:
        change(client_file, counsellor, **typed)
    assert refused.value.found == (twin,)
    change(client_file, counsellor, somebody_else=True, **typed)
    assert AuditEntry.objects.get(action=AuditAction.UPDATE).details["somebody_else"] is True
    client_file.refresh_from_db()
    change(client_file, counsellor, gender="other")  # a gender alone resembles nobody


# --- pages -------------------------------------------------------------------------------------------------------------
def typed_for(client_file, **more):
    fields = {name: getattr(client_file, name) for name in NAMES}
    return {**fields, "reason": "Volgens het paspoort", "form_token": uuid4(), "seen": 0, **more}


def test_the_page_puts_it_right_and_shows_what_was(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:personal", args=[client_file.number])
    form = reverse("casework:identity_change", args=[client_file.number])
    page = client.get(address).content.decode()
    assert form in page
    assert "17 mei 1990" in page
    answer = client.post(form, typed_for(client_file, birth_date="16-05-1990", reason=""))
    assert answer.status_code == 200
    assert "1990-05-17" not in answer.content.decode()  # what was typed is kept
    assert client.post(form, typed_for(client_file)).status_code == 200
    assert client.post(form, typed_for(client_file, birth_date="16-05-1990")).headers["Location"] == address
    page = client.get(address).content.decode()
    assert "17 mei 1990 werd 16 mei 1990" in page
    assert "Reden: Volgens het paspoort" in page


def test_two_who_put_it_right_at_once_see_each_other(client, client_file, counsellor, colleague):
    client.force_login(counsellor)
    form = reverse("casework:identity_change", args=[client_file.number])
    typed = typed_for(client_file, birth_date="16-05-1990")
    change(client_file, colleague, first_name="Jerom")
    page = client.post(form, typed).content.decode()
    assert "wijzigde deze gegevens intussen" in page
    assert "Jerom Dekker" in page, "what the other one wrote"
    assert "16-05-1990" in page, "what was typed"
    assert Client.objects.get(pk=client_file.pk).first_name == "Jerom"
    last = ClientChange.objects.latest("pk")
    assert f'name="seen" value="{last.pk}"' in page
    again = client.post(form, {**typed, "first_name": "Jerom", "seen": last.pk})
    assert again.status_code == 302
    kept = Client.objects.get(pk=client_file.pk)
    assert (kept.first_name, kept.birth_date) == ("Jerom", dt.date(1990, 5, 16))


def test_the_page_shows_who_it_may_be_and_hides_other_teams(client, client_file, counsellor, team, other_team):
    twin = make_client("S-0009", team)
    hidden = make_client("S-0010", other_team)
    client.force_login(counsellor)
    form = reverse("casework:identity_change", args=[client_file.number])
    typed = typed_for(
        client_file, first_name=twin.first_name, last_name=twin.last_name, birth_date=twin.birth_date.isoformat()
    )
    page = client.post(form, typed).content.decode()
    assert twin.get_absolute_url() in page
    assert hidden.number not in page
    assert f"{other_team} heeft misschien al een dossier" in page
    assert "wijzig de gegevens toch" in page
    assert AuditEntry.objects.filter(rule="look_alikes").count() == 1
    assert client.post(form, {**typed, "somebody_else": "on"}).status_code == 302


def test_history_costs_no_query_per_row(client, client_file, counsellor):
    client.force_login(counsellor)
    address = reverse("casework:personal", args=[client_file.number])

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    change(client_file, counsellor, gender="other")
    one = queries()
    for gender in ("female", "unknown"):
        client_file.refresh_from_db()
        change(client_file, counsellor, gender=gender)
    assert queries() == one
