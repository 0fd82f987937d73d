"""A day and a night in a house, in the browsers of a counsellor, night staff and the team lead.

An appointment that nobody came to, and its report; leave that runs into the curfew; a remark in the night; somebody is
missing, steps are taken, he comes back with a talk; the count of the night; the next morning a violation; the team lead
changes the rules; the shift page says who read it and fits one A4.
"""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import Location
from casework.enums import Whereabouts
from casework.models import Absence, Appointment, ContactNote, HouseRules, Leave, NightCount, Remark
from casework.selectors.presence import places
from casework.services.stays import start_stay
from riskplans.models import Violation
from riskplans.services.monitoring import set_phase
from tests.access_houses import make_rules
from tests.browser.conftest import PHONE, SHOTS
from tests.conftest import make_user
from tests.riskplans.conftest import make_active_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vaart(client_file, counsellor, team, team_lead):
    """A house with rules and one resident in orange, and somebody for the night."""
    place = Location.objects.create(
        name="Huis aan de Vaart", team=team, capacity=12, phone="0500 00 18 18", on_call_phone="0500 00 00 00"
    )
    start_stay(
        client=client_file,
        location=place,
        valid_from=timezone.localdate() - dt.timedelta(days=40),
        acting_user=counsellor,
    )
    make_rules(place, team_lead, home_from=dt.time(23), home_until=dt.time(7))
    make_active_plan(client_file, counsellor)
    set_phase(client=client_file, level="orange", reason="Slaapt slecht.", acting_user=counsellor, form_token=uuid4())
    make_user("nico", Role.NIGHT_STAFF, team=team, name="Nico Bos")
    return place


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def an_appointment_missed(noor, client_file):
    """Plan an appointment, say that he did not come without good reason, and report it with nothing typed twice."""
    when = timezone.localtime() - dt.timedelta(hours=2)
    noor.go(f"/clienten/{client_file.number}/agenda/nieuw/")
    noor.fill(day=f"{when:%Y-%m-%d}", time=f"{when:%H:%M}", place="Kantoor")
    noor.press("Afspraak vastleggen")
    noor.says("De afspraak staat in de agenda.")
    appointment = Appointment.objects.get()
    noor.go("/agenda/nog-vastleggen/")
    row = noor.page.locator(".agenda-list > li").filter(has_text="Jeroen Dekker")
    row.get_by_text("Niet gekomen").click()
    row.get_by_label("In één zin waarom").fill("Deed niet open, telefoon uit.")
    row.get_by_role("button", name="Zonder goede reden").click()
    noor.says("Vastgelegd: ")
    assert appointment.outcomes.get().result == "missed"
    noor.go(appointment.get_absolute_url())
    noor.press("Verslag schrijven")
    assert noor.page.locator("[name=kind]:checked").input_value() == "no_show"
    assert noor.page.locator("[name=time]").input_value() == f"{when:%H:%M}"
    assert noor.page.locator("[name=place]").input_value() == "Kantoor"
    noor.fill(text="Bericht achtergelaten, vanavond spreekt de nacht hem.")
    noor.press("Contact vastleggen")
    noor.page.wait_for_url(f"**{appointment.get_absolute_url()}")
    assert ContactNote.objects.get().appointment == appointment


def by_day(noor, vaart, client_file):
    """Read the shift page, and find that leave respects the curfew."""
    noor.go(f"/huizen/{vaart.pk}/dienst/")
    noor.says("Slaapt slecht.")
    noor.says("Niet verschenen met Noor Öztürk")
    noor.look("huis-dienst")
    noor.go(f"/huizen/{vaart.pk}/bewoners/{client_file.number}/verlof/nieuw/")
    noor.fill(
        starts_day=in_days(1),
        starts_time="10:00",
        ends_day=in_days(2),
        ends_time="23:30",
        destination="bij zijn zus",
        permission_by="teamoverleg",
    )
    noor.press("Verlof vastleggen")
    noor.says("na de avondklok van het huis")
    assert noor.page.locator("[name='destination']").input_value() == "bij zijn zus"
    noor.look("huis-verlof-geweigerd")
    noor.fill(ends_time="21:00")
    noor.press("Verlof vastleggen")
    noor.says("is vastgelegd")
    assert Leave.objects.count() == 1
    noor.look("huis-aanwezig")


def by_night(nico, vaart, client_file):
    """A remark, the emergency card, somebody is missing and comes back, the count."""
    nico.says("Huizen")
    nico.look("huis-lijst-telefoon")
    nico.go(f"/huizen/{vaart.pk}/dienst/")
    nico.page.locator("[name='client']").select_option(label="Jeroen Dekker")
    nico.fill(text="Liep om drie uur door de gang.")
    nico.press("Opmerking vastleggen")
    nico.says("De opmerking is vastgelegd.")
    nico.look("huis-dienst-telefoon")
    assert Remark.objects.get().client == client_file
    nico.go(f"/huizen/{vaart.pk}/bewoners/{client_file.number}/noodkaart/")
    nico.says("Wie bel ik")
    nico.look("huis-noodkaart-telefoon")
    nico.go(f"/huizen/{vaart.pk}/bewoners/{client_file.number}/afwezig/nieuw/")
    nico.fill(circumstances="Kamer leeg bij de ronde.")
    nico.press("Afwezigheid vastleggen")
    nico.says("Hieronder staan de stappen")
    nico.look("huis-vermist-telefoon")
    # The words after the colon are hidden from sight, and a browser reads a space before hidden words.
    nico.page.get_by_role("button", name=re.compile("^Gedaan ?: Cliënt bellen en een bericht sturen$")).click()
    nico.says("gedaan door Nico Bos")
    absence = Absence.objects.get()
    assert places([client_file.pk], timezone.now())[client_file.pk].where == Whereabouts.ABSENT
    nico.go(f"{absence.get_absolute_url()}terug/")
    nico.press("Terugkeer vastleggen")
    nico.says("Dit veld is verplicht.")
    nico.fill(return_talk="Was bij de buren. Wil het zelf aan Noor vertellen.")
    nico.press("Terugkeer vastleggen")
    nico.says("Bij terugkomst besproken")
    nico.go(f"/huizen/{vaart.pk}/nachttelling/")
    nico.tick("seen", str(client_file.pk))
    nico.look("huis-nachttelling-telefoon")
    nico.press("Telling vastleggen")
    nico.says("De telling is vastgelegd.")
    assert NightCount.objects.get().lines.get().seen


def the_team_lead(karin, vaart):
    """New rules, and the page for the next shift on one A4."""
    karin.go(f"/huizen/{vaart.pk}/huisregels/nieuw/")
    karin.fill(change="In het weekend om twaalf uur stil.", home_from="23:59")
    karin.press("Huisregels vaststellen")
    karin.says("De huisregels zijn vastgesteld.")
    karin.look("huis-huisregels")
    assert HouseRules.objects.count() == 2
    karin.go(f"/huizen/{vaart.pk}/dienst/")
    karin.press("Ik heb dit gelezen")
    karin.page.get_by_role("region", name="Gelezen door").get_by_text("Karin Postma").wait_for()
    paper = karin.page.pdf(prefer_css_page_size=True, print_background=True)
    (SHOTS / "huis-dienst.pdf").write_bytes(paper)
    pages = PdfReader(BytesIO(paper)).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842], "an A4, upright"
    words = pages[0].extract_text()
    assert "Jeroen Dekker" in words
    assert "Liep om drie uur door de gang." in words
    assert "Opmerking vastleggen" not in words


def the_next_morning(noor, vaart, client_file):
    """Read what the night was, and write down of which condition it is a violation, with nothing typed twice."""
    absence = Absence.objects.get()
    noor.go(f"/huizen/{vaart.pk}/dienst/")
    noor.says("Terug na ongeoorloofde afwezigheid")
    noor.says("Liep om drie uur door de gang.")
    noor.go(f"/clienten/{client_file.number}/overtredingen/nieuw/?uit=absence-{absence.pk}")
    assert noor.page.locator("[name='fact']").input_value() != ""
    noor.page.locator("[name='condition']").select_option(index=1)
    noor.fill(interpretation="Het was zijn eerste nacht buiten. Hij belde zelf niet, maar kwam uit zichzelf terug.")
    noor.look("huis-overtreding")
    noor.press("Overtreding vastleggen")
    row = Violation.objects.get()
    assert (row.client, row.source, row.source_id) == (client_file, "absence", absence.pk)
    noor.go(f"/clienten/{client_file.number}/voorwaarden/")
    noor.look("huis-voorwaarden")


def test_a_day_and_a_night_in_a_house(arrive, vaart, client_file, condition):
    noor = arrive("noor")
    an_appointment_missed(noor, client_file)
    by_day(noor, vaart, client_file)
    by_night(arrive("nico", size=PHONE), vaart, client_file)
    the_next_morning(noor, vaart, client_file)
    the_team_lead(arrive("karin"), vaart)
