"""Drawing the network in the browser: by pointer, by keyboard alone, without a connection, and two people at one time."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from casework.enums import Relation
from casework.enums.network import SupportDirection, TieKind
from casework.models import LifeDomain, NetworkMember
from casework.selectors.network_ecogram import ties_on
from casework.services.network import add_member
from casework.services.network_drawings import TieLine, draw_ecogram, draw_network
from tests.access_network import make_network

pytestmark = pytest.mark.django_db(transaction=True)
SMALLEST = (320, 740)


def figure(person, key):
    return person.page.locator(f"[data-figure='{key}']")


def drag(person, key, right, down):
    """Drag a figure by so much, in pixels of the screen."""
    mark = figure(person, key)
    mark.scroll_into_view_if_needed()
    box = mark.locator(".network-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = person.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + right / 2, y + down / 2)
    mouse.move(x + right, y + down)
    mouse.up()


def save(person):
    person.page.get_by_role("button", name="Tekening bewaren").first.click()


def test_a_figure_is_dragged_and_moved_with_the_keyboard_alone(arrive, client_file, counsellor):
    make_network(client_file, counsellor)
    member = NetworkMember.objects.get()
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/netwerk/tekening/")
    # from twelve o'clock of the middle ring to near, at three o'clock
    drag(noor, member.pk, right=10, down=70)
    assert noor.page.locator(f"[name=ring_{member.pk}]").input_value() == "1"
    noor.says("Zus: dichtbij")
    noor.look("netwerk-slepen")
    save(noor)
    noor.says("De tekening is bijgewerkt.")
    moved = member.versions.first()
    assert moved.ring == 1
    assert moved.angle is not None

    noor.go(f"/clienten/{client_file.number}/netwerk/tekening/")
    for _press in range(60):
        noor.page.keyboard.press("Tab")
        if noor.page.evaluate("document.activeElement.dataset.figure") == str(member.pk):
            break
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"):
        noor.page.keyboard.press(key)
    said = noor.page.locator("[data-drawing-said]")
    assert "Zus: ver weg" in said.inner_text()
    assert "nog niet bewaard" in said.inner_text()
    for _press in range(20):
        noor.page.keyboard.press("Tab")
        if noor.page.evaluate("document.activeElement.type") == "submit":
            break
    noor.page.keyboard.press("Enter")
    noor.says("De tekening is bijgewerkt.")
    last = member.versions.first()
    assert (last.ring, last.angle) == (3, (moved.angle + 15) % 360)


def test_a_tie_goes_to_another_domain_and_gets_another_kind(arrive, client_file, counsellor):
    make_network(client_file, counsellor)
    member, domains = NetworkMember.objects.get(), list(LifeDomain.objects.all())
    draw_ecogram(
        client=client_file,
        form_token=uuid4(),
        ties={(member.pk, domains[0].pk): TieLine(TieKind.STRONG, SupportDirection.BOTH)},
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    key = f"{member.pk}_{domains[0].pk}"
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/netwerk/ecogram/")
    figure(noor, key).focus()
    noor.page.keyboard.press("ArrowDown")
    noor.page.keyboard.press("ArrowRight")
    noor.page.keyboard.press("Space")
    noor.says(f"Zus: {domains[1].name}, zwak, naar de cliënt toe")
    noor.look("netwerk-ecogram")
    # the pointer: down to the domain that stands under it
    below = noor.page.locator(f"[data-area='{domains[2].pk}']").bounding_box()
    grip = figure(noor, key).locator(".network-grip").bounding_box()
    drag(noor, key, 0, below["y"] + 20 - grip["y"])
    assert noor.page.locator(f"[name=domain_{key}]").input_value() == str(domains[2].pk)
    save(noor)
    noor.says("De tekening is bijgewerkt.")
    (tie,) = ties_on(client_file, timezone.localdate())
    assert (tie.domain, tie.kind, tie.direction) == (domains[2], "weak", "to_client")
    phone = arrive("noor", size=SMALLEST)
    for place in ("ecogram/", "tekening/", "genogram/", "naast-elkaar/", ""):
        phone.go(f"/clienten/{client_file.number}/netwerk/{place}")
        phone.look(f"smal-netwerk-{place.strip('/') or 'pagina'}")


def test_a_row_of_the_family_is_put_in_order(arrive, client_file, counsellor):
    make_network(client_file, counsellor)
    brother = add_member(
        client=client_file,
        form_token=uuid4(),
        facts={"name": "Broer", "relation": Relation.SIBLING},
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    other = add_member(
        client=client_file,
        form_token=uuid4(),
        facts={"name": "Tante", "relation": Relation.FAMILY},
        valid_from=timezone.localdate(),
        acting_user=counsellor,
    )
    sister = NetworkMember.objects.exclude(pk__in=(brother.pk, other.pk)).get()
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/netwerk/genogram/")
    figure(noor, brother.pk).focus()
    noor.page.keyboard.press("ArrowLeft")
    noor.says("Broer: eigen generatie, plaats 1 van 2")
    drag(noor, brother.pk, right=160, down=0)
    noor.says("Broer: eigen generatie, plaats 2 van 2")
    noor.page.keyboard.press("ArrowLeft")
    noor.page.keyboard.press("ArrowUp")
    noor.says("Broer: ouders, plaats 1 van 1")
    noor.page.keyboard.press("ArrowDown")
    noor.says("Broer: eigen generatie, plaats 2 van 2")
    noor.page.keyboard.press("ArrowLeft")
    noor.says("Broer: eigen generatie, plaats 1 van 2")
    aunt = figure(noor, other.pk)
    aunt.focus()
    noor.page.keyboard.press("ArrowUp")
    noor.says("Tante: kleinkinderen, plaats 1 van 1")
    drag(noor, other.pk, right=0, down=-300)
    noor.says("Tante: ouders, plaats 1 van 1")
    noor.look("netwerk-genogram")
    save(noor)
    noor.says("De tekening is bijgewerkt.")
    assert (brother.versions.first().row_place, sister.versions.first().row_place) == (1, 2)
    assert brother.versions.first().generation is None
    assert other.versions.first().generation == 1


def test_without_a_connection_it_is_said_and_sent_again(arrive, client_file, counsellor):
    make_network(client_file, counsellor)
    member = NetworkMember.objects.get()
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/netwerk/tekening/")
    figure(noor, member.pk).focus()
    noor.page.keyboard.press("ArrowUp")
    noor.page.context.set_offline(True)
    save(noor)
    noor.says("Niet bewaard: er is geen verbinding.")
    assert member.versions.count() == 1
    noor.page.context.set_offline(False)
    save(noor)
    noor.says("De tekening is bijgewerkt.")
    assert member.versions.first().ring == 1


def test_two_people_at_one_figure_the_second_sees_both(arrive, client_file, counsellor, team_lead):
    make_network(client_file, counsellor)
    member = NetworkMember.objects.get()
    noor = arrive("noor")
    noor.go(f"/clienten/{client_file.number}/netwerk/tekening/")
    draw_network(
        client=client_file,
        form_token=uuid4(),
        places={member.pk: {"ring": 3, "angle": 90}},
        valid_from=timezone.localdate(),
        acting_user=team_lead,
    )
    figure(noor, member.pk).focus()
    noor.page.keyboard.press("ArrowUp")
    save(noor)
    noor.says("Zo tekende de ander het:")
    noor.says("ver weg, 3 uur")
    assert noor.page.locator(f"[name=ring_{member.pk}]").input_value() == "1"
    # the first answer to the script is a refusal, which the browser writes down as an error
    noor.problems = [one for one in noor.problems if "409" not in one]
    noor.look("netwerk-allebei")
    save(noor)
    noor.says("De tekening is bijgewerkt.")
    assert member.versions.first().ring == 1
