"""What happens after a positive check and after an incident, in the browser (worked cases B and C)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from riskplans.models import IncidentPart, LapseResponse
from tests.browser.conftest import PHONE, Person
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db(transaction=True)
STAGES = ("talk", "risk", "consult", "act", "learn")


def fill_what_is_open(person: Person) -> None:
    """Give every field of a step that is still empty a short answer, as somebody in a hurry would."""
    page, earlier = person.page, timezone.localtime() - dt.timedelta(minutes=5)
    for field in page.locator("main form textarea:visible, main form input[type=text]:visible").all():
        name = field.get_attribute("name") or ""
        if not field.input_value() and not name.startswith("agreed_"):
            field.fill("Samen opgeschreven.")
    for field in page.locator("main form input[type=date]:visible").all():
        if not field.input_value() and not (field.get_attribute("name") or "").startswith("agreed_"):
            field.fill(earlier.date().isoformat())
    for field in page.locator("main form input[type=time]:visible").all():
        if not field.input_value():
            field.fill(earlier.strftime("%H:%M"))
    for group in {box.get_attribute("name") for box in page.locator("main form input[type=radio]:visible").all()}:
        if not page.locator(f"main form [name='{group}']:checked").count():
            page.locator(f"main form [name='{group}']").nth(1).check()


def test_a_positive_check_is_followed_through_the_five_steps(arrive, client_file, counsellor):
    make_active_plan(client_file, counsellor)
    noor = arrive("noor", size=PHONE)
    noor.go(f"/clienten/{client_file.number}/controles/nieuw/")
    noor.page.get_by_label("cocaïne").select_option("positive")
    noor.press("Controle vastleggen")
    noor.look("terugval-na-controle")
    noor.press("Terugvalrespons beginnen")
    response = LapseResponse.objects.get()
    for stage in STAGES:
        noor.go(f"/clienten/{client_file.number}/terugval/{response.pk}/{stage}/")
        fill_what_is_open(noor)
        noor.look(f"terugval-{stage}")
        noor.page.locator("main button[name=do][value=finish]").click()
        noor.page.wait_for_url(f"**/terugval/{response.pk}/")
    noor.look("terugval-klaar")
    response.refresh_from_db()
    assert all(getattr(response, stage).finished_at is not None for stage in STAGES)


def test_an_incident_says_who_must_hear_it_and_by_when(arrive, client_file, counsellor):
    noor = arrive("noor")
    now = timezone.localtime() - dt.timedelta(hours=1)
    noor.go(f"/clienten/{client_file.number}/incidenten/nieuw/")
    noor.look("incident-leeg")
    noor.page.locator("select[name=kind]").select_option(label="lichamelijk geweld tegen een persoon")
    for name, value in (("seriousness", "serious"), ("calamity", "yes"), ("police", "called")):
        chosen = noor.page.locator(f"select[name={name}]")
        if chosen.count():
            chosen.select_option(value)
        else:
            noor.tick(name, value)
    noor.fill(
        occurred_at=now.date().isoformat(),
        occurred_at_time=now.strftime("%H:%M"),
        established_at=now.date().isoformat(),
        established_at_time=now.strftime("%H:%M"),
        place="huiskamer",
        facts="Hij sloeg een huisgenoot.",
    )
    noor.page.locator("[name=wmo_support]").check()
    noor.page.locator("main form button[type=submit]").last.click()
    noor.says("Uiterlijk")
    noor.look("incident-met-termijnen")
    part = IncidentPart.objects.get()
    assert part.facts == "Hij sloeg een huisgenoot."
