"""The lines of the shift page: one query out of every room, each with its file, and who needs most stands first."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums import AppointmentPurpose
from casework.models import Appointment
from casework.services.appointments import plan_appointment
from casework.services.medication import record_refusal
from casework.services.notes import write_note
from casework.services.plans import make_commitment
from casework.services.shifts import make_remark
from casework.services.stays import end_stay, start_stay
from overview.selectors.shift_lines import FileLines, file_lines
from overview.selectors.shifts import shift_page
from riskplans.services.checks import record_check
from riskplans.services.monitoring import set_phase
from tests.access_houses import make_medicine
from tests.casework.test_absences import miss
from tests.conftest import make_client

pytestmark = pytest.mark.django_db


def ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def live(client, house, counsellor, days=30):
    since = timezone.localdate() - dt.timedelta(days=days)
    return start_stay(client=client, location=house, valid_from=since, acting_user=counsellor)


def lines(house, client, user, *, opens_files=True) -> FileLines:
    return file_lines(house, {client.pk: client}, since=ago(24), now=timezone.now(), user=user, opens_files=opens_files)


@pytest.fixture
def eventful(client_file, house, counsellor):
    """A resident of whom something stands in every room."""
    live(client_file, house, counsellor)
    common = {"client": client_file, "acting_user": counsellor}
    write_note(**common, form_token=uuid4(), kind="talk", occurred_at=ago(3), duration_minutes=10, text="Over werk.")
    record_check(**common, form_token=uuid4(), kind="urine", taken_at=ago(4), result="positive", substance="THC")
    medicine = make_medicine(client_file, counsellor)
    record_refusal(
        medication=medicine, form_token=uuid4(), refused_at=ago(2), reason="Ik word er suf van.", acting_user=counsellor
    )
    starts = timezone.now() + dt.timedelta(hours=1)
    plan_appointment(
        **common,
        form_token=uuid4(),
        user=counsellor,
        purpose=AppointmentPurpose.CHECK,
        starts_at=starts,
        ends_at=starts + dt.timedelta(minutes=15),
        place="Kantoor",
    )
    make_commitment(**common, form_token=uuid4(), text="Belt de bank", owner="client", due_on=timezone.localdate())
    make_remark(location=house, form_token=uuid4(), text="Liep op de gang.", client=client_file, acting_user=counsellor)
    make_remark(location=house, form_token=uuid4(), text="De lamp is kapot.", acting_user=counsellor)
    return client_file


def test_each_line_leads_to_the_file_it_comes_from(eventful, house, counsellor):
    found = lines(house, eventful, counsellor)
    timeline = reverse("casework:timeline", args=[eventful.number])
    medication = reverse("casework:medication", args=[eventful.number])
    note = eventful.notes.get()
    assert [(one.text.split(":")[0], one.url) for one in found.events] == [
        ("Medicatie geweigerd", medication),
        ("Gesprek met Noor Öztürk", note.get_absolute_url()),
        ("urinecontrole (UC)", timeline),
    ]
    assert [(one.text, one.detail, one.icon, one.url) for one in found.today] == [
        ("Controle, Noor Öztürk", "Kantoor", "sample", Appointment.objects.get().get_absolute_url())
    ]
    assert [(one.text, timezone.localdate(one.at)) for one in found.commitments] == [
        ("Belt de bank", timezone.localdate())
    ]
    assert [(one.text, one.client, one.url, one.author) for one in found.remarks] == [
        ("De lamp is kapot.", None, "", "Noor Öztürk"),
        ("Liep op de gang.", eventful, timeline, "Noor Öztürk"),
    ]


def test_night_staff_are_told_that_there_is_an_appointment_and_no_more(eventful, house, counsellor):
    found = lines(house, eventful, counsellor, opens_files=False)
    assert (found.events, found.commitments) == ((), ())
    assert [(one.text, one.detail, one.url) for one in found.today] == [("Heeft een afspraak", "", "")]
    assert {one.url for one in found.remarks} == {""}


def test_a_remark_about_who_moved_out_keeps_his_name(eventful, house, counsellor):
    end_stay(stay=eventful.stays.get(), valid_until=timezone.localdate(), end_kind="moved", acting_user=counsellor)
    found = file_lines(house, {}, since=ago(24), now=timezone.now(), user=counsellor, opens_files=True)
    assert [(str(one.client), one.url) for one in found.remarks if one.client] == [(str(eventful), "")]


def test_who_needs_most_stands_first(house, team, counsellor):
    calm, missing, orange, red = (
        make_client(f"S-30{index}", team, last_name=name)
        for index, name in enumerate(("Aalders", "Bakker", "Cohen", "Dijk"))
    )
    for one in (calm, missing, orange, red):
        live(one, house, counsellor)
    miss(missing, house, counsellor, hours=1)
    for one, level in ((orange, "orange"), (red, "red")):
        set_phase(client=one, level=level, reason="Onrust.", acting_user=counsellor, form_token=uuid4())
    page = shift_page(house, counsellor, opens_files=True)
    assert [one.client for one in page.residents] == [red, orange, missing, calm]
    assert [one.client for one in page.urgent] == [red, orange]
