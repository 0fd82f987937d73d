"""A client file of another house in the browser: refused when it is broken, looked through, and brought in."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.core.management import call_command

from accounts.enums import Role
from casework.models import Client
from overview.services.file_arrivals import sweep_arrivals
from overview.services.file_exports import DATA
from tests.browser.conftest import PHONE, WIDE
from tests.conftest import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def choose(person, text: str) -> None:
    file = {"name": DATA, "mimeType": "application/json", "buffer": text.encode()}
    person.page.locator("[name='upload']").set_input_files(files=[file])
    person.press("Uploaden en bekijken")


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_client_file_is_looked_through_and_brought_in(arrive, client_file, title, team_lead, tmp_path, size):
    call_command("export_client", client_file.number, username=team_lead.username, output=tmp_path)
    text = (tmp_path / client_file.number / DATA).read_text()
    for rows in json.loads(text)["records"].values():
        for token in (row["form_token"] for row in rows if row.get("form_token")):
            text = text.replace(token, str(uuid4()))
    text = text.replace(client_file.number, "X-1").replace("Team Noord", "Team Elders")
    make_user("beheer", Role.ADMINISTRATOR)
    beheer = arrive("beheer", size=size)
    beheer.go("/dossier-inlezen/")
    choose(beheer, text[:500])
    sweep_arrivals()
    beheer.says("beschadigd of niet heel")
    beheer.look(f"dossier-inlezen-fout-{size[0]}")
    beheer.go("/dossier-inlezen/")
    choose(beheer, text)
    beheer.says("wordt nagekeken")
    sweep_arrivals()
    beheer.says("Wat er binnenkomt")
    beheer.look(f"dossier-inlezen-bekijken-{size[0]}")
    assert not Client.objects.filter(number="X-1").exists()
    beheer.press("Alles inlezen")
    sweep_arrivals()
    beheer.says("Dossier X-1 is ingelezen")
    assert Client.objects.filter(number="X-1").exists()
    beheer.go("/clienten-inlezen/")
    beheer.page.get_by_text("Welke kolommen zijn er?").click()
    beheer.look(f"inlezen-welke-kolommen-{size[0]}")
