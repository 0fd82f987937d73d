"""From the outcome of an appointment to its report, and my day: nothing is typed twice."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.enums import AppointmentResult
from casework.models import AppointmentOutcome, ContactNote
from casework.services.appointments import plan_appointment, tell_outcome
from casework.services.rhythms import set_rhythm

pytestmark = pytest.mark.django_db


@pytest.fixture
def appointment(client_file, counsellor):
    start = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(hours=2)
    return plan_appointment(
        client=client_file,
        form_token=uuid4(),
        user=counsellor,
        purpose="house_visit",
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=50),
        place="Bij hem thuis",
        acting_user=counsellor,
    )


def address_of(appointment) -> str:
    return reverse("overview:contact_create", args=[appointment.client.number]) + f"?afspraak={appointment.pk}"


def typed(page, **more):
    """Return what the form holds as a browser would send it."""
    form = page.context["form"]
    values = {name: form[name].value() for name, field in form.fields.items() if field.required or name == "text"}
    values["day"] = values["day"].isoformat()
    values["time"] = f"{values['time']:%H:%M}"
    return {**{name: "" if value is None else value for name, value in values.items()}, **more}


def test_the_report_begins_with_what_the_appointment_says(client, appointment, counsellor):
    client.force_login(counsellor)
    page = client.get(address_of(appointment))
    values = typed(page)

    assert values["kind"] == "house_visit"
    assert values["duration_minutes"] == 50
    assert values["time"] == f"{timezone.localtime(appointment.starts_at):%H:%M}"
    answer = client.post(address_of(appointment), {**values, "text": "Samen de post gedaan."})
    note = ContactNote.objects.get()
    assert answer["Location"] == appointment.get_absolute_url()
    assert note.appointment == appointment
    assert AppointmentOutcome.objects.get().result == AppointmentResult.CAME  # whoever reports was there


def test_a_missed_one_reports_what_was_said_already(client, appointment, counsellor):
    tell_outcome(
        appointment=appointment,
        form_token=uuid4(),
        result=AppointmentResult.MISSED,
        reason="Deed niet open.",
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    values = typed(client.get(address_of(appointment)))

    assert (values["kind"], values["text"], values["duration_minutes"]) == ("no_show", "Deed niet open.", 0)


def test_a_no_show_without_an_outcome_asks_for_it_first(client, appointment, counsellor):
    client.force_login(counsellor)
    values = typed(client.get(address_of(appointment)), kind="no_show", text="Niet gezien.")
    answer = client.post(address_of(appointment), values)

    assert answer.status_code == 200
    assert "Leg eerst bij de afspraak vast" in answer.content.decode()
    assert not ContactNote.objects.exists()


@pytest.mark.parametrize("pk", ["x", "-1", "9" * 30, "0"])
def test_an_appointment_that_is_none_gives_an_empty_form(client, client_file, counsellor, pk):
    client.force_login(counsellor)
    address = reverse("overview:contact_create", args=[client_file.number])

    assert client.get(address, {"afspraak": pk}).status_code == 200


def test_my_day_shows_today_what_is_open_and_the_light_contacts(client, appointment, client_file, counsellor):
    set_rhythm(
        client=client_file,
        form_token=uuid4(),
        per_week=0,
        morning=dt.time(0),
        evening=None,
        why="Elke ochtend.",
        acting_user=counsellor,
    )
    client.force_login(counsellor)
    text = client.get(reverse("overview:my_day")).content.decode()

    assert "1 afspraak nog vast te leggen" in text
    assert reverse("casework:light_contact", args=[client_file.number]) in text
