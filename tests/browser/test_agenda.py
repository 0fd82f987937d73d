"""One day of a counsellor in her agenda, on a wide screen and on a phone, and what the officer would hear of it.

An appointment is planned, says what it overlaps, and is moved with a reason; outcomes in one tap, a report with nothing
typed twice, a missed one that becomes a notification in draft, a light contact, and the address for the phone.
"""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from casework.models import Appointment, AppointmentOutcome, ContactNote, LightContact
from casework.services.appointments import plan_appointment
from casework.services.rhythms import set_rhythm
from chain.enums import RuleEvent
from chain.models import Notification
from chain.services.agreements import Clauses, RuleLine, draft_agreement, offer_agreement
from chain.services.involvements import name_officer
from tests.browser.conftest import PHONE
from tests.chain.conftest import sign_by_all
from tests.conftest import make_client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(client_file, title, condition, counsellor, officer):
    """A client whose agreement wants a missed appointment told, three appointments that were, and a light contact."""
    name_officer(
        client=client_file, form_token=uuid4(), officer=officer, since=title.valid_from, acting_user=counsellor
    )
    clauses = Clauses(
        roles="Noor begeleidt, Tom houdt toezicht.",
        contact_rhythm="Elke twee weken.",
        control="",
        client_leads="Jeroen leidt het zoeken naar werk.",
        sharing="Een gemiste afspraak wordt binnen een dag gemeld.",
        evaluate_on=timezone.localdate() + dt.timedelta(days=180),
    )
    draft = draft_agreement(
        client=client_file,
        form_token=uuid4(),
        clauses=clauses,
        rules=[RuleLine(RuleEvent.MISSED_APPOINTMENT, 24)],
        acting_user=counsellor,
    )
    sign_by_all(offer_agreement(agreement=draft, acting_user=counsellor), counsellor, officer)
    noor = User.objects.get(pk=counsellor.pk)
    now = timezone.now().replace(second=0, microsecond=0)
    for hours, purpose in ((50, "house_visit"), (26, "session"), (74, "check")):
        start = now - dt.timedelta(hours=hours)
        plan_appointment(
            client=client_file,
            form_token=uuid4(),
            user=noor,
            purpose=purpose,
            starts_at=start,
            ends_at=start + dt.timedelta(minutes=45),
            place="Huis aan de Vaart",
            acting_user=noor,
        )
    set_rhythm(
        client=client_file,
        form_token=uuid4(),
        per_week=2,
        morning=dt.time(0),
        evening=dt.time(17),
        why="Hij vroeg zelf om een bericht in de ochtend.",
        acting_user=noor,
    )
    return client_file


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def plan_and_move(noor, file, third):
    """Plan one, hear what is in the way of another, say that it may be so, and move it with a reason."""
    noor.go(f"/clienten/{file.number}/agenda/")
    noor.look("agenda-client")
    noor.press("Afspraak plannen")
    noor.look("agenda-plannen")
    noor.fill(day=in_days(1), time="10:00", place="Kantoor")
    noor.press("Afspraak vastleggen")
    noor.says("De afspraak staat in de agenda.")

    noor.go(f"/clienten/{third.number}/agenda/")
    noor.press("Afspraak plannen")
    noor.fill(day=in_days(1), time="10:15", place="Bij hem thuis")
    noor.press("Afspraak vastleggen")
    noor.says("Dan staat er al: gesprek van 10.00 tot 10.30")
    noor.look("agenda-overlap")
    noor.page.get_by_label("Het mag toch, ook al staat er al iets").check()
    assert noor.page.locator("[name=place]").input_value() == "Bij hem thuis"  # what was typed is kept
    noor.press("Afspraak vastleggen")
    noor.go(f"/agenda/?dag={in_days(1)}")
    noor.says("overlapt")
    noor.look("agenda-dag")

    noor.page.locator("main").get_by_role("link", name=f"Gesprek met {third}").click()
    noor.press("Verzetten")
    noor.fill(time="14:00")
    noor.press("Afspraak verzetten")
    noor.look("agenda-verzetten-zonder-reden")
    noor.fill(reason="Op verzoek van de cliënt.")
    noor.press("Afspraak verzetten")
    noor.says("Op verzoek van de cliënt.")
    noor.look("agenda-afspraak-verzet")
    noor.go(f"/agenda/?dag={in_days(1)}&weergave=week")
    noor.look("agenda-week")
    assert noor.page.get_by_text("overlapt", exact=True).count() == 0


def tell_how_it_went(noor, file):
    """Tell outcomes on the page of what is open: came and late in one tap, one missed with a line."""
    noor.go("/mijn-dag/")
    noor.says("3 afspraken nog vast te leggen")
    noor.look("agenda-mijn-dag")
    noor.go("/agenda/nog-vastleggen/")
    noor.look("agenda-open")
    check = noor.page.locator(".agenda-list > li").filter(has_text="Controle")
    check.get_by_role("button", name="Te laat").click()
    noor.says("Vastgelegd: ")
    assert AppointmentOutcome.objects.get().result == "late"
    talk = noor.page.locator(".agenda-list > li").filter(has_text="Gesprek")
    talk.get_by_text("Niet gekomen").click()
    talk.get_by_label("In één zin waarom").fill("Deed niet open, telefoon uit.")
    noor.look("agenda-niet-gekomen")
    talk.get_by_role("button", name="Zonder goede reden").click()
    noor.says("Vastgelegd: ")
    assert list(AppointmentOutcome.objects.values_list("result", flat=True).order_by("pk")) == ["late", "missed"]
    draft = Notification.objects.get()
    assert (draft.event, draft.sent_at) == (RuleEvent.MISSED_APPOINTMENT, None)
    noor.go(draft.get_absolute_url())
    noor.says("afspraak")
    noor.look("agenda-melding")


def report_with_nothing_typed_twice(noor, file):
    visit = Appointment.objects.get(purpose="house_visit")
    noor.go("/agenda/nog-vastleggen/")
    noor.page.locator("main").get_by_role("link", name=f"Huisbezoek met {file}").click()
    noor.look("agenda-afspraak")
    noor.press("Verslag schrijven")
    assert noor.page.locator("[name=duration_minutes]").input_value() == "45"
    assert noor.page.locator("[name=time]").input_value() == f"{timezone.localtime(visit.starts_at):%H:%M}"
    noor.look("agenda-verslag")
    noor.fill(text="Samen de post gedaan.")
    noor.press("Contact vastleggen")
    noor.page.wait_for_url(f"**{visit.get_absolute_url()}")
    noor.look("agenda-afspraak-klaar")
    note = ContactNote.objects.get()
    assert (note.appointment, note.kind) == (visit, "house_visit")
    assert visit.outcomes.get().result == "came"


def keep_the_rhythm(noor, file):
    noor.go("/mijn-dag/")
    noor.page.get_by_role("button", name="van de cliënt").first.click()
    noor.says("Het korte contact is vastgelegd.")
    assert LightContact.objects.get().initiative == "client"
    noor.go(f"/clienten/{file.number}/ritme/")
    noor.look("agenda-ritme")
    noor.go(f"/clienten/{file.number}/ritme/afspreken/")
    noor.look("agenda-ritme-afspreken")


def take_it_along(noor):
    noor.go("/agenda/telefoon/")
    noor.press("Adres maken")
    noor.says("Neem het nu over")
    noor.look("agenda-telefoon")
    noor.press("Adres intrekken")
    noor.says("Het werkt vanaf nu niet meer.")


def test_a_day_in_the_agenda(arrive, file, team, counsellor):
    third = make_client("S-0007", team, last_name="Zwart")
    noor = arrive("noor")
    plan_and_move(noor, file, third)
    tell_how_it_went(noor, file)
    report_with_nothing_typed_twice(noor, file)
    keep_the_rhythm(noor, file)
    take_it_along(noor)

    phone = arrive("noor", size=PHONE)
    for path, shot in (
        ("/mijn-dag/", "mijn-dag"),
        (f"/agenda/?dag={in_days(1)}", "dag"),
        (f"/agenda/?dag={in_days(1)}&weergave=week", "week"),
        ("/agenda/nog-vastleggen/", "open"),
        ("/agenda/telefoon/", "adres"),
        (f"/clienten/{file.number}/agenda/", "client"),
        (f"/clienten/{file.number}/agenda/nieuw/", "plannen"),
        (Appointment.objects.get(purpose="house_visit").get_absolute_url(), "afspraak"),
        (f"/clienten/{file.number}/ritme/", "ritme"),
    ):
        phone.go(path)
        phone.look(f"telefoon-agenda-{shot}")
