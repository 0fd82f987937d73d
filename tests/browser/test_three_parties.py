"""Worked case A by its three parties, each at a browser of his own: from planning the meeting to the minutes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from casework.models import Commitment
from chain.models import MinutesCopy, PlannedMeeting, SharedItem, ThreePartyMeeting
from tests.browser.conftest import PHONE, Person
from tests.chain.conftest import clauses, drafted, in_force, involvement, offered, rules  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def plan(noor: Person, number: str, day: dt.date) -> PlannedMeeting:
    """The counsellor plans the meeting."""
    noor.go(f"/clienten/{number}/samenwerking/")
    noor.press("Overleg plannen")
    noor.fill(starts_on=day.isoformat(), starts_time="14:00", place="Op zijn eigen kamer")
    noor.page.locator("form.form-sheet button[type=submit]").last.click()
    noor.says("Zet nu samen de agenda klaar")
    noor.look("planned")
    return PlannedMeeting.objects.get()


def accept(tom: Person) -> None:
    """The officer accepts, and says what he wants said."""
    tom.go("/partner/overleggen/")
    tom.page.get_by_role("link", name="Eerste driegesprek").first.click()
    tom.tick("answer", "accepted")
    tom.press("Antwoord geven")
    tom.says("Uw antwoord is vastgelegd")
    tom.tick("kind", "say")
    tom.fill(text="Ik wil op tijd horen als het lastig wordt")
    tom.press("Toevoegen")
    tom.says("Het staat op de agenda")
    tom.look("portal-planned-phone")


def speak(daan: Person, number: str, meeting: PlannedMeeting) -> None:
    """The client writes on a screen of his own, the counsellor beside him."""
    daan.go(f"/clienten/{number}/overleg/gepland/{meeting.pk}/client/")
    daan.press("Ik begin")
    daan.fill(text="Werk: ik wil weer aan de slag")
    daan.press("Schrijf dit op")
    daan.says("Dit hebt u al opgeschreven")
    daan.press("Verder")
    daan.fill(text="Plan de controles niet onder werktijd")
    daan.press("Schrijf dit op")
    daan.look("planned-client-phone")


def hold(noor: Person, number: str, meeting: PlannedMeeting, day: dt.date) -> None:
    """The day has come: they work through it together, and make the minutes."""
    PlannedMeeting.objects.update(starts_at=timezone.now() - dt.timedelta(hours=2))
    noor.go(f"/clienten/{number}/overleg/gepland/{meeting.pk}/houden/")
    noor.says("Plan de controles niet onder werktijd")
    noor.fill(
        proud_of="Hij zoekt werk en heeft niet gebruikt. Dat is zijn werk.",
        client_view="Ik wil werken. Plan de controles niet onder werktijd.",
        officer_view="Goede start.",
        point_control="Twee keer per week een urinecontrole, buiten werktijd.",
        point_informing="Een positieve controle gaat naar Tom; hij hoort het eerst zelf.",
        point_contact_rhythm="Tom en hij spreken elkaar elke twee weken.",
        point_client_leads="Hij leidt het zoeken naar werk.",
    )
    noor.fill(**{"afspraken-0-text": "Twee sollicitaties per week", "afspraken-0-due_on": day.isoformat()})
    noor.page.locator("[name='afspraken-0-owner']").select_option("client")
    noor.look("meeting-held-together")
    noor.page.locator("form.form-sheet button.btn-primary").last.click()
    noor.says("Het driegesprek is vastgelegd")
    noor.press("Verslag maken en delen")
    noor.says("gedeeld met de toezichthouder")
    noor.press("Samen gelezen")
    noor.says("Vastgelegd wie het verslag heeft")
    noor.look("meeting-with-minutes")


def read(tom: Person, held: ThreePartyMeeting) -> None:
    """The officer reads what was agreed, and adds how he sees it."""
    tom.go(f"/partner/gesprekken/{held.pk}/")
    tom.says("Twee sollicitaties per week")
    tom.fill(text="Hij pakt het zelf aan. Dat zie ik.")
    tom.press("Visie toevoegen")
    tom.says("Uw visie staat bij het overleg")
    tom.look("portal-record-phone")


def test_case_a_by_all_three(arrive, client_file, officer, in_force):  # noqa: F811 -- a fixture
    day = timezone.localdate() + dt.timedelta(days=7)
    number = client_file.number
    noor, tom = arrive("noor"), arrive("tom", size=PHONE)

    meeting = plan(noor, number, day)
    accept(tom)
    speak(arrive("noor", size=PHONE), number, meeting)
    hold(noor, number, meeting, day)
    held = ThreePartyMeeting.objects.get()
    read(tom, held)

    assert held.planned == meeting
    assert Commitment.objects.get(origin_id=held.pk).owner == "client"
    assert set(MinutesCopy.objects.values_list("seat", flat=True)) == {"organisation", "probation", "client"}
    assert SharedItem.objects.get().shared_with == officer
    assert held.own_views.get().seat == "probation"
