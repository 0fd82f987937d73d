"""The people around a client in the browser: one who agreed to be called, a child, and the drawing."""

from __future__ import annotations

import pytest

from casework.models import NetworkMember
from tests.access_network import make_network
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_network_of_a_client_is_kept_drawn_and_read(arrive, client_file, counsellor):
    make_network(client_file, counsellor)
    member = NetworkMember.objects.get()
    noor = arrive("noor")
    page = f"/clienten/{client_file.number}/netwerk/"
    noor.go(page)
    noor.says("Zus")
    noor.look("netwerk")
    noor.go(f"{page}nieuw/")
    noor.fill(name="Kees Dekker")
    noor.page.locator("[name='relation']").select_option(index=1)
    noor.look("netwerk-nieuw")
    noor.page.locator("main form button[type=submit]").last.click()
    noor.says("Kees Dekker")
    assert NetworkMember.objects.count() == 2
    for place, shot in (
        (f"{page}{member.pk}/", "netwerk-iemand"),
        (f"{page}{member.pk}/vragen/", "netwerk-vragen"),
        (f"{page}{member.pk}/toestemming/", "netwerk-toestemming"),
        (f"{page}kind/", "netwerk-kind"),
        (f"{page}derde/", "netwerk-derde"),
        (f"{page}tekening/", "netwerk-tekening"),
    ):
        noor.go(place)
        noor.look(shot)

    phone = arrive("noor", size=PHONE)
    for place, shot in ((page, "telefoon-netwerk"), (f"{page}tekening/", "telefoon-netwerk-tekening")):
        phone.go(place)
        phone.look(shot)
