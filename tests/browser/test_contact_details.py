"""What folds open in a contact: rows for agreements that a script adds, and the part of one client in a group."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from casework.models import Commitment, ContactNote
from casework.services.clients import assign_counsellor
from tests.browser.conftest import PHONE
from tests.conftest import make_client

pytestmark = pytest.mark.django_db(transaction=True)


def agree(place, row, text, *, suffix="", name=""):
    """Fill in one row."""
    due = timezone.localdate() + dt.timedelta(days=4)
    place.locator(f"[name=agreed_{row}_text{suffix}]").fill(text)
    place.locator(f"[name=agreed_{row}_owner{suffix}]").select_option("other" if name else "client")
    place.locator(f"[name=agreed_{row}_due_on{suffix}]").fill(due.isoformat())
    field = place.locator(f"[name=agreed_{row}_owner_name{suffix}]")
    assert field.is_visible() is bool(name)
    if name:
        field.fill(name)


def test_rows_are_added_in_place_and_enter_logs_the_contact(arrive, client_file, counsellor):
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/contact/nieuw/")
    noor.page.locator("[name=text]").fill("Samen de post gelezen.")
    noor.page.locator(".more-of-contact > summary").click()
    agree(noor.page, 0, "Belt de bank")
    for row in (1, 2, 3):
        noor.page.get_by_role("button", name="Nog een afspraak").click()
        assert noor.page.locator(f"[name=agreed_{row}_owner_name]").input_value() == ""
        agree(noor.page, row, f"Afspraak {row}", name=f"Persoon {row}")
    noor.look("contact-met-vier-afspraken")
    noor.page.locator("[name=agreed_3_text]").press("Enter")
    noor.says("Het contact is vastgelegd.")
    made = list(Commitment.objects.order_by("pk").values_list("text", "owner_name"))
    assert made == [("Belt de bank", ""), *((f"Afspraak {row}", f"Persoon {row}") for row in (1, 2, 3))]


def test_the_part_of_one_client_folds_open_with_the_keyboard(arrive, client_file, team, counsellor):
    other = make_client("S-0009", team, first_name="Willem", last_name="Bos")
    assign_counsellor(client=other, counsellor=counsellor, starts_on=timezone.localdate(), acting_user=counsellor)
    noor = arrive("noor", size=PHONE)
    noor.go("/contacten/groep/")
    noor.page.locator("[name=text]").fill("Samen gekookt en gegeten.")
    for one in (client_file, other):
        noor.page.locator(f"[name=present_{one.pk}]").check()
    part = noor.page.locator(f"#id_part_{other.pk}")
    for fold in (".own-part > summary", ".more-of-contact > summary"):
        part.locator(fold).focus()
        noor.page.keyboard.press("Enter")
    agree(part, 0, "Dekt de tafel", suffix=f"_{other.pk}")
    part.get_by_role("button", name="Nog een afspraak").click()
    agree(part, 1, "Brengt de pan terug", suffix=f"_{other.pk}", name="zijn zus Anja")
    assert noor.page.locator(f"#id_part_{client_file.pk} [data-row]").count() == 1
    noor.look("groepscontact-eigen-deel")
    noor.press("Groepscontact vastleggen")
    noor.says("Het contact is vastgelegd in 2 dossiers")
    note = ContactNote.objects.get(client=other)
    made = list(Commitment.objects.order_by("pk").values_list("text", "owner_name", "origin_id", "client"))
    assert made == [
        ("Dekt de tafel", "", note.pk, other.pk),
        ("Brengt de pan terug", "zijn zus Anja", note.pk, other.pk),
    ]
