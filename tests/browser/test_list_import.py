"""A list of clients in the browser: uploaded, columns chosen, mistakes shown, mended, and brought in whole.

And the other way: the whole file of one of them, asked for and downloaded.
"""

from __future__ import annotations

import re
import zipfile

import pytest

from casework.models import Client, ClientUpload
from casework.services.client_uploads import sweep_uploads
from chain.models import Disclosure
from overview.services.export_requests import sweep_exports
from overview.services.file_exports import DATA, PAPER
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "Dossiernr.;Roepnaam thuis;achternaam;geboortedatum;team;kleur\n"
WRONG = HEAD + "R-1;Jan;Jansen;17-05-90;Team Noord;rood\nR-2;Zoë;Smit;18-05-1991;Team Nergens;blauw\n"
RIGHT = HEAD + "R-1;Jan;Jansen;17-05-1990;Team Noord;rood\nR-2;Zoë;Smit;18-05-1991;Team Noord;blauw\n"
COLUMNS = ["clientnummer", "voornaam", "achternaam", "geboortedatum", "team", ""]


def send(person, text: str) -> None:
    person.go("/clienten-inlezen/")
    file = {"name": "clienten.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    person.page.locator("[name='upload']").set_input_files(files=[file])
    person.press("Uploaden en kolommen kiezen")


def chosen(person) -> list[str]:
    return [person.page.locator(f"[name='column_{place}']").input_value() for place in range(len(COLUMNS))]


def test_a_list_is_brought_in_after_its_mistakes_are_mended(arrive, team, team_lead):
    karin = arrive("karin")
    karin.go("/clienten-inlezen/")
    karin.look("inlezen-begin")

    send(karin, WRONG)
    assert chosen(karin) == ["", "", "achternaam", "geboortedatum", "team", ""]
    for place, column in enumerate(COLUMNS):
        karin.page.locator(f"[name='column_{place}']").select_option(column)
    karin.look("inlezen-kolommen")
    karin.press("Bestand laten nakijken")
    karin.says("Elke regel wordt nagekeken")
    karin.look("inlezen-wordt-nagekeken")
    sweep_uploads()
    karin.says("2 van 2 regels kloppen niet")  # the page asked again by itself
    karin.says("Dit team bestaat niet")
    assert karin.page.get_by_role("button", name=re.compile("inlezen$")).count() == 0
    karin.look("inlezen-fouten")
    with karin.page.expect_download() as told:
        karin.page.get_by_role("link", name="Overzicht als CSV").click()
    assert "Dit team bestaat niet" in told.value.path().read_text(encoding="utf-8-sig")
    assert not Client.objects.exists()

    send(karin, RIGHT)
    assert chosen(karin) == COLUMNS  # remembered
    karin.press("Bestand laten nakijken")
    sweep_uploads()
    karin.says("Alles klopt; er is nog niets ingelezen")
    karin.says("2 nieuw, 0 bijgewerkt, 0 ongewijzigd")
    karin.look("inlezen-klopt")
    assert not Client.objects.exists()
    karin.press("2 regels inlezen")
    sweep_uploads()
    karin.says("De lijst is ingelezen")
    karin.look("inlezen-klaar")
    assert list(Client.objects.order_by("number").values_list("number", "first_name")) == [
        ("R-1", "Jan"),
        ("R-2", "Zoë"),
    ]
    assert not ClientUpload.objects.filter(state="done").exclude(sealed="").exists()

    send(karin, RIGHT)
    karin.press("Bestand laten nakijken")
    sweep_uploads()
    karin.says("0 nieuw, 0 bijgewerkt, 2 ongewijzigd")


def test_a_whole_file_is_exported_from_the_page_of_a_client(arrive, client_file, title, team_lead, tmp_path):
    karin = arrive("karin", size=PHONE)
    karin.go(f"/clienten/{client_file.number}/")
    karin.press("Dossier exporteren")
    karin.tick("purpose", "rights")
    karin.fill(recipient="Jeroen Dekker", reason="Zijn verzoek van 3 maart.")
    karin.look("exporteren-vragen")
    karin.press("Dossier laten maken")
    karin.says("staat in de rij")
    karin.look("exporteren-wacht")
    sweep_exports()
    karin.says("Het dossier is klaar")  # the page asked again by itself
    karin.look("exporteren-klaar")
    assert not Disclosure.objects.exists()
    with karin.page.expect_download() as given:
        karin.page.get_by_role("button", name="Dossier downloaden").click()
    given.value.save_as(tmp_path / "dossier.zip")
    with zipfile.ZipFile(tmp_path / "dossier.zip") as archive:
        assert {DATA, PAPER} <= set(archive.namelist())
    assert Disclosure.objects.get().recipient_name == "Jeroen Dekker"
    karin.page.reload()
    karin.says("Het dossier is gedownload")
    karin.look("exporteren-gedownload")
