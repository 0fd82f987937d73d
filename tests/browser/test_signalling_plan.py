"""The signalling plan in dialogue, and living with it: worked cases B and C as far as plan and monitoring go.

B resists, and a plan is made together in small steps; it goes to red, and red does not go quiet. C denies for weeks and
then says it himself; a round together brings him back to green. Everything at 320 pixels, with axe, where the client
looks along.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from riskplans.models import ActionDone, FunctionAnalysis, PlanEvaluation, SignallingPlan, SignReview
from riskplans.selectors import content_of, current_phase
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = (320, 640)


def choose(person, name, value):
    """Press a key: with the client the whole key is the label, which lies over its box."""
    person.page.locator(f"[name='{name}'][value='{value}']").check(force=True)


def write_together(noor, file):
    """A low-threshold plan, one question a screen, with a sign of each colour."""
    noor.go(f"/clienten/{file.number}/signaleringsplan/")
    noor.press("Signaleringsplan maken")
    noor.press("Samen met de cliënt")
    noor.look("samen-begin")
    noor.press("Wij beginnen")
    noor.fill(text="Ruzie die uit de hand loopt.")
    noor.look("samen-vraag")
    noor.press("Volgende")
    noor.fill(text="Mijn dochter. Sleutelen.")
    noor.press("Volgende")
    noor.fill(text="Post van de rechtbank.")
    noor.press("Volgende")
    noor.says("Waaraan merk ik het?")
    noor.look("samen-signalen")
    noor.page.get_by_role("link", name="Boos of snel geraakt").click()
    noor.fill(text="Ik loop heen en weer")
    noor.press("Signaal toevoegen")
    noor.says("Kies bij welke kleur dit signaal hoort.")
    noor.look("samen-signaal-zonder-kleur")
    choose(noor, "level", "orange")
    noor.press("Signaal toevoegen")
    noor.page.get_by_role("button", name=re.compile(r"Weghalen\s*: Ik loop heen en weer")).wait_for()
    noor.fill(text="Hij gooit met spullen", noticed_who="begeleiding")
    choose(noor, "noticed_by", "others")
    choose(noor, "level", "red")
    noor.press("Signaal toevoegen")
    noor.look("samen-signaal")
    noor.press("Naar alle soorten")
    noor.press("Volgende")
    for level, how, do in (
        ("groen", "Ik maak grappen.", "Ik ga naar de werkplaats"),
        ("oranje", "Ik loop te malen.", "Ik ga naar buiten"),
        ("rood", "Ik zie niks meer.", "Ik ga naar mijn kamer"),
    ):
        noor.says(f"Hoe ben ik als het {level} is?")
        noor.fill(text=how)
        noor.press("Volgende")
        noor.fill(text=do)
        noor.press("Volgende")
    noor.fill(text="Geef me een uur.")
    noor.press("Volgende")
    noor.fill(text="Mij tegenhouden in de deur.")
    noor.press("Volgende")
    noor.fill(name="Henk", relation="oom", phone="06 0000 0512")
    noor.press("Toevoegen aan mijn lijst")
    noor.look("samen-bellen")
    noor.press("Volgende")
    noor.fill(text="Mitchell en Noor")
    noor.press("Volgende")
    noor.says("Ons plan")
    noor.look("samen-plan")
    noor.press("Verder, voor de begeleider")


def establish(noor):
    noor.tick("client_signs", "refuses")
    noor.fill(refusal_reason="Hij wil het eerst een week proberen.")
    noor.look("plan-concept")
    noor.press("Signaleringsplan vaststellen")
    noor.says("Het signaleringsplan geldt.")
    noor.look("plan-geldt")


def red_does_not_go_quiet(noor, file):
    noor.go(f"/clienten/{file.number}/contact/nieuw/")
    noor.fill(text="Hij gooide een bord in de gang.")
    noor.page.get_by_label("Hij gooit met spullen", exact=True).check()
    noor.look("contact-met-signalen")
    noor.press("Contact vastleggen")
    noor.says("Wat we nu doen")
    noor.look("stappen-rood")
    noor.page.get_by_role("button", name=re.compile(r"Gedaan\s*: Ik ga naar mijn kamer")).click()
    noor.says("alle stappen zijn vastgelegd")
    assert ActionDone.objects.get().result == "done"
    noor.go("/mijn-dag/")
    noor.says("rood is nog niet afgesloten")
    noor.look("mijn-dag-rood")
    noor.go(f"/clienten/{file.number}/stoplicht/")
    noor.tick("level", "orange")
    noor.fill(reason="De ander is veilig, Mitchell is bij zijn oom.")
    noor.press("Rood afsluiten")
    noor.go("/mijn-dag/")
    assert noor.page.get_by_text("rood is nog niet afgesloten").count() == 0


def look_back(noor, file):
    noor.go(f"/clienten/{file.number}/functieanalyses/nieuw/")
    noor.tick("outcome", "wrong")
    noor.fill(situation="Een bericht over mijn dochter.", next_time="Eerst naar buiten", made_with="Mitchell en Noor")
    noor.look("functieanalyse")
    noor.press("Functieanalyse vastleggen")
    assert FunctionAnalysis.objects.count() == 1
    noor.go(f"/clienten/{file.number}/signaleringsplan/evalueren/")
    noor.tick("occasion", "red")
    noor.fill(present="Mitchell en Noor", worked="Naar buiten gaan.", client_view="Het was te laat.")
    noor.tick("outcome", "change")
    noor.press("Evaluatie vastleggen")
    assert PlanEvaluation.objects.get().next_on == timezone.localdate() + dt.timedelta(days=14)


def test_case_b_a_plan_made_together_and_red_that_stays(arrive, client_file, counsellor):
    noor = arrive("noor", size=SMALL)
    write_together(noor, client_file)
    content = content_of(SignallingPlan.objects.get())
    assert [sign.category for sign in content.phase("orange").signs] == ["anger"]
    assert content.phase("red").signs[0].noticed_who == "begeleiding"
    assert content.contacts[0].phone == "06 0000 0512"
    establish(noor)
    red_does_not_go_quiet(noor, client_file)
    look_back(noor, client_file)


def test_case_c_he_says_it_himself_and_a_round_brings_green(arrive, client_file, counsellor):
    make_active_plan(client_file, counsellor)
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/contact/nieuw/")
    noor.fill(text="Hij belde zelf: het is oranje.")
    noor.page.get_by_label("zegt de cliënt zelf: Ik zeg afspraken af").check()
    noor.press("Contact vastleggen")
    noor.says("Het stoplicht staat nu op oranje.")
    noor.look("stappen-oranje")
    noor.page.set_viewport_size({"width": 320, "height": 640})
    noor.go(f"/clienten/{client_file.number}/signalen/samen/")
    noor.look("ronde-begin")
    noor.press("Wij beginnen")
    noor.look("ronde-signaal")
    for key in ("Ja", "Nee", "Vorige", "Nee", "Nee", "Nee"):
        noor.press(key)
    noor.says("Klopt het zo?")
    noor.fill(remark="Slaapt weer, traint weer.")
    noor.look("ronde-eind")
    noor.press("Ja, dit klopt")
    noor.says("Het stoplicht staat nu op groen.")
    now = current_phase(client_file)
    assert now is not None
    assert (now.level, now.source) == ("green", "together")
    assert SignReview.objects.get().remark == "Slaapt weer, traint weer."
    noor.go(f"/clienten/{client_file.number}/stoplicht/verloop/")
    noor.look("verloop")
