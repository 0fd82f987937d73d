"""Dutch is the language of the house: English is chosen with the switch, and never gets into a file or onto a paper."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django import forms
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.enums import Role
from accounts.models import User
from accounts.services.users import send_invitation
from casework.models import Client, Document
from casework.registry import registry
from casework.services.documents import issue_document, read_document
from chain.enums import MeetingKind, Party
from chain.models import ThreePartyMeeting
from chain.services.involvements import name_officer
from overview.models import Reminder
from overview.services.reminders import sweep
from tests.access_walk import APPS
from tests.access_world import World, make_world
from tests.conftest import make_user
from tests.pdf import text_of
from tests.test_translations import flattened

# Words that English cannot do without and Dutch does not have, the names of things in our own data left out.
ENGLISH = {"agreement", "and", "been", "by", "counsellor", "first", "has", "not", "since", "the", "there", "to", "with"}
PAPERS = [
    "agreement",
    "care_plan",
    "compliance_report",
    "disclosure_log",
    "end_report",
    "handover",
    "handover_inside",
    "municipality_report",
    "network",
    "own_choice",
    "pocket_card",
    "progress_report",
    "signalling_plan",
    "stoplight_card",
]
# Papers of one row, which cannot be made of a client alone: a version that waits for signatures, a letter, one meeting.
OF_ONE_ROW = ["agreement_proposal", "letter", "minutes"]
# What an administrator types in as a file: its keys are names of our own data.
TYPED_AS_FILE = {"alliance.InstrumentDefinition"}


def file_of(world: World) -> tuple[Client, User, User]:
    """Return the client with one of everything, the counsellor, and an officer who has nothing to do with the file."""
    counsellor, officer = world.people["counsellor"], world.people["officer_without"]
    assert counsellor is not None
    assert officer is not None
    return Client.objects.get(number=world.own["number"]), counsellor, officer


@pytest.mark.parametrize("page", ["overview:my_day", "casework:client_list"])
def test_page_follows_the_switch_and_not_the_browser(client, counsellor, client_file, page):
    client.force_login(counsellor)

    def language() -> str:
        text = client.get(reverse(page), headers={"accept-language": "en-GB,en;q=0.9"}).content.decode()
        return str(re.findall(r'<html lang="(\w+)"', text)[0])

    before = language()
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse(page)})
    chosen = language()
    client.post(reverse("set_language"), {"language": "nl", "next": reverse(page)})

    assert (before, chosen, language()) == ("nl", "en", "nl")
    assert answer.headers["Location"] == reverse(page)


def test_each_language_offers_the_other_in_its_own_words(client, db):
    def offered() -> list[tuple[str, str]]:
        text = client.get(reverse("account_login")).content.decode()
        return re.findall(r'<button type="submit" name="language" value="(\w+)" lang="(\w+)"', text)

    in_dutch = offered()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"

    assert (in_dutch, offered()) == ([("en", "en")], [("nl", "nl")])


@pytest.mark.parametrize("choice", ["fr", "", "en-US; drop"])
def test_a_language_that_is_not_ours_is_dutch(client, db, choice):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = choice
    response = client.get(reverse("account_login"))

    assert response.headers["Content-Language"] == "nl"
    assert "Gebruikersnaam of e-mailadres" in response.content.decode()


def test_the_next_reader_is_not_answered_in_the_language_of_the_last(client, db):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    client.get(reverse("account_login"))

    assert translation.get_language() == "nl"


def test_a_day_is_written_and_read_the_same_in_english():
    with translation.override("en"):
        day = forms.DateField(localize=True).clean("3/4/2026")
        written = [date_format(day), date_format(day, "SHORT_DATE_FORMAT")]

    assert written == ["3 April 2026", "3-4-2026"]


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_says_the_same_whatever_language_the_screen_is_in(db, kind):
    client, counsellor, _officer = file_of(make_world())
    said = {}
    for language in ("nl", "en"):
        with translation.override(language):
            paper = issue_document(client=client, kind_key=kind, form_token=uuid4(), acting_user=counsellor)
            said[language] = text_of(read_document(document=paper, acting_user=counsellor)).replace(paper.number, "")

    assert said["en"] == said["nl"]
    assert len(said["nl"]) > 200
    assert Document.objects.filter(kind=kind).values_list("title", flat=True).distinct().count() == 1


def test_every_paper_is_tried_above():
    assert sorted(registry.document_kinds) == sorted(PAPERS + OF_ONE_ROW)


def test_nothing_is_kept_in_english(db):
    """Everything that the house itself writes beside what people type."""
    with translation.override("en"):
        client, counsellor, officer = file_of(make_world())
        name_officer(
            client=client,
            form_token=uuid4(),
            officer=officer,
            since=timezone.localdate(),
            acting_user=counsellor,
        )
    kept = {
        f"{model._meta.label}: {text}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and not model._meta.model_name.startswith("historical")
        and model._meta.label not in TYPED_AS_FILE
        # A reminder keeps its other languages beside the Dutch.
        for row in model._default_manager.values_list(
            *(one.attname for one in model._meta.concrete_fields if one.name != "translations")
        )
        for text in flattened(row)
        if " " in text and ENGLISH & set(re.findall(r"[a-z]+", text.casefold()))
    }

    assert kept == set()


def test_a_reminder_is_kept_in_dutch_and_read_in_the_language_of_the_page(client, db):
    world = make_world()
    with translation.override("en"):
        sweep(on=timezone.localdate() + dt.timedelta(days=200))
    client.force_login(world.people["counsellor"])
    pages = {}
    for language in ("nl", "en"):
        client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
        pages[language] = client.get(reverse("overview:reminders")).content.decode()

    assert Reminder.objects.filter(label="Driegesprek houden").exists()
    assert "Driegesprek houden" in pages["nl"]
    assert "Hold a three-party meeting" in pages["en"]
    assert "Driegesprek houden" not in pages["en"]


def test_who_was_at_the_table_is_kept_in_dutch(client, client_file, counsellor):
    client.force_login(counsellor)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    form = client.get(reverse("chain:meeting_create", args=[client_file.number]))
    answer = client.post(
        reverse("chain:meeting_create", args=[client_file.number]),
        {
            "form_token": str(uuid4()),
            "kind": MeetingKind.FIRST,
            "held_on": timezone.localdate() - dt.timedelta(days=1),
            "held_time": "10:00",
            "place": "Kantoor",
            "attended": Party.values,
            "proud_of": "Werk",
            "client_view": "Goed",
            "lead": Party.ORGANISATION,
            "afspraken-TOTAL_FORMS": 0,
            "afspraken-INITIAL_FORMS": 0,
        },
    )

    assert "Jeroen Dekker (client)" in form.content.decode()
    assert answer.status_code == 302
    assert ThreePartyMeeting.objects.get().present.splitlines() == [
        "Jeroen Dekker (cliënt)",
        "Noor Öztürk (begeleider)",
        "de toezichthouder",
    ]


def test_an_invitation_is_in_dutch_whoever_sends_it(db):
    with translation.override("en"):
        send_invitation(make_user("nieuw", Role.COUNSELLOR))

    assert mail.outbox[0].subject == "Uw account bij Samenspoor"
    assert "Kies zelf een wachtwoord" in mail.outbox[0].body
