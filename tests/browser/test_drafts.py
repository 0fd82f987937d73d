"""Nothing that is typed gets lost: a line that drops, a session that ends, a tab that is closed."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from casework.models import ContactNote, FormDraft
from casework.services.clients import assign_counsellor
from tests.browser.conftest import PHONE
from tests.conftest import PASSWORD, make_client

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Hij belde over de huur."


def kept(person, text):
    """Type, and wait until the page says that it was kept."""
    person.page.locator("[name=text]").fill(text)
    person.page.get_by_text(re.compile(r"Concept bewaard om \d\d:\d\d")).wait_for()


def test_a_contact_survives_a_dropped_line_an_ended_session_and_a_closed_tab(arrive, client_file, counsellor):
    noor = arrive("noor", size=PHONE)
    form = f"/clienten/{client_file.number}/contact/nieuw/"

    # The line drops while she types: it is said, it is tried again, and nothing is gone.
    noor.go(form)
    noor.page.context.set_offline(True)
    noor.page.locator("[name=text]").fill(TEXT)
    noor.says("Er is geen verbinding.")
    noor.press("Contact vastleggen")
    assert noor.page.locator("[name=text]").input_value() == TEXT
    assert not ContactNote.objects.exists()
    noor.problems.clear()  # the failed requests of a line that was down
    noor.page.context.set_offline(False)
    noor.page.get_by_text(re.compile("Concept bewaard om")).wait_for()
    assert FormDraft.objects.get().fields["text"] == [TEXT]

    # The tab is closed; the draft stands on my day, and comes back in the form.
    noor.go("/mijn-dag/")
    noor.look("mijn-dag-met-concept")
    noor.page.get_by_role("link", name="Contact vastleggen", exact=True).click()
    noor.says("Dit is uw concept van")
    assert noor.page.locator("[name=text]").input_value() == TEXT
    noor.look("contact-uit-concept")

    # The session ends while she types on; she logs in in another tab and sends what stood here all along.
    Session.objects.all().delete()
    cache.clear()
    noor.page.locator("[name=text]").fill(f"{TEXT} En over het werk.")
    noor.says("U bent uitgelogd.")
    noor.page.get_by_role("button", name="Contact vastleggen").click()
    noor.says("Log in (nieuw tabblad)")
    assert not ContactNote.objects.exists()
    with noor.page.context.expect_page() as opened:
        noor.page.get_by_role("link", name="Log in (nieuw tabblad)").click()
    login = opened.value
    login.locator("[name=login]").fill("noor")
    login.locator("[name=password]").fill(PASSWORD)
    login.locator("main button[type=submit]").first.click()
    login.wait_for_url(lambda url: "/account/login" not in url)
    login.close()
    noor.page.get_by_role("button", name="Contact vastleggen").click()
    noor.says("Het contact is vastgelegd.")
    assert [note.text for note in ContactNote.objects.all()] == [f"{TEXT} En over het werk."]
    assert not FormDraft.objects.exists()


def test_two_tabs_keep_two_drafts_and_one_is_thrown_away(arrive, client_file, counsellor):
    noor = arrive("noor")
    form = f"/clienten/{client_file.number}/contact/nieuw/"
    for text in ("Eerste tabblad, over de huur", "Tweede tabblad, over het werk"):
        noor.go(form)
        kept(noor, text)
    noor.go(form)
    assert noor.page.locator(".draft-line").count() == 2
    noor.look("contact-met-concepten")
    noor.page.locator("li", has_text="Eerste tabblad").get_by_role("button").click()
    noor.says("Het concept is weggegooid.")
    assert [draft.fields["text"] for draft in FormDraft.objects.all()] == [["Tweede tabblad, over het werk"]]


def test_the_note_of_a_group_survives_a_dropped_line_and_a_search_for_somebody(arrive, client_file, team, counsellor):
    other = make_client("S-0009", team, first_name="Willem", last_name="Bos")
    assign_counsellor(client=other, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    noor = arrive("noor", size=PHONE)
    noor.go("/contacten/groep/")
    noor.look("groepscontact")
    noor.page.context.set_offline(True)
    noor.page.locator("[name=text]").fill("Samen gekookt en gegeten.")
    noor.page.locator(f"[name=present_{client_file.pk}]").check()
    noor.says("Er is geen verbinding.")
    noor.press("Groepscontact vastleggen")
    assert noor.page.locator("[name=text]").input_value() == "Samen gekookt en gegeten."
    assert not ContactNote.objects.exists()
    noor.problems.clear()  # the failed requests of a line that was down
    noor.page.context.set_offline(False)
    noor.page.get_by_text(re.compile("Concept bewaard om")).wait_for()
    assert FormDraft.objects.get().client is None

    # The tab is closed; the draft stands on my day, and somebody who is searched for comes beside who was ticked.
    noor.go("/mijn-dag/")
    noor.page.locator(".draft-line").get_by_role("link", name="Groepscontact vastleggen").click()
    noor.says("Dit is uw concept van")
    noor.page.locator("[name=find]").fill("Willem")
    noor.press("Toon cliënten")
    noor.page.locator(f"[name=present_{other.pk}]").check()
    noor.look("groepscontact-gezocht")
    assert noor.page.locator(f"[name=present_{client_file.pk}]").is_checked()
    noor.press("Groepscontact vastleggen")
    noor.says("Het contact is vastgelegd in 2 dossiers")
    assert (FormDraft.objects.count(), ContactNote.objects.count()) == (0, 2)
