"""The main job from end to end, in the browsers of a counsellor, a probation officer and a team lead.

Log a contact and see the stoplight change; hold the three-party meeting; a positive check becomes a notification that
the officer acknowledges; look at the alliance from both sides; hand over a paper.
"""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Location, LocationPolicy
from accounts.services.audit import seal, verify
from casework.models import Commitment, ContactNote, Document
from casework.services.stays import start_stay
from chain.models import Agreement, InboxItem, Notification
from chain.services.involvements import name_officer
from riskplans.selectors import current_phase
from tests.browser.conftest import PHONE
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(client_file, title, condition, counsellor, officer):
    """A client in a house, with a title, a condition, a plan that holds and an officer; the rest happens on screen."""
    house = Location.objects.create(name="Huis aan de Vaart", team=client_file.team, capacity=12)
    LocationPolicy.objects.create(
        location=house, substance_policy="abstinent", valid_from=timezone.localdate() - dt.timedelta(days=900)
    )
    start_stay(
        client=client_file, location=house, valid_from=title.valid_from, acting_user=counsellor, form_token=uuid4()
    )
    name_officer(
        client=client_file, form_token=uuid4(), officer=officer, since=title.valid_from, acting_user=counsellor
    )
    make_active_plan(client_file, counsellor)
    return client_file


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def log_a_contact(noor, file):
    """Six interactions from my day: the button, the text, what went well, a sign, a condition, and the end."""
    noor.go("/mijn-dag/")
    noor.look("mijn-dag")
    noor.page.get_by_role("link", name="Contact vastleggen met Jeroen Dekker").click()
    noor.look("contact-leeg")
    noor.fill(text="Hij zegde twee afspraken af en liep heen en weer.", went_well="Hij deed zelf de deur open.")
    noor.page.get_by_label("Ik zeg afspraken af", exact=True).check()
    noor.page.locator("fieldset", has_text="Drugs").get_by_label("nagekomen", exact=True).check()
    noor.press("Contact vastleggen")
    noor.says("Het stoplicht staat nu op oranje.")
    noor.look("client-na-contact")
    assert current_phase(file).level == "orange"
    noor.go(f"/clienten/{file.number}/tijdlijn/")
    noor.says("Hij zegde twee afspraken af")
    noor.look("tijdlijn")


def hold_the_meeting(noor, file):
    noor.go(f"/clienten/{file.number}/samenwerking/")
    noor.look("samenwerking-leeg")
    noor.go(f"/clienten/{file.number}/overleg/nieuw/")
    noor.look("overleg-leeg")
    noor.tick("kind", "first")
    yesterday = in_days(-1)
    noor.fill(held_on=yesterday, held_time="13:30", place="op zijn kamer")
    for party in ("client", "organisation", "probation"):
        noor.tick("attended", party)
    noor.fill(
        proud_of="Hij zoekt werk en heeft niet gebruikt.",
        client_view="Ik wil werken. Plan de controles niet onder werktijd.",
        next_on=in_days(90),
    )
    noor.tick("lead", "organisation")
    for row, (text, owner, days) in enumerate(
        [("Elke twee weken naar Tom", "client", 14), ("Controles voor het werk plannen", "counsellor", 7)]
    ):
        noor.fill(**{f"afspraken-{row}-text": text, f"afspraken-{row}-due_on": in_days(days)})
        noor.page.locator(f"[name='afspraken-{row}-owner']").select_option(owner)
    noor.press("Overleg vastleggen")
    noor.says("Elke twee weken naar Tom")
    noor.look("overleg")
    assert set(Commitment.objects.values_list("text", "owner")) == {
        ("Elke twee weken naar Tom", "client"),
        ("Controles voor het werk plannen", "counsellor"),
    }


def sign(person, name):
    """Sign with a typed name: who cannot draw does the same."""
    person.page.locator("[name='signature']").fill(name)


def make_the_agreement(noor, file):
    noor.go(f"/clienten/{file.number}/overeenkomst/nieuw/")
    noor.look("overeenkomst-leeg")
    noor.fill(
        roles="Noor begeleidt, Tom houdt toezicht.",
        contact_rhythm="Elke twee weken.",
        client_leads="Jeroen leidt het zoeken naar werk.",
        sharing="Een positieve controle wordt binnen een dag gemeld. Jeroen hoort het eerst.",
        evaluate_on=in_days(180),
    )
    positive = noor.page.get_by_label("Positieve of geweigerde controle")
    positive.check()
    noor.press("Concept maken")
    noor.look("overeenkomst-concept")
    noor.page.get_by_role("button", name="Voorleggen").first.click()
    noor.page.wait_for_load_state()
    agreement = Agreement.objects.get()
    assert agreement.status == "offered"
    noor.go(f"/clienten/{file.number}/overeenkomst/{agreement.pk}/standpunt/")
    noor.look("overeenkomst-begeleiding")
    noor.tick("decision", "agreed")
    sign(noor, "Noor Öztürk")
    noor.page.locator("main form button[type=submit]").last.click()
    noor.page.wait_for_load_state()
    # The client, on the same screen: one thing a page.
    noor.go(f"/clienten/{file.number}/overeenkomst/{agreement.pk}/client/")
    noor.look("overeenkomst-client")
    noor.press("Ik begin")
    for _ in range(12):
        if noor.page.get_by_role("link", name="Ik ben het eens, en teken").count():
            break
        noor.press("Verder")
    noor.look("overeenkomst-client-besluit")
    noor.press("Ik ben het eens, en teken")
    sign(noor, "Jeroen Dekker")
    noor.look("overeenkomst-client-tekenen")
    noor.press("Ik ben het eens")
    noor.look("overeenkomst-client-klaar")
    return agreement


def confirm_the_agreement(tom, file, agreement, other_client):
    tom.go("/partner/")
    tom.says("Jeroen Dekker")
    tom.look("partner")
    assert other_client.number not in tom.page.content()
    tom.go(f"/partner/overeenkomsten/{agreement.pk}/")
    tom.look("partner-overeenkomst")
    tom.tick("decision", "agreed")
    sign(tom, "Tom Hendriks")
    tom.press("Besluit ondertekenen")
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    tom.go(f"/partner/clienten/{file.number}/")
    tom.look("partner-client")
    assert "Hij zegde twee afspraken af" not in tom.page.content(), "a contact note is not shared"
    refused = tom.page.goto(f"{tom.base}/clienten/{file.number}/")
    assert refused is not None
    assert refused.status == 404
    tom.problems.clear()  # the browser reports the 404 that was meant


def log_a_positive_check(noor, file):
    noor.go(f"/clienten/{file.number}/controles/nieuw/")
    noor.look("controle-leeg")
    noor.page.get_by_label("cocaïne").select_option("positive")
    noor.press("Controle vastleggen")
    notification = Notification.objects.get()
    noor.go(f"/clienten/{file.number}/")
    noor.look("client-met-melding")
    noor.page.locator(f"a[href='/clienten/{file.number}/meldingen/{notification.pk}/']").first.click()
    noor.look("melding")
    assert noor.page.get_by_role("button", name="Versturen aan", exact=False).count() == 1, "telling and sending in one"
    assert noor.page.locator("#stap-2 ~ form button").count() == 0, "the client hears it first"
    noor.page.locator("[name$='reaction']").fill("Hij baalt, en wil er zelf bij zijn.")
    noor.press("Alleen vastleggen dat de cliënt het weet")
    noor.look("melding-verteld")
    noor.page.get_by_role("button", name="Versturen").first.click()
    noor.says("Verstuurd aan")
    noor.look("melding-verstuurd")
    assert InboxItem.objects.count() == 1


def acknowledge(tom):
    notification = Notification.objects.get()
    tom.go("/partner/meldingen/")
    tom.look("partner-postvak")
    tom.go(f"/partner/meldingen/{notification.pk}/")
    tom.says("positief op cocaïne")
    tom.look("partner-melding")
    tom.press("Ontvangst bevestigen")
    tom.says("Ontvangst bevestigd")
    notification.refresh_from_db()
    assert notification.acknowledged_by.username == "tom"


def look_at_the_alliance(noor, file):
    noor.go(f"/clienten/{file.number}/werkalliantie/")
    noor.look("werkalliantie-leeg")
    noor.page.locator("[name='instrument']").select_option("gespreksinstrument:1")
    noor.press("Check-in beginnen")
    check_in = file.alliance_check_ins.get()
    noor.go(f"/clienten/{file.number}/werkalliantie/{check_in.pk}/begeleider/")
    noor.look("check-in-begeleider")
    for aspect, value in (("direction", 4), ("trust", 3), ("bond", 4), ("friction", 2)):
        noor.page.locator(f"[name='{aspect}'][value='{value}']").check(force=True)
    noor.press("Mijn kant vastleggen")
    noor.go(f"/clienten/{file.number}/werkalliantie/{check_in.pk}/client/")
    noor.look("check-in-client")
    noor.press("Ik begin")
    for aspect, value in (("direction", 3), ("trust", 4), ("bond", 5), ("friction", 1)):
        noor.look(f"check-in-client-{aspect}")
        noor.page.locator(f"[name='{aspect}'][value='{value}']").check(force=True)
        noor.page.locator("main button[value=next]").click()
        noor.page.wait_for_load_state()
    noor.look("check-in-client-delen")
    noor.page.locator("[name='sharing']").first.check(force=True)
    noor.press("Klaar, bewaar mijn antwoorden")
    noor.says("Dank u wel, Jeroen")
    noor.look("check-in-client-klaar")
    noor.go(f"/clienten/{file.number}/werkalliantie/{check_in.pk}/")
    noor.look("check-in")
    noor.go(f"/clienten/{file.number}/werkalliantie/")
    noor.look("werkalliantie")
    assert sorted(check_in.answers.values_list("side", flat=True)) == ["client", "counsellor"]


def set_a_goal(noor, file):
    noor.go(f"/clienten/{file.number}/plan/")
    noor.look("plan")
    noor.go(f"/clienten/{file.number}/doelen/nieuw/")
    noor.look("doel-leeg")
    noor.page.locator("[name='origin'][value='own']").check()
    noor.fill(text="Ik heb weer vast werk")
    noor.page.locator("[name='domain']").select_option(index=1)
    noor.page.locator("main form.form-sheet button[type=submit]").last.click()
    noor.page.wait_for_load_state()
    noor.go(f"/clienten/{file.number}/")
    noor.says("Ik heb weer vast werk")


def issue_the_papers(noor, file):
    for slug in ("stoplight-card", "care-plan"):
        noor.go(f"/clienten/{file.number}/documenten/uitgeven/{slug}/")
        noor.look(f"uitgeven-{slug}")
        noor.page.locator("main form button[type=submit]").last.click()
        noor.page.wait_for_url("**/documenten/", timeout=60_000)
    noor.look("documenten")
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["care_plan", "stoplight_card"]
    document = Document.objects.get(kind="care_plan")
    answer = noor.page.request.get(f"{noor.base}{document.get_absolute_url()}")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")
    return document


def share_it(noor, tom, file, document):
    noor.go(f"/clienten/{file.number}/delen/")
    noor.look("delen")
    noor.page.locator("[name='document']").first.select_option(str(document.pk))
    ground = noor.page.locator("select[name='ground']")
    if ground.count():
        ground.select_option("agreement")
    else:
        noor.tick("ground", "agreement")
    noor.page.locator("main form.form-sheet button[type=submit]").first.click()
    noor.page.wait_for_load_state()
    tom.go(f"/partner/clienten/{file.number}/")
    tom.look("partner-client-document")
    answer = tom.page.request.get(f"{tom.base}/partner/documenten/{document.shared_items.get().pk}/")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def review_the_caseload(karin, file):
    karin.go("/caseload/")
    karin.says("Jeroen Dekker")
    karin.look("caseload")
    karin.page.locator("#attention").check()
    karin.press("Tonen")
    karin.says("Jeroen Dekker")
    assert file.number in karin.page.content()


def test_the_main_job(arrive, file, counsellor, officer, team_lead, other_client):
    noor = arrive("noor")
    log_a_contact(noor, file)
    hold_the_meeting(noor, file)
    agreement = make_the_agreement(noor, file)
    tom = arrive("tom")
    confirm_the_agreement(tom, file, agreement, other_client)
    log_a_positive_check(noor, file)
    acknowledge(tom)
    look_at_the_alliance(noor, file)
    set_a_goal(noor, file)
    document = issue_the_papers(noor, file)
    share_it(noor, tom, file, document)
    review_the_caseload(arrive("karin"), file)
    assert ContactNote.objects.count() == 1
    readers = set(AuditEntry.objects.about(file.number).values_list("actor_name", flat=True))
    assert {"Noor Öztürk", "Tom Hendriks", "Karin Postma"} <= readers
    seal()
    assert verify().broken == ""


def test_on_a_phone_and_pressed_twice(arrive, file, counsellor):
    noor = arrive("noor", size=PHONE)
    noor.go("/mijn-dag/")
    noor.look("telefoon-mijn-dag")
    noor.go(f"/clienten/{file.number}/contact/nieuw/")
    noor.look("telefoon-contact")
    noor.fill(text="Kort gesproken aan de deur.")
    noor.page.evaluate(
        """() => { const form = document.querySelector('form[data-once][method=post].contact-sheet');
                   const data = new URLSearchParams(new FormData(form));
                   return Promise.all([1, 2].map(() => fetch(form.action || location.href, {method: 'POST', body: data}))); }"""
    )
    assert ContactNote.objects.count() == 1
    for tab in ("", "tijdlijn/", "plan/", "signaleringsplan/", "samenwerking/", "werkalliantie/", "documenten/"):
        noor.go(f"/clienten/{file.number}/{tab}")
        noor.look(f"telefoon-{tab.strip('/') or 'overzicht'}")
