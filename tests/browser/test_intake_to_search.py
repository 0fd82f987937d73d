"""A client from the question for a place to the contact that is found again, on screen only.

The intake officer takes the application and gathers the intake; the client moves in and the file closes to her; his
counsellor writes a contact while the line drops, makes a plan and evaluates it, and finds the contact by one word.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Location, LocationPolicy
from casework.models import Client, ContactNote, FormDraft, IntakeItem, PlanEvaluation
from tests.browser.conftest import PHONE
from tests.conftest import make_user

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Samen naar de kringloopwinkel: hij kan er in december proefdraaien."


@pytest.fixture
def house(team, counsellor):
    """A house with a place, and the people of the team."""
    found = Location.objects.create(name="Huis aan de Vaart", team=team, capacity=12)
    LocationPolicy.objects.create(
        location=found, substance_policy="abstinent", valid_from=timezone.localdate() - dt.timedelta(days=900)
    )
    make_user("ingrid", Role.INTAKE_OFFICER, team=team, name="Ingrid Dijkstra")
    return found


def take_the_application(ingrid, house):
    ingrid.go("/clienten/nieuw/")
    ingrid.fill(first_name="Wesley", last_name="Aardema", birth_date="1991-05-17")
    ingrid.page.locator("[name=team]").select_option(label=str(house.team))
    ingrid.page.locator("[name=counsellor]").select_option(label="Noor Öztürk")
    ingrid.look("intake-client-nieuw")
    ingrid.page.locator("main form button[type=submit]").last.click()
    ingrid.page.wait_for_load_state()
    client = Client.objects.get(last_name="Aardema")

    ingrid.go(f"/clienten/{client.number}/verblijf/")
    ingrid.press("Aanmelding vastleggen")
    ingrid.page.locator("[name=source]").select_option("prison")
    ingrid.fill(source_words="casemanager PI Leeuwarden", wish_words="Een eigen kamer en werk met mijn handen.")
    ingrid.page.locator("[name=wish_location]").select_option(label=house.name)
    ingrid.look("intake-aanmelding-nieuw")
    ingrid.press("Aanmelding vastleggen")
    ingrid.says("Hieronder staat wat de intake nodig heeft.")
    ingrid.look("intake-aanmelding")
    return client


def gather_the_intake(ingrid, client):
    """One point comes later; a refusal keeps what was typed and says what to do."""
    item = IntakeItem.objects.get(key="risk-assessment")
    application = client.applications.get()
    ingrid.go(f"/clienten/{client.number}/aanmelding/{application.pk}/intake/{item.key}/")
    ingrid.tick("state", "asked")
    ingrid.fill(note="Gevraagd bij Tom, per beveiligde mail.")
    ingrid.press("Vastleggen")
    ingrid.says("Kies voor wanneer dit er is.")
    assert ingrid.page.locator("[name=note]").input_value() == "Gevraagd bij Tom, per beveiligde mail."
    ingrid.look("intake-punt-geweigerd")
    ingrid.fill(due_on=(timezone.localdate() + dt.timedelta(days=10)).isoformat())
    ingrid.press("Vastleggen")
    ingrid.says("Vastgelegd bij de intake.")
    ingrid.says("Gevraagd bij Tom, per beveiligde mail.")


def move_in(ingrid, noor, client, house):
    application = client.applications.get()
    ingrid.go(f"/clienten/{client.number}/aanmelding/{application.pk}/besluit/")
    ingrid.tick("kind", "accepted")
    ingrid.page.locator("[name=location]").select_option(label=house.name)
    ingrid.look("intake-besluit")
    ingrid.press("Besluit vastleggen")
    ingrid.says("Het besluit is vastgelegd.")

    noor.go(f"/clienten/{client.number}/verblijf/nieuw/")
    noor.page.locator("[name=location]").select_option(label=house.name)
    noor.page.locator("main form button[type=submit]").last.click()
    noor.page.wait_for_load_state()
    application.refresh_from_db()
    assert application.closed_on == timezone.localdate()
    # What the intake still misses stays in view; the file is closed to who prepared the placement.
    noor.go(f"/clienten/{client.number}/")
    noor.says("Mist nog")
    noor.look("intake-na-plaatsing")
    closed = ingrid.page.goto(f"{ingrid.base}/clienten/{client.number}/")
    assert closed is not None
    assert closed.status == 404
    ingrid.problems.clear()  # the browser reports the 404 that was meant


def write_while_the_line_drops(noor, client):
    noor.go(f"/clienten/{client.number}/contact/nieuw/")
    noor.page.context.set_offline(True)
    noor.fill(text=TEXT, went_well="Hij vroeg zelf of hij mocht helpen.")
    noor.says("Er is geen verbinding.")
    noor.press("Contact vastleggen")
    assert noor.page.locator("[name=text]").input_value() == TEXT
    assert not ContactNote.objects.exists()
    noor.problems.clear()  # the failed requests of a line that was down
    noor.page.context.set_offline(False)
    noor.page.get_by_text(re.compile(r"Concept bewaard om \d\d:\d\d")).wait_for()
    noor.press("Contact vastleggen")
    noor.says("Het contact is vastgelegd.")
    assert ContactNote.objects.get().text == TEXT
    assert not FormDraft.objects.exists()


def plan_and_evaluate(noor, client):
    noor.go(f"/clienten/{client.number}/begeleidingsplan/nieuw/")
    noor.fill(summary="Wennen aan het huis, dagbesteding zoeken.", client_words="Ik wil aan het werk.")
    noor.look("plan-nieuw")
    noor.press("Begeleidingsplan vaststellen")
    assert client.support_plans.count() == 1
    # Both name something that goes well: without the client's side there is no evaluation.
    noor.go(f"/clienten/{client.number}/begeleidingsplan/evalueren/")
    noor.fill(
        client_positive=" ", counsellor_positive="Hij stond elke dag op tijd klaar.", went="Hij went goed in het huis."
    )
    noor.press("Evaluatie vastleggen")
    assert not PlanEvaluation.objects.exists()
    assert noor.page.locator("[name=went]").input_value() == "Hij went goed in het huis."
    noor.look("evaluatie-geweigerd")
    noor.fill(client_positive="Ik slaap weer.")
    noor.press("Evaluatie vastleggen")
    noor.says("De evaluatie is vastgelegd.")
    noor.go(f"/clienten/{client.number}/begeleidingsplan/1/")
    noor.says("Ik slaap weer.")
    noor.look("plan-geevalueerd")
    assert PlanEvaluation.objects.count() == 1


def find_it_again(noor, client):
    """The words are never in an address; a hit is marked where it stands."""
    for place, shot in (("/contacten/zoeken/", "alle"), (f"/clienten/{client.number}/tijdlijn/zoeken/", "dossier")):
        noor.go(place)
        noor.fill(words="kringloopwinkel")
        noor.press("Zoeken")
        assert "kringloop" in noor.page.locator("main mark").first.inner_text().lower()
        assert "kringloop" not in noor.page.url
        noor.look(f"zoeken-{shot}")
        noor.fill(words="onvindbaarwoord")
        noor.press("Zoeken")
        assert noor.page.locator("main mark").count() == 0
        noor.look(f"zoeken-{shot}-niets")


def test_from_the_question_for_a_place_to_a_contact_found_again(arrive, house, counsellor):
    ingrid, noor = arrive("ingrid"), arrive("noor", size=PHONE)
    client = take_the_application(ingrid, house)
    gather_the_intake(ingrid, client)
    move_in(ingrid, noor, client, house)
    write_while_the_line_drops(noor, client)
    plan_and_evaluate(noor, client)
    find_it_again(noor, client)
