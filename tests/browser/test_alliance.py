"""Two devices: the counsellor gives a link, the client answers on his own phone without an account, and they talk."""

from __future__ import annotations

import pytest

from accounts.models import OneTimeLink
from alliance.instruments import FULL_AID, conversation_aid
from alliance.models import AllianceAnswers
from tests.browser.conftest import PHONE, Person

pytestmark = pytest.mark.django_db(transaction=True)
FULL = conversation_aid(FULL_AID)


@pytest.fixture
def phone(chromium, live_server):
    """The client's own phone: another browser, nobody logged in."""
    context = chromium.new_context(locale="nl-NL", viewport={"width": PHONE[0], "height": PHONE[1]})
    context.set_default_timeout(15_000)
    yield Person(context, live_server.url, "jeroen")
    context.close()


def choose(person: Person, item: str, value: int | str) -> None:
    person.page.locator(f"[name='{item}'][value='{value}']").check(force=True)


def path_of(noor: Person) -> str:
    """Return the address on the counsellor's screen, without the host."""
    return str(noor.page.locator("#adres").input_value()).removeprefix(noor.base)


def opens(phone: Person, path: str, status: int) -> None:
    """Open a link that does not work: a plain page, without a fault."""
    answer = phone.page.goto(phone.base + path)
    assert answer is not None
    assert answer.status == status
    assert answer.headers["referrer-policy"] == "no-referrer"
    phone.problems.clear()  # the browser notes the status itself


def give_links(noor: Person) -> tuple[str, str]:
    """Answer the counsellor's side and make a link twice; return the address of the first and of the second."""
    noor.go("/clienten/S-0001/werkalliantie/")
    noor.look("alliantie-leeg")
    noor.press("Check-in beginnen")
    noor.look("alliantie-begeleider")
    for item in FULL.items:
        choose(noor, item.key, 4)
    noor.press("Mijn kant vastleggen")
    noor.press("Link of code maken")
    noor.look("alliantie-link")
    old = path_of(noor)
    noor.press("Terug naar de check-in")
    noor.press("Nieuwe link maken")
    return old, path_of(noor)


def finish(phone: Person, path: str) -> None:
    """Go on where he was, skip a statement, choose what she may see; after that the link is used up."""
    phone.go("/link/check-in/")
    phone.says("U was al begonnen")
    phone.press("Ik ga verder")
    phone.press("Deze zin sla ik over")
    for item in FULL.items[4:]:
        choose(phone, item.key, 2)
        phone.press("Volgende")
    phone.look("telefoon-delen")
    choose(phone, "sharing", "answers")
    phone.press("Klaar, bewaar mijn antwoorden")
    phone.says("Dank u wel, Jeroen")
    phone.look("telefoon-klaar")
    assert OneTimeLink.objects.filter(used_at=None, revoked_at=None).count() == 0
    opens(phone, path, 410)
    phone.says("Deze link is al gebruikt")
    phone.look("link-gebruikt")


def test_client_and_counsellor_answer_on_devices_of_their_own(arrive, phone, client_file, counsellor):
    noor = arrive("noor")
    old, path = give_links(noor)
    check_in = client_file.alliance_check_ins.get()

    opens(phone, old, 410)
    phone.says("Deze link is vervangen")
    phone.look("link-vervangen")
    opens(phone, path[:-3] + "xx/", 404)
    phone.says("Deze link werkt niet")
    phone.look("link-klopt-niet")

    phone.go(path)
    assert path not in phone.page.url
    phone.says("Dag Jeroen")
    phone.look("telefoon-begin")
    assert "Dekker" not in phone.page.content()
    phone.press("Ik begin")
    for place, item in enumerate(FULL.items[:3]):
        if place == 0:
            phone.look("telefoon-zin")
        choose(phone, item.key, 2)
        phone.press("Volgende")

    # He puts it away, and the counsellor reads nothing.
    noor.go(f"/clienten/S-0001/werkalliantie/{check_in.pk}/")
    noor.says("Nog niet ingevuld.")
    assert AllianceAnswers.objects.filter(side="client").count() == 0
    finish(phone, path)

    noor.go(f"/clienten/S-0001/werkalliantie/{check_in.pk}/")
    noor.says("Om over te praten")
    noor.look("alliantie-uitkomst")
    noor.page.get_by_role("link", name="Wat is ermee gedaan?").first.click()
    choose(noor, "handling", "talked")
    noor.look("alliantie-gedaan")
    noor.press("Vastleggen wat ermee is gedaan")
    noor.says("Erover gepraat")


def test_one_minute_with_four_sliders_by_keyboard(arrive, client_file, counsellor, team_lead):
    noor = arrive("noor", size=PHONE)
    noor.go("/clienten/S-0001/werkalliantie/")
    noor.page.locator("[name='instrument']").select_option("gespreksinstrument-minuut:1")
    noor.press("Check-in beginnen")
    noor.look("alliantie-minuut-begeleider")
    for slider in noor.page.locator("input[type=range]").all():
        slider.focus()
        for _press in range(7):
            noor.page.keyboard.press("ArrowRight")
    noor.says("7 van de 9")
    noor.press("Mijn kant vastleggen")
    noor.press("Scherm aan Jeroen geven")
    noor.press("Ik begin")
    noor.look("alliantie-minuut-client")
    noor.page.locator("input[type=range]").first.focus()
    noor.page.keyboard.press("ArrowRight")
    noor.press("Volgende")
    choose(noor, "sharing", "answers")
    noor.press("Klaar, bewaar mijn antwoorden")
    noor.says("Dank u wel, Jeroen")
    assert AllianceAnswers.objects.get(side="client").items.count() == 1
    noor.go("/werkalliantie/intervisie/")
    noor.look("alliantie-intervisie")
    karin = arrive("karin")
    karin.go("/werkalliantie/team/")
    karin.look("alliantie-team")
